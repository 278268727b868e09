"""The cells of a notebook, out of a stream of JSON events."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import IO, Any

import ijson

from autograder.submissions.refusals import (
    MAX_SOURCE,
    SubmissionError,
    not_utf_8,
    printable,
    refuse_long,
)

__all__ = ["notebook_cells"]

_MAX_CELLS = 5_000
#: Bytes that are read at a time. For each part, ijson scans an unfinished text again from its
#: beginning: a picture of 30 MB takes six seconds in parts of 64 KB, a sixth of a second in these.
_PART = 1 << 22
_BEGINS, _ENDS = ("start_map", "start_array"), ("end_map", "end_array")


def notebook_cells(file: IO[bytes], name: str) -> Iterator[dict[str, Any]]:
    """
    Go through the cells of a notebook of format 4; all that is not their source is dropped unread.

    Yields:
        For each cell ``cell_type``, ``source`` and ``id`` (texts), and ``tag``: ``exercise`` and ``role`` from
        ``metadata.gradlings``, if they are texts. None of these can be trusted.

    Raises:
        SubmissionError: If it is no such notebook, or its code as a whole is too long.
    """
    file.seek(3 if file.read(3) == b"\xef\xbb\xbf" else 0)
    try:
        yield from _NotebookReader(name, ijson.basic_parse(file, buf_size=_PART)).cells()
    except (ijson.JSONError, UnicodeError, ValueError, SystemError, _NoNotebookError):
        # ijson raises SystemError for a number with more digits than Python takes.
        _refuse_other_encodings(file, name)
        raise SubmissionError(
            "{name} is no notebook of format 4; open it in Jupyter and save it again",
            name=printable(name),
        ) from None


class _NoNotebookError(Exception):
    """The file is JSON, but no notebook."""


class _NotebookReader:
    """
    Builds cells from a stream of JSON events, one cell in memory at a time.

    Values that are not needed are skipped and use no memory, however large or deep they are.
    """

    def __init__(self, name: str, events: Iterator[tuple[str, Any]]) -> None:
        self._name = name
        self._events = events
        self._size = 0
        self._count = 0

    def cells(self) -> Iterator[dict[str, Any]]:
        """Go through the cells; the notebook must hold nothing after its end."""
        self._enter("start_map")
        has_cells = False
        for key in self._keys():
            if key == "cells":
                has_cells = True
                yield from self._cells()
            else:
                self._skip()
        if not has_cells or next(self._events, None) is not None:
            raise _NoNotebookError
        refuse_long(self._name, self._size)

    def _cells(self) -> Iterator[dict[str, Any]]:
        self._enter("start_array")
        while (event := self._next()[0]) != "end_array":
            if event != "start_map":
                raise _NoNotebookError
            cell = self._cell()
            if cell["cell_type"] != "code":
                if cell["source"] is not None:
                    yield cell
                continue
            self._count_in(cell)
            # Once the code is too long, only its size is of interest.
            if self._size <= MAX_SOURCE:
                yield cell

    def _cell(self) -> dict[str, Any]:
        cell: dict[str, Any] = {"cell_type": None, "source": None, "id": "", "tag": {}}
        for key in self._keys():
            if key == "source":
                cell["source"] = self._source()
            elif key in ("cell_type", "id"):
                cell[key] = self._text_or_none()
            elif key == "metadata":
                self._enter("start_map")
                cell["tag"] = self._tag()
            else:
                self._skip()
        if cell["cell_type"] is None:
            raise _NoNotebookError
        return cell

    def _source(self) -> str | None:
        """The source of a cell, stored as a text or a list of lines; None if it is neither."""
        event, value = self._next()
        if event == "string":
            return str(value)
        if event != "start_array":
            return None
        lines = []
        while (item := self._next())[0] != "end_array":
            if item[0] != "string":
                raise _NoNotebookError
            lines.append(item[1])
        return "".join(lines)

    def _tag(self) -> dict[str, str]:
        tag: dict[str, str] = {}
        for key in self._keys():
            if key != "gradlings":
                self._skip()
            elif (event := self._next()[0]) == "start_map":
                for name in self._keys():
                    text = self._text_or_none()
                    if name in ("exercise", "role"):
                        tag[name] = text or ""
            else:
                self._skip(event)
        return tag

    def _count_in(self, cell: dict[str, Any]) -> None:
        if cell["source"] is None:
            raise _NoNotebookError
        self._count += 1
        if self._count > _MAX_CELLS:
            raise SubmissionError(
                "{name} has more than {most} cells", name=printable(self._name), most=_MAX_CELLS
            )
        self._size += len(cell["source"].encode("utf-8", "surrogatepass"))

    def _next(self) -> tuple[str, Any]:
        try:
            return next(self._events)
        except StopIteration:
            raise _NoNotebookError from None

    def _enter(self, expected: str) -> None:
        if self._next()[0] != expected:
            raise _NoNotebookError

    def _keys(self) -> Iterator[str]:
        """Keys of the object that was entered; the caller takes each value before the next key."""
        while (event := self._next())[0] != "end_map":
            yield event[1]

    def _text_or_none(self) -> str | None:
        event, value = self._next()
        if event == "string":
            return str(value)
        self._skip(event)
        return None

    def _skip(self, event: str = "") -> None:
        """Skip a value, whose first event is *event* if that was taken already."""
        depth = 0
        while True:
            event = event or self._next()[0]
            depth += (event in _BEGINS) - (event in _ENDS)
            if depth == 0:
                return
            event = ""


def _refuse_other_encodings(file: IO[bytes], name: str) -> None:
    """
    Raises:
        SubmissionError: If *file* is not UTF-8.
    """
    file.seek(0)
    decoder, place = codecs.getincrementaldecoder("utf-8")(), 0
    try:
        while part := file.read(_PART):
            decoder.decode(part)
            place = file.tell() - len(decoder.getstate()[0])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise not_utf_8(name, place + error.start) from None
