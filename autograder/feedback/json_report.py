"""Verdicts as JSON for other programs: the format of ``gradlings check --json``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from autograder.feedback.feedback import ExerciseFeedback

if TYPE_CHECKING:
    from autograder.sandbox import Isolation

__all__ = ["json_report"]


def json_report(
    feedbacks: Iterable[ExerciseFeedback], isolation: Isolation | None = None
) -> dict[str, Any]:
    """
    Return the JSON object of schema 1. A check's ``message`` is its feedback as plain text.

    With *isolation*, the object has a key ``isolation`` with tier and walls.
    """
    report: dict[str, Any] = {
        "schema": 1,
        "results": [_result(feedback) for feedback in feedbacks],
    }
    if isolation is not None:
        report["isolation"] = isolation.to_json()
    return report


def _result(feedback: ExerciseFeedback) -> dict[str, Any]:
    verdict = feedback.verdict
    return {
        "exercise": feedback.exercise,
        "score": verdict.score,
        "max_score": verdict.max_score,
        "outcome": verdict.outcome.value,
        "checks": [
            {
                "name": check.check,
                "outcome": check.outcome.value,
                "score": check.score,
                "max_score": check.max_score,
                "message": check.message,
            }
            for check in feedback.checks
        ],
        "misconceptions": list(verdict.misconceptions),
        "advice": list(verdict.advice),
        **({"notes": list(feedback.notes)} if feedback.notes else {}),
    }
