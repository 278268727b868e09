"""The judge's results, as data: outcomes, reasons, verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.enums import StrEnum
from autograder.judging.comparing import Difference
from autograder.judging.relations import Relation
from autograder.observations import ErrorFact, Fact
from autograder.runs import End, LeftOut, LoadFailure

__all__ = [
    "CheckVerdict",
    "Outcome",
    "Reason",
    "ReasonKind",
    "Rubric",
    "RubricLine",
    "Verdict",
]


class Outcome(StrEnum):
    """The outcome of a check or an exercise, by its cause; values are those of our JSON."""

    PASSED = "passed"
    FAILED = "failed"
    ERRORED = "errored"
    TIMEOUT = "timeout"
    SKIPPED = "skipped"
    BROKEN = "broken"


class ReasonKind(StrEnum):
    """Why a check did not pass."""

    DIFFERS = "differs"
    RAISED = "raised"
    NOT_WRITTEN = "not_written"
    LOAD = "load"
    STOPPED = "stopped"
    NOT_RUN = "not_run"
    BROKEN = "broken"
    #: The program reaches for the grader, and the assignment takes no such programs.
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Reason:
    """
    Why a check did not pass, as data; reports put it into words.

    Attributes:
        call: The call that showed it.
        difference: The first fact that differs from the reference.
        relation: How the observed value relates to the expected one, if that is simple.
        misconceptions: Those that predict what was seen: one, or both of two mistakes at once.
        leaning: Whether that name is owed to other checks: by itself this one would not get it.
        error: What the learner's code raised.
        load: Why the file could not be loaded.
        end: How the run ended, for STOPPED.
        detail: For BROKEN and STOPPED: the technical side.
        hidden: Whether only hidden cases show it, so that it is silent
            (:mod:`autograder.judging.silence`).
    """

    kind: ReasonKind
    call: str = ""
    difference: Difference | None = None
    relation: Relation | None = None
    misconceptions: tuple[str, ...] = ()
    leaning: bool = False
    error: ErrorFact | None = None
    load: LoadFailure | None = None
    end: End = End.DONE
    detail: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class RubricLine:
    """A check and what it is worth."""

    check: str
    points: float


@dataclass(frozen=True, slots=True)
class Rubric:
    """
    The points of an exercise's claims, and the misconceptions that cost nothing in it.

    Attributes:
        lines: The claims, in order.
        advice: Misconceptions that cost nothing in this exercise.
        order: All misconceptions, from basic to advanced.
    """

    lines: tuple[RubricLine, ...]
    advice: tuple[str, ...] = ()
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckVerdict:
    """
    The verdict on one claim.

    Attributes:
        recording: The recording of the case that failed (see Observation); for a claim that
            holds, the part of the first case's recording that is shown for right answers.
        expected_recording: The same part of the reference's recording.
    """

    check: str
    outcome: Outcome
    score: float
    max_score: float
    reason: Reason | None = None
    recording: Mapping[str, Fact] = field(default_factory=dict, hash=False)
    expected_recording: Mapping[str, Fact] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    r"""
    The verdict on one exercise of one submission.

    Attributes:
        exercise: Its id.
        outcome: The outcome of all checks together: passed if each is, else the gravest.
        checks: One for each claim of the rubric, in its order.
        misconceptions: Ids of the misconceptions that were named.
        advice: Ids of the misconceptions that were found but cost nothing here.
        printed: What the program printed, cleaned and cut.
        seconds: Wall time that running it took.
        integrity: What reached for the grader, as ``sys._getframe (line 3)``: a question for
            the instructor, shown to no student, and worth no points either way.
        left_out: Statements of the file that were not run to their end, while the rest was.

    Example:
        >>> from autograder import Grading, Verdict, open_course
        >>> program = "def slope_by_numbers(f, w, h):\n    return (f(w + h) - f(w)) / h\n"
        >>> with Grading(open_course()) as grading:
        ...     verdict: Verdict = grading.verdict(program, "slope_by_numbers")
        >>> verdict.outcome.value, verdict.score, verdict.max_score
        ('failed', 0.0, 4.0)
        >>> verdict.misconceptions
        ('one_sided_difference',)
    """

    exercise: str
    outcome: Outcome
    checks: tuple[CheckVerdict, ...]
    misconceptions: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    printed: str = ""
    seconds: float = 0.0
    integrity: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def score(self) -> float:
        """Points that the submission gets, before an assignment scales them."""
        return sum(check.score for check in self.checks)

    @property
    def max_score(self) -> float:
        """Points that a right submission gets."""
        return sum(check.max_score for check in self.checks)

    @property
    def is_unwritten(self) -> bool:
        """Whether all that was found is the stub."""
        reasons = [check.reason for check in self.checks]
        return bool(reasons) and all(
            reason is not None and reason.kind is ReasonKind.NOT_WRITTEN for reason in reasons
        )
