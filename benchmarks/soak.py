"""
Ten thousand submissions in one go, a tenth of them hostile; what is left behind, before and after.

    python benchmarks/soak.py [--submissions 10000]

Exits with 1 if a process, descriptor, file or mount is left, if memory of servers and workers
grew by more than a tenth, or if an honest submission did not pass. Each is a hand-in of two: an
honest answer to another question comes with it, in the same process if both are plain, and has to
pass whatever its neighbour does.
"""

from __future__ import annotations

import argparse
import functools
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from multiprocessing import util
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "throughput"), str(HERE.parent / "tests" / "redteam")]

from harness import all_attacks  # noqa: E402
from questions import SUBMISSION, write_course  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.progress import track  # noqa: E402
from rich.table import Table  # noqa: E402

from autograder.assignments import public_bundle  # noqa: E402
from autograder.authoring import load_programs, make_key, write_key_file  # noqa: E402
from autograder.content import load_course  # noqa: E402
from autograder.grading import Grader  # noqa: E402
from autograder.grading.pool import Work, WorkerConfig, grade_together_at, open_pool  # noqa: E402
from autograder.judging import Outcome  # noqa: E402
from autograder.sandbox import ForkServer, Tier  # noqa: E402

WARM = 600
EXERCISE, NEIGHBOUR = "step", "fresh_gradient"


def hostile_sources():
    """Attacks as they are, and as answers to the exercise; their traps are not set here."""
    for attack in all_attacks():
        source = attack.source
        for name in ("SECRET_FILE", "TARGET", "DROP", "UNIX", "ABSTRACT", "MARK"):
            source = source.replace(f"__{name}__", f"/nowhere/{name.lower()}")
        for name in ("PORT", "UDP", "SERVER", "GRADER"):
            source = source.replace(f"__{name}__", "9")
        yield source.replace("def double(x)", f"def {EXERCISE}(w, lr)").replace(
            "return 2 * x", "pass"
        )


def descendants(pid):
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *descendants(int(child))]
    return found


def left_behind():
    """What grading holds, over all its processes."""
    ours = settled()
    return {
        "processes": len(ours),
        "descriptors": sum(len(os.listdir(f"/proc/{p}/fd")) for p in ours),
        "resident MiB": round(sum(resident(p) for p in ours) / 2**20, 1),
        "mounts": sum(len(Path(f"/proc/{p}/mounts").read_text().splitlines()) for p in ours),
        "temporary files": sum(len(n) + len(f) for _, f, n in os.walk(tempfile.gettempdir())),
        "shared memory": len(Path("/proc/sysvipc/shm").read_text().splitlines())
        + len(os.listdir("/dev/shm")),
        "processes of the machine": sum(name.isdigit() for name in os.listdir("/proc")),
    }


def settled():
    """Our descendants once none of them comes or goes."""
    ours, before = processes(), None
    while ours is None or ours != before:
        time.sleep(0.1)
        ours, before = processes(), ours
    return ours


def processes():
    """Our descendants; None if one of them ended while they were looked at."""
    try:
        # The starter and tracker of multiprocessing come and go with the pool.
        return [p for p in descendants(os.getpid()) if b"resource_tracker" not in command_of(p)]
    except (FileNotFoundError, ProcessLookupError):
        return None


def command_of(pid):
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def resident(pid):
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--submissions", type=int, default=10_000)
    count = options.parse_args().submissions
    work = Path(tempfile.mkdtemp(prefix="soak-"))
    path = write_course(work / "course")
    # A folder of our own for temporary files: the machine's is shared with others.
    (work / "tmp").mkdir(mode=0o755)
    work.chmod(0o755)
    os.environ["TMPDIR"] = tempfile.tempdir = str(work / "tmp")
    sheet = path / "01_five" / EXERCISE / "exercise.yaml"
    sheet.write_text(sheet.read_text().replace('"cases": 2', '"cases": 2, "time_limit": 1'))
    course = load_course(path)
    with ForkServer() as server:
        grader = Grader(course, server)
        for exercise in map(course.exercise, (EXERCISE, NEIGHBOUR)):
            key = make_key(grader, exercise, load_programs(course, exercise))
            write_key_file(grader, exercise, key)
    attacks = list(hostile_sources())
    chosen = random.Random(0)
    hostile = set(chosen.sample(range(count), count // 10))
    sources = [chosen.choice(attacks) if n in hostile else SUBMISSION for n in range(count)]
    bundle = public_bundle(course, work / "bundle")
    config = WorkerConfig.of(bundle, Tier.STANDARD)
    grade = functools.partial(grade_source, config)
    outcomes = Counter()
    with open_pool() as pool:
        for _ in pool.map(grade, ([SUBMISSION] * 9 + attacks[:1]) * (WARM // 10)):
            pass
        settle(pool, grade)
        before = left_behind()
        start = time.perf_counter()
        verdicts = pool.map(grade, sources, chunksize=10)
        for n, (verdict, neighbour) in enumerate(
            track(verdicts, "soaking", total=count, disable=not sys.stderr.isatty())
        ):
            outcomes["hostile" if n in hostile else "honest", verdict.outcome] += 1
            outcomes["neighbour", neighbour.outcome] += 1
        seconds = time.perf_counter() - start
        settle(pool, grade)
        after = left_behind()
    # After multiprocessing has removed its own folder there.
    util.Finalize(None, shutil.rmtree, (work,), exitpriority=-1_000)
    # What starts workers ends with this process.
    at_the_end = [command_of(p) for p in settled() if b"forkserver" not in command_of(p)]
    table = Table(f"{count} submissions in {seconds:.0f} s", "before", "after")
    for name, value in before.items():
        table.add_row(name, str(value), str(after[name]))
    console = Console()
    console.print(table)
    for (kind, outcome), number in sorted(outcomes.items()):
        console.print(f"{kind} {outcome.value}: {number}")
    console.print(f"processes left when the pool is closed: {at_the_end or 'none'}")
    grew = [
        n
        for n in before
        if n not in ("resident MiB", "processes of the machine") and after[n] > before[n]
    ]
    if after["resident MiB"] > 1.1 * before["resident MiB"]:
        grew.append("resident MiB")
    wrong = outcomes["hostile", Outcome.PASSED] or outcomes[
        "honest", Outcome.PASSED
    ] != count - len(hostile)
    wrong = wrong or outcomes["neighbour", Outcome.PASSED] != count
    if grew or wrong or at_the_end:
        console.print(f"left behind: {grew}; wrong: {bool(wrong)}")
        sys.exit(1)


def grade_source(config, source):
    programs = {EXERCISE: source, NEIGHBOUR: SUBMISSION}
    return grade_together_at(
        config, [Work(n, 0, text, hand_in="x") for n, text in programs.items()]
    )


def settle(pool, grade):
    """Have every worker do some honest work, so that the last child of each is an ordinary one."""
    for _ in pool.map(grade, [SUBMISSION] * 20):
        pass


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    main()
