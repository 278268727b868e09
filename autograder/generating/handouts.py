"""The files beside exercises that are handed out: a README on installing and working, our wheel."""

from __future__ import annotations

from pathlib import Path

from autograder import __version__
from autograder.assignments import Assignment
from autograder.content import Language
from autograder.files import write_whole
from autograder.generating.cells import TORCH_INDEX, GeneratingError
from autograder.generating.wheel import our_wheel
from autograder.languages import mark, words_in

__all__ = ["IN_NOTEBOOK", "IN_SCRIPTS", "localized", "write_handout"]

IN_SCRIPTS = mark(
    "Then run `gradlings` in this folder and open the files under `exercises/` in your editor: each "
    "save is answered. `gradlings check` checks all of them once."
)
IN_NOTEBOOK = mark(
    "Then run `jupyter lab` in this folder, or your editor, and open `{notebook}`. Its first cell "
    "installs what is missing, so on Colab or Kaggle nothing of the above is needed; upload the file "
    "that ends in `.whl` there too."
)
# Double-quoted, since [ ] are special in shells; PowerShell and cmd understand these quotes too.
_ASKED = {IN_SCRIPTS: "{wheel}", IN_NOTEBOOK: '"{wheel}[notebook]" jupyterlab'}
_TEXT = """\
# {title}

## {install}

{before}

```sh
python3 -m venv .venv
. .venv/bin/activate
pip install torch --index-url {index}
pip install {asked}
```

{notes}

## {work}

{how}

{stuck}
"""


def write_handout(
    assignment: Assignment, folder: Path, how: str, *, wheel_folder: str = "", **parts: str
) -> None:
    """
    Write our wheel and a README in each of the assignment's languages to *folder*.

    If no wheel can be built (in a checkout without hatchling and without a network), it is left
    out, and the README says which wheel belongs there.

    Args:
        how: IN_SCRIPTS or IN_NOTEBOOK.
        wheel_folder: The subfolder of *folder* for the wheel.
        parts: Values for the placeholders in *how*.
    """
    try:
        wheel = our_wheel(folder / wheel_folder)
    except GeneratingError:
        wheel = folder / wheel_folder / f"gradlings-{__version__}-py3-none-any.whl"
    for language in assignment.sheet.languages:
        text = _text(assignment, language, wheel.relative_to(folder), how, parts)
        if not wheel.exists():
            text = f"{text}\n{_missing(language, wheel.name)}\n"
        write_whole(folder / localized(assignment, language, "README", ".md"), text)


def localized(assignment: Assignment, language: Language, name: str, suffix: str) -> str:
    """Return ``README.md`` in the assignment's first language, ``README.hu.md`` in another."""
    first = language == assignment.sheet.languages[0]
    return f"{name}{suffix}" if first else f"{name}.{language}{suffix}"


def _text(
    assignment: Assignment, language: Language, wheel: Path, how: str, parts: dict[str, str]
) -> str:
    say = words_in(language)
    return _TEXT.format(
        title=assignment.sheet.title[language],
        install=say("Install"),
        before=say("You need Python 3.10 or newer. Once, in a terminal in this folder:"),
        index=TORCH_INDEX,
        asked=_ASKED[how].format(wheel=wheel.as_posix()),
        notes=say(
            "On Windows the first two lines are `py -m venv .venv` and `.venv\\Scripts\\activate`; if "
            "PowerShell refuses the second, `Set-ExecutionPolicy -Scope Process RemoteSigned` allows "
            "it in that window. The third is for Linux, where the usual index has torch with gigabytes "
            "of CUDA that nothing here needs; elsewhere you can leave it out. On a Mac, torch needs "
            "Apple silicon and macOS 14 or later."
        ),
        work=say("Work"),
        how=say(how, **parts),
        stuck=say("`gradlings doctor` tells what your machine gives, and what is missing."),
    )


def _missing(language: Language, wheel: str) -> str:
    say = words_in(language)
    return say(
        "The file `{wheel}` belongs here, too: your instructor gives it to you.", wheel=wheel
    )
