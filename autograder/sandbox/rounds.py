"""Rounds of jobs for one process, each chosen by what came of those before it."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Sequence

from autograder.runs import Run
from autograder.sandbox.jobs import Job, payload_of
from autograder.sandbox.replies import END_LINE, ChildReply, read_replies, read_reply
from autograder.sandbox.runner import Closing, LastRound, Plan

__all__ = ["Rounds"]

#: Bytes that are handed over in one go, to a process that need not read them.
_MOST = 1 << 20


class Rounds(Closing):
    """
    The rounds of one process; a context manager.

    The process learns nothing of a round before it has told all of the one before it, so what it
    tells of one can't depend on the next: what comes too early voids a round, and ends them.

    Args:
        plan: Gives the jobs of each round, and is sent their runs.

    Attributes:
        jobs: Those of the round that is being run; none after the last one.
        more: A descriptor for the process, from which it reads each round but the first, as a line.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.jobs: Sequence[Job] = next(plan)
        self._is_first = True
        #: Up to where the bytes have been looked at, how many jobs have ended by then in this round,
        #: and where it began.
        self._looked, self._ends, self._cut = 0, 0, 0
        self._begun = time.monotonic()
        #: The seconds that earlier rounds took.
        self._seconds = 0.0
        #: What a process wrote that has told all of the last round, but for its own end.
        self._last: ChildReply | None = None
        self.more, self._writing = _wide_pipe()

    def close(self) -> None:
        """Close the pipe to the process."""
        self._hand_over_no_more()
        if self.more >= 0:
            os.close(self.more)
        self.more = -1

    def look(self, data: bytearray) -> None:
        """Look at all that the process has written up to now; after each round, hand over the next one."""
        while self._writing >= 0 and (end := data.find(b"\n", self._looked)) >= 0:
            self._ends += data[self._looked : end] == END_LINE
            self._looked = end + 1
            if self._ends == len(self.jobs):
                self._go_on(data)

    def end(self, reply: ChildReply | None) -> None:
        """Send the plan what is left, given all that the process wrote; None if that is not known."""
        # If the server is gone, all of the last round may have been told before that.
        said_no_more = reply is None or reply.data[self._looked :] in (b"", END_LINE + b"\n")
        if self._last is not None and said_no_more:
            self._take(self._read(self._last))
        elif self.jobs and reply is not None:
            seconds = max(reply.seconds - self._seconds, 0.0)
            rest = ChildReply(reply.data[self._cut :], reply.end, reply.detail, seconds)
            self._take(self._read(rest))
        while self.jobs:
            self._take([None] * len(self.jobs))

    def _go_on(self, data: bytearray) -> None:
        if len(data) > self._looked:
            self._hand_over_no_more()
            return
        seconds = time.monotonic() - self._begun
        reply = ChildReply(bytes(data[self._cut :]), seconds=seconds - self._seconds)
        if isinstance(self.jobs, LastRound):
            self._last = reply
            self._hand_over_no_more()
            return
        self._cut, self._ends, self._seconds = self._looked, 0, seconds
        self._take(self._read(reply))
        payload = payload_of(self.jobs) + b"\n"
        if not self.jobs or len(payload) > _MOST:
            self._hand_over_no_more()
            return
        written = 0
        with contextlib.suppress(OSError):  # The process has ended, or is full.
            written = os.write(self._writing, payload)
        if written < len(payload):  # Part of a line is as good as none.
            self._hand_over_no_more()

    def _take(self, runs: Sequence[Run | None]) -> None:
        """Send the plan the *runs* of this round, and take the jobs of the next one."""
        self._is_first = False
        try:
            self.jobs = self._plan.send(runs)
        except StopIteration:
            self.jobs = ()

    def _read(self, reply: ChildReply) -> Sequence[Run | None]:
        if self._is_first and len(self.jobs) == 1:
            return [read_reply(reply, self.jobs[0])]
        return read_replies(reply, self.jobs)

    def _hand_over_no_more(self) -> None:
        if self._writing >= 0:
            os.close(self._writing)
        self._writing = -1


def _wide_pipe() -> tuple[int, int]:
    """A pipe that takes much at once, as far as the system allows, and never keeps its writer waiting."""
    import fcntl  # noqa: PLC0415 - on Linux only

    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with contextlib.suppress(AttributeError, OSError):
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, _MOST)
    return reading, writing
