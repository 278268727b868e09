"""What changed since the last run, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.assignments.decisions import Decision
from autograder.grading.adjusting import Decisions
from autograder.grading.changes import Standing, changes_since, keep_better


def standing(points, **causes):
    same = {"program": "p", "check": "c", "key": "k", "version": "v", "worth": "3", "adjusted": ""}
    return Standing(points, {**same, **causes})


def total(points, late="0", adjusted="", bonus="0"):
    return Standing(points, {"late": late, "adjusted": adjusted, "bonus": bonus})


BEFORE = {("anna", "zero_it"): standing(0.0), ("anna", ""): total(0.0)}


def changed(**causes):
    after = {("anna", "zero_it"): standing(3.0, **causes), ("anna", ""): total(3.0)}
    return [(one.exercise, one.before, one.after, one.why) for one in changes_since(BEFORE, after)]


@pytest.mark.parametrize(
    ("causes", "why"),
    [
        ({"check": "c2"}, "check changed"),
        ({"key": "k2"}, "key changed"),
        ({"check": "c2", "key": "k2"}, "check changed, key changed"),
        ({"version": "v2"}, "our version"),
        ({"program": "p2"}, "new attempt"),
        ({"program": "p2", "check": "c2"}, "new attempt"),
        ({"adjusted": "points 3"}, "adjustment"),
        ({"worth": "6"}, "points of the assignment"),
        ({}, "a fault of ours before"),
    ],
)
def test_each_cause_is_named(causes, why):
    assert changed(**causes) == [("zero_it", 0.0, 3.0, why), ("", 0.0, 3.0, why)]


def test_lateness_changes_the_sum_alone():
    before = {("anna", "zero_it"): standing(3.0), ("anna", ""): total(3.0)}
    after = {("anna", "zero_it"): standing(3.0), ("anna", ""): total(2.7, late="1")}

    (change,) = changes_since(before, after)

    assert (change.exercise, change.after, change.why) == ("", 2.7, "lateness")


def test_nothing_is_told_of_the_first_run_and_of_what_stayed():
    assert changes_since({}, BEFORE) == ()
    assert changes_since(BEFORE, BEFORE) == ()


def test_somebody_new_is_told_without_points_before():
    after = {**BEFORE, ("bela", "zero_it"): standing(3.0), ("bela", ""): total(3.0)}

    (change,) = changes_since(BEFORE, after)

    assert (change.student, change.before, change.after) == ("bela", None, 3.0)


def test_a_grade_is_never_lowered_where_the_better_one_is_kept(class_of):
    results = class_of(("a", "Anna", 0.5), ("b", "Béla", 1.0))
    before = {("a", ""): total(5.0), ("b", ""): total(1.0)}

    anna, bela = keep_better(results, before).students

    assert (anna.score, anna.automatic, anna.adjusted[0].what) == (5.0, 3.0, "keep-better")
    assert (bela.score, bela.adjusted) == (6.0, ())


def decided(class_of, share, *decisions, quiz=()):
    """Anna, with that share of six points in two exercises, as the instructor decided about her."""
    results = class_of(("a", "Anna", share))
    made = Decisions({"a": [Decision(student="a", reason="as I said", **one) for one in decisions]})
    (anna,) = results.students
    answers, adjusted = made.adjusted_answers("a", anna.answers)
    automatic = anna.score if adjusted else None
    score = sum(answer.score for answer in answers)
    anna = replace(anna, answers=answers, adjusted=adjusted, score=score, automatic=automatic)
    return replace(results, students=(made.adjusted(anna),))


def standings(zero_it, step, whole=None, *, on_zero_it="", on_whole="", bonus="0"):
    return {
        ("a", "zero_it"): standing(zero_it, adjusted=on_zero_it),
        ("a", "step_no_grad"): standing(step),
        ("a", ""): total(
            zero_it + step if whole is None else whole, adjusted=on_whole, bonus=bonus
        ),
    }


FULL = standings(3.0, 3.0)


@pytest.mark.parametrize(
    ("share", "decisions", "before", "score"),
    [
        # What a person decided counts, even if it is less than before …
        (1, [{"exercise": "zero_it", "points": 1}], FULL, 4.0),
        (1, [{"exercise": "zero_it", "excused": True}], FULL, 3.0),
        (1, [{"points": 2}], FULL, 2.0),
        (1, [{"excused": True}], FULL, 0.0),
        (1, [{"bonus": -1}], FULL, 5.0),
        (0.5, [{"attempt": 1}], FULL, 3.0),
        # … and remains so in the next run …
        (1, [{"exercise": "zero_it", "points": 1}],
         standings(1.0, 3.0, on_zero_it="points 1"), 4.0),
        (1, [{"points": 2}], standings(3.0, 3.0, 2.0, on_whole="points 2"), 2.0),
        (1, [{"points": 2}], standings(3.0, 3.0, 6.0, on_whole="keep-better"), 2.0),
        (1, [{"bonus": -1}], standings(3.0, 3.0, 5.0, on_whole="bonus -1", bonus="-1"), 5.0),
        # … when it is taken back or changed …
        (0, [], standings(3.0, 0.0, on_zero_it="points 3"), 0.0),
        (0, [], standings(0.0, 0.0, 2.0, on_whole="bonus 2", bonus="2"), 0.0),
        (1, [{"exercise": "zero_it", "points": 1}],
         standings(2.0, 3.0, on_zero_it="points 2"), 4.0),
        # … but everything else is kept as it was.
        (0.5, [{"exercise": "zero_it", "points": 1}], FULL, 4.0),
        (0.5, [{"exercise": "zero_it", "points": 3}], FULL, 6.0),
        (0.5, [{"exercise": "zero_it", "points": 1}],
         standings(1.0, 3.0, on_zero_it="points 1"), 4.0),
        (0.5, [{"bonus": 1}], FULL, 6.0),
        (0.5, [{"bonus": -1}], FULL, 5.0),
        (0.5, [{"bonus": 1}], standings(3.0, 3.0, 7.0, on_whole="bonus 1", bonus="1"), 7.0),
        (0.5, [{"attempt": 1}], standings(3.0, 3.0, on_whole="attempt 1"), 6.0),
        (0.5, [], standings(3.0, 3.0, on_whole="keep-better"), 6.0),
        (0.5, [], FULL, 6.0),
    ],
)  # fmt: skip
def test_points_that_a_person_decided_outrank_a_better_grade_of_before(
    class_of, share, decisions, before, score
):
    (anna,) = keep_better(decided(class_of, share, *decisions), before).students

    assert anna.score == score


def test_the_first_points_of_a_written_answer_come_from_nothing_and_are_a_persons():
    after = {**BEFORE, ("anna", "why_leaf"): Standing(8.93, {"program": "p", "marked": "8.93"})}

    (change,) = changes_since(BEFORE, after)

    assert (change.before, change.after, change.why) == (None, 8.93, "written points")


def test_nought_points_given_by_a_person_are_told():
    after = {**BEFORE, ("anna", "why_leaf"): Standing(0.0, {"program": "p", "marked": "0"})}

    (change,) = changes_since(BEFORE, after)

    assert (change.before, change.after) == (None, 0.0)
