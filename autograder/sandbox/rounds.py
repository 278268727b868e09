"""A second round of jobs for a process that has run a first one, chosen by what came of that."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Sequence

from autograder.runs import Run
from autograder.sandbox.jobs import Job, payload_of
from autograder.sandbox.replies import END_LINE, ChildReply, read_replies, read_reply
from autograder.sandbox.runner import Choose, Closing

__all__ = ["Rounds"]

#: Bytes that are handed over in one go, to a process that need not read them.
_MOST = 1 << 20


class Rounds(Closing):
    """
    The two rounds of one process; a context manager.

    The process learns nothing of the second round before it has told all of the first, so what it
    tells of the first can't depend on the second: what comes too early voids both.

    Args:
        jobs: Those of the first round.
        choose: Chooses those of the second.

    Attributes:
        more: A descriptor for the process, from which it reads the second round.
    """

    def __init__(self, jobs: Sequence[Job], choose: Choose) -> None:
        self._jobs, self._choose = jobs, choose
        self._first: Sequence[Run | None] | None = None
        self._chosen: Sequence[Job] = ()
        self._looked, self._ends, self._cut = 0, 0, 0
        self._begun, self._seconds = time.monotonic(), 0.0
        self.more, self._writing = _wide_pipe()

    def close(self) -> None:
        """Close the pipe to the process."""
        for descriptor in {self.more, self._writing} - {-1}:
            os.close(descriptor)
        self.more = self._writing = -1

    def look(self, data: bytearray) -> None:
        """Look at all that the process has written up to now; after its first round, hand over the second."""
        while not self._cut and (end := data.find(b"\n", self._looked)) >= 0:
            self._ends += data[self._looked : end] == END_LINE
            self._looked = end + 1
            if self._ends == len(self._jobs):
                self._cut = self._looked
                self._go_on(bytes(data))

    def runs(self, reply: ChildReply) -> tuple[Sequence[Run | None], Sequence[Run | None]]:
        """Return the runs of both rounds, given all that the process wrote."""
        if self._first is None:
            return self._read(reply), ()
        seconds = max(reply.seconds - self._seconds, 0.0)
        later = ChildReply(reply.data[self._cut :], reply.end, reply.detail, seconds)
        return self._first, read_replies(later, self._chosen)

    def _go_on(self, data: bytes) -> None:
        if len(data) == self._cut:
            self._seconds = time.monotonic() - self._begun
            self._first = self._read(ChildReply(data, seconds=self._seconds))
            self._chosen = self._choose(self._first)
            payload = payload_of(self._chosen)
            with contextlib.suppress(
                OSError
            ):  # The process has ended, or is full: nothing comes then.
                if len(payload) <= _MOST:
                    os.write(self._writing, payload)
        os.close(self._writing)
        self._writing = -1

    def _read(self, reply: ChildReply) -> Sequence[Run | None]:
        if len(self._jobs) == 1:
            return [read_reply(reply, self._jobs[0])]
        return read_replies(reply, self._jobs)


def _wide_pipe() -> tuple[int, int]:
    """A pipe that takes much at once, as far as the system allows, and never keeps its writer waiting."""
    import fcntl  # noqa: PLC0415 - on Linux only

    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with contextlib.suppress(AttributeError, OSError):
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, _MOST)
    return reading, writing
