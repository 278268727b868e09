"""The cost of a late hand-in by the assignment's policy."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from autograder.assignments.bundle import BundleSheet
from autograder.assignments.sheet import Late
from autograder.submissions import Attempt

__all__ = ["Lateness", "late_by", "lateness"]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Lateness:
    """
    How late a hand-in is, and the consequence.

    Attributes:
        days: Days begun after the due date, by the calendar of its time zone: a day that is an hour
            longer, at the end of summer time, is one day. 0 if in time or within the grace period.
        share: The part of the score that is kept, 0 to 1.
    """

    days: int = 0
    share: float = 1.0

    @property
    def late(self) -> bool:
        """Whether it is late by at least one begun day."""
        return self.days > 0


def late_by(sheet: BundleSheet, attempt: Attempt, own: datetime | None = None) -> Lateness:
    """
    Return how late *attempt* is by the rules of an assignment, and what it costs.

    Args:
        own: The student's own due date, if the instructor decided on one.
    """
    due, policy = attempt.due or sheet.due, sheet.late
    if own is not None:
        # Whoever gets more time has it until then, whatever the day after which nothing counts.
        longer = max(policy.until, own) if policy.until else None
        due, policy = own, policy.model_copy(update={"until": longer})
    return lateness(policy, due, attempt.submitted, reported=attempt.late)


def lateness(
    policy: Late, due: datetime | None, submitted: datetime | None, *, reported: bool = False
) -> Lateness:
    """
    Return how late a hand-in is, and what it costs by *policy*.

    Args:
        reported: Whether the platform says that it was late. Without a time of submission (Canvas
            gives none), it counts as one day late.
    """
    if due is None or (submitted is None and not reported):
        return Lateness()
    if submitted is None:
        days = 1
    else:
        over = submitted - due - policy.grace
        # A day counts from its first moment; hand-ins within the grace period are not late.
        days = math.ceil(_on_the_clock(due, submitted) / _DAY) if over > timedelta(0) else 0
        if policy.until is not None and submitted > policy.until:
            return Lateness(max(days, 1), 0.0)
        days = max(days, 1) if over > timedelta(0) else 0
    return Lateness(days, max(0.0, 1 - days * policy.penalty / 100))


def _on_the_clock(due: datetime, submitted: datetime) -> timedelta:
    """The time from *due* to *submitted* that a clock on the wall shows in the zone of *due*."""
    there = submitted.astimezone(due.tzinfo)
    return there.replace(tzinfo=None) - due.replace(tzinfo=None)
