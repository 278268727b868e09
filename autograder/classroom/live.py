"""What an instructor sees of a class now: who is where, what holds people up, what is misunderstood."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from autograder.classroom.room import Room
from autograder.texts import cleaned, lines_of_program, without_accents

__all__ = ["LOOKS_BACK", "Heat", "LearnerNow", "Trouble", "View", "anonymous", "view_of"]

#: Minutes that the page looks back.
LOOKS_BACK = 10
#: Failed checks, and seconds from the first of them to the last, after which somebody is stuck. Each
#: pause in typing is a check, so that their number alone says nothing.
_STUCK_AFTER, _STUCK_FOR = 4, 180
#: Lines of an example that are shown.
_MOST_LINES = 40
#: Characters of a program that are looked at for an example, comments at its beginning apart.
_MOST_CHARACTERS = 4_000
# Texts that have no end go to the end of the program, or of the line. What is looked at may end between a
# backslash and what it stands before.
_COMMENT_OR_TEXT = re.compile(
    r"""
    \#[^\n]*
    | \"{3} (?:[^\\]|\\(?:.|\Z))*? (?:\"{3}|\Z)
    | '{3} (?:[^\\]|\\(?:.|\Z))*? (?:'{3}|\Z)
    | " (?:[^"\\\n]|\\.)* "?
    | ' (?:[^'\\\n]|\\.)* '?
    """,
    re.DOTALL | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class LearnerNow:
    """
    A learner, and where they are.

    Attributes:
        exercise: The id of the exercise that they last worked on; empty if none is known.
        minutes: Since then; None if they have not been seen since the server started.
        passed: How many exercises they have passed.
        stuck: Whether they have tried for some time and not passed.
    """

    id: str
    name: str
    exercise: str
    minutes: int | None
    passed: int
    stuck: bool


@dataclass(frozen=True, slots=True)
class Trouble:
    """An exercise as it goes now: how many try it, have passed it, and are stuck."""

    exercise: str
    trying: int
    passed: int
    stuck: int


@dataclass(frozen=True, slots=True)
class Heat:
    """
    A misconception in an exercise.

    Attributes:
        learners: How many show it in their last check.
        example: One of their programs, without comments and texts.
    """

    misconception: str
    exercise: str
    learners: int
    example: str


@dataclass(frozen=True, slots=True)
class View:
    """A class as it is now."""

    learners: Sequence[LearnerNow]
    troubles: Sequence[Trouble]
    heat: Sequence[Heat]


@dataclass(slots=True)
class _Tries:
    """The checks of a learner in an exercise, lately; *failed* are the times of those that failed."""

    failed: list[float] = field(default_factory=list)
    passed: bool = False
    misconceptions: tuple[str, ...] = ()

    @property
    def stuck(self) -> bool:
        if self.passed or len(self.failed) < _STUCK_AFTER:
            return False
        return self.failed[-1] - self.failed[0] >= _STUCK_FOR


def view_of(room: Room) -> View:
    """Return the class as it is now, by the checks of the last ten minutes."""
    tries = _tries(room)
    return View(_learners(room, tries), _troubles(tries), _heat(room, tries))


def anonymous(program: str) -> str:
    """Return *program* without comments and without what its texts say: they may tell whose it is."""
    written = (line for line in lines_of_program(program) if not line.lstrip().startswith("#"))
    beginning = "\n".join(written)[:_MOST_CHARACTERS]
    code = _COMMENT_OR_TEXT.sub(lambda found: "" if found[0][0] == "#" else '"…"', beginning)
    told = cleaned(code).split("\n")
    lines = [line.rstrip() for line in told if line.strip() not in ("", '"…"')]
    return "\n".join(lines[:_MOST_LINES])


_AllTries = Mapping[tuple[str, str], _Tries]


def _tries(room: Room) -> _AllTries:
    """The recent tries, by learner and exercise."""
    query = (
        "SELECT learner, exercise, at, outcome, misconceptions FROM checks WHERE at > ? ORDER BY at"
    )
    found: dict[tuple[str, str], _Tries] = defaultdict(_Tries)
    for learner, exercise, at, outcome, ideas in room.database.rows(
        query, time.time() - 60 * LOOKS_BACK
    ):
        tries = found[str(learner), str(exercise)]
        if outcome == "passed":
            tries.passed = True
        else:
            tries.failed.append(float(str(at)))
        tries.misconceptions = tuple(str(ideas).split())
    return found


def _learners(room: Room, tries: _AllTries) -> list[LearnerNow]:
    places, now = room.places, time.time()
    query = "SELECT id, name, coalesce(passed, 0) FROM learners LEFT JOIN progress ON id = learner"

    def learner(ident: str, name: str, passed: int) -> LearnerNow:
        exercise, at = places.get(ident, ("", None))
        recent = tries.get((ident, exercise), _Tries())
        minutes = None if at is None else max(0, int((now - at) / 60))
        return LearnerNow(ident, name, exercise, minutes, passed, recent.stuck)

    rows = room.database.rows(query)
    found = [learner(str(ident), str(name), int(str(passed))) for ident, name, passed in rows]
    # Letters with accents stand beside those without.
    return sorted(found, key=lambda one: (without_accents(one.name.casefold()), one.name, one.id))


def _troubles(tries: _AllTries) -> list[Trouble]:
    by_exercise: dict[str, list[_Tries]] = defaultdict(list)
    for (_, exercise), one in tries.items():
        by_exercise[exercise].append(one)
    found = [
        Trouble(name, len(all_), sum(one.passed for one in all_), sum(one.stuck for one in all_))
        for name, all_ in by_exercise.items()
    ]
    return sorted(found, key=lambda one: (-one.stuck, one.passed - one.trying, one.exercise))


def _heat(room: Room, tries: _AllTries) -> list[Heat]:
    shown_by: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (learner, exercise), one in tries.items():
        for idea in one.misconceptions:
            if idea in room.course.misconceptions:
                shown_by[idea, exercise].append(learner)
    found = [
        Heat(idea, exercise, len(learners), _example(room, learners[-1], exercise))
        for (idea, exercise), learners in shown_by.items()
    ]
    return sorted(found, key=lambda one: (-one.learners, one.misconception, one.exercise))


def _example(room: Room, learner: str, exercise: str) -> str:
    query = "SELECT text FROM texts WHERE learner = ? AND exercise = ?"
    found = room.database.rows(query, learner, exercise)
    return anonymous(str(found[0][0])) if found else ""
