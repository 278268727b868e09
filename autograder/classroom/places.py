"""Places in which programs are checked, each for one check at a time."""

from __future__ import annotations

import contextlib
import math
import os
import signal
import threading
from typing import Protocol

from autograder.classroom.priorities import stand_back
from autograder.content import Course, Exercise
from autograder.errors import OurFault
from autograder.facade.grading import Grading
from autograder.grading import Grader
from autograder.judging import Verdict
from autograder.runs import Run
from autograder.sandbox import IsolationError, Job, Runner, SandboxError
from autograder.sandbox.kinds import kind_of
from autograder.submissions import Sources
from autograder.web.newest import Cancellation, Stoppable

__all__ = ["ClosedError", "LocalPlace", "Place"]


class ClosedError(OurFault):
    """The classroom is closed, so nothing is checked any more."""


class Place(Protocol):
    """Checks one program at a time."""

    def verdict(
        self,
        sources: Sources,
        exercise: Exercise,
        cancellation: Cancellation,
        most: float = math.inf,
    ) -> Verdict:
        """
        Judge a program on its public cases.

        Args:
            cancellation: Ends the program before its time, if it is one that can be ended.
            most: The most seconds of CPU time that it gets, however many its exercise gives.

        Raises:
            ClosedError: If the place was closed meanwhile.
            OvertakenCheckError: If the check was given up before, or its program ended for that.
            SandboxError, IsolationError: If no server can be started.
        """

    def settled(self) -> float:
        """
        Wait until nothing is left of the last program, and all is ready for the next one.

        Returns:
            The seconds for which the last program kept the place busy.
        """

    def warm_up(self) -> str:
        """Start what the course needs; return the isolation in words."""

    def interrupt(self) -> None:
        """Take no more programs, and end the one that runs; may be called again, from any thread."""

    def close(self) -> None:
        """End the processes behind it, once no program runs."""


class LocalPlace:
    """
    A place with warm servers of its own on this machine.

    Args:
        grader: Whose keys it shares.
        niceness: How much its servers stand back behind others.
    """

    def __init__(self, course: Course, isolation: str, grader: Grader, niceness: int = 0) -> None:
        self._grading = Grading(course, isolation=isolation)
        self._is_closed = threading.Event()
        self._runner = _Ending(self._grading.runner, self._is_closed)
        self._grading.grader = grader.running_by(self._runner)  # type: ignore[arg-type]
        self._kinds = [
            kind_of(torch=torch) for torch in sorted({one.sheet.torch for one in course.exercises})
        ]
        self._niceness = niceness
        #: Processes of servers that have imported all, and of those that have been told to stand back.
        self._ready: set[int] = set()
        self._told: set[int] = set()
        self._occupied = 0.0

    def verdict(
        self,
        sources: Sources,
        exercise: Exercise,
        cancellation: Cancellation,
        most: float = math.inf,
    ) -> Verdict:
        """Judge a program, as :class:`Place` says."""
        self._runner.cancellation = cancellation
        self._grading.grader.most = most
        return self._grading.judged(sources, exercise)

    def settled(self) -> float:
        """
        Wait until the last program's process is gone; return the seconds in which it computed or idled.

        Whatever a server ended of, the next program waits for no other one to start.
        """
        before, self._occupied = self._occupied, self._grading.runner.occupied()
        with contextlib.suppress(SandboxError, IsolationError, OSError):  # Whoever is next is told.
            self._get_ready()
        return self._occupied - before

    def warm_up(self) -> str:
        """Start a server of each kind that the course needs; return the isolation in words."""
        self._get_ready()
        summary = self._grading.isolation.summary()
        course = self._grading.course
        for exercise in {one.sheet.torch: one for one in course.exercises}.values():
            stub = Sources(exercise.stub(course.languages[0]))
            self.verdict(stub, exercise, Cancellation())
        self.settled()  # Nobody is charged for that.
        return summary

    def interrupt(self) -> None:
        """End the program that runs, and the server beneath it; no other one is started for it."""
        self._is_closed.set()
        if not hasattr(os, "killpg"):  # On Windows it ends after its time.
            return
        # It may have ended meanwhile, or another one is being started; then the next call finds it.
        with contextlib.suppress(OSError, RuntimeError):
            for pid in self._grading.runner.pids:
                os.killpg(pid, signal.SIGKILL)

    def close(self) -> None:
        """End all servers."""
        self._grading.close()

    def _get_ready(self) -> None:
        """
        Have servers that have imported all; those that are new stand back from then on.

        Raises:
            SandboxError, IsolationError, OSError: If none can be started.
        """
        if self._is_closed.is_set():
            return
        runner = self._grading.runner
        runner.get_ready(self._kinds)
        if set(runner.pids) - self._ready:
            # Until then a program would get the time for these imports as well, and need it.
            runner.settle()
            self._ready = set(runner.pids)
        self._stand_back()

    def _stand_back(self) -> None:
        """Tell each server once; what it has forked before that is one program late to know."""
        if self._niceness and hasattr(os, "setpriority"):
            pids = set(self._grading.runner.pids)
            told = {pid for pid in pids - self._told if stand_back(pid, self._niceness)}
            self._told = (self._told & pids) | told


class _Ending(Stoppable):
    """A runner that runs nothing once the class has ended."""

    def __init__(self, runner: Runner, is_closed: threading.Event) -> None:
        super().__init__(runner)
        self._is_closed = is_closed

    def run(self, job: Job) -> Run:
        """
        Run *job*.

        Raises:
            ClosedError: If the class has ended, before or meanwhile.
            OvertakenCheckError: If its check is given up, before or meanwhile.
        """
        if self._is_closed.is_set():
            raise ClosedError("the classroom is closed")
        try:
            return super().run(job)
        except SandboxError:
            if self._is_closed.is_set():
                raise ClosedError("the classroom is closed") from None
            raise
