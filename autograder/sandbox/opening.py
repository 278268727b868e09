"""Opening a runner for jobs: a warm fork server, or cold processes on systems without fork."""

from __future__ import annotations

import contextlib
import functools
import socket
import sys
from collections.abc import Callable, Sequence

from autograder.runs import Run
from autograder.sandbox.cold_process import ColdProcess
from autograder.sandbox.copies import Copy, Original
from autograder.sandbox.fork_server import ForkServer
from autograder.sandbox.isolation import Isolation, Tier
from autograder.sandbox.jobs import Job
from autograder.sandbox.kinds import BY_HAND, CHECKING, Kind
from autograder.sandbox.runner import Closing, OneKind, Plan

__all__ = ["EachKind", "open_one", "open_original", "open_runner"]


def open_runner(floor: Tier = Tier.PROCESS, original: socket.socket | None = None) -> EachKind:
    """
    Return a runner for jobs of every kind, each run in a process that has what it needs.

    Args:
        floor: The least isolation that will do. The isolation is known once a server has
            started, so if there is less, it is the first job that raises.
        original: That of an :class:`Original`, of which the server for checks with torch is to be a copy.

    Raises:
        IsolationError: If this system has no fork server, and *floor* needs one.
    """
    if not _is_warm():
        ColdProcess.isolation.require(floor)
    if original is None:
        return EachKind(lambda kind: open_one(kind, floor))
    return EachKind(
        lambda kind: Copy(original, floor) if kind == CHECKING else open_one(kind, floor)
    )


def open_original(floor: Tier) -> Original | None:
    """
    Start a server for checks with torch that several processes can have copies of.

    Returns:
        None where there is no such server, or bubblewrap shows each one its own folder only.
    """
    if not _is_warm() or floor is Tier.STRONG:
        return None
    original = Original(floor)
    original.start()
    return original


def open_one(kind: Kind, floor: Tier = Tier.PROCESS) -> OneKind:
    """
    Return the fastest runner of one kind that this system gives: a warm one where there is fork.

    It has the best isolation that costs no time; :attr:`Tier.STRONG` has to be asked for.

    Raises:
        IsolationError: If this system has no fork server, and *floor* needs one.
    """
    if _is_warm():
        return ForkServer(floor, kind=kind)
    ColdProcess.isolation.require(floor)
    return ColdProcess(kind=kind)


def _is_warm() -> bool:
    return sys.platform == "linux"


class EachKind(Closing):
    """
    A runner for each kind of job, opened when the first such job comes.

    Args:
        open_one: Opens a runner for jobs of one kind.
    """

    def __init__(self, open_one: Callable[[Kind], OneKind]) -> None:
        self._open_one = open_one
        self._runners: dict[Kind, OneKind] = {}

    @property
    def way(self) -> str:
        """How jobs are run, in a few words; opens the lightest runner if there is none."""
        runner = next(iter(self._runners.values()), None) or self._of(BY_HAND)
        return runner.way

    @property
    def isolation(self) -> Isolation:
        """The walls around every kind that is open; opens the lightest kind if none is."""
        runners = list(self._runners.values()) or [self._of(BY_HAND)]
        return functools.reduce(Isolation.shared_with, (runner.isolation for runner in runners))

    @property
    def goes_on(self) -> bool:
        """Whether every runner has all rounds in one process, as far as they are open."""
        runners = self._runners.values()
        return bool(runners) and all(runner.goes_on for runner in runners)

    @property
    def pids(self) -> Sequence[int]:
        """Process ids of what the opened runners keep warm."""
        return [pid for runner in self._runners.values() for pid in runner.pids]

    def get_ready(self, kinds: Sequence[Kind]) -> None:
        """Have a runner of each of *kinds* ready for its first job, started side by side."""
        runners = [self._of(kind) for kind in kinds]
        for runner in runners:
            runner.start()
        for runner in runners:
            runner.get_ready()

    def settle(self) -> None:
        """Wait until every opened runner has settled; see :meth:`Runner.settle`."""
        for runner in self._runners.values():
            runner.settle()

    def occupied(self) -> float:
        """Return the seconds for which jobs of all kinds have had a process."""
        return sum(runner.occupied() for runner in self._runners.values())

    def run(self, job: Job) -> Run:
        """Run *job* by the runner of its kind, and raise what that raises."""
        return self._of(job.kind).run(job)

    def run_together(self, jobs: Sequence[Job]) -> Sequence[Run | None]:
        """Run *jobs*, all of one kind, by its runner, and raise what that raises."""
        return self._of(jobs[0].kind).run_together(jobs)

    def run_in_rounds(self, plan: Plan) -> None:
        """Run the rounds of *plan*, all of one kind, by its runner; raise what that raises."""
        jobs = next(plan)
        self._of(jobs[0].kind).run_in_rounds(_begun(jobs, plan))

    def stop(self) -> None:
        """End the process that runs a job now, as :meth:`Runner.stop` does."""
        for runner in tuple(self._runners.values()):
            runner.stop()

    def close(self) -> None:
        """Close every opened runner."""
        for runner in self._runners.values():
            runner.close()
        self._runners.clear()

    def _of(self, kind: Kind) -> OneKind:
        if kind not in self._runners:
            self._runners[kind] = self._open_one(kind)
        return self._runners[kind]


def _begun(jobs: Sequence[Job], plan: Plan) -> Plan:
    """Return *plan*, which has given its first *jobs*, as one that gives these, too."""
    with contextlib.suppress(StopIteration):
        while True:
            jobs = plan.send((yield jobs))
