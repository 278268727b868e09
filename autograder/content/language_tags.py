"""Tags of languages (BCP 47), as courses and their readers name languages."""

from __future__ import annotations

import locale
from collections.abc import Iterable
from itertools import takewhile
from typing import Annotated

from pydantic import StringConstraints

__all__ = ["ANY_LANGUAGE", "TAG", "Language", "best_of", "direction_of", "tag_of_system"]

#: A well-formed tag by RFC 5646, 2.1: language, script, region, variants, extensions, private use.
TAG = (
    r"(?i:[a-z]{2,3}(-[a-z]{3}){0,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?"
    r"(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(-[0-9a-wy-z](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?)"
)
#: The language of a text: ``en``, ``pt-BR``, ``zh-Hant``.
Language = Annotated[str, StringConstraints(pattern=f"^{TAG}$", max_length=35)]
#: BCP 47's tag for what has no words: code, numbers, names.
ANY_LANGUAGE: Language = "zxx"

#: Languages that are written from right to left where their tag names no script (CLDR), and such scripts.
_RIGHT_TO_LEFT = frozenset({
    "aeb", "ajp", "apc", "apd", "ar", "arc", "arq", "ars", "ary", "arz", "azb", "bal", "bgn",
    "bqi", "brh", "ckb", "dv", "fa", "glk", "he", "iw", "ji", "khw", "ks", "lki", "lrc", "luz",
    "mzn", "nqo", "ota", "pnb", "prs", "ps", "rhg", "sd", "sdh", "skr", "syc", "syr", "trw", "ug",
    "ur", "yi",
})  # fmt: skip
_SCRIPTS_RIGHT_TO_LEFT = frozenset({
    "adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "syre", "syrj",
    "syrn", "thaa", "yezi",
})  # fmt: skip
#: Names of languages that Windows has in their own language, and Python does not know.
_OWN_NAMES = {"magyar": "hu"}


def best_of(known: Iterable[Language], asked: str) -> Language | None:
    """
    Return the language of *known* that suits who *asked* for one; None if none does.

    It is the lookup of RFC 4647, 3.4: without its last parts, a tag asks for less. If nothing is
    left that is known, a regional form of the same language serves, too.

    >>> best_of(["en", "de", "pt-BR"], "de-AT"), best_of(["en", "pt-BR"], "pt")
    ('de', 'pt-BR')
    """
    by_tag = {tag.casefold(): tag for tag in known}
    parts = asked.casefold().split("-")
    for end in range(len(parts), 0, -1):
        if tag := by_tag.get("-".join(parts[:end])):
            return tag
    return next((tag for folded, tag in by_tag.items() if folded.split("-")[0] == parts[0]), None)


def direction_of(language: Language) -> str:
    """
    Return how texts in *language* run, as HTML's ``dir`` has it: ``ltr`` or ``rtl``.

    >>> direction_of("he"), direction_of("az-Arab-IR"), direction_of("ar-Latn"), direction_of("de")
    ('rtl', 'rtl', 'ltr', 'ltr')
    """
    first, *others = language.casefold().split("-")
    before_extensions = takewhile(lambda part: len(part) > 1, others)
    script = next((part for part in before_extensions if len(part) == 4 and part.isalpha()), None)
    if script:
        return "rtl" if script in _SCRIPTS_RIGHT_TO_LEFT else "ltr"
    return "rtl" if first in _RIGHT_TO_LEFT else "ltr"


def tag_of_system(name: str) -> str:
    """
    Return the tag for a system's name of a language.

    >>> tag_of_system("pt_BR.UTF-8"), tag_of_system("Hungarian_Hungary.1250")
    ('pt-BR', 'hu')
    """
    plain = name.partition(".")[0].partition("@")[0]
    word = plain.partition("_")[0].casefold()
    if len(word) <= 3:
        return plain.replace("_", "-")
    known = _OWN_NAMES.get(word) or locale.locale_alias.get(word, "")
    return known.partition("_")[0]
