"""
Typed answers as regular expressions, for where a decimal comma can't be taken otherwise.

Only what every dialect has: groups, classes, ``*`` and ``+``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.generating.quizzes.forms import Typed

__all__ = ["number_pattern", "numbers_pattern", "pattern_of"]


def pattern_of(typed: Typed, digits: int) -> str:
    """Return a pattern for what is taken for a typed answer."""
    if len(typed.units) == 1:
        return number_pattern(typed.units[0], digits)
    if typed.units:
        return numbers_pattern(typed.units, digits)
    # In a group of its own: players put their anchors around the whole.
    return "(" + "|".join(_loose(text) for text in typed.texts) + ")"


def _loose(text: str) -> str:
    """A spelling as a pattern that takes any blanks."""
    return r"\s*".join(re.escape(part) for part in text.split(" "))


def number_pattern(units: int, digits: int) -> str:
    r"""
    Return a regular expression for all decimals less than one unit of the last digit from a number.

    Of 3.31 with two digits (331 units): what lies between 3.30 and 3.32, both excluded, with a
    point or a comma. Only what every dialect has: groups, classes, ``*`` and ``+``.
    """
    size = abs(units)
    sign = r"[\-−]" if units < 0 else r"\+?"
    exact = _decimals(size, digits)
    if size == 0:
        return rf"[+\-−]?({exact})"
    below = _stem(size - 1, digits) + r"[0-9]*[1-9][0-9]*"
    return rf"{sign}({exact}|{below})"


def _decimals(size: int, digits: int) -> str:
    """From the number itself to the next one: 3.31, 3.310, 3.3199; of 3.30 also 3.3."""
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
    """Return a pattern for several such numbers, in brackets or not, with blanks as one likes."""
    each = r"[\s,;()\[\]]+".join(number_pattern(unit, digits) for unit in units)
    return rf"[\s(\[]*{each}[\s)\]]*"
