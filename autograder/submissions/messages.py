"""
Messages of a process that read others' files, each checked on its own.

A message that no honest process sends is :class:`Malformed`. Names and reasons are made fit to be
shown here, once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from autograder.observations import ObservationError, parse_json
from autograder.submissions.refusals import MAX_SOURCE, printable
from autograder.submissions.responses import MAX_TEXT
from autograder.texts import cleaned, one_line

__all__ = [
    "MAX_NAME",
    "MAX_WHY",
    "Malformed",
    "line_in",
    "messages_in",
    "moment_in",
    "printable_in",
    "refusal_in",
    "text_in",
    "words_in",
]

#: Longest name of a file in an archive, with the archives' own names before it; longest reason.
MAX_NAME = 2_500
MAX_WHY = 500
_MAX_LINES = 200_000
#: Longest message: a program with each of its bytes spelt out.
_MAX_LINE = 12 * MAX_SOURCE + 1_000


class Malformed(Exception):  # noqa: N818 - the name says what the reply is
    """The reply is not one that an honest process sends."""


def messages_in(data: bytes, most: int = _MAX_LINES) -> Iterator[Mapping[str, Any]]:
    """Yield the message in each whole line of *data*; a rest after the last line was cut off."""
    start = count = 0
    while (end := data.find(b"\n", start)) >= 0:
        count += 1
        if count > most or end - start > _MAX_LINE:
            raise Malformed("too many messages, or too long ones")
        try:
            message = parse_json(data[start:end])
        except ObservationError as error:
            raise Malformed(str(error)) from None
        start = end + 1
        if not isinstance(message, dict):
            raise Malformed("a message is an object")
        yield message


def refusal_in(name: object, why: object) -> tuple[str, str]:
    """Return name and reason of a file that is not read, fit to be shown."""
    return printable_in(name, MAX_NAME), printable_in(why, MAX_WHY + MAX_NAME)


def moment_in(value: object) -> datetime | None:
    """Return a time with a time zone, or None."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(text_in(value, 64))
    except ValueError:
        raise Malformed("no moment") from None
    if moment.tzinfo is None:
        raise Malformed("no moment")
    return moment


def line_in(value: object) -> str:
    """Return a text on one line."""
    return one_line(text_in(value, MAX_TEXT))


def words_in(value: object) -> str:
    """Return a text without control characters."""
    return cleaned(text_in(value, MAX_TEXT))


def printable_in(value: object, longest: int) -> str:
    """Return a text fit to be shown, of at most *longest* characters before."""
    return printable(text_in(value, longest), MAX_WHY)


def text_in(value: object, longest: int) -> str:
    """Return a text of at most *longest* characters."""
    if not isinstance(value, str) or len(value) > longest:
        raise Malformed(f"expected a text of at most {longest} characters")
    return value
