"""A fresh process for each job, where there is no fork."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from collections.abc import Sequence
from typing import Any, BinaryIO

from autograder.runs import Run
from autograder.sandbox.answers import Answer, read_answer
from autograder.sandbox.isolation import Isolation, Wall
from autograder.sandbox.jobs import Job, Limits
from autograder.sandbox.kinds import CHECKING, Kind
from autograder.sandbox.runner import ASK, Closing, SandboxError, require_kind
from autograder.sandbox.spare import NotBegunError, Spare

__all__ = ["ColdProcess"]


def _platform() -> str:
    return {"darwin": "macOS", "win32": "Windows", "linux": "no fork server"}.get(
        sys.platform, sys.platform
    )


class ColdProcess(Closing):
    """
    A fresh process for each job, where there is no fork: none is ever used for two submissions.

    A spare one waits with torch imported, so that a job is answered as soon as by a warm server.
    """

    way = "a fresh process for each check; one waits with all that it needs imported"

    isolation = Isolation(missing=dict.fromkeys(Wall, f"it needs Linux, and this is {_platform()}"))

    def __init__(self, *, kind: Kind = CHECKING) -> None:
        self._kind = kind
        self._spare: Spare | None = None

    @property
    def pids(self) -> Sequence[int]:
        return [self._spare.pid] if self._spare else []

    def start(self) -> None:
        """
        Have a process wait; else the first job waits for one.

        Raises:
            OSError: If the system can't start another.
        """
        if self._spare is None:
            self._spare = Spare(self._kind)

    def settle(self) -> None:
        self.start()
        assert self._spare is not None
        self._spare.settle()

    def run(self, job: Job) -> Run:
        """
        Run *job*; the time that importing torch takes is not the submission's.

        Raises:
            SandboxError: If no process could be had for it, twice.
            ValueError: If the job is of another kind.
        """
        require_kind(job, self._kind)
        payload = json.dumps(job.to_json()).encode()
        return read_answer(self.exchange(payload, job.limits, shared=job.shared()), job)

    def exchange(
        self,
        payload: bytes | int,
        limits: Limits,
        *,
        shared: dict[str, Any] | None = None,
        files: Sequence[int] = (),
    ) -> Answer:
        """Have a new process work on *payload*, as :meth:`ForkServer.exchange` does."""
        with contextlib.ExitStack() as opened:
            first = io.BytesIO(payload) if isinstance(payload, bytes) else None
            given = files if isinstance(payload, bytes) else (payload, *files)
            others = [opened.enter_context(os.fdopen(os.dup(one), "rb")) for one in given]
            parts: list[BinaryIO] = [first, *others] if first else [*others]
            answer = self._answer(parts, limits, shared)
        # Now, for it would be in the way of the job before.
        with contextlib.suppress(OSError):  # Whoever needs it will be told.
            self.start()
        return answer

    def close(self) -> None:
        if self._spare is not None:
            self._spare.close()
        self._spare = None

    def _answer(
        self, parts: Sequence[BinaryIO], limits: Limits, shared: dict[str, Any] | None
    ) -> Answer:
        why: Exception | None = None
        for _ in range(2):  # One that has waited for long may have been ended by somebody.
            try:
                self.start()
                assert self._spare is not None
                return self._spare.run(parts, limits, shared)
            except (NotBegunError, OSError) as error:
                why = error
            finally:
                self.close()
        raise SandboxError(f"the process for checks did not start ({why})", ASK)
