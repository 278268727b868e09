"""The two sides of what an assignment is generated to: students' and the instructor's."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["INSTRUCTOR", "STUDENTS", "Places"]

#: The folders of both sides in an output folder.
STUDENTS, INSTRUCTOR = "students", "instructor"


@dataclass(frozen=True, slots=True)
class Places:
    """
    The folders of one target.

    Attributes:
        students: What students get; it holds no key and nothing else of the instructor's.
        instructor: What the instructor alone has, or uploads.
    """

    students: Path
    instructor: Path

    @classmethod
    def of(cls, target: str, folder: Path) -> Places:
        """Return the places of *target* in the output folder *folder*."""
        return cls(folder / STUDENTS / target, folder / INSTRUCTOR / target)
