"""What a verdict earns in an assignment's points."""

from __future__ import annotations

from autograder.assignments.worth import rounded, shared_out, total
from autograder.judging import Verdict

__all__ = ["earned", "earned_by_claim"]


def earned(verdict: Verdict, worth: float) -> float:
    """Return the points of an exercise that is *worth* so much, with two decimals."""
    return total([score for score, _ in earned_by_claim(verdict, worth)])


def earned_by_claim(verdict: Verdict, worth: float) -> list[tuple[float, float]]:
    """Return score and full points of each claim, in the verdict's order."""
    shares = shared_out(worth, [check.max_score for check in verdict.checks])
    return [
        (rounded(share * check.score / check.max_score) if check.max_score else 0.0, share)
        for check, share in zip(verdict.checks, shares, strict=True)
    ]
