"""
Stamps: short texts by which answers that come back from a platform are recognised.

A published prompt begins with its stamp, ``Q05``, ``Q05·why`` or ``Q02·3``; an option, or a line to
order, begins with its letter, ``A: …``. Platforms shuffle, flatten and cut texts, but they keep how
these begin. Publishers write with these functions, and the readers of responses read with them.
"""

from __future__ import annotations

import re

__all__ = ["letter", "lettered", "read_letters", "read_stamp", "stamp"]

#: Stands between the parts of a stamp; no item's id can hold it.
_DOT = "·"
_WHY = "why"
_STAMP = re.compile(
    r"\s*(?P<item>[A-Za-z][A-Za-z0-9_]{0,31})(?P<why>\s?·\s?why)?(?:\s?·\s?(?P<number>[1-9]\d{0,3}))?"
    r"(?=\s*:|\s|\Z)"
)
_LETTERS = re.compile(r"\s*([A-Z]{1,26})\s*:")


def stamp(item: str, variant: int, several: bool) -> str:
    """
    Return the stamp of a prompt.

    Args:
        item: The item's id; that of a *why* is ``Q05.why``.
        variant: Counted from 0, as everywhere in the program; a stamp counts from 1.
        several: Whether the item is published in several variants; if not, its stamp has no number.

    Example:
        >>> stamp("Q05.why", 0, several=False), stamp("Q02", 2, several=True)
        ('Q05·why', 'Q02·3')
    """
    parts = item.split(".")
    return _DOT.join([*parts, str(variant + 1)] if several else parts)


def read_stamp(text: str) -> tuple[str, int] | None:
    """
    Return the item and the variant, from 0, of the stamp that a flattened prompt begins with.

    Without a number the variant is 0: all variants of the item, as published, are the same. Any first
    word may look like a stamp, so ask whether there is such an item.

    Example:
        >>> read_stamp("Q05·why: What is behind it?"), read_stamp("Q02·3: What is w.grad?")
        (('Q05.why', 0), ('Q02', 2))
    """
    found = _STAMP.match(text)
    if found is None:
        return None
    item = found["item"] + (f".{_WHY}" if found["why"] else "")
    return item, int(found["number"] or 1) - 1


def letter(index: int) -> str:
    """Return ``A`` for the first of ``question.options``, ``B`` for the second."""
    return chr(ord("A") + index)


def lettered(letters: str, text: str) -> str:
    """Return *text* as it is published after its letter, or after the letters of a whole order."""
    return f"{letters}: {text}"


def read_letters(text: str) -> str | None:
    """
    Return the letters that a published option, or a whole order of lines, begins with.

    Example:
        >>> read_letters("B: TanhBac..."), read_letters("CAB: y.backward()"), read_letters("yes")
        ('B', 'CAB', None)
    """
    found = _LETTERS.match(text)
    return found.group(1) if found else None
