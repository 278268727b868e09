"""The results of running one submission on one exercise, as data; no torch, no judging."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from autograder.enums import StrEnum
from autograder.observations import ErrorFact, Observation

__all__ = ["End", "LeftOut", "LoadFailure", "Run", "Stop", "attributed"]


class End(StrEnum):
    """How a run ended, as the parent saw it; a child's word about itself does not count."""

    DONE = "done"
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    FLOODED = "flooded"
    MALFORMED = "malformed"
    #: The process went on, but a check that works otherwise broke because of this submission.
    BROKE_CHECK = "broke the check"


@dataclass(frozen=True, slots=True)
class LoadFailure:
    """
    Why the submission could not be graded at all.

    *kind* is ``"syntax"``, ``"missing"`` or ``"raised"``; *nearest* is a name in the file that the
    learner may have meant.
    """

    kind: str
    error: ErrorFact
    nearest: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """An early end, with what the parent knows about it, such as a signal's name."""

    end: End
    detail: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """
    A statement of the submission that was not run, or not to its end; the others were.

    Attributes:
        number: Counts the statements of the file.
        line, code: Where it begins, and the text of that line.
        error: What Python raised in it, if it was to end the program or waited for input; empty if
            it was not run at all.
        end: How the process ended that ran it before; DONE if none did.
    """

    number: int
    line: int
    code: str
    error: str = ""
    end: End = End.DONE


@dataclass(frozen=True, slots=True)
class Run:
    """
    The results of running one submission on one exercise.

    Attributes:
        observations: By check, one for each finished case, in order. Empty if the answer was
            FLOODED or MALFORMED, since it can't be trusted.
        broken: By check, what went wrong in the check itself.
        load: Why there are no observations, if the submission could not be loaded.
        stops: By check, the early end that happened during it.
        end: How the run ended; DONE if it went through.
        printed: What the learner's code printed, cut at the size limit.
        seconds: Wall time of the whole run, waiting for a core included.
        tripped: Each thing in the program that reached for the grader, with its line; see
            :mod:`autograder.sandbox.tripwire`.
        loading: The number of the statement of the file in which the process ended; None if it was
            past them.
        left_out: Statements that were not run to their end, while the rest of the file was.
    """

    observations: Mapping[str, tuple[Observation, ...]] = field(default_factory=dict)
    broken: Mapping[str, str] = field(default_factory=dict)
    load: LoadFailure | None = None
    stops: Mapping[str, Stop] = field(default_factory=dict)
    end: End = End.DONE
    printed: str = ""
    seconds: float = 0.0
    tripped: tuple[tuple[str, int], ...] = ()
    loading: int | None = None
    left_out: tuple[LeftOut, ...] = ()

    @property
    def is_smooth(self) -> bool:
        """Whether it went through, with nothing to be told but what was observed."""
        incidents = self.stops or self.broken or self.left_out or self.tripped or self.load
        return self.end is End.DONE and not incidents


def attributed(run: Run, trusted: Run) -> Run:
    """
    Return *run*, in which only checks that broke in the *trusted* run too still count as broken.

    The news that a check broke comes from the process that runs learner code, and a broken check
    costs no points, so a forged one would be a way to win. A check that a program of ours gets
    through works, so there the submission's own behaviour is the cause: the check counts as
    stopped. How a check broke is told in the trusted run's words. Neither run is modified.

    >>> run, trusted = Run(broken={"a": "TypeError", "b": "KeyError"}), Run(broken={"b": "KeyError"})
    >>> judged = attributed(run, trusted)
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
