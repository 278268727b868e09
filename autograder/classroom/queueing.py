"""Who of a class is let in next where there are few places: whoever has had the least time lately."""

from __future__ import annotations

import math
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from autograder.classroom.places import ClosedError, Place
from autograder.grading.pool import cores

__all__ = ["Queue", "Turn", "Used"]

#: Seconds in which half of the time that somebody has had is forgotten.
_HALF_LIFE = 60.0


@dataclass(slots=True)
class Turn:
    """
    Somebody's turn at a place.

    Attributes:
        then: Called with the seconds for which the program kept the place busy, once they are known.
    """

    place: Place
    then: Callable[[float], object] = lambda _: None


class Queue:
    """
    Lets few of many in at a time: next is whoever has had the least time lately, not who came first.

    A place is given to the next one once nothing is left of the program before. Whoever brought that has
    their verdict by then, but no other place. Strangers, of whom nothing is known yet, may have a part of the places only: so
    if many bring a loop at once, the other places go on serving those who are known.

    Args:
        places: What whoever is let in gets, one each.
        used: Seconds that each has kept a place busy lately, shared by queues.
        for_strangers: How many places strangers may have at a time; all, unless given.
        rush_at: How many places are taken in a rush; as many as there are cores, unless given.
    """

    def __init__(
        self,
        places: Sequence[Place],
        used: Used,
        for_strangers: int | None = None,
        rush_at: int | None = None,
    ) -> None:
        self._free = list(places)
        self._count = len(places)
        self._used = used
        self._known: set[str] = set()
        self._holding: set[str] = set()
        self._left_for_strangers = for_strangers or len(places)
        self._rush_at = min(len(places), rush_at or cores())
        self._lock = threading.Lock()
        self._waiting: list[_Visitor] = []
        self._is_closed = False
        self._clearing = ThreadPoolExecutor(len(places), "clearing")

    def close(self) -> None:
        """Let nobody in any more; whoever waits is told so."""
        with self._lock:
            self._is_closed = True
            waiting, self._waiting = self._waiting, []
        for one in waiting:
            one.called.set()
        self._clearing.shutdown(wait=False)

    @property
    def is_busy(self) -> bool:
        """Whether somebody has a place."""
        with self._lock:
            return len(self._free) < self._count

    @property
    def is_rush(self) -> bool:
        """Whether whoever comes now has to wait, or to share a core."""
        with self._lock:
            return self._count - len(self._free) >= self._rush_at

    @contextmanager
    def turn(self, who: str) -> Iterator[Turn]:
        """
        Wait for a place, and give it for the block.

        Raises:
            ClosedError: If the queue is closed meanwhile.
        """
        visitor = self._let_in(who)
        if visitor.place is None:
            raise ClosedError("the classroom is closed")
        turn = Turn(visitor.place)
        try:
            yield turn
        finally:
            try:
                self._clearing.submit(self._clear, visitor, turn)
            except RuntimeError:  # There is no thread to be had, or the queue is closed.
                self._clear(visitor, turn)

    def know(self, who: str) -> None:
        """Take *who* for no stranger any more: they have brought a program that did not take long."""
        with self._lock:
            self._known.add(who)

    def forget(self, who: str) -> None:
        """Take *who* for a stranger again."""
        with self._lock:
            self._known.discard(who)

    def _let_in(self, who: str) -> _Visitor:
        visitor = _Visitor(who)
        with self._lock:
            if self._is_closed:
                raise ClosedError("the classroom is closed")
            self._waiting.append(visitor)
            self._call()
        visitor.called.wait()
        return visitor

    def _clear(self, visitor: _Visitor, turn: Turn) -> None:
        with self._lock:
            if visitor.is_cleared:  # A refused thread's work may have been done by another one.
                return
            visitor.is_cleared = True
        try:
            seconds = turn.place.settled()
            self._used.add(visitor.who, seconds)
            turn.then(seconds)
        finally:
            with self._lock:
                self._free.append(turn.place)
                self._holding.discard(visitor.who)
                self._left_for_strangers += visitor.is_stranger
                self._call()

    def _call(self) -> None:
        """Give free places to those who may have one now; the lock is held."""
        while self._free and (able := [one for one in self._waiting if self._may_have_one(one)]):
            following = min(able, key=lambda one: self._used.of(one.who))
            self._waiting.remove(following)
            following.is_stranger = following.who not in self._known
            self._left_for_strangers -= following.is_stranger
            following.place = self._free.pop()
            self._holding.add(following.who)
            following.called.set()

    def _may_have_one(self, visitor: _Visitor) -> bool:
        # What somebody has had is known once their place is cleared: until then they get no other one.
        is_able = visitor.who in self._known or self._left_for_strangers > 0
        return is_able and visitor.who not in self._holding


@dataclass(eq=False, slots=True)
class _Visitor:
    """Somebody who waits for a place, or has one."""

    who: str
    called: threading.Event = field(default_factory=threading.Event)
    place: Place | None = None
    is_stranger: bool = False
    is_cleared: bool = False


class Used:
    """
    How many seconds each has had lately; half of them are forgotten each minute.

    May be used by several threads at a time.
    """

    def __init__(self) -> None:
        self._seconds: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def of(self, who: str) -> float:
        """Return the seconds that *who* has had."""
        seconds, at = self._seconds.get(who, (0.0, 0.0))
        return seconds * math.pow(0.5, (time.monotonic() - at) / _HALF_LIFE)

    @property
    def of_most(self) -> float:
        """The seconds that half of all have had, or less, of those who have ever had any."""
        with self._lock:
            everybody = list(self._seconds)
        return statistics.median_low([self.of(who) for who in everybody] or [0.0])

    def add(self, who: str, seconds: float) -> None:
        """Note that *who* has had *seconds* more."""
        with self._lock:
            self._seconds[who] = (self.of(who) + seconds, time.monotonic())
