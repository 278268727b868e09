"""Limits on memory, time, threads and files of one process."""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path

from autograder.sandbox.isolation import Wall
from autograder.sandbox.jobs import Limits
from autograder.sandbox.walls.layer import Layer

__all__ = ["ResourceLimits"]


class ResourceLimits(Layer):
    """Limits by setrlimit; only that of memory is tried."""

    wall = Wall.LIMITS
    _tasks = 0

    def prepare(self) -> str:
        """Count the threads to be added to the limit."""
        # Linux counts threads by user, so those that this user runs already come on top.
        self._tasks = 0 if self.ground.user else _tasks_of(os.getuid())
        return ""

    def raise_in_child(self, limits: Limits) -> None:
        """Set this process's limits."""
        # Address space that the server has mapped already comes on top: an absolute limit
        # would fail honest code wherever torch maps more.
        mapped = _address_space()
        # CPU time spent so far, for importing torch say, does not count as the submission's.
        seconds = int(time.process_time() + limits.seconds) + 2
        for limit, value in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_CPU, seconds),
            (resource.RLIMIT_FSIZE, limits.file_size),
            (resource.RLIMIT_NOFILE, limits.open_files),
            (resource.RLIMIT_NPROC, self._tasks + limits.threads),
            (resource.RLIMIT_MEMLOCK, 0),
            (resource.RLIMIT_AS, mapped + limits.memory if mapped else resource.RLIM_INFINITY),
        ):
            if value == resource.RLIM_INFINITY:
                continue
            _, hard = resource.getrlimit(limit)
            lowered = value if hard == resource.RLIM_INFINITY else min(value, hard)
            try:
                resource.setrlimit(limit, (lowered, lowered))
            except ValueError:  # macOS refuses some; there, the parent's clock holds
                continue

    def breach(self) -> str:
        """Look whether memory is limited."""
        unlimited = resource.getrlimit(resource.RLIMIT_AS)[1] == resource.RLIM_INFINITY
        return "memory is not limited" if unlimited else ""


def _address_space() -> int:
    """
    Return the bytes that this process maps; 0 where the system does not say.

    No import here: each child would pay for it.
    """
    try:
        statm = os.open("/proc/self/statm", os.O_RDONLY)
    except OSError:
        return 0
    pages = os.read(statm, 100).split()[0]
    os.close(statm)
    return int(pages) * resource.getpagesize()


def _tasks_of(user: int) -> int:
    """Count the threads that *user* runs, as far as /proc shows them."""
    count = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if process.stat().st_uid == user:
                count += sum(1 for _ in (process / "task").iterdir())
        except OSError:
            continue
    return count
