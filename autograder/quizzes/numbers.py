"""
Numbers as they are typed and as they are kept.

A number is kept in units of its last digit, an integer: 3.31 with two digits is ``331``. It is right
within one such unit, so a typed 3.3 has one canonical form and 3.306 has two neighbours, 330 and 331.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Sequence

from autograder.languages import mark
from autograder.observations import Fact
from autograder.quizzes.drafts import ItemError
from autograder.quizzes.kind import AnswerError
from autograder.quizzes.values import in_words, numbers_in

__all__ = [
    "are_neighbours",
    "as_decimal",
    "canonical",
    "example_of",
    "number_readings",
    "numbers_readings",
    "typeable",
]

#: More numbers than this are compared only as they are typed, without their neighbours.
_MAX_NEIGHBOURS = 6
_TOO_LARGE = 10**12
#: Nobody is asked to type larger numbers.
_LARGEST_KEY = 1e9
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?", re.IGNORECASE)


def canonical(values: Iterable[float], digits: int) -> str:
    """Return *values* in units of their last digit, joined by commas."""
    return ",".join(str(round(value * 10**digits)) for value in values)


def as_decimal(units: int, digits: int) -> str:
    """Return a number, given in *units* of its last digit, as people write it: ``3.31``."""
    text = f"{units / 10**digits:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def typeable(fact: Fact, digits: int) -> list[float]:
    """
    Return the numbers of a computed answer.

    Raises:
        ItemError: If it has none, or any that nobody can type.
    """
    numbers = list(numbers_in(fact))
    if not all(abs(number) <= _LARGEST_KEY for number in numbers):  # False for NaN, too
        raise ItemError(f"{in_words(fact, digits)} can't be typed; choose other numbers")
    return numbers


def are_neighbours(one: str, other: str) -> bool:
    """Tell whether tolerance could take *one* for *other*: all numbers are within one unit."""
    ours, theirs = one.split(","), other.split(",")
    return len(ours) == len(theirs) and all(
        abs(int(a) - int(b)) <= 1 for a, b in zip(ours, theirs, strict=True)
    )


def number_readings(text: str, digits: int) -> tuple[str, ...]:
    """
    Return the canonical forms of a typed number, the nearest first; decimal commas are allowed.

    Raises:
        AnswerError: If *text* is no number.
    """
    return tuple(str(units) for units in _neighbours(_number(text), digits))


def numbers_readings(text: str, count: int, digits: int) -> tuple[str, ...]:
    """
    Return the canonical forms of *count* typed numbers, the nearest first.

    Raises:
        AnswerError: If *text* does not have as many numbers.
    """
    return tuple(_combined(_numbers(text, count), digits))


def example_of(count: int) -> str:
    """Return *count* numbers, as they may be typed."""
    return "[" + ", ".join(str(number) for number in range(1, count + 1)) + "]"


def _neighbours(value: float, digits: int) -> list[int]:
    scaled = value * 10**digits
    if abs(scaled) > _TOO_LARGE:
        raise AnswerError(mark("{text} is too large a number"), text=f"{value:g}")
    near = round(scaled)
    if abs(scaled - near) < 1e-6:
        return [near]
    return sorted({math.floor(scaled), math.ceil(scaled)}, key=lambda n: abs(n - scaled))


def _combined(values: Sequence[float], digits: int) -> Iterator[str]:
    each = [_neighbours(value, digits) for value in values]
    if len(values) > _MAX_NEIGHBOURS:
        each = [near[:1] for near in each]
    for numbers in itertools.product(*each):
        yield ",".join(map(str, numbers))


def _number(text: str) -> float:
    plain = text.replace("−", "-").replace(" ", "")
    # Learners may copy from a terminal: tensor(6.), 6. and the like.
    wrapped = re.fullmatch(r"tensor\(([^()]*)\)", plain)
    plain = wrapped.group(1) if wrapped else plain
    if not _NUMBER.fullmatch(plain):
        raise AnswerError(mark("{text} is no number; write one such as 3.5 or 3,5"), text=text[:40])
    return float(plain.replace(",", "."))


def _numbers(text: str, count: int) -> list[float]:
    """The numbers of *text*, by the first way of splitting that gives *count* of them."""
    bare = re.sub(r"\btensor\b|\b(and|és)\b|[\[\](){}]", " ", text.replace("−", "-")).strip()
    for split in (r"\s*;\s*", r",\s+|\s+", r"\s*,\s*|\s+"):
        parts = [part.rstrip(",") for part in re.split(split, bare) if part.rstrip(",")]
        if len(parts) == count and all(_NUMBER.fullmatch(part) for part in parts):
            return [float(part.replace(",", ".")) for part in parts]
    raise AnswerError(
        mark("{text}: {count} numbers are asked for, such as {example}"),
        text=text[:40],
        count=count,
        example=example_of(count),
    )
