"""What the YAML file of an assignment says, as validated models."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, TypeAdapter

from autograder.content import LANGUAGES, Language, Text

__all__ = ["AssignmentSheet", "Attempts", "Cases", "Choice", "Late", "QuizChoice"]

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
