"""
Replies of a process that read one attempt's files: as hostile as those, so nothing in them is trusted.

A malformed message, too long a text, or one message too many voids the whole reply.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.submissions.gists import MAX_EXAMPLE, MAX_PIECES, Gist
from autograder.submissions.helper_files import MAX_HELPERS, is_module_name
from autograder.submissions.messages import (
    MAX_NAME,
    Malformed,
    messages_in,
    refusal_in,
    text_in,
    words_in,
)
from autograder.submissions.responses import MAX_ANSWERS, MAX_ITEM, Asked, Response
from autograder.submissions.tasks import MAX_PROGRAM, MAX_PROGRAMS, MAX_UNREAD
from autograder.submissions.written import MAX_ANSWER
from autograder.texts import cleaned

__all__ = ["AttemptReading", "Written", "attempt_reading", "last_looked_at"]

_MAX_PIECE = 1 << 63
#: A digest, or nothing.
_FORM = re.compile(r"(?:[0-9a-f]{64})?")
#: Most messages about one attempt: each file in its archives is named before it is read.
_MAX_LINES_OF_ONE = 30_000


@dataclass(frozen=True, slots=True)
class Written:
    """
    An answer in words; hostile, though without control characters.

    Attributes:
        cut: Whether the answer goes on, and the rest was not read.
    """

    text: str
    cut: bool = False


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
        written: Answers in words, by exercise.
    """

    programs: Mapping[str, str] = field(default_factory=dict)
    gists: Mapping[str, Gist] = field(default_factory=dict)
    answers: tuple[Response, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
    fault: str = ""
    helpers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    in_text: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, Written] = field(default_factory=dict)


def attempt_reading(
    data: bytes, exercises: Collection[str], written: Collection[str] = ()
) -> AttemptReading | None:
    """
    Read the reply about an attempt; None if it ends before all programs were sent.

    Args:
        exercises: The exercises that were asked about; a program for any other is malformed.
        written: Those that are answered in words; so is an answer to any other.

    Raises:
        Malformed: If no honest process sends this.
    """
    reader = _AttemptReader(exercises, written)
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


class _AttemptReader:
    """Takes messages one by one; out of order, repeated or too many, they are malformed."""

    def __init__(self, exercises: Collection[str], words: Collection[str]) -> None:
        self._exercises = exercises
        self._words = words
        self._left = MAX_PROGRAMS
        self._most = len(exercises) * (1 + MAX_HELPERS)
        self._sources: list[str] = []
        self._programs: dict[str, str] = {}
        self._helpers: dict[str, dict[str, str]] = {}
        self._in_text: dict[str, str] = {}
        self._gists: dict[str, Gist] = {}
        self._written: dict[str, Written] = {}
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
            case {"answer": _, "given": _} | {"written": _, "text": _} if not self.found:
                self._take_answer(message)
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
            written={name: one for name, one in self._written.items() if one.text.strip()},
        )

    def _take_answer(self, message: Mapping[str, Any]) -> None:
        match message:
            case {"answer": item, "given": given, **rest} if not rest:
                self._answers.append(Response(Asked(item=text_in(item, MAX_ITEM)), words_in(given)))
            case {"written": str() as exercise, "text": text, "cut": bool() as cut, **rest} if (
                not rest and exercise in self._words and exercise not in self._written
            ):
                self._written[exercise] = Written(cleaned(text_in(text, MAX_ANSWER)), cut)
            case _:
                raise Malformed("unknown message, not asked for, or twice")
        if len(self._answers) > MAX_ANSWERS:
            raise Malformed("too many answers")

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
