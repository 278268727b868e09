"""
How time and memory of grading a class grow with its students.

    python benchmarks/growth.py --students 100 300 1000 --rest 1000 2000 5000 10000 --keep /tmp/growth

For ``--students`` everything is real. For ``--rest`` programs are not graded: each gets the
verdict of a program of the same exercise that was, by the ledger, so that what is left of the
command is measured: reading, points, pages, tables, the report. Then the same command runs again,
with nothing to do. ``--cluster`` grades with one and with two Dask workers, and hands 10,000
simulated hand-ins to a cluster of which a worker is killed.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import random
import resource
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from grading import EXERCISES, GRADLINGS, run
from measuring import Used, measured
from synthetic_class import make_class
from term import tell_browsing

from autograder.analytics.likeness import find_alike
from autograder.assignments import open_bundle
from autograder.facade.hand_ins import enrolled, hand_ins
from autograder.grading.adjusting import Decisions
from autograder.grading.classes import grade_all
from autograder.grading.cluster import cluster_executor
from autograder.grading.ledger import Ledger, LedgerKey
from autograder.grading.pool import Graded, Work, WorkerConfig
from autograder.grading.results import ClassResults, ExerciseResult, StudentResult
from autograder.judging import Rubric, RubricLine, broken_verdict, write_verdict
from autograder.rosters import Roster
from autograder.sandbox import Tier
from autograder.submissions import Gist, Reader

#: Graded for real, so that there are verdicts to give to others.
_MODELS = 60
_HOSTILE = 0.02
#: In a larger class, hand-ins are the same again; so reading is measured up to here.
_DISTINCT = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, nargs="*", default=[])
    parser.add_argument("--rest", type=int, nargs="*", default=[])
    parser.add_argument("--likeness", type=int, nargs="*", default=[])
    parser.add_argument("--cluster", type=int, help="students to be graded by Dask workers")
    parser.add_argument("--simulated", type=int, default=10_000)
    parser.add_argument("--fill", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--keep", type=Path, help="leave everything here, and use what is there")
    given = parser.parse_args()
    place = given.keep or Path(tempfile.mkdtemp())
    if given.fill:
        fill(place, given.fill)
        return
    most = max([*given.students, *given.rest, given.cluster or 0, _MODELS])
    prepare(place, min(most, _DISTINCT))
    print(
        "| students | | wall s | CPU s | CPU ms a student | MiB in the command | in its children |"
    )
    print("|---|---|---|---|---|---|---|")
    for count in given.students:
        tell(count, "graded", grade(place, count, "real"))
        tell(count, "again", grade(place, count, "real"))
    if given.rest:
        grade(place, _MODELS, "models")
    for count in given.rest:
        class_of(place, count)
        tell(count, "read", measured([sys.executable, __file__, "--fill", count, "--keep", place]))
        tell(count, "all but grading and reading", grade(place, count, "rest"))
        tell(count, "again", grade(place, count, "rest"))
        tell_browsing(place / f"rest-{count}/report.html")
    for count in given.likeness:
        tell_likeness(count)
    if given.cluster:
        tell_cluster(place, given.cluster)
        simulate(given.simulated)


def prepare(place: Path, students: int) -> None:
    """Make assignment, bundle and a class of so many *students*, unless they are there."""
    place.mkdir(parents=True, exist_ok=True)
    sheet = {
        "title": {"en": "Homework 1", "hu": "1. házi"}, "languages": ["en", "hu"],
        "secret": "0123456789abcdef", "exercises": EXERCISES, "points": 20,
    }  # fmt: skip
    if not (place / "hw1.yaml").exists():
        (place / "hw1.yaml").write_text(json.dumps(sheet), encoding="utf-8")
    if not (place / "dist/instructor/bundle").exists():
        run(
            [
                *GRADLINGS,
                "generate",
                place / "hw1.yaml",
                "-o",
                place / "dist",
                "--target",
                "scripts",
            ]
        )
    if not (place / "class").exists():
        make_class(place / "class", place / "hw1.yaml", students, _HOSTILE, 7)


def class_of(place: Path, count: int) -> Path:
    """A folder with *count* hand-ins: those of the class, again and again under other names."""
    chosen = place / f"class-{count}"
    if not chosen.exists():
        made = sorted((place / "class").iterdir(), key=lambda path: path.name.split("_")[1])
        for number, folder in zip(range(count), itertools.cycle(made[:_DISTINCT]), strict=False):
            name = f"{folder.name.split('_')[0]}_{100_000 + number}_assignsubmission_file_"
            (chosen / name).mkdir(parents=True)
            for file in folder.iterdir():
                os.link(file, chosen / name / file.name)
    return chosen


def grade(place: Path, count: int, what: str, *options: object) -> Used:
    """Grade the first *count* hand-ins; the outputs are in a folder called after *what*."""
    return measured(
        [*GRADLINGS, "grade", place / "hw1.yaml", class_of(place, count),
         "-o", place / f"{what}-{count}", "--bundle", place / "dist/instructor/bundle", *options]
    )  # fmt: skip


def tell(count: int, what: str, one: Used) -> None:
    each = 1000 * one.cpu / count
    command, children = one.command / 2**20, one.descendants / 2**20
    print(
        f"| {count:,} | {what} | {one.wall:.1f} | {one.cpu:.1f} | {each:.1f} | {command:.0f} "
        f"| {children:.0f} |",
        flush=True,
    )


def fill(place: Path, count: int) -> None:
    """Read a class as the command does, and give each of its programs a verdict on another one."""
    bundle, out = open_bundle(place / "dist/instructor/bundle"), place / f"rest-{count}"
    out.mkdir(exist_ok=True)
    with Reader(Tier.STANDARD, gists=True, workers=2, kept=out / "readings.sqlite") as reader:
        who = enrolled(bundle, [class_of(place, count)], Roster(), "", [], reader)
        found = hand_ins(bundle, who, Decisions(), [], reader)
    verdicts = verdicts_in(place / f"models-{_MODELS}/ledger.sqlite")
    draw = random.Random(1)
    with Ledger(out / "ledger.sqlite") as ledger:
        ledger.record((key, draw.choice(verdicts[key.exercise]), 0.1) for key in found.work.works)


def verdicts_in(ledger: Path) -> Mapping[str, list[str]]:
    """The verdicts of a ledger as JSON, by exercise."""
    found: dict[str, list[str]] = {}
    with contextlib.closing(sqlite3.connect(ledger)) as connection:
        for exercise, text in connection.execute("SELECT exercise, verdict FROM verdicts"):
            found.setdefault(exercise, []).append(text)
    return found


def tell_likeness(count: int) -> None:
    """How long it takes to compare *count* students, each with pieces of their own and with common ones."""
    draw = random.Random(count)
    pieces: list[frozenset[int]] = []
    for number in range(count):
        if number and number % 40 == 0:
            pieces.append(pieces[-1])
            continue
        # What solutions share, as words are shared: the k-th by one of about k.
        common = {int(1 / (1 - draw.random())) % _IDIOMS for _ in range(200)}
        own = {_IDIOMS + draw.randrange(1 << 60) for _ in range(60)}
        pieces.append(frozenset(common | own))
    students = [
        StudentResult(
            f"{n:06}", "", "", 0, 1, (ExerciseResult("a", None, 0, 1, gist=Gist("", own)),)
        )
        for n, own in enumerate(pieces)
    ]
    empty = ClassResults("", {}, (), None, (), tuple(students))  # type: ignore[arg-type]
    begun = time.process_time()
    groups = find_alike(empty)
    spent = time.process_time() - begun
    print(
        f"| {count:,} | likeness, {len(groups)} groups | | {spent:.2f} | {1000 * spent / count:.2f} | | |",
        flush=True,
    )


#: So many ways of writing things are known to several of a class.
_IDIOMS = 20_000


def tell_cluster(place: Path, count: int) -> None:
    """
    Grade *count* hand-ins by one Dask worker, and by two; told is the time of the grading itself.

    They are graded twice, and the second time is told: by then all has been read, and the workers are warm.
    One worker alone has its next process made ready on the core that nobody needs, so there is also one that
    has a core and no more, as each of two has.
    """
    one, two, confined = (
        graded_by(place, count, 1),
        graded_by(place, count, 2),
        graded_by(place, count, 1, core=0),
    )
    print(
        f"two workers grade {one / two:.2f} times as fast as one, and {confined / two:.2f} times as fast as one "
        "that is confined to one core",
        flush=True,
    )


def graded_by(place: Path, count: int, workers: int, core: int | None = None) -> float:
    """Seconds in which *workers*, confined to one *core* or not, grade *count* hand-ins."""
    name = f"cluster-{workers}" + ("" if core is None else "-confined")
    with cluster(workers) as (scheduler, one):
        if core is not None:
            for nanny in one.workers.values():
                # Its threads, each by itself: what they start has their core, too.
                for thread in Path(f"/proc/{nanny.pid}/task").iterdir():
                    os.sched_setaffinity(int(thread.name), {core})
        options = "--scheduler", scheduler
        # It reads the hand-ins that have not been kept, and starts the workers' servers.
        first = grade(place, count, name, *options, "--regrade")
        again = grade(place, count, name, *options, "--regrade")
        # All but the grading: the start, points, pages.
        rest = grade(place, count, name, *options)
    ledger = place / f"{name}-{count}" / "ledger.sqlite"
    with contextlib.closing(sqlite3.connect(ledger)) as connection:
        (graded,) = connection.execute("SELECT count(*) FROM verdicts").fetchone()
    seconds = again.wall - rest.wall
    print(
        f"Dask, {workers} workers{'' if core is None else ' on one core'}: {graded} programs graded in {seconds:.1f} s; "
        f"the first run, with what comes before and after, took {first.wall:.1f} s",
        flush=True,
    )
    return seconds


@contextlib.contextmanager
def cluster(workers: int) -> Iterator[tuple[str, Any]]:
    """A cluster on this machine of processes with a thread each; its address and itself."""
    from distributed import LocalCluster  # noqa: PLC0415 - an extra

    with LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None,
        silence_logs=50,
    ) as one:  # fmt: skip
        yield one.scheduler_address, one


def simulate(count: int) -> None:
    """Hand *count* hand-ins of five programs to a cluster whose workers only pretend to grade."""
    works = {
        LedgerKey(exercise, "simulated", f"{number:064x}"): Work(
            exercise, 0, f"# {number}\n", hand_in=str(number)
        )
        for number in range(count)
        for exercise in EXERCISES
    }
    with tempfile.TemporaryDirectory() as name, Ledger(Path(name) / "ledger.sqlite") as ledger:
        with cluster(2) as (address, one):
            open_executor, workers = cluster_executor(address)
            killed = Killing(one, after=len(works) // 3)
            begun, before = time.monotonic(), time.process_time()
            grade_all(
                works, ledger, WorkerConfig(Path(name)),
                lambda: Pretending(open_executor()), workers=workers, progress=killed.advance,
            )  # fmt: skip
        faults = sum(ledger.fault(key) is not None for key in works)
        done = len(ledger.known(works))
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"simulated: {count:,} hand-ins, {done:,} of {len(works):,} verdicts, {faults} faults, "
            f"{killed.count} worker killed; {time.monotonic() - begun:.1f} s, "
            f"{time.process_time() - before:.1f} s of CPU here; {most:.0f} MiB at most"
        )
        assert killed.count == 1
        assert done == len(works)


class Killing:
    """Kills a worker of a cluster once so many programs have a verdict."""

    def __init__(self, one: Any, after: int) -> None:
        self._cluster, self._left, self.count = one, after, 0

    def advance(self, count: int) -> None:
        self._left -= count
        if self._left <= 0 and not self.count:
            self.count = 1
            nanny = next(iter(self._cluster.workers.values()))
            os.kill(nanny.pid, signal.SIGKILL)


class Pretending(Executor):
    """Sends :func:`pretend` in the place of what grades; all else is as it is."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    def submit(self, _: Any, /, *arguments: Any, **__: Any) -> Any:
        _, works = arguments
        return self._executor.submit(pretend, [work.exercise for work in works])

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._executor.shutdown(wait=wait, cancel_futures=cancel_futures)


def pretend(exercises: Sequence[str]) -> list[Graded]:
    """A verdict for each program, after about a thousandth of a second."""
    time.sleep(0.001 * len(exercises))
    rubric = Rubric((RubricLine("simulated", 1.0),))
    return [Graded(write_verdict(broken_verdict(one, rubric, "")), 0.001) for one in exercises]


if __name__ == "__main__":
    main()
