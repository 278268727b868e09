"""How much time a process has left, whatever else keeps the machine busy."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from autograder.sandbox.jobs import Limits

__all__ = ["Clock"]

#: CPUCLOCK_SCHED of ``<linux/posix-timers.h>``: what a process has used, in all its threads.
_CPU_CLOCK_OF_PROCESS = 2
#: Seconds between two looks at a clock at the soonest.
_SHORTEST = 0.01
#: And where looking takes longer, and is only as good as the system counts.
_SHORTEST_ELSEWHERE = 0.05


class Clock:
    """
    Counts the CPU time of a process from now on, and the time that it idles.

    Where its CPU time can't be read, all that ends it is that it has no more patience.

    Args:
        pid: A child of this process that has not been waited for.
    """

    def __init__(self, pid: int, limits: Limits) -> None:
        self._limits = limits
        self._pid = pid
        self._started = time.monotonic()
        self._queue = Path(f"/proc/{pid}/schedstat")
        self._cores = os.cpu_count() or 1
        self._exact = _exact(pid) is not None
        self._before, self._queued_before = self._computed(), self._queued()

    @staticmethod
    def instead() -> str:
        """Return what is used where the system keeps no clock for each process; tries ours."""
        if _exact(os.getpid()) is not None:
            return ""
        counted = _counted(os.getpid()) is not None
        return "the system's accounts" if counted else "the clock on the wall, with more patience"

    @property
    def computed(self) -> float:
        """Seconds of CPU time since this clock was made; 0 where nobody counts them."""
        return max(self._computed() - self._before, 0.0)

    @property
    def passed(self) -> float:
        """Seconds by the clock on the wall since this clock was made."""
        return time.monotonic() - self._started

    def left(self) -> float:
        """
        Return the seconds after which to look again, at the soonest when time can be up.

        Zero or less: it has used up its CPU time, or has waited longer than its patience for
        something that is no core.
        """
        computing = self._limits.seconds - self.computed
        waiting = self._limits.patience - self.passed
        if waiting <= 0:
            waiting += self._queued() - self._queued_before
        # All its threads together use the time up as much sooner as there are cores.
        left = min(computing / self._cores, waiting)
        shortest = _SHORTEST if self._exact else _SHORTEST_ELSEWHERE
        return max(left, shortest) if min(computing, waiting) > 0 else 0.0

    def _computed(self) -> float:
        seconds = _exact(self._pid) if self._exact else _counted(self._pid)
        return seconds or 0.0

    def _queued(self) -> float:
        """Seconds that the child was ready to run and had no core; 0 where nobody counts them."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            return int(self._queue.read_bytes().split()[1]) / 1e9
        return 0.0


def _exact(pid: int) -> float | None:
    """CPU time by a clock of Linux'; None where there is no such clock."""
    try:
        return time.clock_gettime(~pid << 3 | _CPU_CLOCK_OF_PROCESS)
    except (AttributeError, OSError):
        return None


def _counted(pid: int) -> float | None:
    """CPU time by the system's accounts; None where it keeps none or shows none."""
    import psutil  # noqa: PLC0415 - 50 ms that Linux need not pay

    try:
        spent = psutil.Process(pid).cpu_times()
    except (psutil.Error, OSError):
        return None
    return float(spent.user + spent.system)
