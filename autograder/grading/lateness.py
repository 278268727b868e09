"""What a late hand-in costs, by the assignment's policy."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from autograder.assignments.sheet import Late

__all__ = ["Lateness", "lateness"]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Lateness:
    """
    Attributes:
        days: Days begun after the due date; 0 if in time or within the grace.
        share: What part of the score is kept, 0 to 1.
    """

    days: int = 0
    share: float = 1.0

    @property
    def late(self) -> bool:
        return self.days > 0


def lateness(
    policy: Late, due: datetime | None, submitted: datetime | None, *, told: bool = False
) -> Lateness:
    """
    Return what *policy* makes of a hand-in.

    Args:
        told: The platform says that it was late. Where it says no time (Canvas does not),
            that is taken for the first day.
    """
    if due is None or (submitted is None and not told):
        return Lateness()
    if submitted is None:
        days = 1
    else:
        over = submitted - due - policy.grace
        # A day is begun with its first moment, and the grace is for free.
        days = math.ceil((submitted - due) / _DAY) if over > timedelta(0) else 0
        if policy.until is not None and submitted > policy.until:
            return Lateness(max(days, 1), 0.0)
    return Lateness(days, max(0.0, 1 - days * policy.penalty / 100))
