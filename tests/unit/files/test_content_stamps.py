"""A stamp is the same for the same value in every process, and another for any other value."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from autograder.content import Text
from autograder.stamps import stamp_of


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
