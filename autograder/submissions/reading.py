"""Scripts and notebooks, read as text; nothing in a file is ever run."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.submissions.encodings import decoded
from autograder.submissions.magics import without_magics
from autograder.submissions.notebook_cells import notebook_cells
from autograder.submissions.parsing import parsed
from autograder.submissions.refusals import SubmissionError, printable, refuse_long

__all__ = ["MAX_BYTES", "open_regular", "read_bytes", "read_submission", "source_of"]

_BINARY = getattr(os, "O_BINARY", 0)  # Windows would change line ends otherwise.
#: Size in bytes of the largest file that is read; a notebook with pictures has tens of megabytes.
MAX_BYTES = 50_000_000


def read_submission(path: Path) -> str:
    """
    Return the Python source of a script or notebook.

    For a notebook, that is its code cells in order; magics (``%``), shell lines (``!``)
    and help (``?``) are commented out, never run.

    Raises:
        SubmissionError: If it is no regular file, too large, not in the encoding that it
            declares, or not the notebook that its name promises.
    """
    return source_of(read_bytes(path), str(path))


def read_bytes(path: Path) -> bytes:
    """
    Return the bytes of the regular file at *path*.

    Raises:
        SubmissionError: If it is no regular file, too large, or can't be read.
    """
    with _refusing_unreadable(path):
        return _content(path)


def open_regular(path: Path) -> int:
    """
    Return a descriptor of the regular file at *path*, open for reading; the caller closes it.

    Raises:
        SubmissionError: If it is no regular file, or can't be opened.
    """
    with _refusing_unreadable(path):
        return _regular(path)


@contextmanager
def _refusing_unreadable(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise SubmissionError(
            "{name} can't be read: No such file or directory", name=printable(path)
        ) from None
    except OSError as error:
        raise SubmissionError(
            "{name} can't be read: {why}", name=printable(path), why=error.strerror
        ) from None
    except ValueError:  # The name holds a NUL.
        raise SubmissionError("{name} is no name of a file", name=printable(path)) from None


def source_of(data: bytes, name: str) -> str:
    """
    Return the Python source in *data*, the content of a file of that *name*.

    Colab's own export of a notebook as a script keeps ``!pip install`` as it is; where nothing but such
    lines of IPython's keep a script from being Python, they are commented out as in a notebook.

    Raises:
        SubmissionError: If it is not in the encoding that it declares (UTF-8 if it declares none),
            or is named as a notebook but is none.
    """
    if name.lower().endswith(".ipynb"):
        cells = notebook_cells(io.BytesIO(data), name)
        code = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
        return "\n\n".join(map(without_magics, code)) + "\n"
    refuse_long(name, len(data))
    source = decoded(data, name)
    refuse_long(name, len(source.encode("utf-8", "replace")))
    if parsed(source) is None and parsed(mended := without_magics(source)) is not None:
        return mended
    return source


def _regular(path: Path) -> int:
    """
    Return a descriptor of a regular file; that it is one is found out through the descriptor.

    Between a look at the name and opening it, another file could take its place;
    and opening a FIFO would wait for somebody to write, hence O_NONBLOCK.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise SubmissionError(
            "{name} is no regular file; give a .py or .ipynb file", name=printable(path)
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
                    name=printable(path),
                    most=MAX_BYTES // 1_000_000,
                )
            parts.append(part)
        return b"".join(parts)
    finally:
        os.close(descriptor)
