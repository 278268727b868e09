"""What a ledger keeps of a real verdict says what the verdict said."""

from __future__ import annotations

import pytest

from autograder.authoring import load_programs
from autograder.feedback import feedback_on
from autograder.judging import read_verdict, write_verdict
from autograder.languages import words_in


@pytest.mark.by_day(1)
@pytest.mark.parametrize("name", ["zero_it", "first_backward", "dims_0_to_4", "sgd_step"])
def test_feedback_from_the_ledger_is_the_feedback_that_was(grader, course, name):
    exercise = course.exercise(name)
    programs = load_programs(course, exercise)
    sources = [programs.reference, exercise.stub("en"), "def broken(:\n", "import os; os._exit(1)"]

    for source in [*sources, *programs.wrong.values()]:
        verdict = grader.grade(source, exercise)
        again = read_verdict(write_verdict(verdict))

        for language in ("en", "hu"):
            say = words_in(language)
            before = feedback_on(verdict, exercise, course, say)
            after = feedback_on(again, exercise, course, say)
            assert after.checks == before.checks
            assert after.advice == before.advice
        assert write_verdict(again) == write_verdict(verdict)
