"""How much time a process has left, whatever else keeps the machine busy."""

from __future__ import annotations

import contextlib
import functools
import os
import time

from autograder.sandbox.jobs import Limits
from autograder.sandbox.processes import read_short, shown_id

__all__ = ["Clock", "slowness"]

#: CPUCLOCK_SCHED of ``<linux/posix-timers.h>``: the time that all threads of a process have used.
_CPU_CLOCK_OF_PROCESS = 2
#: Shortest time between two looks at a clock, in seconds.
_SHORTEST = 0.01
#: The same where a look takes longer and is only as exact as the system's accounts.
_SHORTEST_ELSEWHERE = 0.05
#: Seconds of CPU time that the work of :func:`slowness` took where the limits were measured, and the
#: slowest machine that is waited for.
_THERE, _SLOWEST = 0.001, 10.0


@functools.cache
def slowness() -> float:
    """
    Return how many times longer this machine computes than the one on which limits were measured.

    At least 1: a fast machine has as much time. The best of several tries counts, since a busy
    machine only ever slows them down.
    """
    tries = []
    for _ in range(9):
        begun = time.process_time()
        sum(number * number for number in range(20_000))
        tries.append(time.process_time() - begun)
    return min(max(min(tries) / _THERE, 1.0), _SLOWEST)


class Clock:
    """
    Counts the CPU time of a process from now on, and the time that it idles.

    Where its CPU time can't be read, the process is over time only when its patience is used up.

    Args:
        pid: A child of this process that has not been waited for yet.
        limits: CPU seconds and patience that the process has.
    """

    def __init__(self, pid: int, limits: Limits) -> None:
        self._limits = limits
        self._pid = pid
        self._started = time.monotonic()
        #: The id under which /proc shows the process, 0 if it does not.
        self.shown = shown_id(pid) or 0
        self._queue, self._state = f"/proc/{self.shown}/schedstat", f"/proc/{self.shown}/stat"
        self._cores = os.cpu_count() or 1
        self._exact = _exact(pid) is not None
        #: Seconds of CPU time that the process had used before.
        self.before, self._queued_before = self._computed(), self._queued()

    @staticmethod
    def instead() -> str:
        """Return what is used where a process has no clock of its own; ``""`` where it has one."""
        if _exact(os.getpid()) is not None:
            return ""
        counted = _counted(os.getpid()) is not None
        return "the system's accounts" if counted else "the clock on the wall, with more patience"

    @property
    def computed(self) -> float:
        """Seconds of CPU time since this clock was made; 0 where the system does not count them."""
        return max(self._computed() - self.before, 0.0)

    @property
    def passed(self) -> float:
        """Seconds of wall-clock time since this clock was made."""
        return time.monotonic() - self._started

    @property
    def waited(self) -> float:
        """The share of the time since this clock was made in which the process waited for a core; 1 if nothing tells."""
        queued = self._queued()
        if not queued:  # Whoever has run has waited for some nanoseconds.
            return 1.0
        return (queued - self._queued_before) / max(self.passed, 1e-6)

    @property
    def occupied(self) -> float:
        """Seconds since this clock was made in which the process computed or idled: had it a core, or wanted none."""
        return max(self.passed - (self._queued() - self._queued_before), 0.0)

    def left(self) -> float:
        """
        Return the seconds after which to look again: the soonest that time can be up.

        Zero means that the process has used up its CPU time, or has waited longer than its
        patience for something other than a core.
        """
        computing = self._limits.seconds - self.computed
        waiting = self._limits.patience - self.passed
        if waiting <= 0:
            waiting += self._queued() - self._queued_before
        if waiting <= 0 and self._wants_a_core():
            # A wait for a core is counted once it is over; until then it would look like idling.
            waiting = _SHORTEST
        # Its threads together can use up the time as many times faster as there are cores.
        left = min(computing / self._cores, waiting)
        shortest = _SHORTEST if self._exact else _SHORTEST_ELSEWHERE
        return max(left, shortest) if min(computing, waiting) > 0 else 0.0

    def _computed(self) -> float:
        seconds = _exact(self._pid) if self._exact else _counted(self._pid)
        return seconds or 0.0

    def _wants_a_core(self) -> bool:
        """Whether the process computes right now, or waits for a core to do so; False if nothing tells."""
        with contextlib.suppress(OSError, IndexError):
            # The name in parentheses may hold anything; after it comes the state.
            return read_short(self._state).rpartition(b")")[2].split()[0] == b"R"
        return False

    def _queued(self) -> float:
        """Seconds that the child was ready to run but had no core; 0 if nothing counts them."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            return int(read_short(self._queue).split()[1]) / 1e9
        return 0.0


def _exact(pid: int) -> float | None:
    """CPU seconds of *pid* by its Linux clock; None where there is no such clock."""
    try:
        return time.clock_gettime(~pid << 3 | _CPU_CLOCK_OF_PROCESS)
    except (AttributeError, OSError):
        return None


def _counted(pid: int) -> float | None:
    """CPU seconds of *pid* by the system's accounts; None where it keeps or shows none."""
    import psutil  # noqa: PLC0415 - its import takes 50 ms, which Linux is spared

    try:
        spent = psutil.Process(pid).cpu_times()
    except (psutil.Error, OSError):
        return None
    return float(spent.user + spent.system)
