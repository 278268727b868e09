"""
``pytest exercises/`` in a working copy: each claim of each exercise is a test.

The learner's files are read, never imported: their code runs in the sandbox,
like everywhere else.

pytest imports this module in every project of an environment, so nothing of ours is
imported before a file of a working copy is met.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from autograder.content import Course, Exercise
    from autograder.feedback import CheckFeedback, ExerciseFeedback
    from autograder.grading import Grader
    from autograder.workspace import Workspace

__all__ = ["ClaimItem", "ExerciseFile"]

_DESK = pytest.StashKey["Desk"]()
#: What makes a folder a working copy; :meth:`autograder.workspace.Workspace.find` looks for it too.
_MARK = Path(".gradlings", "workspace.json")


class Desk:
    """What one pytest session grades with; the server starts with the first item that runs."""

    def __init__(self) -> None:
        self._runner: Any = None
        self._workspaces: dict[Path, tuple[Workspace, Course] | None] = {}

    def workspace_of(self, path: Path) -> tuple[Workspace, Course] | None:
        """The working copy that *path* stands in, with its course."""
        folder = path.parent
        if folder not in self._workspaces:
            self._workspaces[folder] = _opened(folder)
        return self._workspaces[folder]

    def grader(self, course: Course) -> Grader:
        from autograder.grading import Grader
        from autograder.sandbox import open_runner

        self._runner = self._runner or open_runner()
        return Grader(course, self._runner)

    def close(self) -> None:
        if self._runner is not None:
            self._runner.close()


def _opened(folder: Path) -> tuple[Workspace, Course] | None:
    folder = folder.resolve()
    if not any((above / _MARK).is_file() for above in (folder, *folder.parents)):
        return None
    from autograder.content import bundled_course_path, load_course
    from autograder.workspace import Workspace, WorkspaceError

    try:
        workspace = Workspace.find(folder)
    except WorkspaceError:
        return None
    return workspace, load_course(workspace.course_path or bundled_course_path())


class ExerciseFile(pytest.File):
    """A learner's file; graded once, when its first claim runs."""

    workspace: Workspace
    course: Course
    exercise: Exercise

    def collect(self) -> Iterator[ClaimItem]:
        for claim in self.exercise.sheet.claims:
            yield ClaimItem.from_parent(self, name=claim.check)

    @cached_property
    def feedback(self) -> ExerciseFeedback:
        from autograder.feedback import feedback_on
        from autograder.languages import words_in
        from autograder.submissions import read_submission

        grader = self.config.stash[_DESK].grader(self.course)
        verdict = grader.grade(read_submission(self.path), self.exercise)
        say = words_in(self.workspace.language)
        return feedback_on(verdict, self.exercise, self.course, say)


class ClaimItem(pytest.Item):
    """One claim of the rubric."""

    parent: ExerciseFile

    def runtest(self) -> None:
        from autograder.judging import Outcome

        check = next(c for c in self.parent.feedback.checks if c.check == self.name)
        if check.outcome is Outcome.SKIPPED:
            pytest.skip(check.message)
        if check.outcome is not Outcome.PASSED:
            raise ClaimFailed(check)

    def repr_failure(self, excinfo: Any, style: Any = None) -> str:
        """Feedback instead of a traceback through our own code."""
        if isinstance(excinfo.value, ClaimFailed):
            return str(excinfo.value)
        if (told := _refused(excinfo.value)) is not None:
            return told
        return str(super().repr_failure(excinfo, style))

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, f"{self.parent.exercise.id}: {self.name}"


def _refused(error: BaseException) -> str | None:
    """One sentence on a file that can't be graded, or on what keeps us from it, as `check` has it."""
    from autograder.grading import MissingKeyError
    from autograder.sandbox import SandboxError
    from autograder.submissions import SubmissionError

    return (
        str(error) if isinstance(error, SubmissionError | MissingKeyError | SandboxError) else None
    )


class ClaimFailed(Exception):  # noqa: N818 - a failure of the learner's, not an error of ours
    """The claim does not hold; the text is the feedback."""

    def __init__(self, check: CheckFeedback) -> None:
        super().__init__(f"{check.claim}\n\n{check.message}")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_DESK] = Desk()


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[_DESK].close()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ExerciseFile | None:
    """Collect the exercise files of a working copy; nothing anywhere else."""
    if file_path.suffix != ".py":
        return None
    found = parent.config.stash[_DESK].workspace_of(file_path)
    exercise = found[0].exercise_of(file_path, found[1]) if found else None
    if found is None or exercise is None:
        return None
    file: ExerciseFile = ExerciseFile.from_parent(parent, path=file_path)
    file.workspace, file.course = found
    file.exercise = exercise
    return file
