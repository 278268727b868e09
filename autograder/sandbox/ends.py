"""
Noticing that a child has ended, by the best means that this Python and this kernel give.

A descriptor of the process (pidfd) is the best. Pythons built for old systems don't know of it
(conda's), old kernels answer ENOSYS, containers' filters EPERM: then we make the call ourselves,
and where that is refused as well, we look again and again.
"""

from __future__ import annotations

import contextlib
import os
import select
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from autograder.sandbox.walls import linux

__all__ = ["Ends"]

#: Seconds between two looks: short at first, for most children end soon. A look costs microseconds.
_SHORTEST_NAP, _LONGEST_NAP = 0.000_5, 0.01
_LONGER = 1.2

_OpenProcess = Callable[[int], int]


class _End(Protocol):
    def or_word(self, control: int, seconds: float) -> bool:
        """Wait for the child's end or a message on *control*; return whether either came."""


class Ends:
    """
    The ends of this process's children.

    Attributes:
        instead: Why the best means is not available and what is used instead; empty if it is.
    """

    def __init__(self) -> None:
        self._open, self.instead = _tried()

    @contextmanager
    def of(self, pid: int) -> Iterator[_End]:
        """Watch the child *pid*, not waited for yet; it remains a zombie for the caller's wait."""
        descriptor = None
        if self._open is not None:
            with contextlib.suppress(OSError):  # For one, when no descriptor is left.
                descriptor = self._open(pid)
        if descriptor is None:
            yield _LookedFor(pid)
            return
        try:
            yield _Announced(descriptor)
        finally:
            os.close(descriptor)


def _tried() -> tuple[_OpenProcess | None, str]:
    """Return a function that opens a descriptor of a process, if any works, and a remark on it."""
    refused = []
    for way, means in (("", _by_python), ("by a system call of our own", linux.pidfd_open)):
        try:
            os.close(means(os.getpid()))
        except (AttributeError, OSError) as error:
            refused.append(error)
        else:
            return means, f"{_why(refused[0])}: {way}" if refused else ""
    return None, f"{_why(refused[-1])}: ends of checks are looked for every few milliseconds"


def _by_python(pid: int) -> int:
    return os.pidfd_open(pid)


def _why(error: Exception) -> str:
    if isinstance(error, OSError):
        return os.strerror(error.errno) if error.errno else str(error)
    return "this Python was built without it"


class _Announced:
    """An end that the kernel announces."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def or_word(self, control: int, seconds: float) -> bool:
        return bool(select.select((self._descriptor, control), (), (), seconds)[0])


class _LookedFor:
    """An end that has to be looked for again and again."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._nap = _SHORTEST_NAP

    def or_word(self, control: int, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while not self._is_there():
            left = until - time.monotonic()
            if left <= 0:
                return False
            if select.select((control,), (), (), min(self._nap, left))[0]:
                return True
            self._nap = min(self._nap * _LONGER, _LONGEST_NAP)
        return True

    def _is_there(self) -> bool:
        # WNOWAIT leaves the zombie there: until we wait for it, no other process gets its id.
        look = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self._pid, look) is not None
