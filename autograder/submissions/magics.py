"""
IPython's cells as plain Python; nothing is run.

A magic is kept as what it does to the names of a cell: ``%time x = f()`` gives ``x`` its value, so
it is ``x = f()`` here. Whatever else is IPython's and not Python's is commented out. Each line
stays where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from autograder.submissions.parsing import parsed

__all__ = ["without_magics", "written_file"]

#: Magics under which a cell is Python that is run in the notebook itself; ours among them.
_PYTHON_UNDERNEATH = frozenset({
    "capture", "check", "debug", "lprun", "memit", "mprun", "prun", "pyinstrument", "snakeviz",
    "time", "timeit",
})  # fmt: skip
#: Magics under which a cell is no Python of this notebook, though it may look like some.
_ANOTHER_LANGUAGE = frozenset({
    "!", "R", "SVG", "HTML", "bash", "bigquery", "cmd", "cython", "file", "html", "javascript",
    "js", "julia", "latex", "markdown", "perl", "pypy", "python", "python2", "python3", "ruby",
    "script", "sh", "sql", "svg", "sx", "system", "writefile", "writetemplate",
})  # fmt: skip
#: Magics that run the statement after them where the cell's names are.
_RUNS_ITS_LINE = frozenset({"prun", "time"})
#: Options of ``%prun`` and ``%time``; the first kind takes a value.
_OPTIONS = re.compile(r"(?:-[lsTD][ \t]*\S+[ \t]+|-[rq][ \t]+|--no-raise-error[ \t]+)*")
_MAGIC = re.compile(r"(%%?)(\S*)[ \t]*")
#: ``%run utils.py``: all names of that file.
_FILE_TO_RUN = re.compile(r"(?:-\w[ \t]+)*([^\W\d]\w*)(?:\.py)?(?=[ \t]|$)")
#: ``%%writefile utils.py``.
_WRITES = re.compile(r"%%(?:writefile|file)[ \t]+(?:\./)?([^\W\d]\w{0,63}\.py)")
_ASSIGNED = re.compile(r"([\w, \t.\[\]*()]+)=[ \t]*([%!].*)", re.DOTALL)


def without_magics(cell: str) -> str:
    """
    Return *cell* with what is IPython's but not Python's commented out.

    A cell under ``%%time`` and the like loses that line only. A cell in another language, under
    ``%%bash``, say, is commented out as a whole; so is one under an unknown magic, unless what it
    holds is Python.
    """
    lines = cell.splitlines()
    first = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    begins = first
    while first < len(lines) and lines[first].lstrip().startswith("%%"):
        name = _MAGIC.match(lines[first].lstrip())[2]  # type: ignore[index]
        if not _is_python_under(name, lines, first + 1):
            return "\n".join(f"# {line}" for line in lines)
        first += 1
    if first == begins and parsed(cell) is not None:
        return cell
    heads = [f"# {line}" if line.strip() else line for line in lines[:first]]
    rest = lines[first:]
    if parsed("\n".join(rest)) is None:
        rest = list(_plain(rest))
    ending = "\n" if cell.endswith("\n") else ""
    return "\n".join([*heads, *rest]) + ending


def written_file(cell: str) -> tuple[str, str] | None:
    """Return name and text of the Python file that *cell* writes, if that is all it does."""
    head, _, text = cell.lstrip().partition("\n")
    found = _WRITES.fullmatch(head.rstrip())
    return (found[1], text) if found else None


def _is_python_under(magic: str, lines: list[str], start: int) -> bool:
    """Whether the *lines* from *start* on, those under *magic*, are this notebook's Python."""
    if magic in _PYTHON_UNDERNEATH or magic in _ANOTHER_LANGUAGE:
        return magic in _PYTHON_UNDERNEATH
    return parsed("\n".join(lines[start:])) is not None


