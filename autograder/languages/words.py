"""Sentences in the reader's language."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

from autograder.content import Language

__all__ = ["Words", "mark", "words_in"]

_LOCALE = Path(__file__).parent / "locale"


def mark(sentence: str) -> str:
    """Return *sentence* unchanged; it only tells Babel that this is one to translate."""
    return sentence


class Words:
    """
    Sentences in one language. Called ``say`` where it is used, which Babel looks for.

    An object instead of a name installed into builtins: two languages can be
    spoken in one process, as a class report for a bilingual course does.
    """

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._translations = gettext.translation(
            "gradlings", _LOCALE, languages=[language], fallback=language == "en"
        )

    def __call__(self, sentence: str, **parts: object) -> str:
        """Return *sentence* in this language, its ``{parts}`` filled in."""
        translated = self._translations.gettext(sentence)
        return translated.format(**parts) if parts else translated


@cache
def words_in(language: Language) -> Words:
    """Return the words of *language*."""
    return Words(language)
