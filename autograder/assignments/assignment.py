"""An assignment: a chosen list of exercises with points, dates and rules, in one YAML file."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, TypeAdapter

from autograder.content import (
    LANGUAGES,
    ContentError,
    Course,
    Exercise,
    Language,
    Mistake,
    Text,
    YamlFile,
    nearest,
)
from autograder.quizzes import load_bank

__all__ = [
    "Assignment",
    "AssignmentSheet",
    "Attempts",
    "Cases",
    "Choice",
    "Late",
    "QuizChoice",
    "QuizTask",
    "Task",
    "load_assignment",
]

_DURATION = re.compile(r"(\d+)\s*(min|h|d)")
_ISO_8601 = TypeAdapter(timedelta)
_UNITS = {"min": "minutes", "h": "hours", "d": "days"}


def _moment(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        moment = datetime.fromisoformat(value.replace("Z", "+00:00"))  # 3.10 knows no Z
    except ValueError:
        raise ValueError("is no date and time; write one as 2026-12-01T23:59+01:00") from None
    if moment.tzinfo is None:
        raise ValueError("has no time zone; write one as 2026-12-01T23:59+01:00")
    return moment


def _duration(value: object) -> object:
    if not isinstance(value, str):
        return value
    if value.startswith("P"):  # ISO 8601, as bundles write it
        return _ISO_8601.validate_python(value)
    found = _DURATION.fullmatch(value.strip())
    if not found:
        raise ValueError("is no length of time; write 15 min, 2 h or 3 d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def _both(value: object) -> object:
    """A title may be one text for every language."""
    return dict.fromkeys(LANGUAGES, value) if isinstance(value, str) else value


Moment = Annotated[datetime, BeforeValidator(_moment)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]


class _Model(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Choice(_Model):
    """
    One entry of ``exercises``: an id, a whole chapter, or what teaches a misconception.

    Attributes:
        points: Most points of each exercise chosen; those of its rubric unless given.
        weight: Multiplies the points.
    """

    id: str | None = None
    chapter: str | None = None
    misconception: str | None = None
    points: float | None = Field(default=None, gt=0, le=10_000)
    weight: float = Field(default=1.0, gt=0, le=1_000)


def _choice(value: object) -> object:
    return {"id": value} if isinstance(value, str) else value


class QuizChoice(_Model):
    """One entry of ``quiz``: an item's id, a chapter's items, or those that show a misconception."""

    id: str | None = None
    chapter: str | None = None
    misconception: str | None = None
    points: float = Field(default=1.0, gt=0, le=10_000)


class Cases(_Model):
    """
    Attributes:
        hidden: Grade on secret cases too. Without them a program may remember the public answers.
    """

    hidden: bool = True


class Late(_Model):
    """
    What lateness costs.

    Attributes:
        grace: After the due date, for free.
        penalty: Percent of what was scored, for each day begun.
        until: After this no submission counts; no limit unless given.
    """

    grace: Duration = timedelta(minutes=0)
    penalty: float = Field(default=0.0, ge=0, le=100)
    until: Moment | None = None


class Attempts(_Model):
    """
    Attributes:
        keep: Which of a student's submissions counts.
        most: How many are looked at; all unless given.
    """

    keep: Literal["last", "best", "first"] = "last"
    most: int | None = Field(default=None, ge=1, le=1_000)


class AssignmentSheet(_Model):
    """
    What the YAML file of an assignment says.

    Attributes:
        title: One text, or one for each language.
        languages: Of what learners get; the first is shown first.
        secret: What hidden cases and variants are drawn from. Whoever has it can draw them too.
        quiz: Quiz items, each worth a point unless it says otherwise.
        points: What all exercises together are worth; the sum of theirs unless given. Quiz items
            come on top.
        variants: So many sets of hidden cases for each exercise; which one a student gets is
            drawn from the secret, the student's id and the exercise, so that no two students
            share all. A set takes 10 to 200 ms to make.
        integrity: What becomes of a program that reaches for the grader: ``ask`` shows it to the
            instructor and to nobody else; ``refuse`` takes its points.
        due: With a time zone.
    """

    schema_version: Literal[1] = Field(default=1, alias="schema")
    title: Annotated[Text, BeforeValidator(_both)]
    languages: list[Language] = Field(default=["en", "hu"], min_length=1, max_length=2)
    secret: Annotated[str, StringConstraints(min_length=16, max_length=200)]
    exercises: list[Annotated[Choice, BeforeValidator(_choice)]] = Field(min_length=1)
    quiz: list[Annotated[QuizChoice, BeforeValidator(_choice)]] = []
    cases: Cases = Cases()
    points: float | None = Field(default=None, gt=0, le=100_000)
    variants: int = Field(default=50, ge=1, le=1_000)
    integrity: Literal["ask", "refuse"] = "ask"
    due: Moment | None = None
    late: Late = Late()
    attempts: Attempts = Attempts()


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


def load_assignment(path: Path, course: Course) -> Assignment:
    """
    Read the assignment at *path*.

    Raises:
        ContentError: With every mistake: its line, its key and what to write instead.
    """
    file = YamlFile(path)
    sheet = file.validate(AssignmentSheet)
    mistakes: list[Mistake] = []
    chosen: dict[str, tuple[Exercise, Choice]] = {}
    for index, choice in enumerate(sheet.exercises):
        key = ("exercises", index)
        try:
            found = list(_found(choice, course))
        except LookupError as error:
            mistakes.append(file.mistake(key, str(error.args[0])))
            continue
        for exercise in found:
            if exercise.id in chosen:
                mistakes.append(file.mistake(key, f"{exercise.id} is chosen twice; remove one"))
            chosen[exercise.id] = exercise, choice
    quiz: dict[str, QuizTask] = {}
    for index, entry in enumerate(sheet.quiz):
        try:
            found_items = _found_items(entry, course)
        except LookupError as error:
            mistakes.append(file.mistake(("quiz", index), str(error.args[0])))
            continue
        for item in found_items:
            if item in quiz:
                mistakes.append(
                    file.mistake(("quiz", index), f"{item} is chosen twice; remove one")
                )
            quiz[item] = QuizTask(item, entry.points)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", path.stem):
        mistakes.append(
            file.mistake(
                (), "the file's name is the assignment's id: letters, digits, - and _ only"
            )
        )
    if mistakes:
        raise ContentError(mistakes)
    tasks = tuple(_tasks(sheet, list(chosen.values())))
    return Assignment(path.stem, sheet, course, tasks, tuple(quiz.values()))


def _found(choice: Choice, course: Course) -> Iterator[Exercise]:
    """The exercises that one entry chooses, in the course's order."""
    given = [name for name in ("id", "chapter", "misconception") if getattr(choice, name)]
    if len(given) != 1:
        raise LookupError("give one of id, chapter and misconception")
    if choice.id:
        yield course.exercise(choice.id)
    elif choice.chapter:
        known = list(course.chapters)
        if choice.chapter not in known:
            raise LookupError(f"no chapter {choice.chapter!r}.{nearest(choice.chapter, known)}")
        yield from (e for e in course.exercises if e.chapter == choice.chapter)
    elif choice.misconception:
        name = choice.misconception
        if name not in course.misconceptions:
            raise LookupError(f"no misconception {name!r}.{nearest(name, course.misconceptions)}")
        teaching = course.misconceptions[name].exercise
        if teaching is None:
            raise LookupError(f"no exercise teaches against {name!r} yet; choose one by its id")
        yield course.exercise(teaching)


