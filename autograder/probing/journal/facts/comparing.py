"""Comparing a tensor before and after the run."""

from __future__ import annotations

import math

from autograder.observations import Fact, TensorFact
from autograder.probing.journal.events import Began, Ended

__all__ = ["identical", "stood_still"]


def stood_still(before: Began, after: Ended) -> bool:
    """Tell whether a tensor has the same numbers, shape and dtype *after* the run as *before* it."""
    return identical(before.value, after.value) and before.digest == after.digest


def identical(one: Fact, other: Fact) -> bool:
    """Tell whether both are the same, number for number, where NaN equals NaN."""
    if not (isinstance(one, TensorFact) and isinstance(other, TensorFact)):
        return one == other
    same = one.dtype == other.dtype and one.shape == other.shape
    pairs = zip(one.values, other.values, strict=False)
    return same and all(a == b or (math.isnan(a) and math.isnan(b)) for a, b in pairs)
