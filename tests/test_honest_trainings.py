"""Nobody who trains honestly is refused or accused: 200 programs of many kinds, over many seeds."""

from __future__ import annotations

import functools
from dataclasses import replace

import pytest
from honest_trainings import honest_training

from autograder.authoring import load_programs, make_key
from autograder.judging import Outcome

#: So many hidden sets of curves are drawn, beside the public one.
SEEDS = 8


@pytest.fixture(scope="module")
def key_of(grader, course):
    """The key of some set of curves, made by the reference alone; None is the public one."""
    exercise = course.exercise("capstone")
    programs = replace(load_programs(course, exercise), wrong={})

    @functools.cache
    def make(number):
        if number == 0:
            return None
        return make_key(grader, exercise, programs, seed=f"honest-{number}")

    return make


@pytest.mark.by_day(1)
@pytest.mark.parametrize("number", range(200))
def test_an_honest_training_passes(grader, course, key_of, number):
    source = honest_training(number)

    verdict = grader.grade(source, course.exercise("capstone"), key=key_of(number % (SEEDS + 1)))

    assert verdict.outcome is Outcome.PASSED, source
    assert not verdict.misconceptions
