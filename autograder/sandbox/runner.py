"""Runners of jobs, and the error that they raise when the sandbox fails."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from types import TracebackType
from typing import Any, Protocol

from typing_extensions import Self

from autograder.runs import Run
from autograder.sandbox.isolation import AdvisedError, Isolation
from autograder.sandbox.jobs import Job, Limits
from autograder.sandbox.kinds import Kind
from autograder.sandbox.replies import ChildReply

__all__ = [
    "ASK",
    "START_TIMEOUT",
    "Closing",
    "LastRound",
    "OneKind",
    "Plan",
    "Runner",
    "SandboxError",
    "require_kind",
]

START_TIMEOUT = 120.0
#: Gives the jobs of each round of a process, and is sent their runs.
Plan = Generator[Sequence[Job], Sequence[Run | None], None]
#: The doctor tries what it reports, and knows the remedies.
ASK = "try: gradlings doctor"


class LastRound(tuple[Job, ...]):
    """
    Jobs of a round of a :data:`Plan` after which there is none.

    Its process need not wait for what comes of it: it ends while they are judged.
    """

    __slots__ = ()


class SandboxError(AdvisedError):
    """The sandbox itself failed: our fault, not the submission's."""


class Runner(Protocol):
    """Something that runs jobs, one at a time."""

    @property
    def way(self) -> str:
        """How it runs jobs, in a few words."""

    @property
    def isolation(self) -> Isolation:
        """The walls between learner code and this machine; tried, not assumed."""

    @property
    def pids(self) -> Sequence[int]:
        """Ids of the processes that are kept warm."""

    @property
    def goes_on(self) -> bool:
        """Whether a round of :meth:`run_in_rounds` after the first one needs no process of its own."""

    def settle(self) -> None:
        """
        Wait until the runner is as it is after a pause, to measure the wait that learners feel.

        Raises:
            SandboxError, OSError: If no process could be started.
        """

    def occupied(self) -> float:
        """
        Return the seconds for which all jobs so far have had a process, computing or idle.

        Where that can be told, the time in which they waited for a core is not counted. Waits until the
        process of the last one is gone.
        """

    def run(self, job: Job) -> Run:
        """
        Run *job*; learner code can't make this raise.

        Raises:
            SandboxError: If the sandbox failed twice.
        """

    def run_together(self, jobs: Sequence[Job]) -> Sequence[Run | None]:
        """
        Run several *jobs* of one student and of one kind in one process, one after the other.

        Returns:
            A run for each job that came to its end, in which a failure means nothing: it may be a
            neighbour's doing. None for each that has to run in a process of its own, since its
            program is not plain, or since the process ended or was not to be trusted any more.

        Raises:
            SandboxError: If the sandbox failed twice.
        """

    def run_in_rounds(self, plan: Plan) -> None:
        """
        Run rounds of jobs of one student and kind, in one process if possible.

        Args:
            plan: Gives the jobs of each round, at least one, and is sent their runs: those that
                :meth:`run_together` returns, but a single job of the first round has the run that
                :meth:`run` returns, however it ended. All rounds but the first have programs of the
                first one, on other cases.

        Raises:
            SandboxError: If the sandbox failed twice.
        """

    def stop(self) -> None:
        """
        End the process that runs a job now, if one does and can be ended from outside; its run tells of a crash.

        May be called from another thread.
        """

    def close(self) -> None:
        """End the processes behind it."""


class OneKind(Runner, Protocol):
    """A runner whose processes are all of one kind; it also does tasks other than jobs."""

    def start(self) -> None:
        """Start what it runs jobs by, without waiting for it."""

    def get_ready(self) -> None:
        """
        Wait until a job would begin at once.

        Raises:
            SandboxError, IsolationError, OSError: If nothing can be started.
        """

    def occupied(self) -> float:
        """Return the seconds that :meth:`Runner.occupied` says."""

    def exchange(
        self,
        payload: bytes | int,
        limits: Limits,
        *,
        shared: dict[str, Any] | None = None,
        files: Sequence[int] = (),
    ) -> ChildReply:
        """Have a process work on *payload*, as :meth:`ForkServer.exchange` does."""


class Closing:
    """What is closed at the end of a ``with`` block, with the processes behind it."""

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
        """End the processes behind it; subclasses say how."""
        raise NotImplementedError


def require_kind(jobs: Sequence[Job], kind: Kind) -> None:
    """
    Make sure that an exercise by hand never meets torch by mistake.

    Raises:
        ValueError: If one of *jobs* is not of *kind*.
    """
    for job in jobs:
        if job.kind != kind:
            raise ValueError(f"{job.exercise} is to be run by {job.kind}, not by {kind}")
