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
from dataclasses import dataclass
from typing import IO, Any

from autograder.submissions.magics import without_magics
from autograder.submissions.notebook_cells import notebook_cells
from autograder.submissions.parsing import parsed

__all__ = ["CHECK", "SETUP", "STUB", "Cell", "answer_in", "is_answered", "read_cells"]

#: Roles of our cells, as given in their metadata (``gradlings.role``).
STUB, CHECK, SETUP = "stub", "check", "setup"
#: Cell ids as ``gradlings generate`` gives them, for platforms that drop metadata.
_OUR_ID = re.compile(r"(?P<exercise>[A-Za-z][A-Za-z0-9_]*)-(?P<role>stub|check)")
#: The beginning of a function. Blanks stay within a line, so that matching takes linear time.
_MEANT = re.compile(r"^[ \t]*def[ \t]+(\w+)", re.MULTILINE)
#: Names that only adapters bring into a notebook; lines that use them don't belong to an answer.
_DOORS = frozenset({"autograder", "gradlings", "otter"})


@dataclass(frozen=True, slots=True)
class Cell:
    """
    A code cell: its Python, magics commented out.

    Attributes:
        exercise: The exercise that it was made for, or empty; in a copy of the cell it is the same.
        role: STUB, CHECK, SETUP, or empty for a learner's own.
    """

    source: str
    exercise: str = ""
    role: str = ""


def read_cells(data: bytes | IO[bytes], name: str) -> tuple[Cell, ...]:
    """
    Return the code cells of a notebook of format 4, in order.

    Raises:
        SubmissionError: If it is no such notebook, or its code is too long.
    """
    file = io.BytesIO(data) if isinstance(data, bytes) else data
    return tuple(map(_cell, notebook_cells(file, name)))


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
    until = next(
        (i for i, cell in enumerate(cells) if cell.role == CHECK and cell.exercise == exercise),
        len(cells),
    )
    for part in (cells[:until], cells):
        chosen = [cell for cell in part if cell.role not in (CHECK, SETUP)]
        if any(_defines(cell, function) for cell in chosen):
            break
    else:
        # No cell defines it: the learner will want feedback on the cell that was made for it.
        chosen = [c for c in cells if c.exercise == exercise and c.role not in (CHECK, SETUP)]
        if not chosen:
            return None
    untouched = _texts_of(stubs)
    answers = {
        index: _without_blank_ends(cell.source) not in untouched
        for index, cell in enumerate(chosen)
        if _defines(cell, function)
    }
    if any(answers.values()):
        chosen = [cell for index, cell in enumerate(chosen) if answers.get(index, True)]
    return "\n\n".join(_kept(chosen, exercise, function)) + "\n"


def is_answered(
    cells: Sequence[Cell], exercise: str, function: str, stubs: Collection[str]
) -> bool:
    """Tell whether a cell that could answer *exercise* is more than an untouched one of *stubs*."""
    untouched = _texts_of(stubs)
    return any(
        _without_blank_ends(cell.source) not in untouched
        for cell in cells
        if cell.role not in (CHECK, SETUP)
        and (cell.exercise == exercise or _defines(cell, function))
    )


def _texts_of(stubs: Collection[str]) -> set[str]:
    return {_without_blank_ends(stub) for stub in stubs}


def _cell(data: Mapping[str, Any]) -> Cell:
    tag = data["tag"]
    exercise, role = tag.get("exercise", ""), tag.get("role", "")
    if not role and (found := _OUR_ID.fullmatch(data["id"])):
        exercise, role = found["exercise"], found["role"]
    known = role if role in (STUB, CHECK, SETUP) else ""
    return Cell(without_magics(data["source"]), exercise[:64], known)


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


def _without_adapters(source: str, tree: ast.Module) -> str:
    """*source* without lines that only serve an adapter, which may not be installed here."""
    adapters = [statement for statement in tree.body if _is_adapter(statement)]
    if not adapters:
        return source
    lines = re.split(r"\r\n|\r|\n", source)  # as Python counts them
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


def _without_blank_ends(source: str) -> str:
    """*source* without blank lines and spaces at line ends, which editors change unasked."""
    return "\n".join(line.rstrip() for line in source.splitlines() if line.strip())
