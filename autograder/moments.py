"""Times as platforms write them, in English and Hungarian."""

from __future__ import annotations

import re
from datetime import datetime

from autograder.texts import without_accents

__all__ = ["moment_in"]

_ENGLISH = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_HUNGARIAN = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "szep", "okt", "nov", "dec"]
_MONTHS = {
    name: number for names in (_ENGLISH, _HUNGARIAN) for number, name in enumerate(names, start=1)
}
_DIGITS = re.compile(
    r"(?P<year>\d{4})[-./_ ]{0,2}(?P<month>\d\d?)[-./_ ]{0,2}(?P<day>\d\d?)"
    r"(?:\D{1,3}|T|)(?P<hour>\d\d?)[-.:_h ]?(?P<minute>\d\d)(?:[-.:_ ]?(?P<second>\d\d))?"
)
_WORD = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"\b\d{4}\b")
_CLOCK = re.compile(r"\b(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d))?")
_HALF = re.compile(r"\b(?:(?P<pm>pm|du)|(?P<am>am|de))\b")


def moment_in(text: str) -> datetime | None:
    """
    Return the date and time in *text*, or None if there is none.

    It has a time zone only if *text* is in ISO 8601 with one. Known besides: digits in the order
    year to second, and names of months in English or Hungarian, before or after the day, with or
    without am and pm.
    """
    text = text.strip()[:100]
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        pass
    if found := _DIGITS.search(text):
        return _made(**{name: int(number or 0) for name, number in found.groupdict().items()})
    return _with_month(_plain(text))


def _with_month(text: str) -> datetime | None:
    month = next((m for w in _WORD.findall(text) if (m := _month(w))), None)
    year, clock = _YEAR.search(text), _CLOCK.search(text)
    if not (month and year and clock):
        return None
    rest = text.replace(year[0], " ", 1).replace(clock[0], " ", 1)
    day = re.search(r"\b\d{1,2}\b", rest)
    if day is None:
        return None
    hour = int(clock["hour"])
    if half := _HALF.search(text):
        hour = hour % 12 + (12 if half["pm"] else 0)
    return _made(
        int(year[0]), month, int(day[0]), hour, int(clock["minute"]), int(clock["second"] or 0)
    )


def _month(word: str) -> int | None:
    return next((number for name, number in _MONTHS.items() if word.startswith(name)), None)


def _made(year: int, month: int, day: int, hour: int, minute: int, second: int) -> datetime | None:
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - the site's clock
    except ValueError:
        return None


def _plain(text: str) -> str:
    """*text* in small letters, without accents and the dots of a.m."""
    return re.sub(r"\b([ap])\.\s?m\.?", r"\1m", without_accents(text).casefold())
