"""How much time a child has left, whatever else keeps the machine busy."""

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


class Clock:
    """
    Counts the CPU time of a child of this process, and the time that it idles.

    Args:
        pid: A child that has not been waited for.
    """

    def __init__(self, pid: int, limits: Limits) -> None:
        self._limits = limits
        self._started = time.monotonic()
        self._clock = ~pid << 3 | _CPU_CLOCK_OF_PROCESS
        self._queue = Path(f"/proc/{pid}/schedstat")
        self._cores = os.cpu_count() or 1

    def left(self) -> float:
        """
        Return the seconds after which to look again, at the soonest when time can be up.

        Zero or less: it has used up its CPU time, or has waited longer than its patience for
        something that is no core.
        """
        computing = self._limits.seconds - time.clock_gettime(self._clock)
        passed = time.monotonic() - self._started
        waiting = self._limits.patience - passed
        if waiting <= 0:
            waiting += self._queued()
        # All its threads together use the time up as much sooner as there are cores.
        left = min(computing / self._cores, waiting)
        return max(left, _SHORTEST) if min(computing, waiting) > 0 else 0.0

    def _queued(self) -> float:
        """Seconds that the child was ready to run and had no core; 0 where nobody counts them."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            return int(self._queue.read_bytes().split()[1]) / 1e9
        return 0.0
