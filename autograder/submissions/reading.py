"""Scripts and notebooks, read as text. Whatever the file is, it is only ever looked at."""

from __future__ import annotations

import ast
import codecs
import io
import os
import re
import stat
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import ijson

from autograder.errors import InputError, Say

__all__ = [
    "MAX_BYTES",
    "MAX_SOURCE",
    "SubmissionError",
    "defined_functions",
    "notebook_cells",
    "open_regular",
    "parsed",
    "read_bytes",
    "read_submission",
    "refuse_long",
    "shown",
    "source_of",
    "without_magics",
]

_BINARY = getattr(os, "O_BINARY", 0)  # Windows would change line ends otherwise.

#: Largest file that is read; a notebook with pictures in its outputs has tens of megabytes.
MAX_BYTES = 50_000_000
#: Most bytes of code in a script, or in all cells of a notebook. What Python's own parser takes
#: can be quadratic in them.
MAX_SOURCE = 200_000
_MAX_CELLS = 5_000

#: Bytes that are read at a time. ijson looks at a text that does not end in them from its beginning
#: again, so that parts of 64 KB make a picture of 30 MB take six seconds, and these a sixth of one.
_PART = 1 << 22
_BEGINS, _ENDS = ("start_map", "start_array"), ("end_map", "end_array")

_OUR_MAGIC = re.compile(r"%%check\b")
_QUESTION = re.compile(r"[\w.]+\?\??")
#: Each match begins where the last one ended, and there is one way to match: linear.
_DOTTED = re.compile(r"\w+(?:[ \t\\\r\n]*\.[ \t\\\r\n]*\w+)*")
_MAX_PARTS = 1_000
_NAMES = re.compile(r"[\w, \t]+")


class SubmissionError(InputError):
    """
    The file can't be read as a submission; the message says why and what to do.

    Attributes:
        problem: The sentence, which the catalogue may have in the learner's language.
        parts: What fills it in; without any, the sentence is whole.
    """

    def __init__(self, problem: str, **parts: object) -> None:
        super().__init__(problem.format(**parts) if parts else problem)
        self.problem = problem
        self.parts = parts

    def told(self, say: Say) -> str:
        return say(self.problem, **self.parts)


def read_submission(path: Path) -> str:
    """
    Return the Python source of a script or notebook.

    Of a notebook, the code cells in order; magics (``%``), shell lines (``!``)
    and help (``?``) are commented out, never run.

    Raises:
        SubmissionError: If it is no regular file, too large, not UTF-8 or no notebook.
    """
    return source_of(read_bytes(path), str(path))


def read_bytes(path: Path) -> bytes:
    """
    Return what is in the regular file at *path*.

    Raises:
        SubmissionError: If it is no regular file, too large, or can't be read.
    """
    with _told(path):
        return _content(path)


def open_regular(path: Path) -> int:
    """
    Return a descriptor of the regular file at *path*, open for reading; the caller closes it.

    Raises:
        SubmissionError: If it is no regular file, or can't be opened.
    """
    with _told(path):
        return _regular(path)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise SubmissionError(
            "{name} can't be read: No such file or directory", name=shown(path)
        ) from None
    except OSError as error:
        raise SubmissionError(
            "{name} can't be read: {why}", name=shown(path), why=error.strerror
        ) from None
    except ValueError:  # A name with a NUL in it.
        raise SubmissionError("{name} is no name of a file", name=shown(path)) from None


def source_of(data: bytes, name: str) -> str:
    """
    Return the Python source in *data*, the content of a file of that *name*.

    Raises:
        SubmissionError: If it is not UTF-8 or, by its name a notebook, no notebook.
    """
    if name.lower().endswith(".ipynb"):
        cells = [cell["source"] for cell in notebook_cells(io.BytesIO(data), name)]
        return "\n\n".join(map(without_magics, cells)) + "\n"
    refuse_long(name, len(data))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf_8(name, error.start) from None


def refuse_long(name: str, size: int) -> None:
    """
    Raises:
        SubmissionError: If a program of *size* bytes is longer than any that is read.
    """
    if size > MAX_SOURCE:
        raise SubmissionError(
            f"{shown(name)} holds {_kilobytes(size)} of code; "
            f"a program may have {_kilobytes(MAX_SOURCE)}"
        )


def notebook_cells(file: IO[bytes], name: str) -> Iterator[dict[str, Any]]:
    """
    Go through the code cells of a notebook of format 4; what else it holds is dropped unread.

    Yields:
        Of each cell ``source`` and ``id`` (texts), and ``tag``: what ``metadata.gradlings`` says
        under ``exercise`` and ``role``, where that is a text. All may be anything.

    Raises:
        SubmissionError: If it is no such notebook, or its code is too long in all.
    """
    file.seek(3 if file.read(3) == b"\xef\xbb\xbf" else 0)
    try:
        yield from _NotebookReader(name, ijson.basic_parse(file, buf_size=_PART)).code_cells()
    except (ijson.JSONError, UnicodeError, ValueError, SystemError, _NoNotebookError):
        # SystemError is what ijson makes of a number with more digits than Python takes.
        _refuse_other_encodings(file, name)
        raise SubmissionError(
            f"{shown(name)} is no notebook of format 4; open it in Jupyter and save it again"
        ) from None


