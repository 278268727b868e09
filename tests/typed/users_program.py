"""
What somebody would write who imports Gradlings: mypy reads it with the package (``make lint``).

It is never run. Each ``assert_type`` fails the type check if an exported name lost its type.
"""

from __future__ import annotations

from pathlib import Path

from typing_extensions import assert_type

from autograder import (
    Feedback,
    Grading,
    GradlingsError,
    Verdict,
    draw,
    grade_class,
    open_course,
)


def marks(folder: Path) -> dict[str, float]:
    """The score of each exercise whose program lies in *folder*."""
    scores = {}
    course = open_course()
    with Grading(course, isolation="standard", language="hu") as grading:
        for exercise in course.exercises:
            try:
                feedback = grading.check(folder / f"{exercise.id}.py", exercise)
            except GradlingsError as error:
                assert_type(error.exit_code, int)
                continue
            assert_type(feedback, Feedback)
            assert_type(feedback.verdict, Verdict)
            scores[exercise.id] = feedback.verdict.score
    return scores


def of_a_class(assignment: Path, submissions: Path) -> list[tuple[str, float]]:
    done = grade_class(
        assignment, submissions, Path("out"), workers=2, progress=lambda step: print(step.done)
    )
    return [(student.name, student.score) for student in done.results.students]


def picture(loss: object) -> str:
    return draw(loss).svg()  # type: ignore[arg-type]  # a tensor is asked for
