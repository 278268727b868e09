"""
Notebooks as learners leave them: re-saved, with cells moved, copied, split, cleared, or added.

This module decides which cells are a learner's answer to an exercise, so the answer is the
same for every target. No cell is trusted to be where or what it was: the function's name
decides, and a cell's tag only helps.
"""

from __future__ import annotations

import ast
import functools
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import IO, Any

from autograder.submissions.magics import without_magics, written_file
from autograder.submissions.notebook_cells import notebook_cells
from autograder.submissions.parsing import parsed
from autograder.submissions.refusals import MAX_SOURCE
from autograder.submissions.unwritten import is_unwritten
from autograder.texts import lines_of_program

__all__ = [
    "ANSWER",
    "CHECK",
    "END",
    "PROMPT",
    "SETUP",
    "STUB",
    "Cell",
    "answer_in",
    "read_cells",
    "turned_into_text",
]

#: Roles of our cells, as given in their metadata (``gradlings.role``).
STUB, CHECK, SETUP = "stub", "check", "setup"
#: What is asked for in words, the cell for the answer, where its place ends; another statement.
PROMPT, ANSWER, END, _TEXT = "prompt", "answer", "end", "text"
#: Cells of these roles are no code, whatever a learner made of them.
_WORDS = (PROMPT, ANSWER, END, _TEXT)
#: Cells of these roles are part of no program.
_NO_PROGRAM = (CHECK, SETUP, *_WORDS)
_ROLES = (STUB, *_NO_PROGRAM)
_KINDS = ("code", "markdown", "raw")
#: Cell ids as ``gradlings generate`` gives them, for platforms that drop metadata.
_OUR_ID = re.compile(
    r"(?P<exercise>[A-Za-z][A-Za-z0-9_]*)-(?P<role>stub|check|prompt|answer|end|text)"
)
#: The beginning of a function. Blanks stay within a line, so that matching takes linear time.
_MEANT = re.compile(r"^[ \t]*def[ \t]+(\w+)", re.MULTILINE)
#: Names that only adapters bring into a notebook; lines that use them don't belong to an answer.
_DOORS = frozenset({"autograder", "gradlings", "otter"})


@dataclass(frozen=True, slots=True)
class Cell:
    """
    A code cell: its Python, magics commented out. Or a cell of text in which code stands.

    Attributes:
        exercise: The exercise that it was made for, or empty; in a copy of the cell it is the same.
        role: One of our roles, or empty for a learner's own. What learners write between a prompt
            and its end is an ANSWER, too.
        writes, written: If it writes a Python file (``%%writefile utils.py``), that file's name
            and text: other cells may import it.
        kind: ``"code"``, ``"markdown"`` or ``"raw"``. Cells of text never are part of an answer.
    """

    source: str
    exercise: str = ""
    role: str = ""
    writes: str = ""
    written: str = ""
    kind: str = "code"


def read_cells(data: bytes | IO[bytes], name: str) -> tuple[Cell, ...]:
    """
    Return the code cells of a notebook of format 4, in order, and cells of text that may be answers.

    Raises:
        SubmissionError: If it is no such notebook, or its code is too long.
    """
    file = io.BytesIO(data) if isinstance(data, bytes) else data
    cells, asked = [], ""
    for cell in map(_cell, notebook_cells(file, name)):
        if cell.kind not in _KINDS:
            continue
        if cell.role:
            asked = cell.exercise if cell.role in (PROMPT, ANSWER) else ""
        elif asked and cell.kind != "code":
            cells.append(replace(cell, exercise=asked, role=ANSWER))
            continue
        if cell.kind == "code" or cell.role or _MEANT.search(cell.source):
            cells.append(cell)
    return tuple(cells)


def turned_into_text(cells: Sequence[Cell], exercise: str, function: str) -> str:
    """
    Return the kind of the cell of text, if any, that was made for *exercise* or has its function.

    One key turns a code cell into Markdown in Jupyter, and what is in it looks the same.
    """
    for cell in cells:
        if cell.kind != "code" and (
            (cell.role == STUB and cell.exercise == exercise)
            or (not cell.role and function in _MEANT.findall(cell.source))
        ):
            return cell.kind
    return ""


