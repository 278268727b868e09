"""Solutions for learners: sealing them, which is an author's, and showing them, which is a learner's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring.programs import load_programs
from autograder.content import Course, Exercise
from autograder.errors import InputError
from autograder.files import quoted, write_whole
from autograder.sealed import FILE_NAME, sealed

__all__ = ["Sealed", "seal_solutions"]


@dataclass(frozen=True, slots=True)
class Sealed:
    """
    What was sealed.

    Attributes:
        exercises: How many exercises have right programs in it.
        lacking: The exercises that have none in ``solutions/``.
    """

    path: Path
    exercises: int
    lacking: Sequence[str]


def seal_solutions(course: Course, path: Path | None = None) -> Sealed:
    """
    Seal the right programs of *course* into a file, beside the course unless *path* is given.

    Raises:
        InputError: If *path* lies in the course, which is published as it is, or if there is no
            right program at all.
        OSError: If it can't be written.
    """
    folder = course.path.resolve()
    target = path or folder.parent / FILE_NAME
    if folder in target.resolve().parents:
        raise InputError(
            f"{quoted(target)} would lie in the course, whose files everybody gets; "
            f"choose another place, such as {quoted(folder.parent / FILE_NAME)}"
        )
    programs = {exercise.id: _right(course, exercise) for exercise in course.exercises}
    found = {name: own for name, own in programs.items() if own}
    if not found:
        raise InputError(
            f"there is nothing to seal: {quoted(folder.parent / 'solutions')} holds no reference.py "
            "of this course"
        )
    write_whole(target, sealed(found))
    return Sealed(target, len(found), [name for name in programs if name not in found])


def _right(course: Course, exercise: Exercise) -> dict[str, str]:
    """
    The right programs by name, the reference first; none without a reference.

    Those that no formatter may touch are right in spite of their layout, and no example to anybody.
    """
    programs = load_programs(course, exercise)
    if programs.reference is None:
        return {}
    right = {
        name: text for name, text in programs.right.items() if not text.startswith("# fmt: off")
    }
    return {"reference": programs.reference, **right}
