"""IPython's cells as plain Python: magics, shell lines and help are commented out, never run."""

from __future__ import annotations

import re

from autograder.submissions.parsing import parsed

__all__ = ["without_magics"]

_OUR_MAGIC = re.compile(r"%%check\b")
_QUESTION = re.compile(r"[\w.]+\?\??")
_NAMES = re.compile(r"[\w, \t]+")


def without_magics(cell: str) -> str:
    """
    Return *cell* with lines that are IPython's but not Python's commented out; nothing is run.

    A cell whose first line starts with ``%%`` is in another language and is commented out as a
    whole. Our own ``%%check`` is an exception, for an answer follows it.
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
    """Whether it is ``%magic``, ``!shell``, ``?help``, ``help?``, ``a = !ls`` or ``x = %magic``."""
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
