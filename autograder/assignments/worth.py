"""Sharing out points, rounded once, so that every output states the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

__all__ = ["rounded", "shared_out", "total"]

#: Points have two decimals, as platforms show and keep them.
_PART = 100


def shared_out(points: float, weights: Sequence[float]) -> tuple[float, ...]:
    """
    Return *points* in shares like *weights*, each of two decimals, that sum up to *points*.

    What rounding leaves over goes to the shares that lost most by it, the first of equal ones (the
    largest remainder method).

    Example:
        >>> shared_out(20, [1, 1, 1])
        (6.67, 6.67, 6.66)
    """
    whole = (Decimal(str(points)) * _PART).to_integral_value(ROUND_HALF_UP)
    exact = [Decimal(str(weight)) for weight in weights]
    if not (every := sum(exact)):
        return tuple(0.0 for _ in weights)
    ideal = [whole * weight / every for weight in exact]
    parts = [int(share) for share in ideal]
    lost = sorted(range(len(ideal)), key=lambda n: (parts[n] - ideal[n], n))
    for number in lost[: int(whole) - sum(parts)]:
        parts[number] += 1
    return tuple(part / _PART for part in parts)


def rounded(points: float) -> float:
    """Return *points* with two decimals, halves away from zero as people round them."""
    return shared_out(points, [1])[0]


def total(points: Sequence[float]) -> float:
    """Return the sum of *points*, each of two decimals, without what floats add to it."""
    return round(sum(points), 2)
