"""Kinds of files, recognised by their names, and which of them are read."""

from __future__ import annotations

import re

from autograder.submissions.members import is_archive

__all__ = [
    "NOT_WANTED",
    "QUIZ_ANSWERS",
    "is_clutter",
    "is_quiz_answers",
    "is_renamed",
    "is_wanted",
    "why_not_wanted",
]

#: The end of names of files with answers to quiz items, handed in beside programs.
QUIZ_ANSWERS = "quiz-answers.json"
NOT_WANTED = "it is neither a script nor a notebook (.py, .ipynb)"
RENAME = "its name ends in {end}; it is read once that is {right}"

#: Files and folders that operating systems, editors, platforms and graders leave behind, and those
#: that are handed out beside exercises.
_CLUTTER = re.compile(
    r"__MACOSX|\.DS_Store|\._.*|\.ipynb_checkpoints|__pycache__|Thumbs\.db|desktop\.ini|\.git|"
    r"\.gradlings|\.OTTER_LOG|\.idea|\.vscode|\.github|\.gitignore|\.gitattributes|\.venv|venv|"
    r"README(\.\w+)?\.md|LICENSE|requirements\.txt|gradlings-[^/]*\.whl|index\.html|"
    r"result\.json|__zip_filename__|[^/]*\.sheet\.html",
    re.DOTALL,
)

# A browser, a mail program or a spreadsheet has put an ending of its own behind the right one.
_RENAMED = re.compile(r"\.(py|ipynb)\.\w{1,5}$", re.IGNORECASE)


def is_renamed(name: str) -> bool:
    """Tell whether a file would be read if its name did not go on after ``.py`` or ``.ipynb``."""
    return _RENAMED.search(name) is not None


def why_not_wanted(name: str) -> str:
    """Return why a file of that *name* is not read; empty if it is."""
    if is_wanted(name):
        return ""
    end = _RENAMED.search(name)
    return RENAME.format(end=end[0], right=f".{end[1]}") if end else NOT_WANTED


def is_clutter(path: str) -> bool:
    """Tell whether a part of *path*, with ``/`` between folders, is a name of such clutter."""
    return any(_CLUTTER.fullmatch(part) for part in path.split("/"))


def is_wanted(name: str) -> bool:
    """Tell whether a file of that name is a script, a notebook, answers, or an archive."""
    return name.lower().endswith((".py", ".ipynb", QUIZ_ANSWERS)) or is_archive(name)


def is_quiz_answers(name: str) -> bool:
    """Tell whether a file of that name holds answers to quiz items."""
    return name.lower().endswith(QUIZ_ANSWERS)
