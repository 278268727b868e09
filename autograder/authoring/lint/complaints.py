"""What lint has to say: complaints, and how each program of ``solutions/`` was judged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from autograder.content import Course, Mistake
from autograder.judging import Outcome

__all__ = ["Complaint", "LintReport", "ProgramResult", "display_path"]


#: What stands behind the path in a complaint: a line, or a key of a YAML file, or both.
_PLACE = re.compile(r"(?P<path>.+?)(?::(?P<line>\d+))?(?::\d+)?(?:: (?P<key>.+))?")


@dataclass(frozen=True, slots=True)
class Complaint:
    """
    One thing for the author to mend: the file, what is wrong, and the fix.

    Attributes:
        file: The file's path from the folder that holds the course, and what of it is meant:
            ``exercises/01_values/mean_of/exercise.yaml: hints.0.en``.
    """

    file: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}\n  {self.problem}"

    @classmethod
    def of_mistake(cls, mistake: Mistake) -> Complaint:
        """Return a *mistake* that keeps a file from being read, as a complaint."""
        key = f": {mistake.key}" if mistake.key else ""
        return cls(f"{mistake.file}:{mistake.line}{key}", mistake.problem)

    @property
    def path(self) -> str:
        """The file alone."""
        return self._part("path")

    @property
    def line(self) -> int | None:
        """The line in it, from 1, if known."""
        line = self._part("line")
        return int(line) if line else None

    @property
    def key(self) -> str:
        """The key in a YAML file, or the function; empty if all of the file is meant."""
        return self._part("key")

    def _part(self, name: str) -> str:
        place = _PLACE.fullmatch(self.file)
        return (place[name] or "") if place else ""


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
