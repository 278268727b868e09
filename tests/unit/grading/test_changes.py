"""What changed since the last run, and why."""

from __future__ import annotations

import pytest

from autograder.grading.changes import Standing, changes_since, keep_better


def standing(points, **causes):
    same = {"program": "p", "check": "c", "key": "k", "version": "v", "worth": "3", "adjusted": ""}
    return Standing(points, {**same, **causes})


def total(points, late="0", adjusted=""):
    return Standing(points, {"late": late, "adjusted": adjusted})


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