def shown(name: object, length: int = 200) -> str:
    """Return *name* fit for a terminal or a page: what is no printable character is spelt out."""
    text = str(name)
    safe = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[:length])
    return safe + ("…" if len(text) > length else "")


def defined_functions(source: str) -> frozenset[str]:
    """Return the names of the functions that *source* defines at its top level."""
    body = tree.body if (tree := parsed(source)) else []
    return frozenset(node.name for node in body if isinstance(node, ast.FunctionDef))


def _regular(path: Path) -> int:
    """
    A descriptor of a regular file, looked at through that.

    Between a look at a name and a look behind it, another file may have taken its
    place; and opening a FIFO would wait for somebody to write, hence O_NONBLOCK.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise SubmissionError(
            "{name} is no regular file; give a .py or .ipynb file", name=shown(path)
        )
    return descriptor


def _content(path: Path) -> bytes:
    descriptor = _regular(path)
    try:
        parts, size = [], 0
        while part := os.read(descriptor, 1 << 20):
            size += len(part)
            if size > MAX_BYTES:
                raise SubmissionError(
                    "{name} is larger than {most} MB",
                    name=shown(path),
                    most=MAX_BYTES // 1_000_000,
                )
            parts.append(part)
        return b"".join(parts)
    finally:
        os.close(descriptor)


def without_magics(cell: str) -> str:
    """
    Return *cell* with what is IPython's and not Python's commented out; it is never run.

    A cell whose first line starts with ``%%`` is another language's; it goes as a whole. Under our
    own ``%%check`` stands an answer.
    """
    bare = cell.lstrip()
    if _OUR_MAGIC.match(bare):
        cell = f"{cell[: len(cell) - len(bare)]}# {bare}"
    elif bare.startswith("%%"):
        return "\n".join(f"# {line}" for line in cell.splitlines())
    if _is_python(cell):  # a line that begins with % is then part of a statement or of a text
        return cell
    lines, goes_on = [], False
    for line in cell.splitlines():
        bare = line.lstrip()
        magic = goes_on or _is_magic(bare)
        goes_on = magic and line.endswith("\\")
        lines.append(f"{line[: len(line) - len(bare)]}pass  # {bare}" if magic else line)
    return "\n".join(lines)


def _is_magic(bare: str) -> bool:
    """``%magic``, ``!shell``, ``?help``, ``help?``, ``files = !ls`` and ``x = %magic``."""
    if bare.startswith(("%", "!", "?")):
        return True
    if bare.rstrip().endswith("?"):
        return _QUESTION.fullmatch(bare.rstrip()) is not None
    names, equals, value = bare.partition("=")
    return (
        bool(equals)
        and value.lstrip().startswith(("%", "!"))
        and _NAMES.fullmatch(names) is not None
    )


def _is_python(text: str) -> bool:
    return parsed(text) is not None


def parsed(source: str) -> ast.Module | None:
    """Return the tree of *source*, or None; what Python only warns of is the learner's business."""
    if _has_an_endless_name(source):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _has_an_endless_name(source: str) -> bool:
    """
    Whether a name has more parts than anybody's: ``a.a.a.…``.

    Python's parser copies what it has of a name with each part: 120 KB of it take gigabytes.
    """
    return source.count(".") > _MAX_PARTS and any(
        name[0].count(".") > _MAX_PARTS for name in _DOTTED.finditer(source)
    )


class _NoNotebookError(Exception):
    """It is JSON, and no notebook."""


class _NotebookReader:
    """
    Puts cells together out of a stream of JSON events, one cell in memory at a time.

    Values that are not kept go by without a trace, however large or deep they are.
    """

    def __init__(self, name: str, events: Iterator[tuple[str, Any]]) -> None:
        self._name = name
        self._events = events
        self._size = 0
        self._count = 0

    def code_cells(self) -> Iterator[dict[str, Any]]:
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
                continue
            self._count_in(cell)
            # Of what is too long only the size is of interest.
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
        """A text, or a list of lines."""
        event, value = self._next()
        if event == "string":
            return str(value)
        if event != "start_array":
            return None
        lines = []
        while (told := self._next())[0] != "end_array":
            if told[0] != "string":
                raise _NoNotebookError
            lines.append(told[1])
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
            raise SubmissionError(f"{shown(self._name)} has more than {_MAX_CELLS} cells")
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
        """Keys of the object that was entered; whoever asks takes each value before the next key."""
        while (told := self._next())[0] != "end_map":
            yield told[1]

    def _text_or_none(self) -> str | None:
        event, value = self._next()
        if event == "string":
            return str(value)
        self._skip(event)
        return None

    def _skip(self, event: str = "") -> None:
        """Let a value go by, of which *event* was taken already."""
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
        raise _not_utf_8(name, place + error.start) from None


def _not_utf_8(name: str, place: int) -> SubmissionError:
    return SubmissionError(
        "{name} is not UTF-8 at byte {place}; save it with UTF-8 encoding",
        name=shown(name),
        place=place,
    )


def _kilobytes(size: int) -> str:
    return f"{-(-size // 1000):,} KB".replace(",", " ")
