"""Which of a student's attempts may count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from types import MappingProxyType
from typing import Literal

from autograder.errors import InputError
from autograder.submissions.attempts import Attempt
from autograder.submissions.refusals import printable

__all__ = ["allowed_attempts", "choose_attempts"]


def choose_attempts(
    attempts: Sequence[Attempt],
    *,
    keep: Literal["last", "best", "first"] = "last",
    most: int | None = None,
    accepted: Mapping[str, int] = MappingProxyType({}),
) -> dict[str, tuple[Attempt, ...]]:
    """
    Return, for each student, the attempts that may count: one, or all for ``"best"``.

    Args:
        keep: Which attempts may count.
        most, accepted: As for :func:`allowed_attempts`.

    Raises:
        InputError: As :func:`allowed_attempts` does.
    """
    kept = {"first": slice(1), "last": slice(-1, None), "best": slice(None)}[keep]
    allowed = allowed_attempts(attempts, most=most, accepted=accepted)
    return {student: several[kept] for student, several in allowed.items()}


def allowed_attempts(
    attempts: Sequence[Attempt],
    *,
    most: int | None = None,
    accepted: Mapping[str, int] = MappingProxyType({}),
) -> dict[str, tuple[Attempt, ...]]:
    """
    Return, for each student, the attempts that are considered, in order of time.

    Args:
        most: Only so many of a student's attempts, the first ones, are considered.
        accepted: By student, the number of the attempt that counts, from 1 in the order of time,
            whatever the policy says.

    Raises:
        InputError: If a student has no attempt of the number in *accepted*.
    """
    by_student: dict[str, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        by_student[attempt.student].append(attempt)
    allowed = {}
    for student, found in sorted(by_student.items()):
        # What holds no file that is read takes the place of no hand-in that does.
        several = sorted(filter(_readable, found), key=_by_time) or found[-1:]
        allowed[student] = tuple(several[:most])
        if (number := accepted.get(student)) is not None:
            if number > len(several):
                raise InputError(
                    f"adjust.yaml: {printable(student)} has no attempt {number}; there are "
                    f"{len(several)}"
                )
            allowed[student] = tuple(several[number - 1 : number])
    return allowed


def _readable(attempt: Attempt) -> bool:
    return bool(attempt.files)


_NEVER = datetime.min.replace(tzinfo=timezone.utc)


def _by_time(attempt: Attempt) -> tuple[datetime, tuple[int, ...]]:
    return attempt.submitted or _NEVER, attempt.order
