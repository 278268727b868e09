"""
The trusted side of reading: it opens files, hands them to throwaway processes, and reads replies.

No byte of a student's is unpacked, decoded or parsed here: that is done in ``tasks.py``, for one
student at a time, each with limits of their own.
"""

from __future__ import annotations

import json
import os
import queue
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from typing_extensions import Self

from autograder.errors import InputError
from autograder.runs import End
from autograder.sandbox import ChildReply, Kind, Limits, OneKind, Tier, open_one
from autograder.sandbox.wire import sealed
from autograder.submissions.attempt_readings import (
    AttemptReading,
    attempt_reading,
    last_looked_at,
)
from autograder.submissions.kept_replies import KeptReplies
from autograder.submissions.layouts import Owner
from autograder.submissions.owner_readings import login_said, owners_in
from autograder.submissions.programs import Question
from autograder.submissions.reading import open_regular
from autograder.submissions.readings import (
    Malformed,
    Names,
    names_in,
    responses_in,
    spans_in,
)
from autograder.submissions.refusals import SubmissionError, printable
from autograder.submissions.responses import Responses
from autograder.submissions.written import WrittenQuestion

__all__ = ["READING", "File", "Reader"]

#: Small servers whose children unpack and parse others' files.
READING = Kind("autograder.submissions.tasks:do")

#: For one attempt. A notebook of 30 MB takes a tenth of these.
_ATTEMPT = Limits(
    seconds=5.0, memory=768 << 20, threads=4, file_size=1 << 20, open_files=300, reply=20 << 20
)
#: For a list of all names in a download, and for a platform's files about a class.
_DOWNLOAD = Limits(
    seconds=60.0, memory=2 << 30, threads=4, file_size=1 << 20, open_files=64, reply=64 << 20
)
#: How often reading an attempt starts anew without the file at which it ended.
_TRIES = 3
#: Files of one attempt that are handed over; the kernel takes 250 at a time.
_MAX_FILES = 200


@dataclass(frozen=True, slots=True)
class File:
    """
    A file that was handed in, not read yet.

    Attributes:
        name: The name that the student gave it.
        content: Its path, or its bytes.
        inside: If *content* is a download, the name of the member that this file is, after the
            names of the archives that contain it.
    """

    name: str
    content: Path | bytes = field(repr=False)
    inside: tuple[str, ...] = ()


