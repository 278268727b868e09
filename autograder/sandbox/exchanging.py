"""What all runners share that send a payload to a process and read its reply."""

from __future__ import annotations

import contextlib
from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from autograder.runs import Run
from autograder.sandbox.jobs import Job, Limits, limits_of, payload_of, shared_of
from autograder.sandbox.kinds import Kind
from autograder.sandbox.replies import ChildReply, read_replies, read_reply
from autograder.sandbox.runner import Closing, Plan, require_kind

__all__ = ["Exchanging"]


class Exchanging(Closing):
    """A runner whose jobs are exchanged for replies; how, each says for itself."""

    _kind: Kind
    _on_the_clock = 0.0
    goes_on = False

    @abstractmethod
    def exchange(
        self,
        payload: bytes | int,
        limits: Limits,
        *,
        shared: dict[str, Any] | None = None,
        files: Sequence[int] = (),
    ) -> ChildReply:
        """Have a process work on *payload*; return what it wrote."""

    def run(self, job: Job) -> Run:
        """
        Run *job* in a process of its own.

        Raises:
            SandboxError: If a process can't be started or shut in, or died twice.
            IsolationError: If this machine gives less isolation than the floor.
            ValueError: If the job is of another kind.
        """
        return read_reply(self._reply_to([job]), job)

    def occupied(self) -> float:
        """Return the seconds for which jobs have had a process, as well as these can be told here."""
        return self._on_the_clock

    def stop(self) -> None:
        """Stop nothing: here a process has its time."""

    def run_together(self, jobs: Sequence[Job]) -> Sequence[Run | None]:
        """Run *jobs* of one student in one process, as :meth:`Runner.run_together` says."""
        return read_replies(self._reply_to(jobs), jobs)

    def run_in_rounds(self, plan: Plan) -> None:
        """Run rounds as :meth:`Runner.run_in_rounds` says, here each in a process of its own."""
        jobs = next(plan)
        runs = [self.run(jobs[0])] if len(jobs) == 1 else self.run_together(jobs)
        with contextlib.suppress(StopIteration):
            while True:
                jobs = plan.send(runs)
                runs = self.run_together(jobs) if len(jobs) > 1 else [None]

    def _reply_to(self, jobs: Sequence[Job]) -> ChildReply:
        require_kind(jobs, self._kind)
        reply = self.exchange(payload_of(jobs), limits_of(jobs), shared=shared_of(jobs))
        self._on_the_clock += reply.seconds
        return reply
