"""An assignment: chosen exercises and quiz items with their points, and what is drawn for it."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

from autograder.assignments.sheet import AssignmentSheet
from autograder.content import (
    Course,
    Exercise,
)

__all__ = ["Assignment", "QuizTask", "Task"]


@dataclass(frozen=True, slots=True)
class Task:
    """An exercise of an assignment, and what it is worth there."""

    exercise: Exercise
    points: float


@dataclass(frozen=True, slots=True)
class QuizTask:
    """A quiz item of an assignment, and what it is worth there."""

    item: str
    points: float


@dataclass(frozen=True)
class Assignment:
    """
    An assignment whose exercises were found in a course.

    Attributes:
        id: The file's name without ``.yaml``.
    """

    id: str
    sheet: AssignmentSheet
    course: Course
    tasks: tuple[Task, ...]
    quiz: tuple[QuizTask, ...] = ()

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        return tuple(task.exercise for task in self.tasks)

    @property
    def points(self) -> float:
        return sum(t.points for t in self.tasks) + sum(t.points for t in self.quiz)

    def variant_of(self, student: str, exercise: str) -> int:
        """Which set of hidden cases *student* gets in *exercise*, from 0; the same each time."""
        return variant_of(self.variant_salt, student, exercise, self.sheet.variants)

    @property
    def variant_salt(self) -> str:
        """What variants are drawn with; the secret can't be found from it."""
        return self._derived("variants")

    def seed(self, exercise: Exercise, variant: int) -> str:
        """The seed of hidden cases; one exercise's tells nothing of another's or of the secret."""
        return self._derived("cases", exercise.id, str(variant))

    @property
    def quiz_seed(self) -> str:
        """What the numbers of quiz items are drawn from."""
        return self._derived("quiz")

    def _derived(self, *parts: str) -> str:
        text = "\0".join(parts)
        return hmac.new(self.sheet.secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def variant_of(salt: str, student: str, exercise: str, variants: int) -> int:
    """Return which of so many *variants* a *student* gets: HMAC-SHA256 of both ids, modulo."""
    told = f"{student}\0{exercise}".encode("utf-8", "surrogatepass")
    drawn = hmac.new(salt.encode(), told, hashlib.sha256)
    return int.from_bytes(drawn.digest()[:8], "big") % variants


def dump(sheet: dict[str, Any]) -> str:
    """Return plain data as the text of a YAML file, keys in the order given."""
    import yaml  # noqa: PLC0415 - only for writing, which few commands do

    return yaml.safe_dump(sheet, sort_keys=False, allow_unicode=True, width=100)
