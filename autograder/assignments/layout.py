"""Where things are in a bundle's folder, and which of what is there is ours."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

__all__ = [
    "DIGESTS",
    "DIGESTS_OF_KEYS",
    "OF_ALL",
    "PUBLIC",
    "QUIZ",
    "SHEET",
    "digest_of",
    "digests_at",
    "files_below",
    "is_ours",
    "key_path",
]

SHEET = "assignment.json"
QUIZ = "quiz.json"
#: Beside the keys: by name, the SHA-256 of each. A key that was damaged or replaced costs points.
DIGESTS = "digests.json"
DIGESTS_OF_KEYS = TypeAdapter(dict[str, str])
#: What of an exercise goes along: never more than is public anyway.
PUBLIC = ("exercise.yaml", "checks.py", "key.json", "README*.md", "stub*.py")
#: And of the course.
OF_ALL = ("misconceptions.yaml", "errors.yaml")


def key_path(folder: Path, exercise: str, variant: int) -> Path:
    """Where the key of *exercise*'s hidden cases is, of that variant."""
    return folder / "keys" / f"{exercise}.{variant}.json"


def digests_at(folder: Path) -> Mapping[str, str]:
    """By name, the SHA-256 of each key as it was made; none where that file is missing or damaged."""
    try:
        return DIGESTS_OF_KEYS.validate_json((folder / "keys" / DIGESTS).read_bytes())
    except (OSError, ValidationError):
        return {}


def digest_of(path: Path) -> str:
    """SHA-256 of a file, or an empty text where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def is_ours(path: Path, bundle: Path) -> bool:
    """Whether a file in a bundle's folder is one that we write there, by its name."""
    match path.relative_to(bundle).parts:
        case (name,):
            return name in (SHEET, QUIZ)
        case ("keys", name):
            return name.endswith(".json") and not name.startswith(".")
        case ("exercises", name) | ("exercises", _, name):
            return name in (*OF_ALL, "chapter.yaml")
        case ("exercises", _, _, name):
            return any(fnmatch(name, pattern) for pattern in PUBLIC)
    return False


def files_below(folder: Path) -> Iterator[Path]:
    """All files in *folder*, however deep."""
    return (path for path in folder.rglob("*") if path.is_file())
