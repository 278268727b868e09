"""
Notebooks as learners leave them: re-saved, cells moved, copied, split, cleared, or added.

What a learner's answer to an exercise is, is decided here, and so is the same for
every door. No cell is trusted to be where or what it was: the function's name
decides, and a cell's tag only helps.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.submissions.reading import SubmissionError, parsed, shown, without_magics

__all__ = ["CHECK", "SETUP", "STUB", "Cell", "answer_in", "read_cells"]

#: What one of our cells is for, told in its metadata (``gradlings.role``).
STUB, CHECK, SETUP = "stub", "check", "setup"
#: Cell ids as ``gradlings generate`` gives them, for platforms that drop metadata.
_OUR_ID = re.compile(r"(?P<exercise>[A-Za-z][A-Za-z0-9_]*)-(?P<role>stub|check)")
_MAX_CELLS = 5_000
#: Names that only doors bring into a notebook; lines that use them are no part of an answer.
_DOORS = frozenset({"autograder", "gradlings", "otter"})


@dataclass(frozen=True, slots=True)
class Cell:
    """
    A code cell: its Python, magics commented out.

    Attributes:
        exercise: The exercise that it was made for, or empty; a copy says the same.
        role: STUB, CHECK, SETUP, or empty for a learner's own.
    """

    source: str
    exercise: str = ""
    role: str = ""


def read_cells(data: bytes, name: str) -> tuple[Cell, ...]:
    """
    Return the code cells of a notebook of format 4, in order.

    Raises:
        SubmissionError: If it is none. What a cell says of itself may be anything.
    """
    try:
        notebook = json.loads(data.decode("utf-8-sig"))
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        if len(cells) > _MAX_CELLS:
            raise SubmissionError(f"{shown(name)} has more than {_MAX_CELLS} cells")
        return tuple(_cell(cell) for cell in cells)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise SubmissionError(
            f"{shown(name)} is no notebook of format 4; open it in Jupyter and save it again"
        ) from None


def answer_in(
    cells: Sequence[Cell], exercise: str, function: str, stubs: Collection[str] = ()
) -> str | None:
    """
    Return the program that answers *exercise*, or None if nothing defines *function*.

    It is what would have been run by the time of the exercise's check: all cells before it.
    Where these don't define the function, it is all cells. A cell that can't be parsed is
    left out unless it is the answer itself, so that one slip elsewhere costs nothing. An
    untouched stub (one of *stubs*) is left out where another cell defines the function.
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
        # No cell defines it: the one made for it is what the learner will want to hear about.
        chosen = [c for c in cells if c.exercise == exercise and c.role not in (CHECK, SETUP)]
        if not chosen:
            return None
    untouched = {_squeezed(stub) for stub in stubs}
    written = [c for c in chosen if _defines(c, function) and _squeezed(c.source) not in untouched]
    if written:
        chosen = [
            cell
            for cell in chosen
            if not (_defines(cell, function) and _squeezed(cell.source) in untouched)
        ]
    return "\n\n".join(_kept(chosen, exercise, function)) + "\n"


def _cell(data: dict[str, Any]) -> Cell:
    source = data["source"]
    text = source if isinstance(source, str) else "".join(source)
    tag = data.get("metadata", {}).get("gradlings", {})
    exercise, role = (tag.get("exercise", ""), tag.get("role", "")) if tag else ("", "")
    if not role and (found := _OUR_ID.fullmatch(str(data.get("id", "")))):
        exercise, role = found["exercise"], found["role"]
    known = role if role in (STUB, CHECK, SETUP) else ""
    return Cell(without_magics(text), str(exercise)[:64], known)


def _kept(cells: Sequence[Cell], exercise: str, function: str) -> Iterator[str]:
    for cell in cells:
        tree = parsed(cell.source)
        answer = cell.exercise == exercise or _defines(cell, function)
        if tree is None and not answer:
            continue
        yield cell.source if tree is None else _without_doors(cell.source, tree)


def _without_doors(source: str, tree: ast.Module) -> str:
    """*source* without lines that only serve a door: they would fail where it is not installed."""
    lines = source.splitlines()
    for statement in tree.body:
        if _is_door(statement):
            last = statement.end_lineno or statement.lineno
            for number in range(statement.lineno - 1, last):
                lines[number] = f"# {lines[number]}"
    return "\n".join(lines)


def _is_door(statement: ast.stmt) -> bool:
    match statement:
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


def _defines(cell: Cell, function: str) -> bool:
    tree = parsed(cell.source)
    if tree is None:
        # Not yet Python, but meant to be the function.
        return (
            re.search(rf"^\s*def\s+{re.escape(function)}\b", cell.source, re.MULTILINE) is not None
        )
    for statement in tree.body:
        match statement:
            case ast.FunctionDef(name=name) if name == function:
                return True
            case ast.Assign(targets=[ast.Name(id=name)]) if name == function:
                return True
    return False


def _squeezed(source: str) -> str:
    """*source* without blank lines and spaces at line ends, which editors change unasked."""
    return "\n".join(line.rstrip() for line in source.splitlines() if line.strip())
