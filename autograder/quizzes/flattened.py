"""
Answers as platforms give them back: texts of options without blanks, cut, lettered, in a row.

Moodle writes ``TanhBac...; SubBack...``, Canvas ``torch.float16,torch.complex64`` and whole orders of
lines in one row. All that is compared here without blanks and quotes, since those get lost.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence

from autograder.quizzes.questions import Option
from autograder.quizzes.stamps import read_letters

__all__ = ["bare", "letters_of", "named_in"]

_BETWEEN = re.compile(r"[;,→>↵]*")
_LETTER = re.compile(r"([a-z]):")
_CUT = "..."


def bare(text: str) -> str:
    r"""
    Return *text* without blanks, quotes and case, as platforms may have changed it.

    Example:
        >>> bare("w\xa0=\xa0`A`…")
        'w=a...'
    """
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").casefold()
    return re.sub(r"[\s`'\"´‘’“”„«»\u200b]+", "", plain)


def letters_of(text: str, count: int) -> str | None:
    """
    Return the letters, in lower case, that *text* gives of *count* options, or None.

    They stand before each option (``A: …; C: …``) or before a whole order (``CAB: …``); what follows
    them may be anything.
    """
    known = {chr(ord("A") + index) for index in range(count)}
    found = read_letters(text)
    if found is None:
        return None
    if len(found) > 1:
        return found.casefold() if set(found) <= known else None
    parts = [read_letters(part) for part in re.split(r"(?:^|[;,\n]|\s)\s*(?=[A-Z]\s*:)", text)]
    letters = [part for part in parts if part]
    if not letters or not set(letters) <= known or len(set(letters)) < len(letters):
        return None
    return "".join(letters).casefold()


def named_in(text: str, options: Sequence[Option], *, lettered: bool = True) -> list[int] | None:
    """
    Return the indices of the options that *text* names, in its order, each at most once.

    All of *text* has to be options, each whole or cut (``Tanh...``), each with its letter or without.
    None if it is something else, or could be read in two ways.

    Args:
        lettered: Whether the letters have to be those of the options; if not, they are skipped.
    """
    spellings = [{*map(bare, option.text.root.values())} for option in options]
    found = list(itertools.islice(_parses(bare(text), spellings, (), lettered), 2))
    return list(found[0]) if len(found) == 1 else None


def _parses(
    text: str, spellings: Sequence[set[str]], named: tuple[int, ...], lettered: bool
) -> Iterator[tuple[int, ...]]:
    rest = text[_between(text) :]
    if not rest:
        if named:
            yield named
        return
    letter = _LETTER.match(rest)
    seen = set()
    for index, texts in enumerate(spellings):
        if index in named:
            continue
        for after in _after(rest, texts):
            seen.add((index, after))
        if letter and (not lettered or ord(letter[1]) - ord("a") == index):
            for after in _after(rest[letter.end() :], texts):
                seen.add((index, after))
    for index, after in sorted(seen, key=lambda pair: len(pair[1])):
        yield from _parses(after, spellings, (*named, index), lettered)


def _between(text: str) -> int:
    found = _BETWEEN.match(text)
    return found.end() if found else 0


def _after(text: str, spellings: set[str]) -> Iterator[str]:
    """Yield what follows an option at the beginning of *text*."""
    whole = False
    for spelling in spellings:
        if text.startswith(spelling):
            whole = True
            yield text[len(spelling) :]
    if whole:
        return
    start, dots, after = text.partition(_CUT)
    if dots and start and any(spelling.startswith(start) for spelling in spellings):
        yield after