class Reader:
    """
    Reads others' files in processes that end right after. A context manager.

    Args:
        floor: The least isolation that will do.
        gists: Whether programs are also summed up for reports (:class:`Gist`).
        workers: How many threads may use it at a time.
        kept: A file in which replies are kept, so that no process is needed for files that were read
            before (:class:`KeptReplies`). Those that are not asked for are removed, unless an error
            ends the block.
    """

    def __init__(
        self,
        floor: Tier = Tier.PROCESS,
        *,
        gists: bool = False,
        workers: int = 1,
        kept: Path | None = None,
    ) -> None:
        self.workers = workers
        self._gists = gists
        self._kept = KeptReplies(kept) if kept else None
        self._runners = [open_one(READING, floor) for _ in range(workers)]
        self._free: queue.SimpleQueue[OneKind] = queue.SimpleQueue()
        for runner in self._runners:
            self._free.put(runner)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error: object, *_: object) -> None:
        self.close(forget=error is None)

    def close(self, *, forget: bool = False) -> None:
        """
        End the processes that read.

        Args:
            forget: Whether kept replies are removed that were not asked for.
        """
        for runner in self._runners:
            runner.close()
        if self._kept:
            self._kept.close(forget=forget)

    def attempt(
        self,
        files: Sequence[File],
        questions: Sequence[Question],
        written: Sequence[WrittenQuestion] = (),
    ) -> AttemptReading:
        """
        Find programs, answers to quiz items and in words, and gists among the *files* of one attempt.

        Files that can't be read, for whatever reason, are listed in the result; the others are read
        all the same.

        Raises:
            SandboxError, IsolationError: If we fail ourselves.
        """
        asked = [[q.exercise, q.function, list(q.stubs)] for q in questions]
        exercises = [question.exercise for question in questions]
        words = [[question.exercise, list(question.handed_out)] for question in written]
        stubs = [stub for question in questions for stub in question.stubs]
        with _opened(files) as (descriptors, listed, refused):
            skip: list[str] = []
            for _ in range(_TRIES):
                request = {
                    "do": "attempt",
                    "files": listed,
                    "questions": asked,
                    "written": words,
                    "gists": self._gists,
                    "skip": skip,
                }
                reply = self._ask(request, descriptors, _ATTEMPT, stubs)
                try:
                    if reply.end is End.FLOODED:
                        break
                    reading = attempt_reading(
                        reply.data, exercises, [one.exercise for one in written]
                    )
                except Malformed:
                    break
                if reading is not None:
                    return _with_refused(reading, refused)
                name = last_looked_at(reply.data)
                if not name or name in skip:
                    break
                skip.append(name)
                refused.append((printable(name), _why(reply)))
        rest = [
            (printable(file.name), "it can't be read with the files beside it") for file in files
        ]
        return _with_refused(AttemptReading(), [*refused, *rest])

    def names(self, archive: File) -> Names:
        """
        List the files in an archive.

        Raises:
            SubmissionError: If it can't be read.
            SandboxError, IsolationError: If we fail ourselves.
        """
        reply = self._about_one(archive, {"do": "names"})
        try:
            return names_in(reply.data)
        except Malformed:
            raise SubmissionError(
                f"{printable(archive.name)} can't be read: {_why(reply)}"
            ) from None

    def owners(self, metadata: File) -> dict[str, tuple[Owner, ...]]:
        """Return the owners of each folder of Gradescope's export; none if it can't be read."""
        reply = self._about_one(metadata, {"do": "owners"})
        try:
            return owners_in(reply.data)
        except Malformed:
            return {}

    def login(self, note: File) -> str:
        """Return the login that a note of Blackboard's says; empty if it can't be read."""
        try:
            return login_said(self._about_one(note, {"do": "login"}).data)
        except (Malformed, SubmissionError):
            return ""

    def matched(self, pattern: str, paths: Sequence[str]) -> dict[str, dict[str, str]]:
        """
        Return by path, of those that the regular expression *pattern* matches, its groups.

        Students chose the names, and some expressions take for ever on names that are made for it.

        Raises:
            InputError: If it takes too long.
            SandboxError, IsolationError: If we fail ourselves.
        """
        request = {"do": "match", "pattern": pattern, "paths": list(paths)}
        reply = self._ask(request, (), _ATTEMPT)
        try:
            return spans_in(reply.data, paths)
        except Malformed:
            raise InputError(
                f"--names {pattern}: on the names of these files it takes too long. Where one "
                "repetition is in another, as in (a+)+, name what ends the inner one: [^/_]+_"
            ) from None

    def responses(self, path: Path) -> list[Responses]:
        """
        Read a platform's file of answers to quiz items, or our own.

        Raises:
            SubmissionError: If it is neither.
            SandboxError, IsolationError: If we fail ourselves.
        """
        reply = self._about_one(File(path.name, path), {"do": "responses", "name": str(path)})
        try:
            found = responses_in(reply.data)
        except Malformed:
            raise SubmissionError(f"{printable(path)} can't be read: {_why(reply)}") from None
        if isinstance(found, str):
            raise SubmissionError(found)
        return [replace(one, source=str(path)) for one in found]

    def _about_one(self, file: File, request: Mapping[str, Any]) -> ChildReply:
        with _opened([file]) as (descriptors, _, refused):
            if refused:
                raise SubmissionError(refused[0][1])
            return self._ask({**request, "inside": list(file.inside)}, descriptors, _DOWNLOAD)

    def _ask(
        self,
        request: Mapping[str, Any],
        descriptors: Sequence[int],
        limits: Limits,
        stubs: Sequence[str] = (),
    ) -> ChildReply:
        """The reply to *request*: the kept one, if it was answered before, else that of a process."""
        payload = json.dumps(request).encode()
        if self._kept is None:
            return self._exchanged(payload, descriptors, limits, stubs)
        key = self._kept.key_of(payload, descriptors)
        data = self._kept.find(key, limits.reply)
        if data is not None:
            return ChildReply(data)
        reply = self._exchanged(payload, descriptors, limits, stubs)
        # One that was ended from outside may end otherwise the next time.
        if reply.end is End.DONE and self._kept.key_of(payload, descriptors) == key:
            self._kept.keep(key, reply.data)
        return reply

    def _exchanged(
        self, payload: bytes, descriptors: Sequence[int], limits: Limits, stubs: Sequence[str]
    ) -> ChildReply:
        runner, shared = self._free.get(), {"gists": self._gists, "stubs": stubs}
        try:
            return runner.exchange(payload, limits, shared=shared, files=descriptors)
        finally:
            self._free.put(runner)


@contextmanager
def _opened(
    files: Sequence[File],
) -> Iterator[tuple[list[int], list[dict[str, Any]], list[tuple[str, str]]]]:
    """Give descriptors of all that holds *files*, the request's entry on each, and refusals."""
    descriptors: list[int] = []
    listed: list[dict[str, Any]] = []
    refused: list[tuple[str, str]] = []
    places: dict[Path, int] = {}
    with ExitStack() as stack:
        for file in files:
            content = file.content
            at = places.get(content) if isinstance(content, Path) else None
            if at is None:
                if len(descriptors) == _MAX_FILES:
                    refused.append((printable(file.name), f"more than {_MAX_FILES} files"))
                    break
                try:
                    descriptor = (
                        open_regular(content) if isinstance(content, Path) else sealed(content)
                    )
                except SubmissionError as error:
                    refused.append((printable(file.name), str(error)))
                    continue
                stack.callback(os.close, descriptor)
                at = len(descriptors)
                descriptors.append(descriptor)
                if isinstance(content, Path):
                    places[content] = at
            listed.append({"name": file.name, "at": at, "inside": list(file.inside)})
        yield descriptors, listed, refused


def _with_refused(reading: AttemptReading, refused: Sequence[tuple[str, str]]) -> AttemptReading:
    unread = tuple(sorted({*reading.unread, *refused}))
    return replace(reading, unread=unread)


def _why(reply: ChildReply) -> str:
    if reply.end is End.TIMEOUT:
        return "reading it takes too long"
    if reply.end is End.CRASHED:
        return "reading it takes too much memory, or ends the process that reads it"
    return "it is not what it seems to be"
