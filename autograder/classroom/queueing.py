"""Who of a class is let in next where there are few places: whoever has had the least time lately."""

from __future__ import annotations

import math
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

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
    their verdict by then.

    Args:
        places: What whoever is let in gets, one each.
        used: Seconds that each has kept a place busy lately, shared by queues.
    """

    def __init__(self, places: Sequence[Place], used: Used) -> None:
        self._free = list(places)
        self._count = len(places)
        self._used = used
        self._lock = threading.Lock()
        self._waiting: list[_Waiting] = []
        self._is_closed = False
        self._clearing = ThreadPoolExecutor(len(places), "clearing")

    def close(self) -> None:
        """Let nobody in any more; whoever waits is told so."""
        with self._lock:
            self._is_closed = True
            waiting, self._waiting = self._waiting, []
        for one in waiting:
            one.called.set()

    @property
    def is_busy(self) -> bool:
        """Whether somebody has a place."""
        with self._lock:
            return len(self._free) < self._count

    @property
    def is_rush(self) -> bool:
        """Whether whoever comes now has to wait, or to share a core."""
        with self._lock:
            return self._count - len(self._free) >= min(self._count, cores())

    @contextmanager
    def turn(self, who: str) -> Iterator[Turn]:
        """
        Wait for a place, and give it for the block.

        Raises:
            ClosedError: If the queue is closed meanwhile.
        """
        turn = Turn(self._taken(who))
        try:
            yield turn
        finally:
            self._clearing.submit(self._clear, who, turn)

    def _taken(self, who: str) -> Place:
        with self._lock:
            if self._is_closed:
                raise ClosedError("the classroom is closed")
            if self._free:
                return self._free.pop()
            waiting = _Waiting(who, threading.Event())
            self._waiting.append(waiting)
        waiting.called.wait()
        if waiting.place is None:
            raise ClosedError("the classroom is closed")
        return waiting.place

    def _clear(self, who: str, turn: Turn) -> None:
        try:
            seconds = turn.place.settled()
            self._used.add(who, seconds)
            turn.then(seconds)
        finally:
            self._give_back(turn.place)

    def _give_back(self, place: Place) -> None:
        with self._lock:
            if not self._waiting:
                self._free.append(place)
                return
            following = min(self._waiting, key=lambda one: self._used.of(one.who))
            self._waiting.remove(following)
            following.place = place
        following.called.set()


@dataclass(eq=False, slots=True)
class _Waiting:
    who: str
    called: threading.Event
    place: Place | None = None


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
