"""What this machine gives, for ``gradlings doctor``."""

from __future__ import annotations

import platform
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from autograder.content import ContentError, load_course
from autograder.grading import Grader, MissingKeyError
from autograder.sandbox import (
    Isolation,
    IsolationError,
    Runner,
    SandboxError,
    Tier,
    Wall,
    open_runner,
)

__all__ = ["Finding", "examine"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's: what was looked at, whether it is well, what was found."""

    what: str
    good: bool
    told: str


def examine(course_path: Path) -> list[Finding]:
    """Look at versions, course, sandbox and tools; grade one stub to see that it all works."""
    return [*_versions(), *_course_and_sandbox(course_path), *_tools()]


def _versions() -> Iterator[Finding]:
    yield Finding("python", sys.version_info >= (3, 10), platform.python_version())
    yield Finding("system", True, f"{platform.system()} {platform.release()} {platform.machine()}")
    for package in ("gradlings", "torch", "numpy"):
        try:
            yield Finding(package, True, version(package))
        except PackageNotFoundError:
            yield Finding(package, False, f"is not installed; try: pip install {package}")


def _course_and_sandbox(course_path: Path) -> Iterator[Finding]:
    try:
        course = load_course(course_path)
    except ContentError as error:
        yield Finding("course", False, f"{len(error.mistakes)} mistakes, the first: {error}")
        return
    yield Finding("course", True, f"{len(course.exercises)} exercises in {course_path}")
    runner = open_runner()
    try:
        isolation = runner.isolation
        kind = "fork server" if runner.pids else "a process for each check"
        yield Finding("sandbox", True, kind)
        yield from _walls(isolation)
        grader, exercise = Grader(course, runner), course.exercises[0]
        started = time.perf_counter()
        grader.grade(exercise.stub("en"), exercise)
        first = time.perf_counter() - started
        grader.grade(exercise.stub("en"), exercise)  # After this one the server imports the rest.
        started = time.perf_counter()
        grader.grade(exercise.stub("en"), exercise)
        again = time.perf_counter() - started
        yield Finding("speed", True, f"first check {first:.1f} s, then {again * 1000:.0f} ms")
        memory = sum(_resident(pid) or 0 for pid in runner.pids)
        if memory:
            yield Finding("memory", True, f"warm servers hold {memory / 2**20:.0f} MiB")
    except (SandboxError, MissingKeyError, OSError) as error:
        yield Finding("sandbox", False, str(error))
    finally:
        runner.close()
    yield _strong_isolation()


def _walls(isolation: Isolation) -> Iterator[Finding]:
    """The tier that was tried, and each wall that is missing; on Linux that is worth mending."""
    own_work = isolation.tier is Tier.PROCESS
    warning = " - for your own work only: hostile code can read and write your files"
    yield Finding("isolation", True, isolation.told() + (warning if own_work else ""))
    for wall, why in isolation.missing.items():
        if wall is not Wall.BUBBLEWRAP:
            yield Finding(f"no {wall.value}", True, why)


def _strong_isolation() -> Finding:
    try:
        runner: Runner = open_runner(Tier.STRONG)
        try:
            return Finding(
                "strong", True, f"to be had with --isolation {runner.isolation.tier.label}"
            )
        finally:
            runner.close()
    except (IsolationError, SandboxError) as error:
        return Finding("strong", True, f"not here: {error}")


def _resident(pid: int | None) -> int | None:
    """Resident bytes of a process, from ``/proc``; None where there is none."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS")), None)


def _tools() -> Iterator[Finding]:
    git = shutil.which("git")
    told = git or "not found; gradlings update then puts new versions beside edited files"
    yield Finding("git", True, told)
