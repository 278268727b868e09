"""
Grading on all cores: worker processes, each with a warm server of its own.

The work is a plain function of plain values, so any executor that can send a
function somewhere can run it. Verdicts come back pickled, from our own
processes; what learner code said was read as hostile before.
"""

from __future__ import annotations

import functools
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from autograder.content import load_course
from autograder.grading.grader import Grader
from autograder.judging import Key, Verdict, read_key
from autograder.sandbox import Tier, open_runner

__all__ = ["Desk", "cores", "grade_at", "open_pool"]


@dataclass(frozen=True, slots=True)
class Desk:
    """
    What a worker grades with.

    Attributes:
        course_path: The course's folder.
        floor: The least isolation that will do.
        keys: Keys of hidden cases as written by ``write_key``, by exercise; the public
            key is used for an exercise that has none here.
    """

    course_path: Path
    floor: Tier = Tier.STANDARD
    keys: tuple[tuple[str, str], ...] = ()


def open_pool(workers: int | None = None) -> ProcessPoolExecutor:
    """Return an executor with a process for each core that we may use, or so many *workers*."""
    # Started anew rather than forked: the caller may have threads.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers or cores(), mp_context=context)


def grade_at(desk: Desk, source: str, exercise_id: str) -> Verdict:
    """
    Grade one submission in this process, which keeps a warm server for *desk*.

    Raises:
        IsolationError: If there is less isolation than the desk's floor.
        SandboxError: If the server can't be started.
    """
    grader, keys = _opened(desk)
    return grader.grade(source, grader.course.exercise(exercise_id), key=keys.get(exercise_id))


@functools.lru_cache(maxsize=1)
def _opened(desk: Desk) -> tuple[Grader, dict[str, Key]]:
    keys = {exercise: read_key(text) for exercise, text in desk.keys}
    return Grader(load_course(desk.course_path), open_runner(desk.floor)), keys


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
