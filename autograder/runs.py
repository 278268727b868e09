"""What came back of running one submission on one exercise. Data; no torch, no judging."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from autograder.enums import StrEnum
from autograder.observations import ErrorFact, Observation

__all__ = ["End", "LoadFailure", "Run", "Stop", "blamed"]


class End(StrEnum):
    """How a run ended; decided by the parent, never by what the child says of itself."""

    DONE = "done"
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    FLOODED = "flooded"
    MALFORMED = "malformed"
    #: The process went on, but a check that is in order broke on what this submission did.
    BROKE_CHECK = "broke the check"


@dataclass(frozen=True, slots=True)
class LoadFailure:
    """
    Why the submission could not be graded at all.

    *kind* is ``"syntax"``, ``"missing"`` or ``"raised"``; *nearest* is a name
    in the file that may have been meant.
    """

    kind: str
    error: ErrorFact
    nearest: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """An early end, with what the parent knows of it, such as a signal's name."""

    end: End
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """
    What came back of running one submission on one exercise.

    Attributes:
        observations: By check, one per finished case, in order. None at all
            where the answer was FLOODED or MALFORMED: it can't be trusted.
        broken: By check, what went wrong in the check itself.
        load: Why there is nothing, if the submission could not be loaded.
        stops: By check, the early end during it.
        end: How the run ended; DONE if it went through.
        printed: What the learner's code printed, cut at the size limit.
        seconds: Wall time of the whole run, waiting for a core included.
        tripped: What reached for the grader, and its line: see :mod:`autograder.sandbox.tripwire`.
    """

    observations: Mapping[str, tuple[Observation, ...]] = field(default_factory=dict)
    broken: Mapping[str, str] = field(default_factory=dict)
    load: LoadFailure | None = None
    stops: Mapping[str, Stop] = field(default_factory=dict)
    end: End = End.DONE
    printed: str = ""
    seconds: float = 0.0
    tripped: tuple[tuple[str, int], ...] = ()


def blamed(run: Run, trusted: Run) -> Run:
    """
    Return *run* with those checks taken for ours to answer for that broke on *trusted* too.

    That a check is broken is told from where learner code runs, and costs no points: whoever
    can have it said would have won. What a program of ours goes through is in order. How it
    broke is told in the trusted run's words. Neither run is modified.

    >>> run, trusted = Run(broken={"a": "TypeError", "b": "KeyError"}), Run(broken={"b": "KeyError"})
    >>> judged = blamed(run, trusted)
    >>> dict(judged.broken), judged.stops["a"].end.value
    ({'b': 'KeyError'}, 'broke the check')
    """
    ours = {check: trusted.broken[check] for check in run.broken if check in trusted.broken}
    theirs = {
        check: Stop(End.BROKE_CHECK, text)
        for check, text in run.broken.items()
        if check not in trusted.broken
    }
    return replace(run, broken=ours, stops={**run.stops, **theirs})
