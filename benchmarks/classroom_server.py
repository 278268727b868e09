"""The classroom's server as a process that can be watched and killed, for ``classroom.py``."""

from __future__ import annotations

import contextlib
import csv
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """The real command, on a port of its own; it can be killed and started again."""

    def __init__(self, folder: Path, learners: int, isolation: str) -> None:
        self.folder, self._isolation = folder, isolation
        roster = folder / "class.csv"
        rows = [f"s{number},Learner {number}" for number in range(learners)]
        roster.write_text("\n".join(["id,name", *rows]) + "\n", encoding="utf-8")
        self.port = random.randrange(20_000, 30_000)
        self.start()
        with (folder / "data" / "links.csv").open(encoding="utf-8-sig") as file:
            self.links = {row["id"]: row["link"] for row in csv.DictReader(file)}

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [
            *(sys.executable, "-m", "autograder", "classroom", "--roster", "class.csv"),
            *("--data", "data", "--port", str(self.port), "--isolation", self._isolation),
        ]
        self.process = subprocess.Popen(
            command,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # The scheduler is as fair to it as on a machine of its own.
        )
        shown = ""
        for line in self.process.stdout:
            shown += line
            if "Ctrl-C" in line:
                return
        sys.exit(f"the server ended:\n{shown}")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def end(self) -> float:
        """End it as Ctrl-C does; return the seconds that took (it is killed after a minute)."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.kill()
        return time.monotonic() - begun

    def seconds(self) -> tuple[float, float]:
        """CPU time until now: of the server's own process, and of all that it started."""
        own, *others = _tree(self.process.pid)
        itself, ended = spent(own)
        return itself, ended + sum(sum(spent(pid)) for pid in others)

    def megabytes(self) -> float:
        """Resident memory of the server and all its processes, counted by share."""
        total = 0
        for pid in _tree(self.process.pid):
            with contextlib.suppress(OSError):
                text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
                total += int(re.search(r"Pss:\s+(\d+)", text)[1])
        return total / 1024


def _tree(pid: int) -> list[int]:
    found = [pid]
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            children = (task / "children").read_text(encoding="ascii").split()
            found += [one for child in children for one in _tree(int(child))]
    return found


def spent(pid: int) -> tuple[float, float]:
    """CPU seconds of a process, and of its children that have ended."""
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        own, children = sum(map(int, fields[11:13])), sum(map(int, fields[13:15]))
        return own / _TICKS, children / _TICKS
    return 0.0, 0.0


def busy() -> tuple[float, float]:
    """Seconds until now in which a core of this machine was busy, and in which any was there."""
    first = Path("/proc/stat").read_text(encoding="ascii").splitlines()[0]
    counted = [int(part) / _TICKS for part in first.split()[1:9]]
    return sum(counted) - counted[3] - counted[4], sum(counted)
