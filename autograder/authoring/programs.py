"""The instructor's side of an exercise: the programs that its key is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.content import Course, Exercise
from autograder.files import as_on_disk

__all__ = ["Programs", "load_programs", "solutions_path"]


@dataclass(frozen=True, slots=True)
class Programs:
    """
    The sources in one folder of ``solutions/``, by name.

    Attributes:
        right: Other right answers, by file name without ``.py``.
        wrong: Wrong programs, by file name without ``.py``.
        folder: The folder that holds them.
        stray: Other files in it.
    """

    folder: Path
    reference: str | None
    right: Mapping[str, str]
    wrong: Mapping[str, str]
    stray: tuple[Path, ...]


def solutions_path(course: Course) -> Path:
    """Return the path of ``solutions/``, which is beside ``exercises/`` and never shipped."""
    return course.path.resolve().parent / "solutions"


def load_programs(course: Course, exercise: Exercise) -> Programs:
    """Read the programs of *exercise*; a missing folder gives none."""
    folder = as_on_disk(solutions_path(course) / exercise.chapter / exercise.id)
    reference = folder / "reference.py"
    right = {path.stem: path for path in sorted(folder.glob("right/*.py"))}
    wrong = {path.stem: path for path in sorted(folder.glob("wrong/*.py"))}
    known = {reference, *right.values(), *wrong.values()}
    stray = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path not in known and "__pycache__" not in path.parts
    ]
    return Programs(
        folder=folder,
        reference=reference.read_text(encoding="utf-8") if reference.is_file() else None,
        right={name: path.read_text(encoding="utf-8") for name, path in right.items()},
        wrong={name: path.read_text(encoding="utf-8") for name, path in wrong.items()},
        stray=tuple(stray),
    )
