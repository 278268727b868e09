"""Notebooks for learners: a statement, a stub and a check for each exercise (nbformat 4.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from autograder.assignments import Assignment
from autograder.content import Exercise, Language
from autograder.submissions import CHECK, SETUP, STUB

__all__ = ["GeneratingError", "NotebookDoor", "make_notebook", "needs_nbformat"]


class GeneratingError(Exception):
    """An output can't be written; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class NotebookDoor:
    """
    How one kind of notebook calls its grader.

    Attributes:
        setup: The source of the first code cell.
        check: The source of an exercise's check cell; ``{id}`` and ``{worth}`` are filled in.
        end: The source of a last code cell, or empty.
        nbgrader: Whether cells carry nbgrader's metadata.
    """

    setup: str
    check: str
    end: str = ""
    nbgrader: bool = False


def make_notebook(assignment: Assignment, language: Language, door: NotebookDoor) -> str:
    """
    Return a notebook of *assignment* as JSON; the same assignment always gives the same.

    Cell ids are stable: ``zero_it-stub`` and ``zero_it-check``. Where a platform changes
    them, the cells' metadata says the same; where that is lost too, the function's name does.
    """
    nbformat = needs_nbformat()
    notebook = nbformat.v4.new_notebook()
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "gradlings": {"schema": 1, "assignment": assignment.id, "language": language},
    }
    title = assignment.sheet.title[language]
    notebook.cells = [
        _text(nbformat, "gradlings-title", f"# {title}"),
        _code(nbformat, "gradlings-setup", door.setup.format(language=language), "", SETUP),
        *(
            cell
            for task in assignment.tasks
            for cell in _exercise(nbformat, task.exercise, task.points, language, door)
        ),
    ]
    if door.nbgrader:
        notebook.cells[1].metadata["nbgrader"] = _nbgrader("gradlings-setup", locked=True)
    if door.end:
        notebook.cells.append(_code(nbformat, "gradlings-end", door.end, "", SETUP))
    nbformat.validate(notebook)
    return str(nbformat.writes(notebook)) + "\n"


def needs_nbformat() -> Any:
    """
    Return the module ``nbformat``.

    Raises:
        GeneratingError: If it is not installed.
    """
    try:
        import nbformat  # noqa: PLC0415 - an extra
    except ImportError:
        raise GeneratingError(
            "notebooks need nbformat; install it with: pip install 'gradlings[instructor]'"
        ) from None
    return nbformat


def _exercise(
    nbformat: Any, exercise: Exercise, points: float, language: Language, door: NotebookDoor
) -> Iterator[Any]:
    name = exercise.id
    statement = exercise.statement(language).strip().replace("\n# ", "\n## ")
    yield _text(
        nbformat, f"{name[:57]}-text", f"#{statement}" if statement[0] == "#" else statement
    )
    stub = _code(nbformat, f"{name[:57]}-stub", exercise.stub(language).strip(), name, STUB)
    source = door.check.format(id=name, worth=f"{points:g}")
    check = _code(nbformat, f"{name[:57]}-check", source, name, CHECK)
    if door.nbgrader:
        stub.metadata["nbgrader"] = _nbgrader(f"{name}-stub", solution=True)
        check.metadata["nbgrader"] = {
            **_nbgrader(f"{name}-check", grade=True, locked=True),
            "points": points,
        }
    yield stub
    yield check


def _nbgrader(
    grade_id: str, *, grade: bool = False, locked: bool = False, solution: bool = False
) -> dict[str, Any]:
    """Metadata of nbgrader's schema 3."""
    return {
        "schema_version": 3,
        "grade": grade,
        "grade_id": grade_id,
        "locked": locked,
        "solution": solution,
        "task": False,
    }


def _text(nbformat: Any, cell_id: str, source: str) -> Any:
    return nbformat.v4.new_markdown_cell(source, id=cell_id)


def _code(nbformat: Any, cell_id: str, source: str, exercise: str, role: str) -> Any:
    tag = {"role": role, **({"exercise": exercise} if exercise else {})}
    return nbformat.v4.new_code_cell(source, id=cell_id, metadata={"gradlings": tag})
