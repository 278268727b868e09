"""How much time a program gets in each lane: at first, what right programs take lately, several times over."""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Callable
from threading import Lock

from autograder.classroom.lanes import Lane
from autograder.content import Exercise
from autograder.judging import Outcome, Verdict
from autograder.sandbox import slowness

__all__ = ["Tries"]

#: A first try gets so many times what passes of the exercise take, as nearly all right programs end within that.
_TIMES_A_PASS = 3.0
#: No first try gets less, in seconds of CPU time where limits were measured: no start of a program is delayed by more.
_LEAST = 0.1
#: None gets more than that part of its exercise's time: lint lets no right program take more.
_PART_OF_ALL = 0.25
#: Nor more than that, however much time an exercise gives: a loop keeps a quick place busy for as long.
_MOST = 1.5
#: A first try gets that while no pass is known, and one that gets more is not short: nearly all exercises give no more.
_SHORT = 0.5
#: A second try gets so many times what a first one gets, and that many seconds at least.
_TIMES_A_FIRST, _SECOND = 2.0, 1.0
#: Learners whose last passes of an exercise are remembered.
_REMEMBERED = 20


class Tries:
    """
    The time of tries, exercise by exercise. May be used by several threads at a time.

    Args:
        slowness: Returns how many times longer this machine computes than the one where limits were measured.
    """

    def __init__(self, slowness: Callable[[], float] = slowness) -> None:
        self._slowness = slowness
        self._passes: defaultdict[str, dict[str, float]] = defaultdict(dict)
        self._lock = Lock()

    def seconds(self, lane: Lane, exercise: Exercise) -> float:
        """Return the most seconds of CPU time that a program for *exercise* gets in *lane*."""
        if lane is Lane.WHOLE:
            return math.inf
        first = self._first(exercise)
        again = max(_SECOND * self._slowness(), _TIMES_A_FIRST * first)
        return first if lane.is_quick else again

    def is_short(self, exercise: Exercise) -> bool:
        """Tell whether first tries of *exercise* are as short as those of most."""
        return self._first(exercise) <= _SHORT * self._slowness()

    def _first(self, exercise: Exercise) -> float:
        slowness = self._slowness()
        with self._lock:
            passes = [*self._passes[exercise.id].values()]
        usual = _TIMES_A_PASS * statistics.median(passes) if passes else _SHORT * slowness
        most = min(_MOST, _PART_OF_ALL * exercise.sheet.time_limit) * slowness
        return min(most, max(usual, _LEAST * slowness))

    def note(self, learner: str, verdict: Verdict, seconds: float) -> None:
        """Remember that a program of *learner* took so many *seconds* of a place, if it passed."""
        if verdict.outcome is not Outcome.PASSED:
            return
        with self._lock:
            # One of each: nobody makes the time of all longer by passing slowly again and again.
            passes = self._passes[verdict.exercise]
            passes.pop(learner, None)
            passes[learner] = seconds
            if len(passes) > _REMEMBERED:
                del passes[next(iter(passes))]
