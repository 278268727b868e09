"""Places on the workers of a Dask cluster, for a class that is too large for one machine."""

from __future__ import annotations

import math
from concurrent.futures import CancelledError, Executor, Future
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from autograder.assignments.making import public_bundle
from autograder.assignments.packing import pack
from autograder.classroom.places import ClosedError
from autograder.content import Course, Exercise
from autograder.grading import Grader
from autograder.grading.cluster import cluster_executor, send_config
from autograder.grading.pool import Fault, Work, WorkerConfig, isolation_at, try_to_grade
from autograder.judging import Verdict, broken_verdict, read_verdict
from autograder.sandbox import Tier
from autograder.submissions import Sources
from autograder.web.newest import Cancellation

__all__ = ["DistantPlace", "distant_places"]


def distant_places(
    course: Course, isolation: str, grader: Grader, scheduler: str
) -> list[DistantPlace]:
    """
    Return two places at least: one for each thread of the workers of the *scheduler* at that address.

    The workers get the course with its public cases, and nothing that is hidden.

    Raises:
        Stopped: If Dask is not installed, or there are no workers with this version of Gradlings.
    """
    open_executor, workers = cluster_executor(scheduler)
    with TemporaryDirectory(prefix="gradlings-") as folder:
        packed = pack(public_bundle(course, Path(folder) / "bundle").path)
    executor = open_executor()
    config = send_config(executor, WorkerConfig.to_send(packed, Tier.named(isolation)))
    return [DistantPlace(executor, config, grader) for _ in range(max(2, workers))]


class DistantPlace:
    """
    A place on whichever worker has time.

    Args:
        config: What workers need, as it was sent to them.
        grader: Knows the rubrics.
    """

    def __init__(self, executor: Executor, config: object, grader: Grader) -> None:
        self._executor, self._config, self._grader = executor, config, grader
        self._is_closed = False
        self._awaited: Future[Any] | None = None
        self._seconds = 0.0

    def verdict(
        self,
        sources: Sources,
        exercise: Exercise,
        cancellation: Cancellation,
        most: float = math.inf,
    ) -> Verdict:
        """
        Judge a program, as :class:`Place` says; what fails on our side is ``broken``.

        A worker has a program to its end, even if the check is given up.
        """
        cancellation.require()
        work = Work(exercise.id, 0, sources.main, sources.helpers, most=most)
        graded = self._awaiting(self._executor.submit(try_to_grade, self._config, work))  # type: ignore[arg-type]
        self._seconds = 0.0 if isinstance(graded, Fault) else graded.seconds
        if isinstance(graded, Fault):
            return broken_verdict(exercise.id, self._grader.rubric(exercise), graded.why)
        return read_verdict(graded.verdict)

    def settled(self) -> float:
        """Return the seconds that the last program took on its worker's clock."""
        seconds, self._seconds = self._seconds, 0.0
        return seconds

    def warm_up(self) -> str:
        """Start a worker's server; return its isolation in words."""
        return str(self._awaiting(self._executor.submit(isolation_at, self._config)))  # type: ignore[arg-type]

    def interrupt(self) -> None:
        """Wait no longer for the program that runs; its worker ends it after its time."""
        self._is_closed = True
        if (awaited := self._awaited) is not None:
            awaited.cancel()

    def close(self) -> None:
        """Leave the cluster, for all places."""
        self._executor.shutdown(wait=False)

    def _awaiting(self, future: Future[Any]) -> Any:
        self._awaited = future
        if self._is_closed:
            future.cancel()
        try:
            return future.result()
        except CancelledError:
            raise ClosedError("the classroom is closed") from None
        finally:
            self._awaited = None
