"""The files beside exercises that are handed out: a README for students, our wheel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.assignments import Assignment
from autograder.content import Language
from autograder.files import write_whole
from autograder.generating.cells import TORCH_INDEX
from autograder.generating.terms import points_table, terms
from autograder.generating.wheel import GeneratingError, our_wheel, wheel_name
from autograder.languages import mark, words_in
from autograder.submissions import QUIZ_ANSWERS

__all__ = ["ACTIONS", "NBGRADER", "NOTEBOOK", "OTTER", "OWN_SHEETS", "QUIZ", "SCRIPTS", "Guide", "heading", "localized",
           "write_handout"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guide:
    """
    What the README of one target says.

    Attributes:
        work: How to work there; ``{notebook}`` is the notebook in the README's language.
        hand_in: How to hand in, before the list of files.
        pip: What pip is asked to install; ``{wheel}`` is our wheel. Empty if nothing is needed.
        quiz: Whether the assignment's questions can be handed in there.
    """

    work: str
    hand_in: str
    pip: str = ""
    quiz: bool = True


_ON_WINDOWS = mark(
    "On Windows the first two lines are `py -m venv .venv` and `.venv\\Scripts\\activate`; if "
    "PowerShell refuses the second, `Set-ExecutionPolicy -Scope Process RemoteSigned` allows "
    "it in that window."
)
_TORCH = mark(
    "The third is for Linux, where the usual index has torch with gigabytes of CUDA that "
    "nothing here needs; elsewhere you can leave it out. On a Mac, torch needs Apple silicon "
    "and macOS 14 or later."
)
_NO_TORCH = mark(
    "The third installs all that the exercises need. Torch is not among it: nothing here uses it."
)
# Double-quoted, since [ ] are special in shells; PowerShell and cmd understand these quotes too.
_WITH_JUPYTER = '"{wheel}[notebook]" jupyterlab'
_SCRIPTS = mark(
    "Then run `gradlings` in this folder and open the files under `exercises/` in your editor: each "
    "save is answered. `gradlings check` checks all of them once."
)
_NOTEBOOK = mark(
    "Then run `jupyter lab` in this folder, or your editor, and open `{notebook}`. Its first cell "
    "installs what is missing, so on Colab or Kaggle nothing of the above is needed; upload the file "
    "that ends in `.whl` there too."
)
SCRIPTS = Guide(
    work=_SCRIPTS,
    hand_in=mark("Hand in these files, under the names that they have, one by one or in a zip:"),
    pip="{wheel}",
)
NOTEBOOK = Guide(
    work=_NOTEBOOK,
    hand_in=mark("Save the notebook, and hand in this file, under the name that it has:"),
    pip=_WITH_JUPYTER,
)
OTTER = Guide(
    work=_NOTEBOOK,
    hand_in=mark(
        "Save the notebook and run its last cell, which makes a zip. Hand in that zip, or this file:"
    ),
    pip=_WITH_JUPYTER,
    quiz=False,
)
NBGRADER = Guide(
    work=_NOTEBOOK,
    hand_in=mark(
        "Where JupyterHub has a list of assignments, save the notebook and press *Submit* there. "
        "Elsewhere hand in this file, under the name that it has:"
    ),
    pip=_WITH_JUPYTER,
    quiz=False,
)
ACTIONS = Guide(
    work=_SCRIPTS,
    hand_in=mark(
        "Commit and push: `git commit --all --message Answers`, then `git push`. Each push is checked; "
        "what came out is under *Actions* on the repository's page. These files are read:"
    ),
    pip="{wheel}",
)
QUIZ = Guide(
    work=mark(
        "Open the question sheet in a browser. Write your answers into `{answers}`, between the "
        "quotes behind each question's id."
    ),
    hand_in=mark("Hand in this file, together with your programs if there are any:"),
)

OWN_SHEETS = Guide(
    work=mark(
        "You have a question sheet of your own, with numbers that nobody else has, and a file for your "
        "answers, whose name ends in `{answers}`. Write each answer there between the quotes behind "
        "the question's sign, and leave the signs as they are."
    ),
    hand_in=mark(
        "Hand in the file with your answers, together with your programs if there are any:"
    ),
)


def write_handout(
    assignment: Assignment,
    folder: Path,
    guide: Guide,
    files: Sequence[str] = (),
    *,
    wheel_folder: str = "",
) -> None:
    """
    Write a README in each of the assignment's languages to *folder*, and our wheel if it is needed.

    If no wheel can be built (in a checkout without hatchling and without a network), it is left
    out, and the README says which wheel belongs there.

    Args:
        files: The names of the files to hand in; by default, the notebook in the README's language.
        wheel_folder: The subfolder of *folder* for the wheel.
    """
    wheel = _wheel(assignment, folder / wheel_folder) if guide.pip else None
    for language in assignment.sheet.languages:
        parts = [
            f"# {assignment.sheet.title[language]}",
            *(_installing(assignment, language, wheel.relative_to(folder), guide) if wheel else ()),
            *(_wheel_belongs_here(language, wheel) if wheel and not wheel.exists() else ()),
            *_working(assignment, language, guide),
            *_points(assignment, language, guide),
            *_handing_in(assignment, language, guide, files),
        ]
        text = "\n\n".join(parts) + "\n"
        write_whole(folder / localized(assignment, language, "README", ".md"), text)


def localized(assignment: Assignment, language: Language, name: str, suffix: str) -> str:
    """Return ``README.md`` in the assignment's first language, ``README.hu.md`` in another."""
    first = language == assignment.sheet.languages[0]
    return f"{name}{suffix}" if first else f"{name}.{language}{suffix}"


