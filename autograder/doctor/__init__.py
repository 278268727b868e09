"""Examining this machine for ``gradlings doctor``: everything is tried, and for what is missing
there is the command that installs it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from autograder.content import ContentError, Course, load_course
from autograder.doctor.findings import Finding, State
from autograder.doctor.machine import kept_warm, strong_isolation, tools, versions, walls
from autograder.doctor.trial import Trial
from autograder.facade.grading import Grading
from autograder.files import quoted
from autograder.grading import MissingKeyError
from autograder.languages import mark
from autograder.sandbox import SandboxError

__all__ = ["Finding", "State", "examine"]


def examine(course_path: Path) -> list[Finding]:
    """Look at versions, course, sandbox and tools; run programs whose outcome is known."""
    try:
        course = load_course(course_path)
    except ContentError as error:
        parts = {"n": len(error.mistakes), "first": error}
        bad = Finding("course", State.BAD, mark("mistakes: {n}, the first: {first}"), parts=parts)
        return [*versions(), bad, *kept_warm(), *tools()]
    torch = any(exercise.sheet.torch for exercise in course.exercises)
    tried = _course_and_sandbox(course, course_path, torch=torch)
    return [*versions(torch=torch), *tried, *kept_warm(), *tools()]


def _course_and_sandbox(course: Course, course_path: Path, *, torch: bool) -> Iterator[Finding]:
    parts = {"n": len(course.exercises), "folder": quoted(course_path)}
    yield Finding("course", State.GOOD, mark("exercises: {n}, in {folder}"), parts=parts)
    grading = Grading(course)
    runner = grading.runner
    try:
        trial = Trial(runner, torch=torch)
        yield from trial.checks(course)
        yield Finding("sandbox", State.GOOD, runner.way)
        yield from walls(runner.isolation)
        yield from trial.figures()
    except SandboxError as error:
        yield Finding("sandbox", State.BAD, error.what)
    except (MissingKeyError, OSError) as error:
        yield Finding("sandbox", State.BAD, str(error))
    finally:
        grading.close()
    yield from strong_isolation()