def _found_items(choice: QuizChoice, course: Course) -> list[str]:
    """The quiz items that one entry chooses, in the course's order."""
    given = [name for name in ("id", "chapter", "misconception") if getattr(choice, name)]
    if len(given) != 1:
        raise LookupError("give one of id, chapter and misconception")
    if choice.id:
        course.item(choice.id)
        return [choice.id]
    if choice.chapter:
        if choice.chapter not in course.banks:
            known = nearest(choice.chapter, course.banks)
            raise LookupError(f"no chapter {choice.chapter!r} with quiz items.{known}")
        return list(course.banks[choice.chapter].root)
    name = choice.misconception or ""
    if name not in course.misconceptions:
        raise LookupError(f"no misconception {name!r}.{nearest(name, course.misconceptions)}")
    shows = load_bank(course).shows
    found = [item for item in course.items if name in shows.get(item, ())]
    if not found:
        raise LookupError(f"no quiz item shows {name!r}; choose one by its id")
    return found


def _tasks(sheet: AssignmentSheet, chosen: Sequence[tuple[Exercise, Choice]]) -> Iterator[Task]:
    points = [(choice.points or exercise.points) * choice.weight for exercise, choice in chosen]
    scale = sheet.points / sum(points) if sheet.points else 1.0
    for (exercise, _), worth in zip(chosen, points, strict=True):
        yield Task(exercise, worth * scale)


def dump(sheet: dict[str, Any]) -> str:
    """Return plain data as the text of a YAML file, keys in the order given."""
    import yaml  # noqa: PLC0415 - only for writing, which few commands do

    return yaml.safe_dump(sheet, sort_keys=False, allow_unicode=True, width=100)
