"""In which lane a learner's program is tried: nearly all end within the little time of a first try."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import Enum
from threading import Lock
from typing import Protocol

__all__ = ["Lane", "Standing", "Try"]

#: Seconds of places' time within about a minute after which somebody leaves the quick places to others, rush or none.
_HEAVY = 10.0
#: In a rush whoever has had so many times what most have had leaves them.
_TIMES_MOST = 1.5
#: So few seconds are never too many: a few checks, where others have had none yet.
_FEW = 0.3
#: So many are in a rush, whatever others have had: half of a class could raise what most have had.
_MANY = 3.0
#: Programs that have to end soon, one after the other, before somebody is known for that: more than one, so that
#: many who mean harm can't come to the quick lane with their second program.
_IN_A_ROW = 3


class Lane(Enum):
    """
    Where programs are tried, and with how much time.

    Attributes:
        QUICK: First tries, with little time, of learners whose last few programs ended within it.
        BEHIND: First tries of all others, with as little time, in fewer places.
        LONG: First tries of exercises whose right programs take long, with more time, in still fewer.
        AGAIN: Second tries, of what has not ended in the first; and first ones of whoever has had much lately.
        WHOLE: Third tries, with all the time that the exercise gives.
    """

    QUICK = "quick"
    BEHIND = "behind"
    LONG = "long"
    AGAIN = "again"
    WHOLE = "whole"

    @property
    def is_quick(self) -> bool:
        """Whether it is of quick places, where none that stands back is."""
        return self in (Lane.QUICK, Lane.BEHIND, Lane.LONG)


@dataclass(frozen=True, slots=True)
class Try:
    """
    A try of somebody's program.

    Attributes:
        who: Whose program it is.
        is_known: Whether their last few programs before this one ended soon.
        is_first: Whether this program has not been tried yet.
    """

    who: str
    lane: Lane
    is_known: bool
    is_first: bool = True

    @property
    def is_ahead(self) -> bool:
        """
        Whether it comes before those of its lane that are not ahead.

        Whoever is known needs more time by way of exception, unlike those who have brought nothing else yet. No
        first try is ahead: who has had much has theirs where others wait for their second.
        """
        return self.is_known and not self.is_first


class HadLately(Protocol):
    """How many seconds each has had of places lately."""

    @property
    def of_most(self) -> float:
        """The seconds that half of all have had, or less."""

    def of(self, who: str) -> float:
        """Return the seconds that *who* has had."""


class Standing:
    """
    How learners stand: who is known for programs that end soon, and who has had much lately.

    May be used by several threads at a time.

    Args:
        used: The seconds that each has had of places lately.
    """

    def __init__(self, used: HadLately) -> None:
        self._used = used
        self._in_a_row: Counter[str] = Counter()
        self._lock = Lock()

    def first_try(self, who: str, *, is_rush: bool, is_short: bool = True) -> Try:
        """
        Return how a program of *who* is tried first.

        Args:
            is_rush: Whether others want the quick places, too.
            is_short: Whether first tries of its exercise are as short as most.
        """
        with self._lock:
            is_known = self._in_a_row[who] >= _IN_A_ROW
        if self._has_had_much(who, is_rush):
            return Try(who, Lane.AGAIN, is_known)
        if not is_short:
            return Try(who, Lane.LONG, is_known)
        return Try(who, Lane.QUICK if is_known else Lane.BEHIND, is_known)

    def next_try(self, this: Try, *, took_long: bool) -> Try | None:
        """Note how *this* ended; return how the program is tried next, or None if it need not be."""
        with self._lock:
            if took_long:
                self._in_a_row[this.who] = 0
            elif this.lane.is_quick:
                self._in_a_row[this.who] += 1
        if not took_long or this.lane is Lane.WHOLE:
            return None
        return replace(this, lane=Lane.AGAIN if this.lane.is_quick else Lane.WHOLE, is_first=False)

    def _has_had_much(self, who: str, is_rush: bool) -> bool:
        enough = _HEAVY
        if is_rush:
            enough = min(_MANY, max(_FEW, _TIMES_MOST * self._used.of_most))
        return self._used.of(who) >= enough
