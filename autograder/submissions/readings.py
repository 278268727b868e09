"""
Replies of a process that read others' files: as hostile as those, so nothing in them is trusted.

A malformed message, too long a text, or one message too many voids the whole reply. Names and
reasons are made fit to be shown here, once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from autograder.submissions.messages import (
    MAX_NAME,
    MAX_WHY,
    Malformed,
    line_in,
    messages_in,
    printable_in,
    refusal_in,
    text_in,
    words_in,
)
from autograder.submissions.responses import (
    MAX_ANSWERS,
    MAX_IDS,
    MAX_ITEM,
    Asked,
    Response,
    Responses,
)
from autograder.submissions.tasks import MAX_UNREAD

__all__ = [
    "Malformed",
    "Names",
    "names_in",
    "responses_in",
]

_MAX_STUDENTS = 20_000
#: Names in a download; a class of a thousand hands in a few thousand.
_MAX_NAMES = 200_000


@dataclass(frozen=True, slots=True)
class Names:
    """Names of the files in an archive, still hostile, and those refused, with the reasons."""

    names: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


def names_in(data: bytes) -> Names:
    """
    Read the reply that lists an archive.

    Raises:
        Malformed: If no honest process sends this.
    """
    names: list[str] = []
    refused: list[tuple[str, str]] = []
    ended = False
    for message in messages_in(data):
        match message:
            case {"names": list() as value, **rest} if not rest:
                names += [text_in(name, MAX_NAME) for name in value]
            case {"unread": name, "why": why, **rest} if not rest:
                refused.append(refusal_in(name, why))
            case {"end": True, **rest} if not rest:
                ended = True
            case _:
                raise Malformed("unknown message")
        if len(names) > _MAX_NAMES or len(refused) > 2 * MAX_UNREAD:
            raise Malformed("too many names")
    if not ended or len(set(names)) != len(names):
        raise Malformed("no list of names")
    return Names(tuple(names), tuple(refused))


def spans_in(data: bytes, paths: Sequence[str]) -> dict[str, dict[str, str]]:
    """
    Return by path, of those that a pattern matches, the text of each of its groups.

    Raises:
        Malformed: If no honest process sends this, or not to the end.
    """
    found: dict[str, dict[str, str]] = {}
    ended = False
    for message in messages_in(data, len(paths) + 1):
        match message:
            case {"path": int(place), "spans": dict(spans), **rest} if not rest:
                if not 0 <= place < len(paths):
                    raise Malformed("no such path")
                groups = {}
                for name, span in spans.items():
                    match span:
                        case [int(start), int(end)] if -1 <= start <= end <= len(paths[place]):
                            groups[str(name)] = paths[place][max(start, 0) : max(end, 0)]
                        case _:
                            raise Malformed("no part of a path")
                found[paths[place]] = groups
            case {"end": True, **rest} if not rest:
                ended = True
            case _:
                raise Malformed("unknown message")
    if not ended:
        raise Malformed("it did not come to an end")
    return found


def responses_in(data: bytes) -> list[Responses] | str:
    """
    Return the answers of a class, or the reason, fit to be shown, why the file can't be read.

    Raises:
        Malformed: If no honest process sends this.
    """
    found: list[Responses] = []
    for message in messages_in(data):
        match message:
            case {
                "student": student, "name": name, "ids": list() as ids, "attempt": int() as attempt,
                "places": int() as places, **rest
            } if not rest and len(ids) <= MAX_IDS:  # fmt: skip
                known = tuple(map(line_in, ids))
                one = Responses(
                    line_in(student), line_in(name), (), known, int(attempt), int(places)
                )
                found.append(one)
            case {
                "item": item, "text": text, "place": int() as place, "right": right,
                "given": given, **rest
            } if not rest and found and abs(place) <= MAX_ANSWERS:  # fmt: skip
                asked = Asked(text_in(item, MAX_ITEM), words_in(text), int(place), words_in(right))
                answers = (*found[-1].answers, Response(asked, words_in(given)))
                found[-1] = replace(found[-1], answers=answers)
                if len(answers) > MAX_ANSWERS:
                    raise Malformed("too many answers")
            case {"refused": why, **rest} if not rest:
                return printable_in(why, 2 * MAX_WHY)
            case {"end": True, **rest} if not rest:
                return found
            case _:
                raise Malformed("unknown message")
    raise Malformed("it ends early")