def heading(title: str) -> str:
    """Return *title* as a heading of a README's part."""
    return f"## {title}"


def _wheel(assignment: Assignment, folder: Path) -> Path:
    """Our wheel in *folder*, or the path where it is missing."""
    try:
        return our_wheel(folder, torch=assignment.needs_torch)
    except GeneratingError:
        return folder / wheel_name(torch=assignment.needs_torch)


def _installing(
    assignment: Assignment, language: Language, wheel: Path, guide: Guide
) -> Iterator[str]:
    say = words_in(language)
    torch = assignment.needs_torch
    yield heading(say("Install"))
    yield say("You need Python 3.10 or newer. Once, in a terminal in this folder:")
    yield "\n".join(
        [
            "```sh",
            "python3 -m venv .venv",
            ". .venv/bin/activate",
            *([f"pip install torch --index-url {TORCH_INDEX}"] if torch else ()),
            f"pip install {guide.pip.format(wheel=wheel.as_posix())}",
            "```",
        ]
    )
    yield " ".join([say(_ON_WINDOWS), say(_TORCH if torch else _NO_TORCH)])


def _wheel_belongs_here(language: Language, wheel: Path) -> Iterator[str]:
    say = words_in(language)
    yield say(
        "The file `{wheel}` belongs here, too: your instructor gives it to you.", wheel=wheel.name
    )


def _working(assignment: Assignment, language: Language, guide: Guide) -> Iterator[str]:
    say = words_in(language)
    notebook = localized(assignment, language, assignment.id, ".ipynb")
    yield heading(say("Work"))
    yield say(guide.work, notebook=notebook, answers=QUIZ_ANSWERS)
    if guide.pip:
        yield say("`gradlings doctor` tells what your machine gives, and what is missing.")


def _points(assignment: Assignment, language: Language, guide: Guide) -> Iterator[str]:
    say = words_in(language)
    yield heading(say("Points and dates"))
    yield terms(assignment, language)
    yield points_table(assignment, language, quiz=guide.quiz)


def _handing_in(
    assignment: Assignment, language: Language, guide: Guide, files: Sequence[str]
) -> Iterator[str]:
    say = words_in(language)
    named = list(files) or [localized(assignment, language, assignment.id, ".ipynb")]
    yield heading(say("Hand in"))
    yield say(guide.hand_in)
    yield "\n".join(f"- `{name}`" for name in named)
    if guide.quiz and assignment.quiz and not any(name.endswith(QUIZ_ANSWERS) for name in named):
        yield say(
            "If you answered the questions in a file whose name ends in `{answers}`, hand in that "
            "file, too.",
            answers=QUIZ_ANSWERS,
        )
