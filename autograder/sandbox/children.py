"""The children of a server: one that is at work, and one that waits for the next order."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Sequence
from typing import Any

from autograder.sandbox.clock import Clock
from autograder.sandbox.jobs import Limits
from autograder.sandbox.kinds import Task
from autograder.sandbox.processes import own_children
from autograder.sandbox.waiting import NOT_SHUT_IN, WaitingChild
from autograder.sandbox.walls import Walls

__all__ = ["Children"]

#: Up to which share of its time a child may have waited for a core for there to be one that nobody needs; and
#: where one is forked ahead, which competes with it for a while. Measured on two cores: 0.01 and 0.07 where one
#: server works, 0.1 and 0.23 where two do.
_HARDLY, _OFTEN = 0.04, 0.15
#: By how much of what is left to it the mean of these shares moves with each child.
_STEP = 0.25


class Children:
    """
    Forks them, one at a time or one ahead of its order, and sees to their ends.

    Args:
        walls: Those around each of them.
        task: What they do.
        control: A descriptor of the server that is no child's business.
        is_another: Whether a process that this one has started is none of them.
    """

    def __init__(
        self, walls: Walls, task: Task, control: int, is_another: Callable[[int], bool]
    ) -> None:
        self._walls = walls
        self._task = task
        self._control = control
        self._is_another = is_another
        self._waiting: WaitingChild | None = None
        #: The mean share of their time for which children have waited for a core; none is known to be free at first.
        self._waited = 2 * _HARDLY
        #: Whether a core was free for a child that was forked ahead.
        self._is_free = False

    def have_one(self) -> None:
        """Have a child wait for an order; it may be there already."""
        if self._waiting is None:
            self._waiting = self._forked()

    def have_one_ahead(self) -> None:
        """
        Have a child wait, and practise at once, while another one works: see :attr:`may_be_two`.

        Where none can be forked, that costs the one at work nothing.
        """
        if self._waiting is None:
            with contextlib.suppress(OSError):
                self._waiting = self._forked(is_ahead=True)

    @property
    def may_be_two(self) -> bool:
        """
        Whether a child may be forked while another one works.

        They must not see each other, and a core must be free for it: else it would only take the other one's.
        """
        return self._walls.part_children and self._is_free

    def let_go(self) -> None:
        """End the one that waits, if there is one."""
        if self._waiting is not None:
            self._waiting.close()
            self._waiting = None

    def set_to_work(self, limits: Limits, descriptors: Sequence[int]) -> tuple[WaitingChild, Clock]:
        """
        Give the child that waits its order; if it has ended meanwhile, give it to another one.

        Raises:
            OSError: If that one has ended, too.
        """
        for _ in range(2):
            self.have_one()
            child, self._waiting = self._waiting, None
            assert child is not None
            clock = Clock(child.pid, limits)
            if child.give(limits, descriptors):
                break
            child.close()
        else:
            raise ChildProcessError("no child lives until its order")
        for descriptor in descriptors:
            os.close(descriptor)
        return child, clock

    def end(self, child: WaitingChild, clock: Clock) -> tuple[int, Any, bool]:
        """
        Kill *child* and all that it left running.

        Returns:
            Its exit status and resource usage, and whether it had shut itself in.
        """
        self._note_wait(clock.waited)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGKILL)
        _, status, usage = os.wait4(child.pid, 0)
        if not self._walls.end_all_of_a_child:
            self._end_orphans()
        return status, usage, status != NOT_SHUT_IN << 8 or child.has_shut_itself_in()

    def _end_orphans(self) -> None:
        """End what has daemonised itself: it has become a child of ours, for we adopt orphans."""
        while orphans := [pid for pid in own_children() if not self._is_known(pid)]:
            if not any([_ended(orphan) for orphan in orphans]):  # noqa: C419 - each has to be ended
                return  # They are known by other numbers here, and nothing that is done to these ends them.

    def _note_wait(self, share: float) -> None:
        """Note for which *share* of its time a child waited for a core."""
        self._waited += (share - self._waited) * _STEP
        self._is_free = self._waited < (_OFTEN if self._is_free else _HARDLY)

    def _forked(self, *, is_ahead: bool = False) -> WaitingChild:
        return WaitingChild(self._walls, self._task, self._control, is_ahead=is_ahead)

    def _is_known(self, pid: int) -> bool:
        return self._is_another(pid) or (self._waiting is not None and pid == self._waiting.pid)


def _ended(pid: int) -> bool:
    """End the child *pid*; return whether there is such a one."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    try:
        os.waitpid(pid, 0)
    except ChildProcessError:
        return False
    return True
