"""Time and memory of a command with all that descends from it, whoever started it and whether it was waited for."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Used", "measured", "reap"]

#: From ``linux/prctl.h``: orphans among the descendants become children of this process.
_SET_CHILD_SUBREAPER = 36
_REAPER = "import sys; sys.path.insert(0, {!r}); import measuring; measuring.reap(sys.argv[1:])"


@dataclass(frozen=True, slots=True)
class Used:
    """
    What a command used.

    Attributes:
        wall: Seconds until it ended.
        cpu: CPU seconds of it and all its descendants.
        command: The most resident bytes of the command itself.
        descendants: The most resident bytes of its descendants together.
    """

    wall: float
    cpu: float
    command: int
    descendants: int


def measured(command: Sequence[object]) -> Used:
    """
    Run a *command* of ours and measure it; its output is dropped.

    It runs below a process of its own that waits for all its orphans: a server that hands over to its
    successor leaves one, and what nobody waits for is in nobody's sum.
    """
    reaper = subprocess.Popen(
        [sys.executable, "-c", _REAPER.format(str(Path(__file__).parent)), *map(str, command)],
        stdout=subprocess.PIPE,
    )
    most, done = [0, 0], threading.Event()

    def watch() -> None:
        while not done.wait(0.2):
            _, *pids = tree(reaper.pid)
            most[0] = max(most[0], sum(map(resident, pids[:1])))
            most[1] = max(most[1], sum(map(resident, pids[1:])))

    watcher = threading.Thread(target=watch)
    watcher.start()
    output, _ = reaper.communicate()
    done.set()
    watcher.join()
    told = json.loads(output)
    assert told["code"] in (0, 1), told  # 1: some files can't be read, as it should be
    return Used(told["wall"], told["cpu"], *most)


def reap(command: Sequence[str]) -> None:
    """Run *command*, wait for it and for all its descendants, and print what they used as JSON."""
    ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    begun = time.monotonic()
    first = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    code, wall = None, 0.0
    while True:
        try:
            pid, status = os.waitpid(-1, 0)
        except ChildProcessError:
            break
        if pid == first.pid:
            code, wall = os.waitstatus_to_exitcode(status), time.monotonic() - begun
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps({"code": code, "wall": wall, "cpu": used.ru_utime + used.ru_stime}))


def tree(root: int) -> list[int]:
    """A process and all its descendants, parents first."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text().rpartition(") ")[2].split()
            except OSError:
                continue
            parents.setdefault(int(stat[1]), []).append(int(entry.name))
    found = [root]
    for pid in found:
        found += parents.get(pid, [])
    return found


def resident(pid: int) -> int:
    """Proportional set size: a page that processes share is counted once, divided among them."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0
