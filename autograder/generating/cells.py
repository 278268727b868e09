"""Notebooks for learners: a statement, a stub and a check for each exercise (nbformat 4.5)."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from autograder.assignments import Assignment, Task, WrittenTask
from autograder.assignments.written import placeholder, prompt
from autograder.content import Exercise, Language
from autograder.generating.wheel import GeneratingError, wheel_name
from autograder.languages import words_in
from autograder.submissions import ANSWER, CHECK, END, PROMPT, SETUP, STUB
from autograder.tables import number_of

__all__ = [
    "TORCH_INDEX",
    "NotebookTarget",
    "make_notebook",
    "needs_nbformat",
]

#: PyTorch's own index of builds without CUDA: a tenth of the size.
TORCH_INDEX = "https://download.pytorch.org/whl/cpu"

# This cell finds out what to install, since nobody knows where a notebook will be opened. Installed
# packages, such as torch on Colab and Kaggle, are left as they are. In %pip, {…} is a Python
# expression. No index is ever asked for "gradlings": code of anybody who registers that name there
# would be run.
_INSTALL = """\
{comment}
try:
    import autograder.notebook
{imports}except ImportError as missing:
    from glob import glob

    wheels = glob("gradlings-*.whl") + glob("/kaggle/input/**/gradlings-*.whl", recursive=True)
{otherwise}
    %pip install --quiet {index}{{" ".join(wheels[:1])}}{more}"""
_FROM_RELEASE = """\
    wheels += ["{address}"]"""
_NOWHERE = """\
    if not wheels and missing.name.startswith("autograder"):
        raise FileNotFoundError({told}) from None"""


@dataclass(frozen=True, slots=True)
class NotebookTarget:
    """
    How one kind of notebook calls its grader.

    Attributes:
        setup: The source of the first code cell.
        check: The source of an exercise's check cell; ``{id}`` and ``{worth}`` are filled in.
        end: The source of a last code cell, or empty.
        also: What it needs besides Gradlings: the names of modules, each with its pip requirement.
        nbgrader: Whether cells have nbgrader's metadata.
        wheel: The address of our wheel, for notebooks that are opened without a wheel beside them;
            empty if the wheel is handed out with the notebook.
    """

    setup: str
    check: str
    end: str = ""
    also: tuple[tuple[str, str], ...] = ()
    nbgrader: bool = False
    wheel: str = ""


def make_notebook(assignment: Assignment, language: Language, target: NotebookTarget) -> str:
    """
    Return a notebook of *assignment* as JSON; the same assignment always gives the same notebook.

    Cell ids are stable: ``zero_it-stub`` and ``zero_it-check``. If a platform changes them, the
    cells' metadata identifies the exercise; if that is lost too, the function's name does.
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
        _code(nbformat, "gradlings-install", _install(assignment, language, target), "", SETUP),
        _code(nbformat, "gradlings-setup", target.setup.format(language=language), "", SETUP),
        *(cell for task in assignment.in_order for cell in _task(nbformat, task, language, target)),
    ]
    if target.nbgrader:
        for cell in notebook.cells[1:3]:
            cell.metadata["nbgrader"] = _nbgrader(cell.id, locked=True)
    if target.end:
        notebook.cells.append(_code(nbformat, "gradlings-end", target.end, "", SETUP))
    nbformat.validate(notebook)
    return str(nbformat.writes(notebook)) + "\n"


def _install(assignment: Assignment, language: Language, target: NotebookTarget) -> str:
    say = words_in(language)
    name = wheel_name(torch=assignment.needs_torch)
    message = say(
        "Installs what this notebook needs where it is missing, as on Colab and Kaggle; elsewhere it "
        "does nothing."
    )
    if target.wheel:
        message += " " + say(
            "If pip can't fetch {wheel} from its release: upload that file to the folder of this "
            "notebook, and run this cell again.",
            wheel=name,
        )
        otherwise = _FROM_RELEASE.format(address=target.wheel)
    else:
        upload = say(
            "Upload {wheel}, which came with the assignment, to the folder of this notebook, and "
            "run this cell again.",
            wheel=name,
        )
        otherwise = _NOWHERE.format(told=json.dumps(upload, ensure_ascii=False))
    return _INSTALL.format(
        comment="\n".join(f"# {line}" for line in textwrap.wrap(message, 88)),
        imports="".join(f"    import {module}\n" for module, _ in target.also),
        otherwise=otherwise,
        index=f"--extra-index-url {TORCH_INDEX} " if assignment.needs_torch else "",
        more="".join(f" '{asked}'" for _, asked in target.also),
    )


def needs_nbformat() -> Any:
    """
    Return the module ``nbformat``.

    Raises:
        GeneratingError: If ``nbformat`` is not installed.
    """
    try:
        import nbformat  # noqa: PLC0415 - an extra
    except ImportError:
        raise GeneratingError(
            "notebooks need nbformat; install it with: pip install 'gradlings[instructor]'"
        ) from None
    return nbformat


def _task(
    nbformat: Any, task: Task | WrittenTask, language: Language, target: NotebookTarget
) -> Iterator[Any]:
    if isinstance(task, WrittenTask):
        return _written(nbformat, task, language, target)
    return _exercise(nbformat, task.exercise, task.points, language, target)


def _written(
    nbformat: Any, task: WrittenTask, language: Language, target: NotebookTarget
) -> Iterator[Any]:
    """A prompt and a cell for the answer, between the marks of otter-grader's manual questions."""
    parts = {
        PROMPT: f"<!-- BEGIN QUESTION -->\n\n{prompt(task, language, level=2)}",
        ANSWER: placeholder(language),
        END: "<!-- END QUESTION -->",
    }
    for role, source in parts.items():
        cell = _text(nbformat, f"{task.id}-{role}", source)
        cell.metadata["gradlings"] = {"role": role, "exercise": task.id}
        if target.nbgrader and role == ANSWER:
            cell.metadata["nbgrader"] = {
                **_nbgrader(cell.id, grade=True, solution=True),
                "points": task.points,
            }
        yield cell


def _exercise(
    nbformat: Any, exercise: Exercise, points: float, language: Language, target: NotebookTarget
) -> Iterator[Any]:
    name = exercise.id
    statement = exercise.statement(language).strip().replace("\n# ", "\n## ")
    yield _text(
        nbformat, f"{name[:57]}-text", f"#{statement}" if statement[0] == "#" else statement
    )
    stub = _code(nbformat, f"{name[:57]}-stub", exercise.stub(language).strip(), name, STUB)
    source = target.check.format(id=name, worth=number_of(points))
    check = _code(nbformat, f"{name[:57]}-check", source, name, CHECK)
    if target.nbgrader:
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
    """Metadata in nbgrader's schema 3."""
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
