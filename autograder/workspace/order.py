"""The order in which a learner goes through the exercises."""

from __future__ import annotations

from autograder.content import Course, Exercise
from autograder.workspace.progress import Progress

__all__ = ["first_open"]


def first_open(
    course: Course, progress: Progress, after: Exercise | None = None
) -> Exercise | None:
    """Return the first exercise not passed, from after *after* to the end, then from the start."""
    exercises = list(course.exercises)
    start = exercises.index(after) + 1 if after is not None else 0
    ordered = exercises[start:] + exercises[:start]
    return next((exercise for exercise in ordered if not progress.passed(exercise.id)), None)
