"""
Results of the form c·wⁿ: how often a number is a factor of them; no torch is needed.

Where a program multiplies by the same number again and again, n says how often it did. The result
knows it, and so does the gradient with respect to w: where it knows fewer, the graph was cut on the way.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from autograder.probing.witnesses import number_in

__all__ = ["knows_whole_power", "power_in", "same_power"]


def power_in(result: object, coefficient: float, base: float) -> int | None:
    """
    Return the n of *result* = coefficient·baseⁿ.

    None for what is no positive finite number, and for a number that is no such product.

    Args:
        coefficient: Greater than 0.
        base: Greater than 0, and not 1.
    """
    number = number_in(result)
    if not isinstance(number, float) or not 0 < number < math.inf:
        return None
    power = round(math.log(number / coefficient) / math.log(base))
    return power if math.isclose(number, coefficient * base**power, rel_tol=1e-3) else None


def same_power(
    results: Sequence[object], coefficients: Sequence[float], base: float
) -> bool | None:
    """Return whether all *results* have the same n, whatever stands before it; None if one has none."""
    powers = {power_in(*pair, base) for pair in zip(results, coefficients, strict=False)}
    return None if None in powers else len(powers) == 1


def knows_whole_power(
    gradient: object, result: object, coefficient: float, base: float
) -> bool | None:
    """
    Return whether *gradient*, n·result/base of the whole product, knows the n of *result*.

    It knows a smaller one where factors were cut off from the graph. None where *result* has no n, or
    *gradient* is no number.
    """
    power, slope = power_in(result, coefficient, base), number_in(gradient)
    if power is None or not isinstance(slope, float) or not math.isfinite(slope):
        return None
    return round(slope * base / (coefficient * base**power)) == power
