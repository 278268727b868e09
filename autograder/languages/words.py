"""Sentences in the reader's language."""

from __future__ import annotations

import gettext
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from autograder.content import Language

__all__ = ["Words", "mark", "words_in"]

# "a(z) W" becomes "a W", "a(z) x" becomes "az x": pronunciation decides. A single letter, or a
# word in capitals, is read by the names of its letters: x is "iksz", w is "dupla vé".
_ARTICLE = re.compile(r"\b([Aa])\(z\)(\s+[^\w\s]*)(?=(\w+))")
_VOWELS = frozenset("aáeéiíoóöőuúüű")
_SPELLED_WITH_A_VOWEL = _VOWELS | frozenset("flmnrsxy15")

_LOCALE = Path(__file__).parent / "locale"


def mark(sentence: str) -> str:
    """Return *sentence* unchanged; the call only tells Babel to have it translated."""
    return sentence


class Words:
    """
    Sentences in one language. Instances are named ``say``, which Babel looks for.

    Attributes:
        language: The language of the sentences.

    This is an object, not a name installed into builtins, so that one process can speak two
    languages, as it does for the class report of a bilingual course.
    """

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._translations = gettext.translation(
            "gradlings", _LOCALE, languages=[language], fallback=language == "en"
        )

    def __call__(self, sentence: str, **parts: object) -> str:
        """
        Return *sentence* in this language, its ``{parts}`` filled in.

        A sentence that nobody has translated is returned in English.

        Raises:
            KeyError: If the sentence has a part that is not given.

        >>> words_in("hu")("Hint {n} of {count}:", n=1, count=3)
        '1. segítség (3 közül):'
        """
        return self._filled(self._translations.gettext(sentence), parts)

    def many(self, one: str, many: str, *, n: int, **parts: object) -> str:
        """
        Return *one* or *many*, as the language counts *n*; ``{n}`` is a part of both.

        >>> words_in("en").many("{n} day", "{n} days", n=1)
        '1 day'
        >>> words_in("hu").many("{n} day", "{n} days", n=2)
        '2 nap'
        """
        return self._filled(self._translations.ngettext(one, many, n), {"n": n, **parts})

    def _filled(self, translated: str, parts: Mapping[str, object]) -> str:
        message = translated.format(**parts) if parts else translated
        return _ARTICLE.sub(_article, message) if parts and self.language == "hu" else message


def _article(found: re.Match[str]) -> str:
    article, between, word = found.groups()
    letters = word.split("_")[0]
    spelled = len(letters) == 1 or letters.isupper()
    vowels = _SPELLED_WITH_A_VOWEL if spelled else _VOWELS
    return f"{article}{'z' if word[0].lower() in vowels else ''}{between}"


@cache
def words_in(language: Language) -> Words:
    """Return the words of *language*."""
    return Words(language)
