"""Of the checks that one learner asks for, only the newest is worth the wait."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

from autograder.runs import End, Run
from autograder.sandbox import Job, Runner

__all__ = ["Cancellation", "NewestFirst", "OvertakenCheckError", "Stoppable"]


class OvertakenCheckError(Exception):
    """A newer check of the same learner takes the place of this one."""


class NewestFirst:
    """
    Lets in one check at a time; of those of one exercise that come meanwhile, only the newest waits.

    For one event loop.
    """

    def __init__(self) -> None:
        self._busy = False
        #: Who waits, by exercise; the first to be let in comes first.
        self._waiting: dict[str, asyncio.Future[bool]] = {}

    @asynccontextmanager
    async def turn(self, exercise: str) -> AsyncIterator[None]:
        """
        Wait for the turn of a check of *exercise*.

        Raises:
            OvertakenCheckError: If a newer check of it waits instead.
        """
        if self._busy:
            await self._wait(exercise)
        self._busy = True
        try:
            yield
        finally:
            self._hand_on()

    def _hand_on(self) -> None:
        """End a turn; if somebody waits, nobody else comes in between."""
        self._busy = False
        while self._waiting and not self._busy:
            following = self._waiting.pop(next(iter(self._waiting)))
            self._busy = _told(following, True)

    async def _wait(self, exercise: str) -> None:
        if (older := self._waiting.get(exercise)) is not None:
            _told(older, False)
        # The newer one takes the older one's place in the row.
        mine = self._waiting[exercise] = asyncio.get_running_loop().create_future()
        try:
            admitted = await mine
        except asyncio.CancelledError:
            if self._waiting.get(exercise) is mine:
                del self._waiting[exercise]
            elif mine.done() and not mine.cancelled() and mine.result():
                self._hand_on()
            raise
        if not admitted:
            raise OvertakenCheckError


def _told(waiting: asyncio.Future[bool], admitted: bool) -> bool:
    """Tell who waits whether it is their turn; return whether they still wait."""
    if waiting.done():  # given up meanwhile
        return False
    waiting.set_result(admitted)
    return True


class Cancellation:
    """Tells those who work on a check that it is given up. May be used by several threads at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_cancelled = False
        self._stops: list[Callable[[], object]] = []

    def cancel(self) -> None:
        """Give the check up: whatever is done for it now is stopped. May be called again."""
        with self._lock:
            self._is_cancelled = True
            for stop in self._stops:
                stop()

    def require(self) -> None:
        """
        Make sure that the check is still to be made.

        Raises:
            OvertakenCheckError: If it is given up.
        """
        if self._is_cancelled:
            raise OvertakenCheckError

    @contextmanager
    def stopping(self, stop: Callable[[], object]) -> Iterator[None]:
        """
        Do something for the check that *stop* ends, which another thread calls if it is given up meanwhile.

        Once the block is left *stop* is called no more.

        Raises:
            OvertakenCheckError: Before the block, if the check is given up already.
        """
        with self._lock:
            self.require()
            self._stops.append(stop)
        try:
            yield
        finally:
            with self._lock:
                self._stops.remove(stop)


class Stoppable:
    """
    A runner that stops in the middle of a job whose check is given up, where processes can be ended from outside.

    Attributes:
        cancellation: That of the check for which jobs are run now.
    """

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self.cancellation = Cancellation()

    def __getattr__(self, name: str) -> object:
        return getattr(self._runner, name)

    def run(self, job: Job) -> Run:
        """
        Run *job*.

        Raises:
            OvertakenCheckError: If its check is given up, before or meanwhile, and it has not come to its end.
            SandboxError, IsolationError: As :meth:`Runner.run` does.
        """
        with self.cancellation.stopping(self._runner.stop):
            run = self._runner.run(job)
        if run.end is End.CRASHED:
            self.cancellation.require()
        return run
