"""A learner's progress as JSON for other programs: the format of ``gradlings progress --json``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from autograder.content import Course
from autograder.workspace import ExerciseProgress, Progress
from autograder.workspace.mastery import concepts_of, misconceptions_of

__all__ = ["progress_report"]


def progress_report(course: Course, progress: Progress) -> dict[str, Any]:
    """
    Return the JSON object of schema 1.

    It has every exercise and question of *course* in order, whether the learner has begun with it or
    not, and what follows from them: concepts, misconceptions, and what is to be asked again.
    """
    following = progress.next_due
    return {
        "schema": 1,
        "exercises": [
            {
                "exercise": one.id,
                "chapter": one.chapter,
                "standing": _standing(one.id, progress),
                **_counts(progress.exercises.get(one.id, ExerciseProgress())),
            }
            for one in course.exercises
        ],
        "questions": [{"item": name, **_answers(progress, name)} for name in course.items],
        "concepts": [asdict(one) for one in concepts_of(course, progress)],
        "misconceptions": [asdict(one) for one in misconceptions_of(course, progress)],
        "due": progress.due(),
        "next_due": following.isoformat() if following else None,
    }


def _standing(exercise_id: str, progress: Progress) -> str:
    if progress.passed(exercise_id):
        return "passed"
    return "set_aside" if progress.is_aside(exercise_id) else "open"


def _counts(entry: ExerciseProgress) -> dict[str, Any]:
    return {
        "passed_at": entry.passed_at,
        "attempts": entry.attempts,
        "hints": entry.hints,
        "solution_at": entry.solution_at,
        "misconceptions": entry.misconceptions,
    }


def _answers(progress: Progress, item: str) -> dict[str, Any]:
    entry = progress.items.get(item)
    if entry is None:
        return {"asked": 0, "right": 0, "last_right": None}
    return {"asked": entry.asked, "right": entry.right, "last_right": entry.last_right}
