"""An assignment: chosen exercises and quiz items with their points, and its seeds and variants."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.assignments.sheet import AssignmentSheet
from autograder.assignments.sheet_owners import SheetOwner
from autograder.assignments.worth import shared_out, total
from autograder.assignments.written import WrittenTask
from autograder.content import Course, Exercise

__all__ = ["Assignment", "QuizTask", "Task", "dump", "sheet_variant_of", "variant_of"]

#: Numbers of the variants on students' own sheets: far from those that everybody may get, and short
#: enough for a stamp.
_SHEET_VARIANTS = range(1_000, 9_999)


@dataclass(frozen=True, slots=True)
class Task:
    """An exercise of an assignment, and its points there."""

    exercise: Exercise
    points: float

    @property
    def claims(self) -> tuple[float, ...]:
        """The points of each claim of the exercise, in their order."""
        return shared_out(self.points, [claim.points for claim in self.exercise.sheet.claims])


@dataclass(frozen=True, slots=True)
class QuizTask:
    """A quiz item of an assignment, and its points there."""

    item: str
    points: float


@dataclass(frozen=True)
class Assignment:
    """
    An assignment whose exercises were found in a course.

    Attributes:
        id: The file's name without ``.yaml``.
        owners: Who has a quiz sheet of their own.
        written: Exercises that a person grades.
        own_points: The points of each exercise by itself, in their order, before all together are
            made worth what the assignment says.
    """

    id: str
    sheet: AssignmentSheet
    course: Course
    tasks: tuple[Task, ...]
    quiz: tuple[QuizTask, ...] = ()
    owners: tuple[SheetOwner, ...] = ()
    written: tuple[WrittenTask, ...] = ()
    own_points: tuple[float, ...] = ()

    @property
    def worth(self) -> Mapping[str, float]:
        """The points of all that points are given for, by id."""
        return {
            **{task.exercise.id: task.points for task in self.tasks},
            **{task.id: task.points for task in self.written},
            **{task.item: task.points for task in self.quiz},
        }

    @property
    def in_order(self) -> Iterator[Task | WrittenTask]:
        """The tasks as the assignment's file lists them: those run and those read."""
        for place, task in enumerate([*self.tasks, None]):
            yield from (one for one in self.written if one.place == place)
            if task is not None:
                yield task

    @property
    def rescaled(self) -> Sequence[tuple[str, float, float]]:
        """The id of each exercise that is worth something else than by itself: that, and its points."""
        ids = [one.id if isinstance(one, WrittenTask) else one.exercise.id for one in self.in_order]
        worth = self.worth
        return [
            (name, own, worth[name])
            for name, own in zip(ids, self.own_points, strict=False)
            if own != worth[name]
        ]

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """The chosen exercises, in the assignment's order."""
        return tuple(task.exercise for task in self.tasks)

    @property
    def needs_torch(self) -> bool:
        """Whether torch is to be installed where somebody works on it: for its course or an exercise."""
        return self.course.sheet.torch or any(one.sheet.torch for one in self.exercises)

    @property
    def points(self) -> float:
        """The points of all exercises and quiz items together."""
        tasks: tuple[Task | WrittenTask | QuizTask, ...] = (*self.tasks, *self.written, *self.quiz)
        return total([task.points for task in tasks])

    def variant_of(self, student: str, exercise: str) -> int:
        """Return the index of *student*'s set of hidden cases in *exercise*; the same each time."""
        return variant_of(self.variant_salt, student, exercise, self.sheet.variants)

    @property
    def variant_salt(self) -> str:
        """The salt that variants are drawn with; the secret can't be derived from it."""
        return self._derived("variants")

    def seed(self, exercise: Exercise, variant: int) -> str:
        """Return the seed of hidden cases; a seed reveals neither another seed nor the secret."""
        return self._derived("cases", exercise.id, str(variant))

    @property
    def quiz_seed(self) -> str:
        """The seed that numbers of quiz items are drawn from."""
        return self._derived("quiz")

    def _derived(self, *parts: str) -> str:
        text = "\0".join(parts)
        return hmac.new(self.sheet.secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def variant_of(salt: str, student: str, exercise: str, variants: int) -> int:
    """Return which of the *variants* a *student* gets: an HMAC-SHA256 of both ids, modulo."""
    message = f"{student}\0{exercise}".encode("utf-8", "surrogatepass")
    drawn = hmac.digest(salt.encode(), message, "sha256")
    return int.from_bytes(drawn[:8], "big") % variants


def sheet_variant_of(salt: str, student: str, item: str) -> int:
    """Return the number of the variant of *item* on *student*'s own sheet."""
    return _SHEET_VARIANTS[variant_of(salt, student, item, len(_SHEET_VARIANTS))]


def dump(sheet: Mapping[str, Any]) -> str:
    """Return plain data as the text of a YAML file: keys in the given order, lines as lines."""
    import yaml  # noqa: PLC0415 - only for writing, which few commands do

    class Dumper(yaml.SafeDumper):
        """Writes a text of several lines as a block, as an author would."""

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
        style = "|" if "\n" in value else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    written: str = yaml.dump(sheet, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=100)
    return written
