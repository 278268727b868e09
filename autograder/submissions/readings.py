"""
Replies of a process that read others' files: as hostile as those, so nothing in them is trusted.

A malformed message, too long a text, or one message too many voids the whole reply. Names and
reasons are made fit to be shown here, once.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.submissions.gists import MAX_EXAMPLE, MAX_PIECES, Gist
from autograder.submissions.helper_files import MAX_HELPERS, is_module_name
from autograder.submissions.layouts import Owner
from autograder.submissions.messages import (
    MAX_NAME,
    MAX_WHY,
    Malformed,
    line_in,
    messages_in,
    moment_in,
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
from autograder.submissions.tasks import MAX_PROGRAM, MAX_PROGRAMS, MAX_UNREAD
from autograder.texts import cleaned

__all__ = [
    "AttemptReading",
    "Malformed",
    "Names",
    "attempt_reading",
    "last_looked_at",
    "names_in",
    "owners_in",
    "responses_in",
]

_MAX_PIECE = 1 << 63
#: A digest, or nothing.
_FORM = re.compile(r"(?:[0-9a-f]{64})?")
_MAX_STUDENTS = 20_000
#: Most messages about one attempt: each file in its archives is named before it is read.
_MAX_LINES_OF_ONE = 30_000
#: Names in a download; a class of a thousand hands in a few thousand.
_MAX_NAMES = 200_000


@dataclass(frozen=True, slots=True)
class AttemptReading:
    """
    What was found among the files of one attempt.

    Attributes:
        programs: Programs by exercise; hostile.
        helpers: For exercises whose programs import other files of the attempt: those files'
            texts by the names of their modules; hostile.
        in_text: For exercises without another answer whose answer stands in a notebook's cell of
            text, that cell's kind: ``"markdown"`` or ``"raw"``.
        gists: Gists by exercise, of those programs that have one.
        answers: Answers to quiz items.
        unread: Names of files that could not be read, each with the reason; fit to be shown.
        fault: Why nothing was read, if we failed ourselves.
    """

    programs: Mapping[str, str] = field(default_factory=dict)
    gists: Mapping[str, Gist] = field(default_factory=dict)
    answers: tuple[Response, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
    fault: str = ""
    helpers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    in_text: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Names:
    """Names of the files in an archive, still hostile, and those refused, with the reasons."""

    names: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


def attempt_reading(data: bytes, exercises: Collection[str]) -> AttemptReading | None:
    """
    Read the reply about an attempt; None if it ends before all programs were sent.

    Args:
        exercises: The exercises that were asked about; a program for any other is malformed.

    Raises:
        Malformed: If no honest process sends this.
    """
    reader = _AttemptReader(exercises)
    for message in messages_in(data, _MAX_LINES_OF_ONE):
        reader.take(message)
    return reader.reading() if reader.found else None


def last_looked_at(data: bytes) -> str | None:
    """Return the name of the last file that a process began to read before it ended early."""
    name = None
    try:
        for message in messages_in(data, _MAX_LINES_OF_ONE):
            match message:
                case {"reading": str() as value, **rest} if not rest and len(value) <= MAX_NAME:
                    name = value
    except Malformed:
        return None
    return name


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


def owners_in(data: bytes) -> dict[str, tuple[Owner, ...]]:
    """
    Return the owners of each folder of an export.

    Raises:
        Malformed: If no honest process sends this.
    """
    owners: dict[str, tuple[Owner, ...]] = {}
    for count, message in enumerate(messages_in(data)):
        match message:
            case {"folder": folder, "id": ident, "name": name, "submitted": when, **rest} if (
                not rest
            ):
                key = text_in(folder, MAX_NAME)
                numbers = re.findall(r"\d{1,18}", key[:40])
                owner = Owner(
                    line_in(ident), line_in(name), "", attempt=key, order=tuple(map(int, numbers)),
                    submitted=moment_in(when),
                )  # fmt: skip
                owners[key] = (*owners.get(key, ()), owner)
            case {"end": True, **rest} if not rest:
                pass
            case _:
                raise Malformed("unknown message")
        if count > _MAX_STUDENTS:
            raise Malformed("too many students")
    return owners


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


class _AttemptReader:
    """Takes messages one by one; out of order, repeated or too many, they are malformed."""

    def __init__(self, exercises: Collection[str]) -> None:
        self._exercises = exercises
        self._left = MAX_PROGRAMS
        self._most = len(exercises) * (1 + MAX_HELPERS)
        self._sources: list[str] = []
        self._programs: dict[str, str] = {}
        self._helpers: dict[str, dict[str, str]] = {}
        self._in_text: dict[str, str] = {}
        self._gists: dict[str, Gist] = {}
        self._answers: list[Response] = []
        self._unread: list[tuple[str, str]] = []
        self.found = False
        self._ended = False

    def take(self, message: Mapping[str, Any]) -> None:
        """Take the next message."""
        if self._ended:
            raise Malformed("a message after the end")
        match message:
            case {"reading": str(), **rest} if not rest and not self.found:
                pass
            case {"unread": name, "why": why, **rest} if not rest and not self.found:
                self._unread.append(refusal_in(name, why))
                if len(self._unread) > MAX_UNREAD + len(self._exercises):
                    raise Malformed("too many files")
            case {"answer": item, "given": given, **rest} if not rest and not self.found:
                self._answers.append(Response(Asked(item=text_in(item, MAX_ITEM)), words_in(given)))
                if len(self._answers) > MAX_ANSWERS:
                    raise Malformed("too many answers")
            case {"source": _} | {"in_text": _} | {"program": _}:
                self._take_program(message)
            case {"found": True, **rest} if not rest and not self.found:
                self.found = True
            case {
                "gist": str() as exercise, "example": example, "pieces": list() as pieces,
                "form": form, **rest
            } if not rest and self.found and exercise in self._programs:  # fmt: skip
                self._gists[self._new(exercise, self._gists)] = _gist(example, pieces, form)
            case {"end": True, **rest} if not rest and self.found:
                self._ended = True
            case _:
                raise Malformed("unknown message")

    def reading(self) -> AttemptReading:
        """Return what was taken so far."""
        return AttemptReading(
            self._programs,
            self._gists,
            tuple(self._answers),
            tuple(self._unread),
            helpers=self._helpers,
            in_text=self._in_text,
        )

    def _take_program(self, message: Mapping[str, Any]) -> None:
        if self.found:
            raise Malformed("a program after the last")
        match message:
            case {"source": str() as source, **rest} if not rest:
                self._sources.append(self._program(source))
            case {"in_text": exercise, "kind": "markdown" | "raw" as kind, **rest} if not rest:
                self._in_text[self._new(exercise, self._in_text)] = kind
            case {"program": exercise, "source": number, **rest} if rest.keys() <= {"helpers"}:
                name = self._new(exercise, self._programs)
                self._programs[name] = self._source(number)
                if rest:
                    self._helpers[name] = self._helpers_in(rest["helpers"])
            case _:
                raise Malformed("unknown message")

    def _helpers_in(self, modules: object) -> dict[str, str]:
        if not isinstance(modules, dict) or not 0 < len(modules) <= MAX_HELPERS:
            raise Malformed("no files, or too many")
        if not all(isinstance(name, str) and is_module_name(name) for name in modules):
            raise Malformed("no name of a module")
        return {name: self._source(number) for name, number in modules.items()}

    def _program(self, source: str) -> str:
        whole = source.encode("utf-8", "replace")
        self._left -= len(whole)
        if self._left < 0 or len(whole) > MAX_PROGRAM or len(self._sources) > self._most:
            raise Malformed("too long programs")
        return whole.decode()

    def _source(self, number: object) -> str:
        if not isinstance(number, int) or isinstance(number, bool):
            raise Malformed("no number")
        if not 0 <= number < len(self._sources):
            raise Malformed("no such program")
        return self._sources[number]

    def _new(self, exercise: object, known: Mapping[str, object]) -> str:
        if not isinstance(exercise, str) or exercise not in self._exercises or exercise in known:
            raise Malformed("not asked for, or twice")
        return exercise


def _gist(example: object, pieces: Sequence[object], form: object) -> Gist:
    if len(pieces) > MAX_PIECES:
        raise Malformed("too many pieces")
    numbers = frozenset(
        piece
        for piece in pieces
        if isinstance(piece, int) and not isinstance(piece, bool) and abs(piece) <= _MAX_PIECE
    )
    if len(numbers) != len(pieces):
        raise Malformed("no pieces")
    if not isinstance(form, str) or not _FORM.fullmatch(form):
        raise Malformed("no form")
    return Gist(cleaned(text_in(example, MAX_EXAMPLE)), numbers, form)
