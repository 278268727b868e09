"""
A server's successor: a copy that imports the rest while the server goes on serving.

torch imports much on first use, which takes seconds. If the server did that itself, whatever is
saved meanwhile would wait. So it forks a copy that does it; once that copy is done, and no child
runs, it takes over the control socket. The old process then only waits for its end.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from autograder.sandbox import wire
from autograder.sandbox.surroundings import homes
from autograder.sandbox.walls import linux

__all__ = ["Successor"]

_READY = b"r"
#: A server never has more descriptors open than this.
_MAX_DESCRIPTOR = 4_096
#: Nothing is there: a child that runs meanwhile may write to what is its home and the server's.
_NOWHERE = Path("/nonexistent")
#: The Python that this process runs, whatever walls have hidden of its folder meanwhile.
_PYTHON = "/proc/self/exe"
#: Waits for the successor and ends as it did; holds none of what the old server had imported.
_WAIT = """
import os, sys
status = os.waitstatus_to_exitcode(os.waitpid(int(sys.argv[1]), 0)[1])
os._exit(status & 0xFF)
"""


class Successor:
    """
    The successor of the server in this process; there is none at first.

    Args:
        control: The socket that is handed over.
        importing: What the successor does before it takes over; None if there is nothing to do,
            and no need for one.
        serve: What it does then, until there is no grader any more.
        let_go: Called here before the successor is forked and before it takes over: ends what this
            process has begun and the successor would begin as well.
    """

    def __init__(
        self,
        control: socket.socket,
        importing: Callable[[], None] | None,
        serve: Callable[[], None],
        let_go: Callable[[], None] = lambda: None,
    ) -> None:
        self._control = control
        self._importing = importing
        self._serve = serve
        self._let_go = let_go
        #: To the successor, while there is one.
        self._link: socket.socket | None = None
        self._pid = 0
        #: Whether there will be none: this process is the successor, or that has failed.
        self._is_last = importing is None
        self._has_taken_over = False
        self._inherited: tuple[dict[str, Any], list[int]] | None = None

    @property
    def is_needed(self) -> bool:
        """Whether something is left to import that this process will not import itself."""
        return self._importing is not None and not self._is_last

    @property
    def has_taken_over(self) -> bool:
        """Whether this process is the successor, and no message that it was left is still to be served."""
        return self._has_taken_over and self._inherited is None

    def has(self, pid: int) -> bool:
        """Whether *pid* is the successor, which is a child of this process but runs no job."""
        return pid == self._pid

    def begin(self) -> None:
        """Start the successor, unless there is or was one."""
        if self._importing is None or self._is_last or self._link is not None:
            return
        self._let_go()
        self._link, theirs = socket.socketpair()
        self._pid = os.fork()
        if self._pid:
            theirs.close()
            return
        try:
            self._link.close()
            self._take_over(theirs, self._importing)
        finally:
            os._exit(1)  # No way back into the old server's loop.

    def next_message(self) -> tuple[dict[str, Any], list[int]]:
        """
        Return the next message for this process, and hand over as soon as that is possible.

        Raises:
            EOFError, OSError: If the grader is gone.
        """
        if self._inherited is not None:
            message, self._inherited = self._inherited, None
            return message
        while self._link is not None:
            ready, _, _ = select.select([self._control, self._link], [], [])
            if self._link not in ready:
                break
            self._hand_over({}, ())
        return wire.receive(self._control)

    def leave(self, message: dict[str, Any], descriptors: Sequence[int]) -> None:
        """Leave *message* to the successor; return if there is none and never will be."""
        self.begin()
        if self._link is not None:
            self._hand_over(message, descriptors)

    def _take_over(self, link: socket.socket, importing: Callable[[], None]) -> None:
        for ask in (linux.die_with_parent, linux.adopt_orphans):
            with contextlib.suppress(OSError):  # As in the server, this costs only itself.
                ask()
        with _homeless():
            importing()
        link.send(_READY)
        message = wire.receive(link)
        link.close()
        self._link, self._pid, self._is_last = None, 0, True
        self._has_taken_over = True
        self._inherited = message if message[0] else None
        self._serve()
        os._exit(0)

    def _hand_over(self, message: dict[str, Any], descriptors: Sequence[int]) -> None:
        """Let the successor serve *message* and all later ones; returns only if it has failed."""
        assert self._link is not None
        with contextlib.suppress(OSError):
            if self._link.recv(1) == _READY:
                self._let_go()
                wire.send(self._link, message, descriptors)
                _wait_for(self._pid)
        self._link.close()
        os.waitpid(self._pid, 0)
        self._link, self._pid, self._is_last = None, 0, True


def _wait_for(pid: int) -> NoReturn:
    """End as *pid* ends; until then, hold none of what the server has imported, or was handed."""
    # The control socket too, so that the end of the successor closes the connection.
    os.closerange(3, _MAX_DESCRIPTOR)
    with contextlib.suppress(OSError):
        os.execv(_PYTHON, [sys.executable, "-ISc", _WAIT, str(pid)])  # noqa: S606 - no shell
    os._exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) & 0xFF)


@contextlib.contextmanager
def _homeless() -> Iterator[None]:
    """Have no home while importing, so that no file of a child that runs meanwhile is read."""
    kept = {name: os.environ[name] for name in homes(_NOWHERE) if name in os.environ}
    os.environ.update(homes(_NOWHERE))
    try:
        yield
    finally:
        for name in homes(_NOWHERE):
            os.environ.pop(name)
        os.environ.update(kept)
