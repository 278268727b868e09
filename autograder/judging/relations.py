"""How a wrong value relates to the expected one, where that can be said in two words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.enums import StrEnum
from autograder.observations import Fact, GridFact

__all__ = ["Relation", "RelationKind", "find_relation"]


class RelationKind(StrEnum):
    """Relations that a beginner can act on."""

    TIMES = "times"
    OPPOSITE = "opposite"
    NAMED_TIMES = "named_times"
    NAMED_PART = "named_part"
    ZERO = "zero"
    NOT_FINITE = "not_finite"
    TRANSPOSED = "transposed"
    RESHAPED = "reshaped"
    ONE_LATE = "one_late"
    ONE_EARLY = "one_early"


@dataclass(frozen=True, slots=True)
class Relation:
    """
    A relation of observed to expected.

    Attributes:
        factor: For TIMES: observed = factor × expected.
        size: For NAMED_TIMES and NAMED_PART: the name of the case's size, ``N``.
    """

    kind: RelationKind
    factor: float = 1.0
    size: str = ""


_SIMPLE_FACTORS = (2.0, 3.0, 4.0, 5.0, 10.0, 0.5, 0.25, 0.1, -2.0, -0.5)
_TOLERANCE = 1e-3


def find_relation(
    observed: Fact, expected: Fact, sizes: Mapping[str, int] | None = None
) -> Relation | None:
    """
    Return the simplest relation that holds for every number, or None.

    Args:
        observed: A number, a list of numbers or a tensor; anything else has no relation.
        expected: What the reference showed.
        sizes: The case's named sizes, ``{"N": 4}``.

    >>> find_relation((2.0, 8.0), (1.0, 4.0))
    Relation(kind=<RelationKind.TIMES: 'times'>, factor=2.0, size='')
    >>> find_relation((4.0, 16.0), (1.0, 4.0), {"N": 4}).size
    'N'

    A named size wins over a plain factor of the same value ("N times" teaches
    more than "4 times"). Source of the idea: check50's ``cash``, which knows
    the wrong answer that a rounding mistake gives.
    """
    if isinstance(observed, GridFact) and isinstance(expected, GridFact):
        if observed.shape != expected.shape:
            return _same_numbers_in_another_shape(observed, expected)
        # A tensor of the expected shape can be the transpose only if the matrix is square.
        square = len(set(expected.shape)) == 1
        transposed = _transposed(expected) if square else ()
        if transposed and transposed != expected.values and _near(observed.values, transposed):
            return Relation(RelationKind.TRANSPOSED)
        return _relation_of_numbers(observed.values, expected.values, sizes or {})
    seen, wanted = _numbers(observed), _numbers(expected)
    if seen is None or wanted is None or not wanted:
        return None
    if len(seen) == len(wanted):
        relation = _relation_of_numbers(seen, wanted, sizes or {})
        return relation or _shifted(seen, wanted)
    return None


def _numbers(fact: Fact) -> tuple[float, ...] | None:
    """A number or a list of numbers as a tuple of floats; None for everything else."""
    parts = fact if isinstance(fact, tuple) else (fact,)
    if all(isinstance(part, int | float) and not isinstance(part, bool) for part in parts):
        return tuple(float(part) for part in parts)  # type: ignore[arg-type]
    return None


def _relation_of_numbers(
    observed: Sequence[float], expected: Sequence[float], sizes: Mapping[str, int]
) -> Relation | None:
    if any(not math.isfinite(number) for number in observed):
        return Relation(RelationKind.NOT_FINITE)
    if not any(expected) or not all(map(math.isfinite, expected)):
        return None
    if not any(observed):
        return Relation(RelationKind.ZERO)

    def is_times(factor: float) -> bool:
        return _near(observed, [factor * number for number in expected])

    if is_times(-1.0):
        return Relation(RelationKind.OPPOSITE)
    for name, size in sizes.items():
        if size > 1 and is_times(size):
            return Relation(RelationKind.NAMED_TIMES, float(size), name)
        if size > 1 and is_times(1 / size):
            return Relation(RelationKind.NAMED_PART, 1 / size, name)
    factor = next((f for f in _SIMPLE_FACTORS if is_times(f)), None)
    return Relation(RelationKind.TIMES, factor) if factor is not None else None


def _shifted(observed: Sequence[float], expected: Sequence[float]) -> Relation | None:
    if len(expected) < 3:
        return None
    if _near(observed[1:], expected[:-1]):
        return Relation(RelationKind.ONE_LATE)
    if _near(observed[:-1], expected[1:]):
        return Relation(RelationKind.ONE_EARLY)
    return None


def _same_numbers_in_another_shape(observed: GridFact, expected: GridFact) -> Relation | None:
    transposed = _transposed(expected)
    if transposed and observed.shape == expected.shape[::-1] and _near(observed.values, transposed):
        return Relation(RelationKind.TRANSPOSED)
    if len(observed.values) == len(expected.values) and _near(observed.values, expected.values):
        return Relation(RelationKind.RESHAPED)
    return None


def _transposed(tensor: GridFact) -> tuple[float, ...]:
    """The values of a matrix, column by column; empty if *tensor* is no matrix."""
    if len(tensor.shape) != 2 or 1 in tensor.shape:
        return ()
    rows, columns = tensor.shape
    return tuple(tensor.values[r * columns + c] for c in range(columns) for r in range(rows))


def _near(observed: Sequence[float], expected: Sequence[float]) -> bool:
    if len(observed) != len(expected):
        return False
    scale = max((abs(number) for number in expected if math.isfinite(number)), default=0.0)
    pairs = zip(observed, expected, strict=True)
    return scale > 0 and all(abs(a - b) <= _TOLERANCE * scale for a, b in pairs)
