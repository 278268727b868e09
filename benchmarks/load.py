"""
Right answers on a busy machine: does any time out or lose a point, and does an endless loop end?

    python benchmarks/load.py                # beside eight busy loops
    python benchmarks/load.py --loops 0      # on a machine as it is

Every reference and right variant of the course is graded on public cases while *loops* processes
keep the cores busy. Exits with 1 if one of them does not pass.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from autograder.authoring import load_programs
from autograder.content import load_course
from autograder.grading import Grader
from autograder.judging import Outcome
from autograder.sandbox import open_runner

ROOT = Path(__file__).resolve().parents[1]
BUSY = "while True: pass"
ENDLESS = "def {function}(*_):\n    while True:\n        pass\n"


@contextlib.contextmanager
def busy(loops: int) -> Iterator[None]:
    processes = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(loops)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--loops", type=int, default=8)
    parser.add_argument("--exercises", nargs="+", help="only these")
    options = parser.parse_args()
    course = load_course(ROOT / "exercises")
    programs = [
        (exercise, name, source)
        for exercise in course.exercises
        if not options.exercises or exercise.id in options.exercises
        for name, source in right_of(course, exercise)
    ]
    longest, refused = 0.0, []
    with busy(options.loops), open_runner() as server:
        grader = Grader(course, server)
        started = time.monotonic()
        for exercise, name, source in track(programs, "grading", disable=not sys.stderr.isatty()):
            verdict = grader.grade(source, exercise)
            longest = max(longest, verdict.seconds)
            if verdict.outcome is not Outcome.PASSED:
                refused.append(f"{exercise.id}/{name}: {verdict.outcome.value}")
        seconds = time.monotonic() - started
        load = os.getloadavg()[0]
        exercise = course.exercises[0]
        ended = time.monotonic()
        endless = grader.grade(ENDLESS.format(function=exercise.function), exercise)
        ended = time.monotonic() - ended
    table = Table("what", "measured")
    table.add_row("right programs graded", str(len(programs)))
    table.add_row("not passed", str(len(refused)))
    table.add_row("load in the last minute", f"{load:.1f} on {os.cpu_count()} cores")
    table.add_row("longest run, by the clock on the wall", f"{longest:.1f} s")
    table.add_row("all together", f"{seconds:.0f} s")
    limit = exercise.sheet.time_limit
    table.add_row(
        f"an endless loop ({limit:g} s of CPU time)", f"{endless.outcome.value} after {ended:.1f} s"
    )
    Console().print(table, *refused, sep="\n")
    return int(bool(refused) or endless.outcome is not Outcome.TIMEOUT)


def right_of(course, exercise) -> Iterator[tuple[str, str]]:
    programs = load_programs(course, exercise)
    yield "reference", programs.reference
    yield from programs.right.items()


if __name__ == "__main__":
    sys.exit(main())
