"""How much time a program gets in a quick place: what right programs take lately, several times over."""

from __future__ import annotations

import statistics
from collections import defaultdict, deque

from autograder.judging import Outcome, Verdict

__all__ = ["FirstTries"]

#: Seconds of CPU time that a program gets at first: so many, or a few times what programs take that pass the
#: exercise, if that is less; but not less than lint lets right programs take, where the time limit is the usual one.
_MOST, _TIMES_A_PASS, _LEAST = 1.0, 4.0, 0.5
#: Passes of an exercise that are remembered.
_REMEMBERED = 20


class FirstTries:
    """What programs get at first, exercise by exercise. May be used by several threads at a time."""

    def __init__(self) -> None:
        self._passes: defaultdict[str, deque[float]] = defaultdict(
            lambda: deque(maxlen=_REMEMBERED)
        )

    def seconds(self, exercise_id: str) -> float:
        """Return the seconds of CPU time that a program for that exercise gets at first."""
        passes = list(self._passes[exercise_id])
        usual = statistics.median(passes) if passes else _MOST
        return min(_MOST, max(_LEAST, _TIMES_A_PASS * usual))

    def note(self, verdict: Verdict, seconds: float) -> None:
        """Remember that a program took so many *seconds* of a place, if it passed."""
        if verdict.outcome is Outcome.PASSED:
            self._passes[verdict.exercise].append(seconds)
