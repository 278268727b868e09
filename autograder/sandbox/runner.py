"""What runs jobs, and what may go wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Any, Protocol

from typing_extensions import Self

from autograder.runs import Run
from autograder.sandbox.answers import Answer
from autograder.sandbox.isolation import AdvisedError, Isolation
from autograder.sandbox.jobs import Job, Limits
from autograder.sandbox.kinds import Kind

__all__ = ["ASK", "START_TIMEOUT", "Closing", "OneKind", "Runner", "SandboxError", "require_kind"]

START_TIMEOUT = 120.0
#: The doctor tries what it tells, and knows what mends it.
ASK = "try: gradlings doctor"


class SandboxError(AdvisedError):
    """The sandbox itself failed; our fault, not a submission's."""


class Runner(Protocol):
    """Something that runs jobs, one at a time."""

    @property
    def way(self) -> str:
        """How it does that, in a few words."""

    @property
    def isolation(self) -> Isolation:
        """What stands between learner code and this machine; tried, not assumed."""

    @property
    def pids(self) -> Sequence[int]:
        """The processes that are kept warm."""

    def settle(self) -> None:
        """
        Wait until a job is answered as one that comes after a pause, to measure what learners feel.

        Raises:
            SandboxError, OSError: If there is nothing that could answer one.
        """

    def run(self, job: Job) -> Run:
        """
        Run *job*; learner code can't make this raise.

        Raises:
            SandboxError: If the sandbox failed, twice.
        """

    def close(self) -> None:
        """End the processes behind it."""


class OneKind(Runner, Protocol):
    """A runner whose processes are all of one kind, for tasks that are no jobs, too."""

    def exchange(
        self,
        payload: bytes | int,
        limits: Limits,
        *,
        shared: dict[str, Any] | None = None,
        files: Sequence[int] = (),
    ) -> Answer:
        """Have a process work on *payload*, as :meth:`ForkServer.exchange` says."""


class Closing:
    """A runner that is closed at the end of a ``with`` block."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        raise NotImplementedError


def require_kind(job: Job, kind: Kind) -> None:
    """What is to be done by hand must never meet torch by mistake."""
    if job.kind != kind:
        raise ValueError(f"{job.exercise} is to be run by {job.kind}, not by {kind}")
