"""The judge: what a run showed, against a key, as a verdict with points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from autograder.judging.comparing import Classifier, Difference, Kind, first_difference
from autograder.judging.diagnosing import Diagnosis, diagnose, set_advice_aside
from autograder.judging.key import CaseKey, Key, shown_when_right
from autograder.judging.outcomes import (
    CheckVerdict,
    Outcome,
    Reason,
    ReasonKind,
    Rubric,
    RubricLine,
    Verdict,
)
from autograder.judging.relations import find_relation
from autograder.judging.silence import silent
from autograder.observations import ErrorFact, Observation
from autograder.runs import End, Run

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
    "refused",
    "shows_no_more",
]


def broken_verdict(exercise: str, rubric: Rubric, why: str) -> Verdict:
    """
    Return the verdict on what a fault of ours kept from being graded: with full points.

    Args:
        exercise: Its id.
        rubric: The claims; each gets its full points.
        why: The technical side, for the people who read our reports.
    """
    reason = Reason(ReasonKind.BROKEN, detail=why)
    checks = tuple(_check_verdict(line, reason) for line in rubric.lines)
    return Verdict(exercise, Outcome.BROKEN, checks)


def refused(verdict: Verdict) -> Verdict:
    """Return *verdict* as refused, without points, if the program tripped the tripwire."""
    if not verdict.integrity:
        return verdict
    reason = Reason(ReasonKind.REFUSED)
    checks = tuple(
        _check_verdict(RubricLine(check.check, check.max_score), reason) for check in verdict.checks
    )
    return Verdict(verdict.exercise, Outcome.FAILED, checks, integrity=verdict.integrity)


def judge(run: Run, key: Key, rubric: Rubric, classifier: Classifier | None = None) -> Verdict:
    """
    Compare what *run* showed with *key* and give points by *rubric*.

    Pure: it runs nothing, reads nothing, and holds neither learner code nor torch. A verdict
    on hidden cases is silent before anybody has it (:func:`autograder.judging.silence.silent`).

    Args:
        run: Observations by check. A check with fewer observations than the key has cases
            fails, for the cause that the run gives.
        key: Of the same exercise and seed as the run.
        rubric: The claims; a check that no claim names is worth nothing.
        classifier: Names errors by what they mean, so that rewording them changes no verdict;
            without one, type and message count.
    """
    verdict = _judge_all(run, key, rubric, classifier)
    return silent(verdict) if key.hidden else verdict


def _judge_all(run: Run, key: Key, rubric: Rubric, classifier: Classifier | None) -> Verdict:
    """The verdict with all details, even on hidden cases."""
    complete = {
        check: tuple(case.judged(sent) for sent, case in zip(cases, key.checks[check], strict=True))
        for check, cases in run.observations.items()
        if check in key.checks and len(cases) == len(key.checks[check]) and check not in run.broken
    }
    judged, advice = set_advice_aside(complete, key, rubric.advice, classifier)
    differing = {
        check: _differing(judged[check], key.checks[check], classifier) for check in judged
    }
    diagnosis = diagnose(
        judged,
        [check for check, shown in differing.items() if shown],
        key,
        advice=frozenset(rubric.advice),
        order=rubric.order,
        classifier=classifier,
    )
    checks = []
    for line in rubric.lines:
        if line.check in judged:
            cases = list(zip(judged[line.check], key.checks[line.check], strict=True))
            checks.append(_judged(line, cases, differing[line.check], diagnosis))
        else:
            checks.append(_check_verdict(line, _reason_not_judged(line.check, run)))

    return Verdict(
        exercise=key.exercise,
        outcome=_overall([check.outcome for check in checks]),
        checks=tuple(checks),
        misconceptions=_named_in(checks),
        advice=advice,
        printed=run.printed,
        seconds=run.seconds,
        integrity=tuple(f"{word} (line {line})" for word, line in run.tripped),
        left_out=run.left_out,
    )


def judge_both(public: Verdict, hidden: Verdict) -> Verdict:
    """
    Return the verdict on *hidden* cases, explained by what *public* ones show.

    Hidden cases decide each claim, public ones explain it: where a claim fails on both, the
    public verdict says why, in full. A failure that only hidden cases show stays silent, and one
    that only public cases show costs nothing. A claim that holds on both has the pictures of the
    public case.
    """
    known = {check.check: check for check in public.checks}
    checks = tuple(_explained(secret, known[secret.check]) for secret in hidden.checks)
    return replace(
        hidden,
        outcome=_overall([check.outcome for check in checks]),
        checks=checks,
        misconceptions=_named_in(checks),
        # The same for everybody with these points: whether anything was printed, advised or
        # not must not depend on what hidden cases showed.
        advice=public.advice,
        printed=public.printed,
        left_out=public.left_out,
        seconds=public.seconds + hidden.seconds,
        integrity=tuple(dict.fromkeys((*hidden.integrity, *public.integrity))),
    )


_FAILURES = (Outcome.FAILED, Outcome.ERRORED, Outcome.TIMEOUT)


def _explained(secret: CheckVerdict, public: CheckVerdict) -> CheckVerdict:
    """The verdict *secret* on hidden cases, explained by *public* if both agree."""
    if secret.outcome is Outcome.PASSED:
        if public.outcome is not Outcome.PASSED:
            return secret
        return replace(
            secret, recording=public.recording, expected_recording=public.expected_recording
        )
    # A check that broke by our fault costs nothing, whatever public cases show.
    if secret.outcome is not Outcome.BROKEN and public.outcome in _FAILURES:
        return public
    return secret


def shows_no_more(hidden: Verdict, public: Verdict) -> bool:
    """
    Tell whether each claim holds on *hidden* cases, or fails there as on *public* ones; both silent.

    Outcomes are not compared: where an exception has a misconception's name, as only public cases give one,
    the program has failed; where it has none, it ended in an error.
    """
    pairs = zip(hidden.checks, public.checks, strict=True)
    return all(one.reason is None or one.reason == other.reason for one, other in pairs)


def _differing(
    judged: Sequence[Observation], cases: Sequence[CaseKey], classifier: Classifier | None
) -> tuple[int, Difference] | None:
    """The first case in which a claim does not hold, by its number, and what differs there."""
    for number, (seen, case) in enumerate(zip(judged, cases, strict=True)):
        difference = first_difference(seen, case.expected, classifier)
        if difference is not None:
            return number, difference
    return None


def _judged(
    line: RubricLine,
    cases: Sequence[tuple[Observation, CaseKey]],
    differing: tuple[int, Difference] | None,
    diagnosis: Diagnosis,
) -> CheckVerdict:
    """The verdict on a claim; a failure is explained by the first case that shows it."""
    if differing is not None:
        number, difference = differing
        seen, case = cases[number]
        reason = replace(
            _reason(case, difference, diagnosis.misconceptions(line.check)),
            leaning=line.check in diagnosis.leaning,
        )
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


def _reason(case: CaseKey, difference: Difference, misconceptions: tuple[str, ...]) -> Reason:
    """The reason that one case gives."""
    # The reference's call, not the one that the child sent.
    call = case.reference.call
    if difference.kind is Kind.RAISED and isinstance(difference.observed, ErrorFact):
        error = difference.observed
        kind = ReasonKind.NOT_WRITTEN if _is_stub(error) else ReasonKind.RAISED
        return Reason(kind, call, difference, misconceptions=misconceptions, error=error)
    relation = None
    if difference.kind in (Kind.VALUE, Kind.SHAPE, Kind.LENGTH):
        relation = find_relation(difference.observed, difference.expected, case.reference.sizes)
    return Reason(ReasonKind.DIFFERS, call, difference, relation, misconceptions)


def _is_stub(error: ErrorFact) -> bool:
    """Whether the stub's own line raised; torch's own NotImplementedErrors have a message."""
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
    ReasonKind.REFUSED: Outcome.FAILED,
}


def _check_verdict(line: RubricLine, reason: Reason | None) -> CheckVerdict:
    if reason is None:
        return CheckVerdict(line.check, Outcome.PASSED, line.points, line.points)
    outcome = _OUTCOMES[reason.kind]
    if reason.misconceptions:
        outcome = Outcome.FAILED
    if reason.kind is ReasonKind.STOPPED and reason.end is End.TIMEOUT:
        outcome = Outcome.TIMEOUT
    # A bug of ours costs nobody points.
    score = line.points if outcome is Outcome.BROKEN else 0.0
    return CheckVerdict(line.check, outcome, score, line.points, reason)


def _named_in(checks: Sequence[CheckVerdict]) -> tuple[str, ...]:
    """The misconceptions of all *checks*, each once, those that are first in theirs before the others."""
    named = [check.reason.misconceptions for check in checks if check.reason]
    first = [name for names in named for name in names[:1]]
    return tuple(dict.fromkeys([*first, *(name for names in named for name in names)]))


def _overall(outcomes: Sequence[Outcome]) -> Outcome:
    """The outcome of an exercise: our own fault first, then the most drastic end."""
    for outcome in (Outcome.BROKEN, Outcome.TIMEOUT, Outcome.ERRORED, Outcome.FAILED):
        if outcome in outcomes:
            return outcome
    return Outcome.SKIPPED if Outcome.SKIPPED in outcomes else Outcome.PASSED
