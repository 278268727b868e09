"""A fresh process for each job, where there is no fork."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Sequence
from typing import Any, BinaryIO

from autograder.sandbox.exchanging import Exchanging
from autograder.sandbox.isolation import Isolation, Wall
from autograder.sandbox.jobs import Limits
from autograder.sandbox.kinds import CHECKING, Kind
from autograder.sandbox.replies import ChildReply
from autograder.sandbox.runner import ASK, SandboxError
from autograder.sandbox.spare import NotBegunError, Spare

__all__ = ["ColdProcess"]


def _platform() -> str:
    return {"darwin": "macOS", "win32": "Windows", "linux": "no fork server"}.get(
        sys.platform, sys.platform
    )


class ColdProcess(Exchanging):
    """
    A fresh process for each job, where there is no fork; no process ever runs two submissions.

    A spare process waits with torch imported, so a job is answered as soon as by a warm server.
    """

    way = "a fresh process for each check; one waits with all that it needs imported"

    isolation = Isolation(missing=dict.fromkeys(Wall, f"it needs Linux, and this is {_platform()}"))

    def __init__(self, *, kind: Kind = CHECKING) -> None:
        self._kind = kind
        self._spare: Spare | None = None

    @property
    def pids(self) -> Sequence[int]:
        """Process ids of what is kept warm: the spare process, if there is one."""
        return [self._spare.pid] if self._spare else []

    def start(self) -> None:
        """
        Start a process that waits for a job; otherwise the first job waits for its start.

        Raises:
            OSError: If the system can't start another process.
        """
        if self._spare is None:
            self._spare = Spare(self._kind)

    def get_ready(self) -> None:
        """Wait until a process waits for a job, with everything imported."""
        self.settle()

    def settle(self) -> None:
        """Start a spare process, if there is none, and wait until it has imported everything."""
        self.start()
        assert self._spare is not None
        self._spare.settle()

    def exchange(
        self,
        payload: bytes | int,
        limits: Limits,
        *,
        shared: dict[str, Any] | None = None,
        files: Sequence[int] = (),
    ) -> ChildReply:
        """Have a new process work on *payload*, as :meth:`ForkServer.exchange` does."""
        with contextlib.ExitStack() as opened:
            first = io.BytesIO(payload) if isinstance(payload, bytes) else None
            given = files if isinstance(payload, bytes) else (payload, *files)
            others = [opened.enter_context(os.fdopen(os.dup(one), "rb")) for one in given]
            parts: list[BinaryIO] = [first, *others] if first else [*others]
            reply = self._reply(parts, limits, shared)
        # Only now: started earlier, the next process would compete with this job for the cores.
        with contextlib.suppress(OSError):  # The next job meets it again and reports it.
            self.start()
        return reply

    def close(self) -> None:
        """End the spare process."""
        if self._spare is not None:
            self._spare.close()
        self._spare = None

    def _reply(
        self, parts: Sequence[BinaryIO], limits: Limits, shared: dict[str, Any] | None
    ) -> ChildReply:
        why: Exception | None = None
        for _ in range(2):  # Something may have ended a process that had waited for long.
            try:
                self.start()
                assert self._spare is not None
                return self._spare.run(parts, limits, shared)
            except (NotBegunError, OSError) as error:
                why = error
            finally:
                self.close()
        raise SandboxError(f"the process for checks did not start ({why})", ASK)
