"""The judge: what a run showed, against a key, as a verdict with points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from autograder.judging.comparing import Classifier, Difference, Kind, first_difference
from autograder.judging.diagnosing import Diagnosis, diagnose, set_advice_aside
from autograder.judging.key import CaseKey, Key, shown_when_right
from autograder.judging.relations import Relation, find_relation
from autograder.observations import ErrorFact, Fact, Observation
from autograder.runs import End, LoadFailure, Run

__all__ = [
    "CheckVerdict",
    "Outcome",
    "Reason",
    "ReasonKind",
    "Rubric",
    "RubricLine",
    "Verdict",
    "broken_verdict",
    "judge",
    "judge_both",
    "with_pictures",
]


class Outcome(StrEnum):
    """A conclusion, one member per cause; the words of the JSON contract."""

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


@dataclass(frozen=True, slots=True)
class Reason:
    """
    Why a check did not pass, as data; reports put it into words.

    Attributes:
        call: The call that showed it.
        difference: The first fact that differs from the reference.
        relation: How the observed value relates to the expected one, if that is simple.
        misconception: The misconception that predicts what was seen.
        error: What the learner's code raised.
        load: Why the file could not be loaded.
        end: How the run ended, for STOPPED.
        detail: For BROKEN and STOPPED: the technical side.
        hidden: The case that shows it is secret: no input and no expected value may be told.
    """

    kind: ReasonKind
    call: str = ""
    difference: Difference | None = None
    relation: Relation | None = None
    misconception: str | None = None
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
        recording: What is shown of the case that failed (see Observation); of a claim that
            holds, what its first case has to show.
        expected_recording: The same of the reference.
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
    """The verdict on one exercise of one submission."""

    exercise: str
    outcome: Outcome
    checks: tuple[CheckVerdict, ...]
    misconceptions: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    printed: str = ""
    seconds: float = 0.0

    @property
    def score(self) -> float:
        return sum(check.score for check in self.checks)

    @property
    def max_score(self) -> float:
        return sum(check.max_score for check in self.checks)


def broken_verdict(exercise: str, rubric: Rubric, why: str) -> Verdict:
    """Return the verdict on what could not be graded through a fault of ours: it costs no points."""
    reason = Reason(ReasonKind.BROKEN, detail=why)
    checks = tuple(_check_verdict(line, reason) for line in rubric.lines)
    return Verdict(exercise, Outcome.BROKEN, checks)


def judge(run: Run, key: Key, rubric: Rubric, classifier: Classifier | None = None) -> Verdict:
    """
    Compare what *run* showed with *key* and give points by *rubric*.

    Pure: it runs nothing, reads nothing, and holds neither learner code nor torch.
    """
    complete = {
        check: cases
        for check, cases in run.observations.items()
        if check in key.checks and len(cases) == len(key.checks[check]) and check not in run.broken
    }
    judged, advice = set_advice_aside(complete, key, rubric.advice, classifier)
    failed = [
        check
        for check in judged
        if any(
            first_difference(seen, case.reference, classifier)
            for seen, case in zip(judged[check], key.checks[check], strict=True)
        )
    ]
    diagnosis = diagnose(
        judged,
        failed,
        key,
        advice=frozenset(rubric.advice),
        order=rubric.order,
        classifier=classifier,
    )
    checks = []
    for line in rubric.lines:
        if line.check in judged:
            cases = list(zip(judged[line.check], key.checks[line.check], strict=True))
            checks.append(_judged(line, cases, diagnosis, classifier))
        else:
            checks.append(_check_verdict(line, _reason_not_judged(line.check, run)))

    named = [check.reason.misconception for check in checks if check.reason]
    return Verdict(
        exercise=key.exercise,
        outcome=_overall([check.outcome for check in checks]),
        checks=tuple(checks),
        misconceptions=tuple(dict.fromkeys(name for name in named if name)),
        advice=advice,
        printed=run.printed,
        seconds=run.seconds,
    )


def judge_both(public: Verdict, hidden: Verdict) -> Verdict:
    """
    Return the verdict on public and hidden cases together: a claim holds if it holds on both.

    Where the public cases show the same, they are what is told, since they may be told in
    full; what only the hidden ones show is marked as hidden.
    """
    known = {check.check: check for check in public.checks}
    checks = []
    for secret in hidden.checks:
        told = known[secret.check]
        if told.outcome is Outcome.PASSED and secret.reason is not None:
            # What a loop did in a secret case would tell its numbers.
            reason = replace(secret.reason, hidden=True)
            told = replace(secret, reason=reason, recording={}, expected_recording={})
        checks.append(told)
    named = [check.reason.misconception for check in checks if check.reason]
    return replace(
        public,
        outcome=_overall([check.outcome for check in checks]),
        checks=tuple(checks),
        misconceptions=tuple(dict.fromkeys(name for name in named if name)),
        advice=tuple(dict.fromkeys((*public.advice, *hidden.advice))),
        seconds=public.seconds + hidden.seconds,
    )


def with_pictures(hidden: Verdict, public: Verdict | None) -> Verdict:
    """
    Return the verdict on hidden cases with what the public ones have to show, and nothing else.

    What hidden cases have to show is a secret, and what the public ones say costs nothing here.
    """
    known = {check.check: check for check in public.checks} if public else {}
    checks = []
    for secret in hidden.checks:
        told = known.get(secret.check)
        if told and told.outcome is secret.outcome is Outcome.PASSED:
            shown = told.recording, told.expected_recording
        else:
            shown = {}, {}
        checks.append(replace(secret, recording=shown[0], expected_recording=shown[1]))
    return replace(hidden, checks=tuple(checks))


def _judged(
    line: RubricLine,
    cases: Sequence[tuple[Observation, CaseKey]],
    diagnosis: Diagnosis,
    classifier: Classifier | None,
) -> CheckVerdict:
    """The verdict on a claim; where it fails, told by the first case that shows it."""
    for seen, case in cases:
        difference = first_difference(seen, case.reference, classifier)
        if difference is not None:
            reason = _told(case, difference, diagnosis.misconception(line.check))
            return replace(
                _check_verdict(line, reason),
                recording=dict(seen.recording),
                expected_recording=dict(case.reference.recording),
            )
    passed = _check_verdict(line, None)
    for seen, case in cases[:1]:
        shown, expected = shown_when_right(seen), shown_when_right(case.reference)
        passed = replace(passed, recording=shown, expected_recording=expected)
    return passed


def _told(case: CaseKey, difference: Difference, misconception: str | None) -> Reason:
    """The reason that one case gives."""
    # The reference's call, not the child's word for it.
    call = case.reference.call
    if difference.kind is Kind.RAISED and isinstance(difference.observed, ErrorFact):
        error = difference.observed
        kind = ReasonKind.NOT_WRITTEN if _is_stub(error) else ReasonKind.RAISED
        return Reason(kind, call, difference, misconception=misconception, error=error)
    relation = None
    if difference.kind in (Kind.VALUE, Kind.SHAPE, Kind.LENGTH):
        relation = find_relation(difference.observed, difference.expected, case.reference.sizes)
    return Reason(ReasonKind.DIFFERS, call, difference, relation, misconception)


def _is_stub(error: ErrorFact) -> bool:
    """The stub's own line raised; torch has NotImplementedErrors of its own, with a message."""
    own_line = not error.message or "NotImplementedError" in error.code
    return error.type_name == "NotImplementedError" and own_line


