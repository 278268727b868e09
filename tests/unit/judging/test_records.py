"""Verdicts as JSON lines, and public and hidden cases judged together."""

from __future__ import annotations

import json

import pytest

from autograder.judging import (
    CheckVerdict,
    Outcome,
    Reason,
    ReasonKind,
    RecordError,
    Verdict,
    judge_both,
    read_verdict,
    silent,
    write_verdict,
)


@pytest.mark.parametrize(
    "text", ["", "3", "[]", "{}", '{"exercise": "x"}', '{"exercise": 1, "outcome": "won"}']
)
def test_what_is_no_verdict_is_refused(text):
    with pytest.raises(RecordError):
        read_verdict(text)


def verdict(*outcomes, call="f(1)"):
    checks = tuple(
        CheckVerdict(f"c{n}", outcome, float(outcome is Outcome.PASSED), 1.0,
                     None if outcome is Outcome.PASSED else Reason(ReasonKind.RAISED, call))
        for n, outcome in enumerate(outcomes)
    )  # fmt: skip
    worst = next((o for o in outcomes if o is not Outcome.PASSED), Outcome.PASSED)
    return Verdict("e", worst, checks)


def test_hidden_cases_decide_each_claim():
    passed, failed = Outcome.PASSED, Outcome.FAILED

    both = judge_both(
        verdict(passed, failed, passed, failed), silent(verdict(passed, failed, failed, passed))
    )

    assert [c.outcome for c in both.checks] == [passed, failed, failed, passed]
    assert both.score == 2.0
    assert both.outcome is failed


def test_what_only_hidden_cases_show_is_marked_and_told_without_values(course):
    both = judge_both(
        verdict(Outcome.PASSED, Outcome.FAILED), silent(verdict(Outcome.FAILED, Outcome.FAILED))
    )

    assert [check.reason.hidden for check in both.checks] == [True, False]
    assert json.loads(write_verdict(both))["checks"][0]["reason"]["hidden"] is True
