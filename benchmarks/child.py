"""
CPU time and copied pages of a child that runs the five programs of a hand-in on hidden cases.

    python benchmarks/child.py [--rounds 30] [--beside OTHER]

OTHER is a checkout of another version: children of both are forked by turns, and the median of the ratios
is told, which means something on a busy machine, too. Walls, and what the server does, are not part of it.
"""

import argparse
import io
import json
import os
import resource  # noqa: F401 - os.wait4 would import it when a server has noted which modules there are
import statistics
import subprocess
import sys
from pathlib import Path

from autograder.probing.running import load_checks
from autograder.sandbox import checking, server, waiting
from autograder.sandbox.jobs import Job
from autograder.sandbox.kinds import CHECKING
from autograder.sandbox.surroundings import environment

ROOT = Path(__file__).resolve().parent.parent
EXERCISES = ("04_by_hand/first_backward", "05_grad/grad_adds_up", "05_grad/zero_it",
             "06_updates/step_no_grad", "09_training/sgd_step")  # fmt: skip
CHILDREN = 4


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--beside", type=Path)
    parser.add_argument("--serve", action="store_true", help="for its own use")
    given = parser.parse_args()
    if given.serve:
        serve()
        return
    trees = [ROOT, *([given.beside.resolve()] if given.beside else [])]
    servers = [started(tree) for tree in trees]
    for one in servers:
        ask(one)
    rounds = [[ask(one) for one in servers] for _ in range(given.rounds)]
    for one in servers:
        one.communicate()
    for number, tree in enumerate(trees):
        user, system, pages = map(
            statistics.median, zip(*(one[number] for one in rounds), strict=True)
        )
        print(
            f"{tree}: {user + system:.1f} ms of CPU time ({system:.1f} of it the system's), {pages:.0f} pages"
        )
    if given.beside:
        ratio = statistics.median(sum(ours[:2]) / sum(other[:2]) for ours, other in rounds)
        print(f"ours to the other: {ratio:.3f}")


def started(tree):
    return subprocess.Popen(
        [sys.executable, __file__, "--serve"], env={**environment(warm=True), "PYTHONPATH": str(tree)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def ask(server):
    server.stdin.write("\n")
    server.stdin.flush()
    return json.loads(server.stdout.readline())


def serve():
    """Fork a few children for each line that comes, from a process like a server; tell what each used."""
    jobs = hand_in()
    os.chdir("/")  # Files below the working directory are taken for the learner's.
    checking.start(CHECKING)
    checking.prepare({"checks": [job.checks for job in jobs], "optimizes": True})
    # A version of before 30 November 2026 has another name for the first, and nothing like the second.
    getattr(server, "settle_memory", getattr(server, "_freeze", None))()
    begin = getattr(waiting, "begin_a_page", lambda: None)
    payload, nowhere = payload_of(jobs), os.open(os.devnull, os.O_WRONLY)
    for _ in sys.stdin:
        used = [usage_of_child(payload, nowhere, begin) for _ in range(CHILDREN)]
        print(
            json.dumps([sum(column) / CHILDREN for column in zip(*used, strict=True)]), flush=True
        )


def hand_in():
    jobs = []
    for place in EXERCISES:
        checks = (ROOT / "exercises" / place / "checks.py").read_text(encoding="utf-8")
        source = (ROOT / "solutions" / place / "reference.py").read_text(encoding="utf-8")
        name = place.rpartition("/")[2]
        jobs.append(
            Job(
                name, checks, source, name, tuple(load_checks(checks)), "hidden", 4, only_facts=True
            )
        )
    return jobs


def payload_of(jobs):
    return json.dumps([job.to_json() for job in jobs]).encode()


def usage_of_child(payload, nowhere, begin):
    def write(*messages):
        os.write(nowhere, "".join(f"{json.dumps(one)}\n" for one in messages).encode())

    child = os.fork()
    if child == 0:
        begin()
        checking.run(io.BytesIO(payload), write)
        os._exit(0)
    _, status, usage = os.wait4(child, 0)
    assert status == 0, status
    return usage.ru_utime * 1_000, usage.ru_stime * 1_000, usage.ru_minflt


if __name__ == "__main__":
    main()
