"""Scripts and notebooks, read as text. Whatever the file is, it is only ever looked at."""

from __future__ import annotations

import ast
import json
import os
import re
import stat
import warnings
from pathlib import Path
from typing import Any

__all__ = [
    "MAX_BYTES",
    "SubmissionError",
    "defined_functions",
    "parsed",
    "read_bytes",
    "read_submission",
    "shown",
    "source_of",
    "without_magics",
]

_BINARY = getattr(os, "O_BINARY", 0)  # Windows would change line ends otherwise.

#: Largest file that is read. A notebook with pictures in its outputs is a few megabytes.
MAX_BYTES = 20_000_000


#: ``%magic``, ``!shell``, ``?help``, ``help?``, ``files = !ls`` and ``x = %magic``.
_OUR_MAGIC = re.compile(r"\A\s*%%check\b.*")
_MAGIC = re.compile(r"\s*([%!?]|[\w.]+\?\??\s*$|[\w, ]+=\s*[%!])")


class SubmissionError(Exception):
    """The file can't be read as a submission; the message says why and what to do."""


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
    try:
        return _content(path)
    except OSError as error:
        raise SubmissionError(f"{shown(path)} can't be read: {error.strerror}") from None
    except ValueError:  # A name with a NUL in it.
        raise SubmissionError(f"{shown(path)} is no name of a file") from None


def source_of(data: bytes, name: str) -> str:
    """
    Return the Python source in *data*, the content of a file of that *name*.

    Raises:
        SubmissionError: If it is not UTF-8 or, by its name a notebook, no notebook.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SubmissionError(
            f"{shown(name)} is not UTF-8 at byte {error.start}; save it with UTF-8 encoding"
        ) from None
    return _notebook_source(name, text) if name.endswith(".ipynb") else text


def shown(name: object, length: int = 200) -> str:
    """Return *name* fit for a terminal or a page: what is no printable character is spelt out."""
    text = str(name)
    safe = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[:length])
    return safe + ("…" if len(text) > length else "")


def defined_functions(source: str) -> frozenset[str]:
    """Return the names of the functions that *source* defines at its top level."""
    body = tree.body if (tree := parsed(source)) else []
    return frozenset(node.name for node in body if isinstance(node, ast.FunctionDef))


def _content(path: Path) -> bytes:
    """
    What is in a regular file, looked at through one descriptor.

    Between a look at a name and a look behind it, another file may have taken its
    place; and opening a FIFO would wait for somebody to write, hence O_NONBLOCK.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise SubmissionError(f"{shown(path)} is no regular file; give a .py or .ipynb file")
        parts, size = [], 0
        while part := os.read(descriptor, 1 << 20):
            size += len(part)
            if size > MAX_BYTES:
                raise SubmissionError(f"{shown(path)} is larger than {MAX_BYTES // 1_000_000} MB")
            parts.append(part)
        return b"".join(parts)
    finally:
        os.close(descriptor)


def _notebook_source(name: str, text: str) -> str:
    try:
        notebook = json.loads(text)
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        sources = [_cell_text(cell["source"]) for cell in cells]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise SubmissionError(
            f"{shown(name)} is no notebook of format 4; open it in Jupyter and save it again"
        ) from None
    return "\n\n".join(map(without_magics, sources)) + "\n"


def _cell_text(source: Any) -> str:
    text = source if isinstance(source, str) else "".join(source)
    return str(text)


def without_magics(cell: str) -> str:
    """
    Return *cell* with what is IPython's and not Python's commented out; it is never run.

    A cell whose first line starts with ``%%`` is another language's; it goes as a whole. Under our
    own ``%%check`` stands an answer.
    """
    cell = _OUR_MAGIC.sub(r"# \g<0>", cell, count=1)
    if cell.lstrip().startswith("%%"):
        return "\n".join(f"# {line}" for line in cell.splitlines())
    if _is_python(cell):  # a line that begins with % is then part of a statement or of a text
        return cell
    lines, goes_on = [], False
    for line in cell.splitlines():
        magic = goes_on or _MAGIC.match(line)
        goes_on = bool(magic) and line.endswith("\\")
        bare = line.lstrip()
        lines.append(f"{line[: len(line) - len(bare)]}pass  # {bare}" if magic else line)
    return "\n".join(lines)


def _is_python(text: str) -> bool:
    return parsed(text) is not None


def parsed(source: str) -> ast.Module | None:
    """Return the tree of *source*, or None; what Python only warns of is the learner's business."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
