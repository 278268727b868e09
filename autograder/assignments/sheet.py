"""The contents of an assignment's YAML file, as validated models."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    TypeAdapter,
)

from autograder.assignments.written import Texts, WrittenChoice
from autograder.content import Language, nearest

__all__ = [
    "AssignmentSheet",
    "Attempts",
    "Cases",
    "Choice",
    "Late",
    "QuizChoice",
    "read_moment",
    "zone_of",
]

_DURATION = re.compile(r"(\d+)\s*(min|h|d)")
_CLOCK = re.compile(r"\d\d?:\d\d(:\d\d)?(\S*)?")
_ISO_8601 = TypeAdapter(timedelta)
_UNITS = {"min": "minutes", "h": "hours", "d": "days"}


_FORM = "write one as 2026-12-01T23:59 Europe/Budapest, or with an offset, 2026-12-01T23:59+01:00"


_NO_DURATION = "is no length of time; write 15 min, 2 h or 3 d"


def _moment(value: object) -> object:
    return read_moment(value) if isinstance(value, str) else value


def read_moment(text: str) -> datetime:
    """
    Return the time that *text* names, in its time zone.

    Raises:
        ValueError: If it names none; says how to write one.
    """
    when, _, zone = text.strip().partition(" ")
    if _CLOCK.fullmatch(zone.partition(" ")[0]):  # 2026-12-01 23:59
        clock, _, zone = zone.partition(" ")
        when = f"{when}T{clock}"
    try:
        moment = datetime.fromisoformat(when.replace("Z", "+00:00"))  # 3.10 parses no Z
    except ValueError:
        raise ValueError(f"is no date and time; {_FORM}") from None
    if zone.strip():
        if moment.tzinfo is not None:
            raise ValueError(f"has an offset and a named time zone; {_FORM}")
        return _on_the_clock(moment, _zone(zone.strip()))
    if moment.tzinfo is None:
        raise ValueError(f"has no time zone; {_FORM}")
    return moment


def _on_the_clock(moment: datetime, zone: ZoneInfo) -> datetime:
    """*moment* in *zone*. Of an hour that the clocks repeat, the second is meant, which costs nobody a day."""
    placed = moment.replace(tzinfo=zone, fold=1)
    if placed.astimezone(timezone.utc).astimezone(zone).replace(tzinfo=None) != moment:
        raise ValueError(
            f"does not exist in {zone.key}, where clocks are put forward then; name a time before "
            "or after that hour"
        )
    return placed


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, ZoneInfoNotFoundError):
        known = sorted(available_timezones())
        if not known:
            message = "needs the package tzdata on this system: pip install tzdata"
            raise ValueError(message) from None
        raise ValueError(f"names no time zone {name!r}.{nearest(name, known)}") from None


def _written(moment: datetime) -> str:
    """*moment* as the file has it: a named zone stays named, since its offset changes."""
    if isinstance(moment.tzinfo, ZoneInfo):
        return f"{moment.replace(tzinfo=None).isoformat()} {moment.tzinfo.key}"
    return moment.isoformat()


def zone_of(moment: datetime | None) -> tzinfo:
    """Return the time zone in which an assignment's days are counted; UTC if it has no due date."""
    return (moment.tzinfo if moment else None) or timezone.utc


def _duration(value: object) -> object:
    if isinstance(value, timedelta):
        return value
    if not isinstance(value, str):
        raise ValueError(_NO_DURATION)  # noqa: TRY004 - pydantic words a ValueError
    if value.startswith("P"):  # ISO 8601, as in bundles
        return _ISO_8601.validate_python(value)
    found = _DURATION.fullmatch(value.strip())
    if not found:
        raise ValueError(_NO_DURATION)
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


Moment = Annotated[datetime, BeforeValidator(_moment), PlainSerializer(_written)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]


class _Model(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Choice(_Model):
    """
    One entry of ``exercises``: an id, a whole chapter, or all that teach a misconception.

    Attributes:
        points: The full points of each chosen exercise; by default those of its rubric.
        weight: Multiplies the points.
    """

    id: str | None = None
    chapter: str | None = None
    misconception: str | None = None
    points: float | None = Field(default=None, gt=0, le=10_000)
    weight: float = Field(default=1.0, gt=0, le=1_000)


def _choice(value: object) -> object:
    return {"id": value} if isinstance(value, str) else value


def _entry(value: object) -> Choice | WrittenChoice:
    """An entry as what its keys say that it is, so that mistakes are told about that alone."""
    if isinstance(value, WrittenChoice) or (isinstance(value, dict) and "manual" in value):
        return WrittenChoice.model_validate(value)
    return Choice.model_validate(_choice(value))


class QuizChoice(_Model):
    """One entry of ``quiz``: an item's id, a chapter's items, or all that show a misconception."""

    id: str | None = None
    chapter: str | None = None
    misconception: str | None = None
    points: float = Field(default=1.0, gt=0, le=10_000)


class Cases(_Model):
    """
    The cases to grade on.

    Attributes:
        hidden: Whether to grade on secret cases too. Without them, programs that only repeat the
            answers to public cases would pass.
    """

    hidden: bool = True


class Late(_Model):
    """
    The policy for late hand-ins.

    Attributes:
        grace: The time after the due date that costs nothing.
        penalty: The percentage of the score that is taken off for each day begun.
        until: The time after which no submission counts; no limit by default.
    """

    grace: Duration = timedelta(minutes=0)
    penalty: float = Field(default=0.0, ge=0, le=100)
    until: Moment | None = None


class Attempts(_Model):
    """
    The policy for several submissions of one student.

    Attributes:
        keep: Which of a student's submissions counts.
        most: How many submissions are considered; all by default.
    """

    keep: Literal["last", "best", "first"] = "last"
    most: int | None = Field(default=None, ge=1, le=1_000)


class AssignmentSheet(_Model):
    """
    The contents of an assignment's YAML file.

    Attributes:
        title: One text, or one for each language.
        languages: The languages of learners' outputs, of those of the course; the first is shown
            first. All of the course's, unless given.
        exercises: The course's, and such that a person grades.
        secret: The seed of hidden cases and variants. Anybody who has it can draw them too.
        quiz: The quiz items, each worth one point by default.
        points: The points of all exercises together; by default the sum of theirs. Quiz items are
            added.
        variants: How many sets of hidden cases each exercise has. A student's set is drawn from the
            secret, the student's id and the exercise, so that hardly any two students share all
            sets. A set takes 10 to 200 ms to make.
        integrity: How to treat a program that reaches for the grader: ``ask`` reports it to the
            instructor alone; ``refuse`` takes its points.
        due: The due date, with a time zone: a named one, in whose calendar days are counted, or an
            offset.
    """

    schema_version: Literal[1] = Field(default=1, alias="schema")
    title: Texts
    languages: list[Language] = []
    secret: Annotated[str, StringConstraints(min_length=16, max_length=200)]
    exercises: list[Annotated[Choice | WrittenChoice, PlainValidator(_entry)]] = Field(min_length=1)
    quiz: list[Annotated[QuizChoice, BeforeValidator(_choice)]] = []
    cases: Cases = Cases()
    points: float | None = Field(default=None, gt=0, le=100_000)
    variants: int = Field(default=50, ge=1, le=1_000)
    integrity: Literal["ask", "refuse"] = "ask"
    due: Moment | None = None
    late: Late = Late()
    attempts: Attempts = Attempts()