def _plain(lines: list[str]) -> Iterator[str]:
    """Turn each line that begins a statement of IPython's into Python; others stay as they are."""
    scanner = _Scanner()
    goes_on = False
    for line in lines:
        bare = line.lstrip()
        indent = line[: len(line) - len(bare)]
        if goes_on:  # the second line of a shell command
            yield f"{indent}# {bare}"
            goes_on = line.endswith("\\")
        elif scanner.within or (python := _in_python(bare)) is None:
            yield line
            scanner.read(line)
        else:
            yield indent + python
            if bare.endswith(python):  # a statement that a magic runs, and that may go on
                scanner.read(python)
            else:
                goes_on = line.endswith("\\")


def _in_python(bare: str) -> str | None:
    """What *bare*, the beginning of a statement, is in Python; None if it is Python already."""
    if bare.startswith("%"):
        return _line_magic(bare) or f"pass  # {bare}"
    if bare.startswith(("!", "?", ",", ";", "/")):  # shell, help, and IPython's ways to call
        return f"pass  # {bare}"
    if (assigned := _ASSIGNED.fullmatch(bare)) is not None:
        names, value = assigned.groups()
        if value.startswith("!"):
            return f"{names}= []  # {value}"  # what a command prints that prints nothing
        magic = _MAGIC.match(value)
        if magic is not None and magic[2] in _RUNS_ITS_LINE:
            return f"{names}= {_statement(value, magic)}"
        return f"{names}= None  # {value}"
    return f"pass  # {bare}" if _asks_for_help(bare) else None


def _line_magic(bare: str) -> str | None:
    """The statement that a line magic runs where the cell's names are, if it runs one."""
    magic = _MAGIC.match(bare)
    if magic is None or magic[1] != "%":
        return None
    if magic[2] in _RUNS_ITS_LINE:
        return _statement(bare, magic) or None
    if magic[2] == "run" and (file := _FILE_TO_RUN.match(bare, magic.end())) is not None:
        return f"from {file[1]} import *  # {bare}"
    return None


def _statement(text: str, magic: re.Match[str]) -> str:
    options = _OPTIONS.match(text, magic.end())
    return text[options.end() if options else magic.end() :].strip()


def _asks_for_help(bare: str) -> bool:
    """Whether *bare*, a whole line, is ``f?``, ``torch.*sum*??`` or the like."""
    if "?" not in bare:
        return False
    scanner = _Scanner()
    return scanner.read(bare).rstrip().endswith("?") and not scanner.within


class _Scanner:
    """
    Follows Python's strings and brackets, to know which lines begin a statement.

    Reads each character once, so that a hostile cell takes no longer than another of its length.
    """

    def __init__(self) -> None:
        self._quotes = ""  # of the text that goes on in the next line
        self._depth = 0
        self._goes_on = False

    @property
    def within(self) -> bool:
        """Whether the next line goes on with a statement, or with a text."""
        return bool(self._quotes) or self._depth > 0 or self._goes_on

    def read(self, line: str) -> str:
        """Read *line*; return its code, without comments and texts."""
        code, at = [], 0
        while at < len(line):
            if self._quotes:
                at = self._end_of_text(line, at)
                continue
            character = line[at]
            if character == "#":
                break
            if character in "'\"":
                self._quotes = character * 3 if line.startswith(character * 3, at) else character
                at += len(self._quotes)
                continue
            self._depth = max(0, self._depth + (character in "([{") - (character in ")]}"))
            code.append(character)
            at += 1
        self._goes_on = line.endswith("\\") and at == len(line)
        if len(self._quotes) == 1 and not self._goes_on:
            self._quotes = ""  # not closed in its line: a slip of which Python will tell
        return "".join(code)

    def _end_of_text(self, line: str, at: int) -> int:
        """The place after the end of the text in *line*, or of the line, if it goes on."""
        while at < len(line):
            if line[at] == "\\":
                at += 2
            elif line.startswith(self._quotes, at):
                at += len(self._quotes)
                self._quotes = ""
                return at
            else:
                at += 1
        return len(line)
