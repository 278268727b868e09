"""
How fast a submission of five questions is graded, by us and by peers, in one run.

    python benchmarks/throughput/run.py --otter-venv /tmp/otter-venv [--json out.json] [--smoke]

The venv is made if it isn't there. All ratios are of figures measured here and now. CPU time is
that of the grader, its server and all children: it says more than the clock on a busy machine.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from questions import QUESTIONS, SUBMISSION, write_course, write_otter, write_pytest
from rich.console import Console
from rich.table import Table

from autograder.assignments import public_bundle
from autograder.authoring import load_programs, make_key, write_key_file
from autograder.content import load_course
from autograder.grading import Grader
from autograder.grading.pool import Work, WorkerConfig, cores, grade_together_at, open_pool
from autograder.grading.together import Program, grade_together
from autograder.judging import Outcome
from autograder.sandbox import ForkServer, Tier, Wall
from autograder.sandbox.surroundings import environment as environment_of

HERE = Path(__file__).parent
PROCESS = [wall for wall in Wall if wall not in (Wall.LIMITS, Wall.BUBBLEWRAP)]
#: What a fork costs: a process, prepared as the server is, forks children that end at once.
FLOOR = """
import gc, importlib, json, os, resource, statistics, sys, time
import torch
from autograder.probing.journal.mode import prepare_names
from autograder.sandbox import checking
from autograder.sandbox.memory import settle_memory
torch.set_num_threads(1)
prepare_names()
if "lean" not in sys.argv:
    for name in checking._LAZILY_IMPORTED:
        importlib.import_module(name)
if "unfrozen" not in sys.argv:
    settle_memory()
times = []
def cpu():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
before = cpu()
for _ in range(100):
    start = time.perf_counter()
    for _ in range(5):
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        os.waitpid(pid, 0)
    times.append(time.perf_counter() - start)
