"""What lint has to say: complaints, and how each program of ``solutions/`` was judged."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.content import Course
from autograder.judging import Outcome

__all__ = ["Complaint", "LintReport", "ProgramResult", "display_path"]


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing for the author to mend: the file, what is wrong, and the fix."""

    file: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}\n  {self.problem}"


@dataclass(frozen=True, slots=True)
class ProgramResult:
    """How one program of ``solutions/`` was judged."""

    program: str
    outcome: Outcome
    named: tuple[str, ...]
    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LintReport:
    """
    What lint found in one exercise.

    Attributes:
        complaints: What to mend; none if the exercise is proved.
        right: How many right answers there are beside the reference.
        programs: Every wrong program and how it was judged, for the table of ``--table``.
    """

    exercise: str
    complaints: tuple[Complaint, ...]
    programs: tuple[ProgramResult, ...] = ()
    right: int = 0


def display_path(course: Course, path: Path) -> str:
    """Return *path* relative to the folder that holds the course, as an author would type it."""
    try:
        return str(path.resolve().relative_to(course.path.resolve().parent))
    except ValueError:
        return str(path)
