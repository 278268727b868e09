"""
From saving a file to the verdict on screen, in the real watch mode on a pseudo-terminal; and
``gradlings check`` alone: with a server of its own, with the warm one that watch mode left, and by the
front of that one, which has imported everything.

A peer does the same by starting pytest on every save; it is measured in the
same run, and the ratio is what counts: seconds are this machine's.
"""

from __future__ import annotations

import argparse
import os
import pty
import resource
import select
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from autograder import warm

EXERCISE = "06_updates/step_no_grad"
# Each answer, with a text that occurs only in its feedback.
ANSWERS = (
    ("    W = W - lr * W.grad\n", b"rebinds_parameter"),
    ("    with torch.no_grad():\n        W += lr * W.grad\n", b"climbs_the_gradient"),
)
PEER = """\
import torch


def step_no_grad(W, lr):
    with torch.no_grad():
        W -= lr * W.grad


def test_step():
    W = torch.tensor(2.0, requires_grad=True)
    (W**2).backward()
    step_no_grad(W, 0.1)
    assert abs(W.item() - 1.6) < 1e-6
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--saves", type=int, default=100)
    parser.add_argument("--peer-runs", type=int, default=5)
    parser.add_argument("--checks", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gradlings-") as folder:
        os.environ["XDG_RUNTIME_DIR"] = folder  # So that the warm server is nobody else's.
        ours, (shown, ready), memory = watch_mode(Path(folder), options.saves)
        fronted = checks(Path(folder), options.checks)
        # A command that Python was started for in a special way is not handed over.
        with_warm = checks(Path(folder), options.checks, "-W", "default")
        warm.stop()
        alone = checks(Path(folder), options.checks)
        peer = starting_pytest(Path(folder), options.peer_runs)
    median = statistics.median(ours)
    print(f"gradlings watch, save to verdict: median {ms(median)}, 95th {ms(percentile(ours, 95))}")
    print(f"                                  of {len(ours)} saves, slowest {ms(max(ours))}")
    print(
        f"                                  the first {ms(ours[0])}, others at most {ms(max(ours[1:]))}"
    )
    print(f"gradlings watch, started:           screen after {ms(shown)}, warm after {ms(ready)}")
    print(f"pytest started on save:           median {ms(statistics.median(peer))}")
    print(f"ratio (medians):                  {statistics.median(peer) / median:.0f}")
    print(f"memory of the warm server:        {memory}")
    print(f"gradlings check, server of its own: median {seconds_and_cpu(alone)}")
    print(f"gradlings check, warm server:       median {seconds_and_cpu(with_warm)}")
    print(f"gradlings check, warm front:        median {seconds_and_cpu(fronted)}")


def watch_mode(folder: Path, saves: int) -> tuple[list[float], tuple[float, float], str]:
    """Seconds from each save to its verdict; to the first screen and until ready; and the server's memory."""
    command = [sys.executable, "-m", "autograder"]
    home = folder / "course"
    subprocess.run([*command, "init", str(home), "--lang", "en"], check=True, capture_output=True)
    file = home / "exercises" / f"{EXERCISE}.py"
    stub = file.read_text(encoding="utf-8")
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(home)
        os.environ.update(TERM="xterm-256color", COLUMNS="80", LINES="24")
        os.execv(sys.executable, command)
    try:
        screen = Screen(terminal)
        begun = time.perf_counter()
        screen.read_until(b" quit")
        shown = time.perf_counter() - begun
        screen.read_until(b"Press t")  # Once that is offered, no save waits for a start any more.
        ready = time.perf_counter() - begun
        times = []
        for number in range(saves):
            body, token = ANSWERS[number % len(ANSWERS)]
            text = stub.replace("    raise NotImplementedError\n", body)
            started = time.perf_counter()
            file.write_text(text, encoding="utf-8")
            screen.read_until(token)
            times.append(time.perf_counter() - started)
            screen.read_until(b" quit")
        return times, (shown, ready), server_memory()
    finally:
        os.write(terminal, b"q")
        os.waitpid(pid, 0)
        os.close(terminal)


class Screen:
    """What the pseudo-terminal shows, read up to one expected text after the other."""

    def __init__(self, terminal: int) -> None:
        self._terminal = terminal
        self._unread = b""

    def read_until(self, token: bytes, timeout: float = 60) -> None:
        """Read on until *token* is shown, or give up."""
        deadline = time.monotonic() + timeout
        while token not in self._unread:
            left = max(0, deadline - time.monotonic())
            if not select.select([self._terminal], [], [], left)[0]:
                sys.exit(f"no {token!r} within {timeout} s; shown: {self._unread[-2000:]!r}")
            self._unread += os.read(self._terminal, 65536)
        self._unread = self._unread.partition(token)[2]


def server_memory() -> str:
    """The memory that the warm server's processes hold, what they share counted once."""
    found = warm.status()
    return f"{found.held / 2**20:.0f} MiB" if found else "unknown"


def checks(folder: Path, runs: int, *special: str) -> list[tuple[float, float]]:
    """Seconds, and seconds of CPU time, of so many ``gradlings check``, Python started in a *special* way."""
    command = [sys.executable, *special, "-m", "autograder", "check", EXERCISE.rpartition("/")[2]]
    taken = []
    for _ in range(runs):
        started, used = time.perf_counter(), cpu_of_children()
        subprocess.run(command, check=False, capture_output=True, cwd=folder / "course")
        taken.append((time.perf_counter() - started, cpu_of_children() - used))
    return taken


def cpu_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def seconds_and_cpu(taken: list[tuple[float, float]]) -> str:
    seconds, cpu = (statistics.median(column) for column in zip(*taken, strict=True))
    return f"{ms(seconds)}, {ms(cpu)} of CPU time (without the server's, and a front's)"


def starting_pytest(folder: Path, runs: int) -> list[float]:
    """Seconds that a cold pytest with torch takes for one exercise."""
    test = folder / "test_peer.py"
    test.write_text(PEER, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:gradlings", "-p", "no:cacheprovider"]
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        subprocess.run([*command, str(test)], check=True, capture_output=True, cwd=folder)
        times.append(time.perf_counter() - started)
    return times


def percentile(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


if __name__ == "__main__":
    main()