def _reason_not_judged(check: str, run: Run) -> Reason:
    """Why there is nothing to judge in *check*."""
    if run.load is not None:
        return Reason(ReasonKind.LOAD, load=run.load, error=run.load.error)
    if check in run.broken:
        return Reason(ReasonKind.BROKEN, detail=run.broken[check])
    if check in run.stops:
        stop = run.stops[check]
        return Reason(ReasonKind.STOPPED, end=stop.end, detail=stop.detail)
    return Reason(ReasonKind.NOT_RUN, end=run.end)


_OUTCOMES = {
    ReasonKind.DIFFERS: Outcome.FAILED,
    ReasonKind.RAISED: Outcome.ERRORED,
    ReasonKind.NOT_WRITTEN: Outcome.FAILED,
    ReasonKind.LOAD: Outcome.ERRORED,
    ReasonKind.STOPPED: Outcome.ERRORED,
    ReasonKind.NOT_RUN: Outcome.SKIPPED,
    ReasonKind.BROKEN: Outcome.BROKEN,
}


def _check_verdict(line: RubricLine, reason: Reason | None) -> CheckVerdict:
    if reason is None:
        return CheckVerdict(line.check, Outcome.PASSED, line.points, line.points)
    outcome = _OUTCOMES[reason.kind]
    if reason.misconception:
        outcome = Outcome.FAILED
    if reason.kind is ReasonKind.STOPPED and reason.end is End.TIMEOUT:
        outcome = Outcome.TIMEOUT
    # A bug of ours costs nobody points.
    score = line.points if outcome is Outcome.BROKEN else 0.0
    return CheckVerdict(line.check, outcome, score, line.points, reason)


def _overall(outcomes: Sequence[Outcome]) -> Outcome:
    """The one word for an exercise: our own fault first, then the most drastic end."""
    for outcome in (Outcome.BROKEN, Outcome.TIMEOUT, Outcome.ERRORED, Outcome.FAILED):
        if outcome in outcomes:
            return outcome
    return Outcome.SKIPPED if Outcome.SKIPPED in outcomes else Outcome.PASSED
