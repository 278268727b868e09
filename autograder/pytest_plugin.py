"""
``pytest exercises/`` in a working copy: each claim of each exercise is a test.

Learners' files are read, never imported: their code runs in the sandbox, as everywhere else.

pytest imports this module in every project of an environment, so nothing of ours is imported
before pytest meets a file of a working copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from autograder.content import Course, Exercise
    from autograder.facade.grading import Feedback, Grading
    from autograder.feedback import CheckFeedback
    from autograder.workspace import Workspace

__all__ = ["ClaimItem", "ExerciseFile"]

_GRADINGS = pytest.StashKey["Gradings"]()
#: The file that marks a working copy; :meth:`autograder.workspace.Workspace.find` looks for it too.
_MARK = Path(".gradlings", "workspace.json")


class Gradings:
    """The gradings of one pytest session; a server starts with the first item that runs."""

    def __init__(self) -> None:
        self._gradings: dict[tuple[Path, str], Grading] = {}
        self._workspaces: dict[Path, tuple[Workspace, Course] | None] = {}

    def workspace_of(self, path: Path) -> tuple[Workspace, Course] | None:
        """The working copy that contains *path*, with its course."""
        folder = path.parent
        if folder not in self._workspaces:
            self._workspaces[folder] = _opened(folder)
        return self._workspaces[folder]

    def of(self, workspace: Workspace, course: Course) -> Grading:
        """The grading of a course in the language of a working copy."""
        from autograder.facade.grading import Grading

        key = course.path, workspace.language
        if key not in self._gradings:
            self._gradings[key] = Grading(course, language=workspace.language, warm="shared")
        return self._gradings[key]

    def close(self) -> None:
        """End all servers."""
        for grading in self._gradings.values():
            grading.close()


def _opened(folder: Path) -> tuple[Workspace, Course] | None:
    folder = folder.resolve()
    if not any((above / _MARK).is_file() for above in (folder, *folder.parents)):
        return None
    from autograder.facade.grading import open_course
    from autograder.workspace import Workspace, WorkspaceError

    try:
        workspace = Workspace.find(folder)
    except WorkspaceError:
        return None
    return workspace, open_course(workspace.course_path)


class ExerciseFile(pytest.File):
    """A learner's file; graded once, when its first claim runs."""

    workspace: Workspace
    course: Course
    exercise: Exercise

    def collect(self) -> Iterator[ClaimItem]:
        """Yield a test for each claim of the exercise."""
        for claim in self.exercise.sheet.claims:
            yield ClaimItem.from_parent(self, name=claim.check)

    @cached_property
    def feedback(self) -> Feedback:
        """The feedback on the file, graded on public cases when it is first asked for."""
        grading = self.config.stash[_GRADINGS].of(self.workspace, self.course)
        return grading.check(self.path, self.exercise)


class ClaimItem(pytest.Item):
    """One claim of the rubric."""

    parent: ExerciseFile

    def runtest(self) -> None:
        """
        Skip if the check was skipped, fail if it did not pass.

        Raises:
            ClaimFailed: With the feedback on the claim.
        """
        from autograder.judging import Outcome

        check = next(c for c in self.parent.feedback.checks if c.check == self.name)
        if check.outcome is Outcome.SKIPPED:
            pytest.skip(check.message)
        if check.outcome is not Outcome.PASSED:
            raise ClaimFailed(check)

    def repr_failure(self, excinfo: Any, style: Any = None) -> str:
        """Return the feedback instead of a traceback through our own code."""
        if isinstance(excinfo.value, ClaimFailed):
            return str(excinfo.value)
        if (message := _refused(excinfo.value)) is not None:
            return message
        return str(super().repr_failure(excinfo, style))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return the file, its first line, and the names of exercise and check."""
        return self.path, 0, f"{self.parent.exercise.id}: {self.name}"


def _refused(error: BaseException) -> str | None:
    """Why a file can't be graded, in the sentence that ``gradlings check`` prints; else None."""
    from autograder.errors import GradlingsError

    return str(error) if isinstance(error, GradlingsError) else None


class ClaimFailed(Exception):  # noqa: N818 - a failure of the learner's, not an error of ours
    """A claim does not hold; the text is the feedback."""

    def __init__(self, check: CheckFeedback) -> None:
        super().__init__(f"{check.claim}\n\n{check.message}")


def pytest_configure(config: pytest.Config) -> None:
    """Store the gradings of this session in *config*."""
    config.stash[_GRADINGS] = Gradings()


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the servers of this session."""
    config.stash[_GRADINGS].close()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ExerciseFile | None:
    """Collect exercise files in working copies, and nothing elsewhere."""
    if file_path.suffix != ".py":
        return None
    found = parent.config.stash[_GRADINGS].workspace_of(file_path)
    exercise = found[0].exercise_of(file_path, found[1]) if found else None
    if found is None or exercise is None:
        return None
    file: ExerciseFile = ExerciseFile.from_parent(parent, path=file_path)
    file.workspace, file.course = found
    file.exercise = exercise
    return file
