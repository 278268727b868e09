"""
From saving a file to the verdict on screen, in the real watch mode on a pseudo-terminal.

A peer does the same by starting pytest on every save; it is measured in the
same run, and the ratio is what counts: seconds are this machine's.
"""

from __future__ import annotations

import argparse
import os
import pty
import re
import select
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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
    parser.add_argument("--saves", type=int, default=50)
    parser.add_argument("--peer-runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gradlings-") as folder:
        ours, memory = watch_mode(Path(folder), options.saves)
        peer = starting_pytest(Path(folder), options.peer_runs)
    median = statistics.median(ours)
    print(f"gradlings watch, save to verdict: median {ms(median)}, 95th {ms(percentile(ours, 95))}")
    print(f"                                  of {len(ours)} saves, slowest {ms(max(ours))}")
    print(f"pytest started on save:           median {ms(statistics.median(peer))}")
    print(f"ratio (medians):                  {statistics.median(peer) / median:.0f}")
    print(f"memory of the warm server:        {memory}")


def watch_mode(folder: Path, saves: int) -> tuple[list[float], str]:
    """Seconds from each save to its verdict; and the server's resident memory."""
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
        screen.read_until(b" quit")
        times = []
        for number in range(saves):
            body, token = ANSWERS[number % len(ANSWERS)]
            text = stub.replace("    raise NotImplementedError\n", body)
            started = time.perf_counter()
            file.write_text(text, encoding="utf-8")
            screen.read_until(token)
            times.append(time.perf_counter() - started)
            screen.read_until(b" quit")
        return times, server_memory(pid)
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


def server_memory(parent: int) -> str:
    """Resident and private memory of the warm server, from ``/proc``."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    for child in children:
        rollup = Path(f"/proc/{child}/smaps_rollup").read_text(encoding="ascii")
        found = {
            name: int(value) / 1024 for name, value in re.findall(r"(\w+):\s+(\d+) kB", rollup)
        }
        if found.get("Rss", 0) > 100:
            return f"{found['Rss']:.0f} MiB resident, {found['Pss']:.0f} MiB proportional"
    return "unknown"


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
