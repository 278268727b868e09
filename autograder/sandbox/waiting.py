"""
A child that is forked before there is anything for it to do, and waits for it.

A fork copies the tables of all of the server's memory, and the first steps of a child copy a thousand
pages. A child that waits has done that before anybody waits for its answer. It has seen nothing that
a child forked later would not see: it serves one order and ends, and the next one gets its order, and a
place, only when all of it is gone. Its walls are raised by the order's limits, before it reads what is hostile.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
from collections.abc import Sequence
from typing import Any, NoReturn

from autograder.sandbox import wire
from autograder.sandbox.child import run_child
from autograder.sandbox.jobs import Limits
from autograder.sandbox.kinds import Task
from autograder.sandbox.memory import begin_a_page
from autograder.sandbox.runner import Closing
from autograder.sandbox.walls import Walls, linux

__all__ = ["NOT_SHUT_IN", "WaitingChild"]

#: Exit status of a child that could not shut itself in, unless it has said the next.
NOT_SHUT_IN = 71
#: What a child says once its walls stand, over a socket that it closes then: before any learner code.
_SHUT_IN = b"s"
_FAILED = 70
#: Seconds without an order after which there is time to warm up. Where one program after the other is
#: graded, the next order comes sooner.
_IDLE = 0.1


class WaitingChild(Closing):
    """
    A child of this server from its fork to its end; once it works, with a place of its own.

    Args:
        walls: Those around it, which it raises once it knows its limits.
        task: What it will do.
        control: A descriptor of the server that is no child's business.
        is_ahead: Whether another child still works: then there is time to warm up, and a core for it.
    """

    def __init__(self, walls: Walls, task: Task, control: int, *, is_ahead: bool) -> None:
        self._walls = walls
        self._place = contextlib.ExitStack()
        self._link, theirs = socket.socketpair()
        self.pid = walls.fork()
        if self.pid == 0:
            for descriptor in (control, self._link.fileno()):
                os.close(descriptor)
            _live(walls, task, theirs, 0.0 if is_ahead else _IDLE)
        theirs.close()
        _lead_a_group(self.pid)

    def give(self, limits: Limits, descriptors: Sequence[int]) -> bool:
        """
        Give it its one order, and a place to work at; return False if it has ended before that.

        To be called when the one before it is gone: they have the same place.

        Args:
            descriptors: That of the pipe for its reply, of the payload, and of the files that go with it.
        """
        self._place.enter_context(self._walls.around_child())
        try:
            wire.send(self._link, limits.to_json(), descriptors)
        except OSError:
            return False
        return True

    def has_shut_itself_in(self) -> bool:
        """Whether it has said that its walls stand. Learner code may end with any status, but can't say that."""
        with contextlib.suppress(OSError):
            return self._link.recv(len(_SHUT_IN), socket.MSG_DONTWAIT) == _SHUT_IN
        return False

    def close(self) -> None:
        """End it, if it has not been waited for, and clear its place."""
        self._link.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        self._place.close()


def _lead_a_group(child: int) -> None:
    """
    Let *child* (0: this process) have a process group of its own, for its end.

    Both sides do it, since neither knows who comes first. It has no session of its own: that would have
    a share of the machine of its own, too, however far the server stands back.
    """
    with contextlib.suppress(OSError):  # The other side has done it, or it has ended.
        os.setpgid(child, child)


def _live(walls: Walls, task: Task, link: socket.socket, patience: float) -> NoReturn:
    status, shut_in = _FAILED, False
    try:
        with contextlib.suppress(OSError):  # The server ends its children anyway.
            linux.die_with_parent()
        _lead_a_group(0)
        begin_a_page()
        if not select.select([link], [], [], patience)[0]:
            task.warm_up()
        limits, (reply, *files) = _order(link)

        def raise_walls() -> None:
            nonlocal shut_in
            walls.raise_in_child(limits)
            os.write(link.fileno(), _SHUT_IN)
            link.close()
            shut_in = True

        run_child(task, files, reply, walls.folder, raise_walls)
        status = 0
    except EOFError:  # It was never needed.
        shut_in = True
    finally:
        # No atexit handlers, no destructors, no way back into the server's loop.
        os._exit(status if shut_in else NOT_SHUT_IN)


def _order(link: socket.socket) -> tuple[Limits, list[int]]:
    order: dict[str, Any]
    order, descriptors = wire.receive(link)
    return Limits(**order), descriptors
