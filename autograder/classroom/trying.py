"""How much time a program gets in each lane: at first, what right programs take lately, several times over."""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from threading import Lock

from autograder.classroom.lanes import Lane
from autograder.judging import Outcome, Verdict
from autograder.sandbox import slowness

__all__ = ["Tries"]

#: Seconds of CPU time of a first try, where limits were measured: a few times what passes of the exercise take,
#: but not less than what no program's start is delayed by, nor more than lint lets right programs take.
_TIMES_A_PASS, _LEAST, _MOST = 3.0, 0.1, 0.5
#: The same of a second try: twice what any right program takes.
_SECOND = 1.0
#: Learners whose last passes of an exercise are remembered.
_REMEMBERED = 20


class Tries:
    """The time of tries, exercise by exercise. May be used by several threads at a time."""

    def __init__(self) -> None:
        self._passes: defaultdict[str, dict[str, float]] = defaultdict(dict)
        self._lock = Lock()

    def seconds(self, lane: Lane, exercise_id: str) -> float:
        """Return the most seconds of CPU time that a program for that exercise gets in *lane*."""
        if lane is Lane.WHOLE:
            return math.inf
        if lane is Lane.AGAIN:
            return _SECOND * slowness()
        with self._lock:
            passes = [*self._passes[exercise_id].values()]
        least, most = _LEAST * slowness(), _MOST * slowness()
        usual = statistics.median(passes) if passes else most
        return min(most, max(least, _TIMES_A_PASS * usual))

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