def answer_in(
    cells: Sequence[Cell], exercise: str, function: str, stubs: Collection[str] = ()
) -> str | None:
    """
    Return the program that answers *exercise*, or None if nothing defines *function*.

    It consists of the cells before the exercise's check, which would have been run by then.
    If these don't define the function, it consists of all cells. A cell that can't be parsed
    is left out unless it is the answer itself, so that a slip elsewhere costs nothing. An
    untouched stub (one of *stubs*) is left out if another cell defines the function.
    """
    cells = [cell for cell in cells if cell.kind == "code"]
    until = next(
        (i for i, cell in enumerate(cells) if cell.role == CHECK and cell.exercise == exercise),
        len(cells),
    )
    for part in (cells[:until], cells):
        chosen = [cell for cell in part if cell.role not in _NO_PROGRAM]
        if any(_defines(cell, function) for cell in chosen):
            break
    else:
        # No cell defines it: the learner will want feedback on the cell that was made for it.
        chosen = [c for c in cells if c.exercise == exercise and c.role not in _NO_PROGRAM]
        if not chosen:
            return None
    answers = {
        index: not is_unwritten(cell.source, function, stubs)
        for index, cell in enumerate(chosen)
        if _defines(cell, function)
    }
    if any(answers.values()):
        chosen = [cell for index, cell in enumerate(chosen) if answers.get(index, True)]
    return "\n\n".join(_kept(chosen, exercise, function)) + "\n"


def _cell(data: Mapping[str, Any]) -> Cell:
    tag = data["tag"]
    exercise, role = tag.get("exercise", ""), tag.get("role", "")
    if not role and (found := _OUR_ID.fullmatch(data["id"])):
        exercise, role = found["exercise"], found["role"]
    known = role if role in _ROLES else ""
    source, kind = data["source"], data["cell_type"]
    if kind != "code" or known in _WORDS:
        return Cell(source[:MAX_SOURCE], exercise[:64], known, kind=kind)
    return Cell(without_magics(source), exercise[:64], known, *(written_file(source) or ()))


def _kept(cells: Sequence[Cell], exercise: str, function: str) -> Iterator[str]:
    for cell in cells:
        look = _looked_at(cell.source)
        if look.is_python:
            yield look.without_adapters
        elif cell.exercise == exercise or function in look.defined:
            yield cell.source


def _defines(cell: Cell, function: str) -> bool:
    return function in _looked_at(cell.source).defined


@dataclass(frozen=True, slots=True)
class _Look:
    """
    What parsing a cell has shown.

    Attributes:
        defined: Functions that it defines or, if it can't be parsed, begins to define.
        without_adapters: Its source without lines that only serve an adapter.
    """

    is_python: bool
    defined: frozenset[str]
    without_adapters: str


@functools.lru_cache(maxsize=256)
def _looked_at(source: str) -> _Look:
    """Parse a cell; cached, since a notebook is searched for each exercise in turn."""
    tree = parsed(source)
    if tree is None:
        return _Look(False, frozenset(_MEANT.findall(source)), source)
    return _Look(True, frozenset(_defined_in(tree)), _without_adapters(source, tree))


def _defined_in(tree: ast.Module) -> Iterator[str]:
    for statement in tree.body:
        match statement:
            case ast.FunctionDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]):
                yield name
            case ast.ImportFrom(names=aliases):  # of a file that was handed in with it
                yield from (alias.asname or alias.name for alias in aliases)


def _without_adapters(source: str, tree: ast.Module) -> str:
    """*source* without lines that only serve an adapter, which may not be installed here."""
    adapters = [statement for statement in tree.body if _is_adapter(statement)]
    if not adapters:
        return source
    lines = lines_of_program(source)
    for statement in adapters:
        last = statement.end_lineno or statement.lineno
        for number in range(statement.lineno - 1, last):
            lines[number] = f"# {lines[number]}"
    return "\n".join(lines)


def _is_adapter(statement: ast.stmt) -> bool:
    match statement:
        case ast.Try(body=body):  # our cell that installs what is missing
            return all(_is_adapter(inner) for inner in body)
        case ast.Import(names=names):
            return any(name.name.partition(".")[0] in _DOORS for name in names)
        case ast.ImportFrom(module=str(module)):
            return module.partition(".")[0] in _DOORS
        case ast.Assign(value=ast.Call(func=ast.Attribute(value=ast.Name(id="otter")))):
            return True
        case ast.Expr(
            value=ast.Call(func=ast.Attribute(value=ast.Name(id="grader" | "gradlings")))
        ):
            return True
    return False
