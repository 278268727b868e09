"""
Numbers that a submission sent, and numbers that the key gives.

Sent numbers come from hostile code: those that a rule can't judge are unfit
(:class:`UnfitError`). The key is ours: a mistake in it is an error (:class:`RuleError`).
"""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from typing import TypeAlias

from autograder.languages import mark
from autograder.observations import Fact, GridFact

__all__ = [
    "NOT_FINITE",
    "NO_SUCH_NUMBERS",
    "Numbers",
    "Rows",
    "RuleError",
    "UnfitError",
    "as_float32",
    "given_number",
    "given_numbers",
    "given_rows",
    "mean_square",
    "nearly_equal",
    "numbers_of",
    "parts_of",
    "rows_of",
    "single",
]

#: The word for what a rule can't judge: too few numbers, too many, or none at all.
NO_SUCH_NUMBERS = mark("no such numbers")
NOT_FINITE = mark("numbers that are not finite")
#: How far a sent number may be from the one computed here, relative to the largest of its list.
_TOLERANCE = 5e-4
_HUGE = 1e60
Numbers: TypeAlias = tuple[float, ...]
Rows: TypeAlias = tuple[Numbers, ...]


class RuleError(ValueError):
    """The key, which is ours, names an unknown rule, or gives a rule what it can't take."""


class UnfitError(Exception):
    """What was sent is nothing that the rule can judge. The argument is the word for it."""


def mean_square(found: Sequence[float], wanted: Sequence[float]) -> float:
    """Return the mean squared distance of the two lists, which are of one length."""
    return math.fsum((f - w) ** 2 for f, w in zip(found, wanted, strict=True)) / len(wanted)


def nearly_equal(found: float, wanted: float, scale: float = 0.0) -> bool:
    """Whether two numbers are equal but for rounding; *scale*: the largest number behind them."""
    return abs(found - wanted) <= 1e-5 + _TOLERANCE * max(abs(wanted), scale)


def single(number: float) -> float:
    """Return *number* rounded to float32; infinite if it is beyond its range."""
    try:
        return float(struct.unpack("f", struct.pack("f", number))[0])
    except OverflowError:
        return math.copysign(math.inf, number)


def as_float32(row: Numbers) -> Numbers:
    """Return *row* rounded to float32, so that rows can be looked up."""
    # Adding zero turns -0.0 into 0.0.
    return tuple(single(number) + 0.0 for number in row)


# What was sent


def parts_of(sent: Fact) -> tuple[Fact, ...]:
    """Return the parts of the list *sent*; anything else is unfit."""
    if not isinstance(sent, tuple):
        raise UnfitError(NO_SUCH_NUMBERS)
    return sent


def rows_of(sent: Fact) -> Rows:
    """Return the rows of a tensor or a list: its numbers, cut along the first axis."""
    if isinstance(sent, GridFact):
        if not sent.shape:
            raise UnfitError(NO_SUCH_NUMBERS)
        numbers, count = numbers_of(sent), sent.shape[0]
        width = len(numbers) // count if count else 0
        return tuple(numbers[at * width : (at + 1) * width] for at in range(count))
    return tuple(numbers_of(part) for part in parts_of(sent))


def numbers_of(sent: Fact, count: int | None = None) -> Numbers:
    """Return all numbers of a number, a tensor or nested lists, in order; unfit if not *count*."""
    numbers = tuple(_flat(sent))
    if count is not None and len(numbers) != count:
        raise UnfitError(NO_SUCH_NUMBERS)
    # No honest result is as large as this, and squares of such numbers would overflow.
    if not all(-_HUGE < number < _HUGE for number in numbers):
        raise UnfitError(NOT_FINITE)
    return numbers


def _flat(sent: Fact) -> list[float]:
    if isinstance(sent, GridFact):
        return list(sent.values)
    if isinstance(sent, tuple):
        return [number for part in sent for number in _flat(part)]
    if isinstance(sent, int | float) and not isinstance(sent, bool):
        return [float(sent)]
    raise UnfitError(NO_SUCH_NUMBERS)


# What the key gives


def given_rows(given: Fact) -> Rows:
    """
    Return the rows that the key gives, one at least.

    Raises:
        RuleError: If it gives none.
    """
    try:
        rows = rows_of(given)
    except UnfitError as unfit:
        raise RuleError(f"a rule is given {unfit}") from None
    if not rows or not rows[0]:
        raise RuleError("a rule is given no rows")
    return rows


def given_numbers(given: Fact) -> Numbers:
    """
    Return the numbers that the key gives, one at least.

    Raises:
        RuleError: If it gives none.
    """
    try:
        numbers = numbers_of(given)
    except UnfitError as unfit:
        raise RuleError(f"a rule is given {unfit}") from None
    if not numbers:
        raise RuleError("a rule is given no numbers")
    return numbers


def given_number(given: Fact) -> float:
    """
    Return the one number that the key gives.

    Raises:
        RuleError: If it gives none, or several.
    """
    numbers = given_numbers(given)
    if len(numbers) != 1:
        raise RuleError(f"a rule is given {len(numbers)} numbers in the place of one")
    return numbers[0]
