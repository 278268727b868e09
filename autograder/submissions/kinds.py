"""Kinds of files, recognised by their names, and which of them are read."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import PurePosixPath

from autograder.files import same_name
from autograder.submissions.members import is_archive

__all__ = [
    "COPY",
    "NOT_WANTED",
    "QUIZ_ANSWERS",
    "copy_number",
    "is_clutter",
    "is_quiz_answers",
    "is_renamed",
    "is_wanted",
    "is_written_id",
    "why_not_wanted",
    "written_id",
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
    r"README(\.\w+)?\.md|LICENSE|requirements\.txt|gradlings-[^/]*\.whl|"
    r"result\.json|__zip_filename__|[^/]*\.sheet\.html",
    re.DOTALL,
)

#: Endings that browsers and platforms add to a name in use: ``zero_it (1)``, ``zero_it-2``.
COPY = re.compile(r"[ _-]*(\((?P<browser>\d+)\)|-(?P<platform>\d+)|copy)$", re.IGNORECASE)
#: Endings of files with answers in words; Windows' editors add one of their own.
_WORDS = re.compile(r"(\.(md|markdown))?\.(md|markdown|txt)$", re.IGNORECASE)
#: With what a notebook's cell ids add to it, an id must have room in 64 characters.
_WRITTEN_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,56}")

# A browser, a mail program or a spreadsheet has put an ending of its own behind the right one.
_RENAMED = re.compile(r"\.(py|ipynb)\.\w{1,5}$", re.IGNORECASE)


def is_renamed(name: str) -> bool:
    """Tell whether a file would be read if its name did not go on after ``.py`` or ``.ipynb``."""
    return _RENAMED.search(name) is not None


def why_not_wanted(name: str, written: Collection[str] = ()) -> str:
    """
    Return why a file of that *name* is not read; empty if it is.

    Args:
        written: As for :func:`is_wanted`.
    """
    if is_wanted(name, written):
        return ""
    end = _RENAMED.search(name)
    return RENAME.format(end=end[0], right=f".{end[1]}") if end else NOT_WANTED


def is_clutter(path: str) -> bool:
    """
    Tell whether a part of *path*, with ``/`` between folders, is a name of such clutter.

    At its top, a download of Brightspace has an ``index.html``; elsewhere, a person handed one in.
    """
    return path == "index.html" or any(_CLUTTER.fullmatch(part) for part in path.split("/"))


def is_wanted(name: str, written: Collection[str] = ()) -> bool:
    """
    Tell whether a file of that name is a script, a notebook, answers, or an archive.

    Args:
        written: Ids of exercises that are answered in words, in files named after them.
    """
    read = name.lower().endswith((".py", ".ipynb", QUIZ_ANSWERS)) or is_archive(name)
    return read or bool(written_id(name, written))


def is_written_id(text: str) -> bool:
    """Tell whether an exercise that is answered in words can have that id."""
    return _WRITTEN_ID.fullmatch(text) is not None


def written_id(name: str, written: Collection[str]) -> str:
    """
    Return which of the ids *written* a file of that *name* answers; empty if none.

    The name may be as messy as programs' are: ``Anna_Why-Leaf (1).md`` answers ``why_leaf``.
    """
    if not written or not _WORDS.search(name):
        return ""
    stem = re.sub(r"[\s_-]+", "_", COPY.sub("", _stem(name)))
    for one in sorted(written, key=len, reverse=True):
        if re.search(rf"(?<![^\W_]){one}(?![^\W_])", stem, re.IGNORECASE):
            return one
    return ""


def is_quiz_answers(name: str) -> bool:
    """Tell whether a file of that name holds answers to quiz items."""
    return name.lower().endswith(QUIZ_ANSWERS)


def copy_number(name: str) -> int:
    """Return which copy a file with an answer in words is: 2 for ``why (2).md``, 0 for ``why.md``."""
    found = COPY.search(_stem(name))
    number = (found["browser"] or found["platform"]) if found else ""
    return int(number[:9]) if number else 0


def _stem(name: str) -> str:
    return _WORDS.sub("", same_name(PurePosixPath(name).name))
