"""What lies beside exercises that are handed out: how to install, how to work, and our wheel."""

from __future__ import annotations

import contextlib
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
    "Then open `{notebook}` in Jupyter or in your editor. Its first cell installs what is missing, so "
    "on Colab or Kaggle nothing of the above is needed; upload the file that ends in `.whl` there too."
)
_TEXT = """\
# {title}

## {install}

{before}

```sh
python3 -m venv .venv
. .venv/bin/activate
pip install torch --index-url {index}
pip install {wheel}
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

    Where no wheel can be built (a checkout without hatchling and without a network), it is left out,
    and the README names the release of this version instead.

    Args:
        how: IN_SCRIPTS or IN_NOTEBOOK; *parts* of it are filled in.
        wheel_folder: Where in *folder* the wheel goes.
    """
    asked = f"gradlings=={__version__}"
    with contextlib.suppress(GeneratingError):
        asked = our_wheel(folder / wheel_folder).relative_to(folder).as_posix()
    for language in assignment.sheet.languages:
        text = _text(assignment, language, asked, how, parts)
        write_whole(folder / localized(assignment, language, "README", ".md"), text)


def localized(assignment: Assignment, language: Language, name: str, suffix: str) -> str:
    """``README.md`` in the assignment's first language, ``README.hu.md`` in another."""
    first = language == assignment.sheet.languages[0]
    return f"{name}{suffix}" if first else f"{name}.{language}{suffix}"


def _text(
    assignment: Assignment, language: Language, asked: str, how: str, parts: dict[str, str]
) -> str:
    say = words_in(language)
    return _TEXT.format(
        title=assignment.sheet.title[language],
        install=say("Install"),
        before=say("You need Python 3.10 or newer. Once, in a terminal in this folder:"),
        index=TORCH_INDEX,
        wheel=asked,
        notes=say(
            "On Windows the second line is `.venv\\Scripts\\activate`. The third is for Linux, where "
            "the usual index has torch with gigabytes of CUDA that nothing here needs; elsewhere you "
            "can leave it out."
        ),
        work=say("Work"),
        how=say(how, **parts),
        stuck=say("`gradlings doctor` tells what your machine gives, and what is missing."),
    )
