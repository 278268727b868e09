"""The order in which a learner goes through the exercises."""

from __future__ import annotations

from autograder.content import Course, Exercise
from autograder.workspace.progress import Progress

__all__ = ["aside_in", "begins_chapter", "first_open"]


def first_open(
    course: Course, progress: Progress, after: Exercise | None = None
) -> Exercise | None:
    """Return the first exercise to be done, from after *after* to the end, then from the start."""
    exercises = list(course.exercises)
    start = exercises.index(after) + 1 if after is not None else 0
    ordered = exercises[start:] + exercises[:start]
    return next((exercise for exercise in ordered if progress.is_open(exercise.id)), None)


def aside_in(course: Course, progress: Progress, chapter: str = "") -> list[str]:
    """Return the exercises that are set aside, of one *chapter* if it is given."""
    return [
        exercise.id
        for exercise in course.exercises
        if progress.is_aside(exercise.id) and chapter in ("", exercise.chapter)
    ]


def begins_chapter(course: Course, progress: Progress, exercise: Exercise) -> bool:
    """Tell whether *exercise* would be the first that the learner ever checks in its chapter."""
    chapter = [one.id for one in course.exercises if one.chapter == exercise.chapter]
    checked = (progress.exercises[name].attempts for name in chapter if name in progress.exercises)
    return not any(checked)
