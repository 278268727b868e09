"""
Typed answers as regular expressions, for formats that can't accept a decimal comma otherwise.

They use only what every dialect has: groups, classes, ``*`` and ``+``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.generating.quizzes.forms import Typed

__all__ = ["number_pattern", "numbers_pattern", "pattern_of", "shape_pattern"]


def pattern_of(typed: Typed, digits: int) -> str:
    """Return a pattern for all accepted spellings of a typed answer."""
    if len(typed.units) == 1:
        return rf"\s*(tensor\(\s*)?{number_pattern(typed.units[0], digits)}\s*\)?\s*"
    if typed.units:
        return numbers_pattern(typed.units, digits)
    return shape_pattern(typed.texts[0])


def shape_pattern(shape: str) -> str:
    """Return a pattern for a shape such as ``(4, 3)``, as our judge reads it."""
    sizes = re.findall(r"\d+", shape)
    name = r"\s*((torch\.)?[Ss]ize)?"
    if not sizes:
        return rf"{name}[\s,]*[(\[{{][\s,()\[\]{{}}]*"
    each = r"[\s,;x×·()\[\]{}]+".join(f"0*{size}" for size in sizes)
    return rf"{name}[\s(\[{{]*{each}[\s,;)\]}}]*"


def number_pattern(units: int, digits: int) -> str:
    r"""
    Return a regular expression for all decimals within less than a unit of the last digit of a number.

    For 3.31 with two digits (331 units) it matches the numbers between 3.30 and 3.32, both
    excluded, with a point or a comma.
    """
    size = abs(units)
    sign = r"[\-−]" if units < 0 else r"\+?"
    exact = _decimals(size, digits)
    if size == 0:
        return rf"[+\-−]?({exact})"
    below = _stem(size - 1, digits) + r"[0-9]*[1-9][0-9]*"
    return rf"{sign}({exact}|{below})"


def _decimals(size: int, digits: int) -> str:
    """A pattern from a number up to the next: 3.31, 3.310, 3.3199; for 3.30 also 3.3."""
    forms = [_stem(size, digits) + "[0-9]*"]
    whole, part = divmod(size, 10**digits)
    text = f"{part:0{digits}d}" if digits else ""
    while text.endswith("0"):
        text = text[:-1]
        forms.append(f"{whole}[.,]{text}" if text else f"{whole}[.,]?")
    if not digits:
        forms.append(f"{whole}[.,]?")
    return "|".join(forms)


def _stem(size: int, digits: int) -> str:
    whole, part = divmod(size, 10**digits)
    return f"{whole}[.,]" + (f"{part:0{digits}d}" if digits else "")


def numbers_pattern(units: Sequence[int], digits: int) -> str:
    """Return a pattern for several such numbers, with or without brackets, with any blanks."""
    each = r"[\s,;()\[\]{}]+".join(number_pattern(unit, digits) for unit in units)
    return rf"\s*(tensor)?[\s(\[{{]*{each}[\s,;)\]}}]*"
