"""
Reading a child's reply. Its bytes come from hostile code: nothing in them is trusted.

The parent decides from its own knowledge (which checks it asked for, how the
process ended); a child that reports "done" too early, too often or out of order
gains nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.observations import (
    MAX_LEFT_OUT,
    MAX_STATEMENTS,
    ErrorFact,
    Observation,
    ObservationError,
    decode_error,
    decode_name,
    decode_observation,
    parse_json,
)
from autograder.runs import End, LeftOut, LoadFailure, Run, Stop
from autograder.sandbox.jobs import Job
from autograder.sandbox.tripwire import MAX_TRIPPED, WORDS
from autograder.texts import cleaned

__all__ = ["END_LINE", "ChildReply", "read_replies", "read_reply"]

_MAX_LINE = 1_000_000
#: What an honest child writes after each job, and before that for one that has to run alone.
END_LINE, _ALONE = b'{"end": true}', b'{"alone": true}'


@dataclass(frozen=True, slots=True)
class ChildReply:
    """
    The bytes that came through the pipe, and what the parent knows of the process.

    *end* is DONE if the process ended by itself, whatever its status.
    """

    data: bytes
    end: End = End.DONE
    detail: str = ""
    seconds: float = 0.0


def read_reply(reply: ChildReply, job: Job) -> Run:
    """Return *reply* as a :class:`Run`. Never raises: an unreadable reply is MALFORMED."""
    reader = _Reader(job)
    *lines, rest = reply.data.split(b"\n")
    try:
        reader.read(lines)
    except ObservationError as error:
        return reader.run(End.MALFORMED, str(error), reply.seconds)
    if reply.end is not End.DONE:
        return reader.run(reply.end, reply.detail, reply.seconds)
    if rest:
        return reader.run(End.MALFORMED, "the last message is cut", reply.seconds)
    if not reader.ended:
        detail = reply.detail or "the process ended early"
        return reader.run(End.CRASHED, detail, reply.seconds)
    return reader.run(End.DONE, "", reply.seconds)


def read_replies(reply: ChildReply, jobs: Sequence[Job]) -> list[Run | None]:
    """
    Return the runs of *jobs* that one process ran, in their order; None for each without a run.

    Only a job that came to its end has one. What was sent is void as a whole if any part of it is no
    honest child's. Never raises.
    """
    nothing: list[Run | None] = [None] * len(jobs)
    *lines, rest = reply.data.split(b"\n")
    parts: list[list[bytes]] = [[]]
    for line in lines:
        parts[-1].append(line)
        if line == END_LINE:
            parts.append([])
    *whole, begun = parts
    cut = rest and reply.end is End.DONE
    goes_on = len(whole) > len(jobs) or (len(whole) == len(jobs) and begun)
    if reply.end is End.FLOODED or cut or goes_on:
        return nothing
    seconds = reply.seconds / max(len(whole), 1)
    runs = nothing
    for number, (job, part) in enumerate(zip(jobs, [*whole, begun], strict=False)):
        if part == [_ALONE, END_LINE]:
            continue
        is_void = part[-2:] == [_ALONE, END_LINE]
        reader = _Reader(job)
        try:
            reader.read(part[:-2] if is_void else part)
        except ObservationError:
            return [None] * len(jobs)
        if reader.ended and not is_void:
            runs[number] = reader.run(End.DONE, "", seconds)
    return runs


class _Reader:
    """Takes messages in the one order in which an honest child sends them."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._lines = len(job.source.splitlines())
        self._waiting = [
            (name, index) for name in job.names for index in range(job.first, job.cases)
        ]
        self._asked = len(self._waiting)
        self._observations: dict[str, list[Observation]] = {}
        self._broken: dict[str, str] = {}
        self._load: LoadFailure | None = None
        self._printed: list[str] = []
        self._printed_length = 0
        self._tripped: dict[tuple[str, int], None] = {}
        self._loading: int | None = None
        self._loaded = False
        self._left_out: list[LeftOut] = []
        self.ended = False

    def read(self, lines: Iterable[bytes]) -> None:
        for line in lines:
            message = parse_json(line)
            if not isinstance(message, dict):
                raise ObservationError("a message is an object")
            if self.ended:
                raise ObservationError("a message after the end")
            self._take(message)

    def run(self, end: End, detail: str, seconds: float) -> Run:
        """Return what was read as a run that ended in this way and took so many *seconds*."""
        # Cleaned in one piece: an escape sequence may come in two messages.
        printed = cleaned("".join(self._printed))
        alarms = ((word, line if line <= self._lines else 0) for word, line in self._tripped)
        tripped = tuple(dict.fromkeys(alarms))
        stop = Stop(end, detail)
        if end in (End.FLOODED, End.MALFORMED):
            stops = dict.fromkeys(self._job.names, stop)
            return Run(stops=stops, end=end, printed=printed, seconds=seconds, tripped=tripped)
        stopped = end is not End.DONE and self._waiting
        return Run(
            observations={name: tuple(seen) for name, seen in self._observations.items()},
            broken=self._broken,
            load=self._load,
            stops={self._waiting[0][0]: stop} if stopped else {},
            end=end,
            printed=printed,
            seconds=seconds,
            tripped=tripped,
            loading=None if self._past_loading else self._loading,
            left_out=tuple(self._left_out),
        )

    @property
    def _past_loading(self) -> bool:
        return self._loaded or self._load is not None or self._has_seen_a_case

    @property
    def _has_seen_a_case(self) -> bool:
        return len(self._waiting) != self._asked

    def _take(self, message: dict[str, Any]) -> None:
        match message:
            # The number of messages is limited, too: many short ones would cost seconds.
            case {"printed": str() as text, **rest} if text and not rest:
                self._printed_length += len(text)
                if self._printed_length > self._job.limits.printed:
                    raise ObservationError("more output than is kept")
                self._printed.append(text)
            case {"tripped": str() as word, "line": int() as line, **rest} if not rest:
                if word not in WORDS or isinstance(line, bool) or not 0 <= line < _MAX_LINE:
                    raise ObservationError("unknown message")
                if (word, line) in self._tripped or len(self._tripped) == MAX_TRIPPED:
                    raise ObservationError("more alarms than are kept")
                self._tripped[word, line] = None
            case {"end": True, **rest} if not rest:
                if self._waiting and self._load is None:
                    raise ObservationError("ended before the last case")
                self.ended = True
            case {"check": str() as name, "case": int() as index, "observation": seen}:
                self._expect(name, index)
                observation = decode_observation(seen, lines=self._lines)
                self._observations.setdefault(name, []).append(observation)
            case {"check": str() as name, "case": int() as index, "broken": text}:
                self._expect(name, index)
                self._broken.setdefault(name, decode_name(text))
                # Once a check is broken, its other cases add nothing.
            case _:
                self._take_about_loading(message)

    def _take_about_loading(self, message: dict[str, Any]) -> None:
        match message:
            case {"loading": int() as number, **rest} if not rest:
                self._begin(number)
            case {"loaded": True, **rest} if not rest and not self._past_loading:
                self._loaded = True
            case {
                "left_out": int() as number,
                "line": line,
                "code": code,
                "error": error,
                **rest,
            } if not rest:
                self._leave_out(number, line, code, error)
            case {"load": "syntax" | "missing" | "raised" as kind, "error": error, "nearest": near}:
                if self._load is not None or self._has_seen_a_case:
                    raise ObservationError("loaded twice")
                self._load = LoadFailure(kind, _error(error, self._lines), decode_name(near))
            case _:
                raise ObservationError("unknown message")

    def _begin(self, number: int) -> None:
        """Take that a statement begins; their number is limited, as that of all messages is."""
        last = -1 if self._loading is None else self._loading
        if self._past_loading or isinstance(number, bool) or not last < number < MAX_STATEMENTS:
            raise ObservationError("a statement out of order")
        self._loading = number

    def _leave_out(self, number: int, line: object, code: object, error: object) -> None:
        known = decode_error(error, "", line, code, lines=self._lines)
        is_ours = number == self._loading if error else number in self._job.left_out
        if (
            self._past_loading
            or isinstance(number, bool)
            or not is_ours
            or len(self._left_out) == MAX_LEFT_OUT
        ):
            raise ObservationError("a statement that can't have been left out")
        left_out = LeftOut(number, known.line, known.code, known.type_name)
        self._left_out.append(left_out)

    def _expect(self, name: str, index: int) -> None:
        if self._load is not None or not self._waiting or self._waiting[0] != (name, index):
            raise ObservationError("a message out of order")
        self._waiting.pop(0)


def _error(data: Any, lines: int) -> ErrorFact:
    match data:
        case {"type": name, "message": message, "line": line, "code": code, **rest} if (
            rest.keys() <= {"missed"}
        ):
            return decode_error(name, message, line, code, rest.get("missed", ""), lines=lines)
    raise ObservationError("not an error")
