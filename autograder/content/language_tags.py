"""Tags of languages (BCP 47), as courses and their readers name languages."""

from __future__ import annotations

import locale
from collections.abc import Iterable
from typing import Annotated

from pydantic import StringConstraints

__all__ = ["ANY_LANGUAGE", "TAG", "Language", "best_of", "tag_of_system"]

#: A well-formed tag by RFC 5646, 2.1: language, script, region, variants, extensions, private use.
TAG = (
    r"(?i:[a-z]{2,3}(-[a-z]{3}){0,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?"
    r"(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(-[0-9a-wy-z](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?)"
)
#: The language of a text: ``en``, ``pt-BR``, ``zh-Hant``.
Language = Annotated[str, StringConstraints(pattern=f"^{TAG}$", max_length=35)]
#: BCP 47's tag for what has no words: code, numbers, names.
ANY_LANGUAGE: Language = "zxx"

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
