"""Who of a class is let in next where there are few places: whoever has had the least time lately."""

from __future__ import annotations

import math
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial

from autograder.classroom.lanes import Lane
from autograder.classroom.places import ClosedError, Place
from autograder.grading.pool import cores
from autograder.web.newest import Cancellation, OvertakenCheckError

__all__ = ["Queue", "Turn", "Used"]

#: Seconds in which half of the time that somebody has had is forgotten.
_HALF_LIFE = 60.0
#: The most that somebody new is taken to have had before: where few have come yet, one who loops may be most.
_AT_FIRST = 0.5


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
    their verdict by then, but no other place, in whatever lane.

    Args:
        lanes: The places that each lane leads to; lanes may share some.
        used: Seconds that each has kept a place busy lately.
        rush_at: How many places of the quick lane are taken in a rush; as many as there are cores, unless given.
    """

    def __init__(
        self, lanes: Mapping[Lane, Sequence[Place]], used: Used, rush_at: int | None = None
    ) -> None:
        self._lanes = lanes
        self._free = list(dict.fromkeys(place for places in lanes.values() for place in places))
        self._count = len(self._free)
        self._used = used
        self._holding: set[str] = set()
        self._rush_at = min(len(lanes[Lane.QUICK]), rush_at or cores())
        self._lock = threading.Lock()
        self._waiting: list[_Visitor] = []
        self._is_closed = False
        self._clearing = ThreadPoolExecutor(self._count, "clearing")

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
        """Whether whoever comes to the quick lane now has to wait, or to share a core."""
        with self._lock:
            taken = [place for place in self._lanes[Lane.QUICK] if place not in self._free]
            return len(taken) >= self._rush_at

    @contextmanager
    def turn(
        self, who: str, lane: Lane, cancellation: Cancellation, *, ahead: bool = False
    ) -> Iterator[Turn]:
        """
        Wait for a place of *lane*, and give it for the block.

        Args:
            ahead: Whether *who* comes before all those in this lane who don't, whatever they have had.

        Raises:
            ClosedError: If the queue is closed meanwhile.
            OvertakenCheckError: If the check is given up before or meanwhile.
        """
        cancellation.require()
        visitor = self._asking(who, lane, ahead)
        with (
            suppress(OvertakenCheckError),
            cancellation.stopping(partial(self._send_away, visitor)),
        ):
            visitor.called.wait()
        self._send_away(visitor)  # It may have been given up just before.
        if visitor.place is None:
            cancellation.require()
            raise ClosedError("the classroom is closed")
        turn = Turn(visitor.place)
        try:
            yield turn
        finally:
            try:
                self._clearing.submit(self._clear, visitor, turn)
            except RuntimeError:  # There is no thread to be had, or the queue is closed.
                self._clear(visitor, turn)

    def _asking(self, who: str, lane: Lane, ahead: bool) -> _Visitor:
        visitor = _Visitor(who, lane, ahead)
        with self._lock:
            if self._is_closed:
                raise ClosedError("the classroom is closed")
            self._waiting.append(visitor)
            self._call()
        return visitor

    def _send_away(self, visitor: _Visitor) -> None:
        """Let *visitor* wait no longer, unless they have a place."""
        with self._lock:
            if visitor in self._waiting:
                self._waiting.remove(visitor)
                visitor.called.set()

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
                self._call()

    def _call(self) -> None:
        """Give free places to those who may have one now; the lock is held."""
        while able := [one for one in self._waiting if self._place_for(one)]:
            following = min(able, key=lambda one: (not one.ahead, self._used.of(one.who)))
            self._waiting.remove(following)
            following.place = self._place_for(following)
            assert following.place is not None
            self._free.remove(following.place)
            self._holding.add(following.who)
            following.called.set()

    def _place_for(self, visitor: _Visitor) -> Place | None:
        """The place that *visitor* may have now, if there is one; the first of the lane that is free."""
        # What somebody has had is known once their place is cleared: until then they get no other one.
        if visitor.who in self._holding:
            return None
        return next((place for place in self._lanes[visitor.lane] if place in self._free), None)


@dataclass(eq=False, slots=True)
class _Visitor:
    """Somebody who waits for a place, or has one."""

    who: str
    lane: Lane
    ahead: bool
    called: threading.Event = field(default_factory=threading.Event)
    place: Place | None = None
    is_cleared: bool = False


class Used:
    """
    How many seconds each has had lately; half of them are forgotten each minute.

    Whoever is new comes first, once: with their first program they are taken to have had what most had had before it,
    else many who come at once would all be served several times before those who are there.

    May be used by several threads at a time.

    Args:
        clock: Returns seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seconds: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def of(self, who: str) -> float:
        """Return the seconds that *who* has had."""
        seconds, at = self._seconds.get(who, (0.0, 0.0))
        return seconds * math.pow(0.5, (self._clock() - at) / _HALF_LIFE)

    @property
    def of_most(self) -> float:
        """The seconds that half of all have had, or less, of those who have ever had any."""
        with self._lock:
            return self._of_most()

    def _of_most(self) -> float:
        return statistics.median_low([self.of(who) for who in self._seconds] or [0.0])

    def add(self, who: str, seconds: float) -> None:
        """Note that *who* has had *seconds* more."""
        with self._lock:
            had = self.of(who) if who in self._seconds else min(self._of_most(), _AT_FIRST)
            self._seconds[who] = (had + seconds, self._clock())