print(json.dumps([statistics.median(times), (cpu() - before) / 100]))
"""
HUGE = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.mxfast=0"}
ALLOCATORS = {
    "as the server is": ({}, ()),
    "without gc.freeze": ({}, ("unfrozen",)),
    "without what torch imports on first use": ({}, ("lean",)),
    "malloc, no huge pages": ({"GLIBC_TUNABLES": ""}, ()),
    "Python's own allocator": ({"PYTHONMALLOC": "", "GLIBC_TUNABLES": ""}, ()),
    "Python's own, huge pages": ({"PYTHONMALLOC": "", **HUGE}, ()),
}


def floor(changes=None, options=()):
    environment = {k: v for k, v in {**environment_of(warm=True), **(changes or {})}.items() if v}
    done = subprocess.run(
        [sys.executable, "-c", FLOOR, *options],
        env=environment, cwd="/", check=True, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    return tuple(json.loads(done.stdout))


def one_by_one(grader):
    """Each question in a process of its own."""
    return [grader.grade(SUBMISSION, exercise) for exercise in grader.course.exercises]


def together(grader):
    """All five questions in one process, as a hand-in is graded."""
    programs = [Program(SUBMISSION, exercise) for exercise in grader.course.exercises]
    return [verdict for _, verdict in grade_together(grader, programs)]


def measured(course, runner, rounds, grade):
    """Seconds for each submission by one server, one after the other; and CPU seconds of one."""
    grader = Grader(course, runner)
    times, before = [], 0.0
    for number in range(rounds + 5):
        if number == 5:  # By then the server has imported what torch imports on first use.
            before = cpu_of(runner)
        start = time.perf_counter()
        assert all(verdict.outcome is Outcome.PASSED for verdict in grade(grader))
        if number >= 5:
            times.append(time.perf_counter() - start)
    return times, (cpu_of(runner) - before) / rounds


def cpu_of(runner):
    """CPU seconds of this process, of the server and of its children; one that ends meanwhile may be missing."""
    used = time.process_time()
    for pid in runner.pids:
        for process in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]:
            with contextlib.suppress(
                psutil.NoSuchProcess
            ):  # A child that has just been waited for.
                used += sum(process.cpu_times()[:4])
    return used


def all_cores(path, submissions):
    """Seconds for each submission with every core at work."""
    bundle = public_bundle(load_course(path), path.parent / "bundle")
    hand_in = [Work(question.function, 0, SUBMISSION, hand_in="one") for question in QUESTIONS]
    grade = functools.partial(grade_together_at, WorkerConfig.of(bundle, Tier.STANDARD))
    with open_pool() as pool:
        list(pool.map(grade, [hand_in] * 20))
        start = time.perf_counter()
        graded = list(pool.map(grade, [hand_in] * submissions))
        seconds = time.perf_counter() - start
    assert all(verdict.outcome is Outcome.PASSED for verdicts in graded for verdict in verdicts)
    return seconds / submissions


def otter(venv, folder, rounds):
    """Seconds for each ``otter run`` of the same submission."""
    venv = venv.absolute()  # otter runs in a folder of its own
    if not (venv / "bin/otter").exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        pip = [venv / "bin/pip", "install", "-q"]
        subprocess.run([*pip, "torch==2.13.0"], check=True)
        subprocess.run([*pip, "-r", HERE / "otter-requirements.txt"], check=True)
    tests, notebook = write_otter(folder)
    environment = {**os.environ, "PATH": f"{venv}/bin:{os.environ['PATH']}"}
    run = functools.partial(subprocess.run, cwd=folder, env=environment, capture_output=True)
    run([venv / "bin/otter", "generate", "-t", tests, "-o", "autograder.zip"], check=True)
    times = []
    for _ in range(rounds):
        shutil.rmtree(folder / "out", ignore_errors=True)
        (folder / "out").mkdir()
        start = time.perf_counter()
        done = run([venv / "bin/otter", "run", notebook, "-a", "autograder.zip", "-o", "out"])
        times.append(time.perf_counter() - start)
        assert b"Total Score: 10.000 / 10.000" in done.stdout, done.stdout + done.stderr
    return times


def pytest_alone(folder, rounds):
    """Seconds for each run of pytest in a process of its own."""
    file = write_pytest(folder)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", file]
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return times


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--otter-venv", type=Path)
    options.add_argument("--rounds", type=int, default=100)
    options.add_argument("--json", type=Path)
    options.add_argument("--smoke", action="store_true", help="once each, to see that all runs")
    given = options.parse_args()
    rounds = 1 if given.smoke else given.rounds
    slow_rounds = 1 if given.smoke else 5
    work = Path(tempfile.mkdtemp(prefix="throughput-"))
    path = write_course(work / "course")
    course = load_course(path)
    with ForkServer() as server:
        grader = Grader(course, server)
        for exercise in course.exercises:
            write_key_file(
                grader, exercise, make_key(grader, exercise, load_programs(course, exercise))
            )
    seconds, cpu, message = {}, {}, {}
    forks, cpu["five bare forks"] = floor()
    seconds["five bare forks"] = [forks]
    for name, runner in {
        "Gradlings, process": ForkServer(down=PROCESS),
        "Gradlings, standard": ForkServer(Tier.STANDARD),
        "Gradlings, strong": ForkServer(Tier.STRONG) if shutil.which("bwrap") else None,
    }.items():
        if runner is not None:
            with runner:
                message[name] = runner.isolation.summary()
                for way, grade in (("", together), (", one by one", one_by_one)):
                    seconds[name + way], cpu[name + way] = measured(course, runner, rounds, grade)
    seconds[f"Gradlings, standard, {cores()} cores"] = [all_cores(path, rounds * 2)]
    seconds["pytest in a process"] = pytest_alone(work / "pytest", slow_rounds)
    if given.otter_venv:
        seconds["otter run"] = otter(given.otter_venv, work / "otter", slow_rounds)
    tried = {} if given.smoke else ALLOCATORS
    allocators = {name: floor(*how)[0] for name, how in tried.items()}
    shutil.rmtree(work)
    show(seconds, cpu, message, allocators)
    if given.json:
        figures = {"machine": machine(), "seconds": seconds, "cpu": cpu}
        figures |= {"forks": allocators, "tiers": message}
        given.json.write_text(json.dumps(figures, indent=2), encoding="utf-8")


def show(seconds, cpu, message, allocators):
    median = {name: statistics.median(times) for name, times in seconds.items()}
    console = Console(width=110)
    table = Table(
        "five questions",
        "ms",
        "CPU ms",
        "95th",
        "per second",
        "to five forks",
        "otter is … times slower",
    )
    for name, times in seconds.items():
        late = sorted(times)[int(0.95 * len(times))] if len(times) > 20 else None
        table.add_row(
            name,
            f"{median[name] * 1e3:.1f}",
            f"{cpu[name] * 1e3:.1f}" if name in cpu else "",
            f"{late * 1e3:.1f}" if late else "",
            f"{1 / median[name]:.1f}",
            f"{median[name] / median['five bare forks']:.2f}",
            f"{median['otter run'] / median[name]:.0f}" if "otter run" in median else "",
        )
    load, _, _ = os.getloadavg()
    console.print(f"{machine()}, load {load:.1f}")
    console.print(table)
    for name, walls in message.items():
        console.print(f"{name}: {walls}", style="dim")
    forks = Table("five bare forks", "ms")
    for name, value in allocators.items():
        forks.add_row(name, f"{value * 1e3:.1f}")
    if allocators:
        console.print(forks)


def machine():
    return f"{platform.platform()}, {cores()} cores, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
