"""Sentences in the reader's language."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from autograder.content import Language, Text

__all__ = ["DOMAIN", "LOCALE", "Words", "in_all", "mark", "words_in"]

# "a(z) W" becomes "a W", "a(z) x" "az x": what is read aloud decides. A lone letter, capitals
# alone and what has no vowel are read letter by letter; x is "iksz", w is "dupla vé". A number that
# begins with 5 is "öt…", and with 1 "egy" or "ezer" where that 1 stands alone before its thousands.
_ARTICLE = re.compile(r"\b([Aa])\(z\)(\s+[^\w\s]*)(?=(\w+))")
_VOWELS = frozenset("aáeéiíoóöőuúüű")
_SPELLED_WITH_A_VOWEL = _VOWELS | frozenset("flmnrsxy")

#: Where catalogues are, and under which name gettext finds them.
LOCALE, DOMAIN = Path(__file__).parent / "locale", "gradlings"


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
        # gettext's names of languages have an underscore, and it tries the shorter ones by itself.
        self._translations = gettext.translation(
            DOMAIN, LOCALE, languages=[language.replace("-", "_")], fallback=True
        )

    def __call__(self, sentence: str, **parts: object) -> str:
        """
        Return *sentence* in this language, its ``{parts}`` filled in.

        A sentence that nobody has translated is returned in English; so are all in a language
        without a catalogue.

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
    letters = re.split(r"[_\d]", word)[0]
    if not letters:
        digits = re.match(r"\d+", word)
        vowel = digits is not None and _begins_with_a_vowel(digits[0])
    else:
        spelled = len(letters) == 1 or letters.isupper() or not _VOWELS & set(letters.lower())
        vowel = letters[0].lower() in (_SPELLED_WITH_A_VOWEL if spelled else _VOWELS)
    return f"{article}{'z' if vowel else ''}{between}"


def _begins_with_a_vowel(digits: str) -> bool:
    return digits[0] == "5" or (digits[0] == "1" and len(digits) % 3 == 1)


@cache
def words_in(language: Language) -> Words:
    """Return the words of *language*."""
    return Words(language)


def in_all(languages: Iterable[Language], sentence: str) -> Text:
    """Return a :func:`mark`-ed *sentence* of the program as a text of a course in *languages*."""
    return Text({language: words_in(language)(sentence) for language in languages})
