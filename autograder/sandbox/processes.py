"""What the system tells of this process's children, by ``/proc``."""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

__all__ = ["are_listed", "own_children", "read_short", "shown_id"]

_LIST = Path("/proc/thread-self/children")


def are_listed() -> bool:
    """Whether the kernel lists a process's children."""
    return _LIST.exists()


def own_children() -> Sequence[int]:
    """
    Return the ids of this process's children, which have not been waited for.

    They are those of ``/proc``: where that is of another PID namespace, no call of ours takes them.
    """
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:  # There is none; without a look into /proc.
        return ()
    try:
        return [int(pid) for pid in _LIST.read_text(encoding="ascii").split()]
    except OSError:  # Not every kernel lists them.
        return [*_children_among_all()]


def shown_id(child: int) -> int | None:
    """
    Return the id under which ``/proc`` shows a *child* of this process; None if it does not.

    It is another one where this process has gone on inside a PID namespace, as that of a user other than root does.
    """
    if _is_of_our_namespace():
        return child
    with contextlib.suppress(OSError, ValueError, IndexError):
        ours = len(_ids("self"))
        for listed in own_children():
            with contextlib.suppress(OSError, ValueError, IndexError):  # It has just ended.
                if _ids(str(listed))[ours - 1] == child:
                    return listed
    return None


def read_short(file: str) -> bytes:
    """
    Return what the system tells in *file*; all of it is short.

    No Path: its code and the like are spread over memory, and a server copies a page for each part of it.
    """
    descriptor = os.open(file, os.O_RDONLY)
    try:
        return os.read(descriptor, 4_096)
    finally:
        os.close(descriptor)


@functools.cache
def _is_of_our_namespace() -> bool:
    """Whether ``/proc`` has the ids by which this process knows itself and its children."""
    try:
        return os.readlink("/proc/self") == str(os.getpid())  # noqa: PTH115 - see read_short
    except OSError:
        return True  # There is no /proc, and nothing to be confused.


def _ids(process: str) -> list[int]:
    """The ids of *process* in its PID namespaces, from that of ``/proc`` inwards."""
    status = read_short(f"/proc/{process}/status")
    (line,) = [line for line in status.splitlines() if line.startswith(b"NSpid:")]
    return [int(one) for one in line.split()[1:]]


def _children_among_all() -> Iterator[int]:
    own = os.getpid() if _is_of_our_namespace() else _ids("self")[0]
    for process in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The name in parentheses may hold anything; after it come state and parent.
            _, parent, *_ = process.read_bytes().rpartition(b")")[2].split(maxsplit=2)
            if int(parent) == own:
                yield int(process.parent.name)
