"""The layout of a bundle's folder, and which files in it are ours."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from autograder.content import COURSE_SHEET

__all__ = [
    "DIGESTS",
    "DIGESTS_OF_KEYS",
    "OF_ALL",
    "PUBLIC",
    "QUIZ",
    "SHEET",
    "SHEETS",
    "digest_of",
    "digests_at",
    "files_below",
    "is_ours",
    "key_path",
]

SHEET = "assignment.json"
QUIZ = "quiz.json"
#: The keys of students' own sheets.
SHEETS = "quiz-sheets.json"
#: The SHA-256 of each key by name, beside the keys: a damaged or replaced key would cost points.
DIGESTS = "digests.json"
DIGESTS_OF_KEYS = TypeAdapter(dict[str, str])
#: The files of an exercise that are copied: only public ones.
PUBLIC = ("exercise.yaml", "checks.py", "key.json", "README*.md", "stub*.py")
#: The files of the course that are copied.
OF_ALL = (COURSE_SHEET, "misconceptions.yaml", "errors.yaml")


def key_path(folder: Path, exercise: str, variant: int) -> Path:
    """Return the path of the key of *exercise*'s hidden cases in this *variant*."""
    return folder / "keys" / f"{exercise}.{variant}.json"


def digests_at(folder: Path) -> Mapping[str, str]:
    """Return the SHA-256 of each key as made, by name; empty if the file is missing or damaged."""
    try:
        return DIGESTS_OF_KEYS.validate_json((folder / "keys" / DIGESTS).read_bytes())
    except (OSError, ValidationError):
        return {}


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, or an empty text if there is no such file."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def is_ours(path: Path, bundle: Path) -> bool:
    """Tell by its name whether a file in a bundle's folder is one that we write there."""
    match path.relative_to(bundle).parts:
        case (name,):
            return name in (SHEET, QUIZ, SHEETS)
        case ("keys", name):
            return name.endswith(".json") and not name.startswith(".")
        case ("exercises", name) | ("exercises", _, name):
            return name in (*OF_ALL, "chapter.yaml")
        case ("exercises", _, _, name):
            return any(fnmatch(name, pattern) for pattern in PUBLIC)
    return False


def files_below(folder: Path) -> Iterator[Path]:
    """Yield all files in *folder* and its subfolders."""
    return (path for path in folder.rglob("*") if path.is_file())
