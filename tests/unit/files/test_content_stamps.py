"""A stamp is the same for the same value in every process, and another for any other value."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from autograder import stamps
from autograder.content import Text
from autograder.judging import Outcome, Verdict
from autograder.stamps import Stamps, stamp_of


def test_it_makes_no_difference_which_equal_texts_are_one_object():
    text = "a" * 10
    assert stamp_of([text, text]) == stamp_of([text, "".join(["a"] * 10)])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["ab", "c"], ["a", "bc"]), (1, 1.0), (0.1, 0.1000000001), (None, ""), (("a",), ["a"]),
        ({"a": 1}, {"a": 2}), (MappingProxyType({"a": 1}), MappingProxyType({"a": 2})),
        ("\ud800", "\ufffd"),
    ],
)  # fmt: skip
def test_other_values_have_other_stamps(one, other):
    assert stamp_of(one) != stamp_of(other)


def test_a_word_in_a_course_that_changed_is_seen(course):
    name, first = next(iter(course.misconceptions.items()))
    told = first.model_copy(update={"sentence": Text(en=first.sentence["en"], hu="Más.")})
    changed = replace(
        course, misconceptions=MappingProxyType({**course.misconceptions, name: told})
    )

    assert stamp_of(changed) != stamp_of(course)


def test_what_has_a_part_in_common_differs_where_the_part_or_the_rest_does():
    one, equal = Verdict("a", Outcome.PASSED, ()), Verdict("a", Outcome.PASSED, ())
    other = Verdict("a", Outcome.FAILED, ())
    made = Stamps(shared=Verdict)

    assert made.of(["anna", one]) == made.of(["anna", equal]) == Stamps(Verdict).of(["anna", one])
    assert len({made.of(["anna", one]), made.of(["anna", other]), made.of(["bela", one])}) == 3


def test_a_part_in_common_is_looked_at_once(monkeypatch):
    looked_at = []
    real = stamps.stamp_of
    monkeypatch.setattr(stamps, "stamp_of", lambda one: (looked_at.append(one), real(one))[1])
    verdict, made = Verdict("a", Outcome.PASSED, ()), Stamps(shared=Verdict)

    for student in range(20):
        made.of([student, verdict, {"again": verdict}])

    assert looked_at == [verdict]
