"""Languages as Babel knows them, where it is installed: it comes with what instructors need."""

from __future__ import annotations

from functools import cache

from autograder.content import Language, best_of

__all__ = ["locale_of", "own_name"]

#: The names of the languages that we speak ourselves, for who has no Babel.
_NAMES = {"en": "English", "hu": "Magyar"}


def locale_of(language: Language) -> str:
    """
    Return Babel's name for *language* or the nearest that it knows; English if it knows none.

    Raises:
        ImportError: If Babel is not installed.
    """
    from babel.localedata import locale_identifiers  # noqa: PLC0415 - an extra

    tag = best_of((name.replace("_", "-") for name in locale_identifiers()), language)
    return (tag or "en").replace("-", "_")


@cache
def own_name(language: Language) -> str:
    """
    Return what speakers of *language* call it; its tag, if nobody here knows that.

    >>> own_name("hu"), own_name("de"), own_name("qaa")
    ('Magyar', 'Deutsch', 'qaa')
    """
    try:
        from babel import Locale  # noqa: PLC0415 - an extra

        name = locale_of(language)
    except ImportError:
        return _NAMES.get(language, language)
    if name.partition("_")[0] != language.partition("-")[0].lower():  # English, for want of better
        return language
    own = Locale.parse(name).get_display_name() or language
    return own[0].upper() + own[1:]
