"""Scripts and notebooks, read as text. Whatever the file is, it is only ever looked at."""

from __future__ import annotations

import ast
import json
import re
import stat
import warnings
from pathlib import Path
from typing import Any

__all__ = ["MAX_BYTES", "SubmissionError", "defined_functions", "read_submission"]

#: Largest file that is read. A notebook with pictures in its outputs is a few megabytes.
MAX_BYTES = 20_000_000


#: ``%magic``, ``!shell``, ``?help``, ``help?``, ``files = !ls`` and ``x = %magic``.
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
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise SubmissionError(f"{path} is no regular file; give a .py or .ipynb file")
        if status.st_size > MAX_BYTES:
            raise SubmissionError(f"{path} is larger than {MAX_BYTES // 1_000_000} MB")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise SubmissionError(f"{path} can't be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise SubmissionError(
            f"{path} is not UTF-8 at byte {error.start}; save it with UTF-8 encoding"
        ) from None
    return _notebook_source(path, text) if path.suffix == ".ipynb" else text


def defined_functions(source: str) -> frozenset[str]:
    """Return the names of the functions that *source* defines at its top level."""
    body = tree.body if (tree := _parsed(source)) else []
    return frozenset(node.name for node in body if isinstance(node, ast.FunctionDef))


def _notebook_source(path: Path, text: str) -> str:
    try:
        notebook = json.loads(text)
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        sources = [_cell_text(cell["source"]) for cell in cells]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise SubmissionError(
            f"{path} is no notebook of format 4; open it in Jupyter and save it again"
        ) from None
    return "\n\n".join(map(_without_magics, sources)) + "\n"


def _cell_text(source: Any) -> str:
    text = source if isinstance(source, str) else "".join(source)
    return str(text)


def _without_magics(cell: str) -> str:
    """A cell whose first line starts with ``%%`` is another language's; it goes as a whole."""
    if cell.lstrip().startswith("%%"):
        return "\n".join(f"# {line}" for line in cell.splitlines())
    if _is_python(cell):  # a line that begins with % is then part of a statement or of a text
        return cell
    return "\n".join(
        f"{line[: len(line) - len(line.lstrip())]}pass  # {line.lstrip()}"
        if _MAGIC.match(line)
        else line
        for line in cell.splitlines()
    )


def _is_python(text: str) -> bool:
    return _parsed(text) is not None


def _parsed(source: str) -> ast.Module | None:
    """The tree of *source*, or None; what Python only warns of is the learner's business."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
