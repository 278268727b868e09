from __future__ import annotations

import pytest

from autograder.grading.results import Answer, ClassResults, StudentResult
from autograder.judging import Outcome, Verdict
from autograder.submissions import Gist, gist_of


@pytest.fixture
def class_of(course):
    """
    Makes the results of a class of two exercises, three points each.

    A student is id, name, share of the points, and then misconceptions and program.
    """
    exercises = (course.exercise("zero_it"), course.exercise("step_no_grad"))

    def student(number, name_id, name, share, named=(), program=""):
        answers = []
        for exercise in exercises:
            outcome = Outcome.PASSED if share == 1 else Outcome.FAILED
            # What is shown is shown in the first exercise.
            mine = named if exercise is exercises[0] else ()
            verdict = Verdict(exercise.id, outcome, (), misconceptions=tuple(mine))
            gist = gist_of(program, exercise.function) if program else Gist()
            answers.append(Answer(exercise.id, verdict, 3 * share, 3.0, program, gist=gist))
        return StudentResult(name_id, name, f"s{number}", 6 * share, 6.0, tuple(answers))

    def make(*students):
        made = [student(number, *one) for number, one in enumerate(students)]
        return ClassResults(
            assignment="hw1",
            title={"en": "Homework", "hu": "Házi"},
            languages=("en", "hu"),
            course=course,
            exercises=exercises,
            students=tuple(sorted(made, key=lambda s: (s.name.casefold(), s.id))),
        )

    return make
