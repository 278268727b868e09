"""Proving many exercises at once: in several processes, each with a warm server of its own."""

from __future__ import annotations

import functools
import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from autograder.authoring.lint import LintReport, Proven, lint_exercise
from autograder.authoring.mutants import Survey, survey_exercise
from autograder.content import load_course
from autograder.grading import Grader
from autograder.sandbox import Runner, Tier, open_runner

__all__ = ["lint_exercises", "survey_exercises"]

#: What a worker process keeps between exercises: its grader, the grader's runner, and what was
#: proved before, if that is to be used.
_kept: list[tuple[Grader, Runner, Proven | None]] = []


def lint_exercises(
    course: Path, ids: Sequence[str], jobs: int, *, cached: bool = True
) -> Iterator[LintReport]:
    """
    Yield the report on each exercise of *ids* as it is done, *jobs* at a time.

    What is proved is kept beside the course if *cached*.

    The last ones are begun first: a course ends with trainings, which take longest, and at the end
    no process should be busy alone.
    """
    with _open_pool(course, jobs, cached=cached) as pool:
        reports = [pool.submit(_lint, exercise_id) for exercise_id in reversed(ids)]
        for report in as_completed(reports):
            yield report.result()


def survey_exercises(
    course: Path, ids: Sequence[str], jobs: int, most: int | None = None
) -> Iterator[Survey]:
    """Yield what becomes of the mutants of each exercise of *ids*, in their order."""
    with _open_pool(course, jobs, cached=False) as pool:
        yield from pool.map(functools.partial(_survey, most=most), ids)


def _open_pool(course: Path, jobs: int, *, cached: bool) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, context, initializer=_open, initargs=(course, cached))


def _open(path: Path, cached: bool) -> None:
    runner = open_runner(Tier.PROCESS)
    proven = Proven(path) if cached else None
    _kept.append((Grader(load_course(path), runner), runner, proven))


def _lint(exercise_id: str) -> LintReport:
    grader, _, proven = _kept[0]
    return lint_exercise(grader, grader.course.exercise(exercise_id), proven=proven)


def _survey(exercise_id: str, most: int | None) -> Survey:
    grader, *_ = _kept[0]
    return survey_exercise(grader, grader.course.exercise(exercise_id), most=most)
