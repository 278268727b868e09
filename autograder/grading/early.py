"""An executor that may be opened before there is any work for it, so that it is ready when there is."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor

from autograder.sandbox import Closing

__all__ = ["EarlyExecutor"]


class EarlyExecutor(Closing):
    """
    Opens executors; the first one perhaps early. A context manager.

    Workers take seconds to start, above all to import torch, and do so on one core. Hand-ins can be read
    meanwhile.

    Args:
        open_executor: Opens an executor.
        begin: Has a worker of an executor begin to get ready.
        workers: How many workers it has.
    """

    def __init__(
        self,
        open_executor: Callable[[], Executor],
        begin: Callable[[Executor], object],
        workers: int,
    ) -> None:
        self._open_executor = open_executor
        self._begin = begin
        self._early: Executor | None = None
        #: Workers that have not begun.
        self._left = workers

    def begin(self) -> None:
        """Have one more worker of the first executor begin now, if one is left and nobody has come for it."""
        if self._left:
            self._left -= 1
            self._early = self._early or self._open_executor()
            self._begin(self._early)

    def open(self) -> Executor:
        """Return an executor that is the caller's to shut down: the early one first, then new ones."""
        self._left = 0
        early, self._early = self._early, None
        return early or self._open_executor()

    def close(self) -> None:
        """End the early executor if nobody has come for it."""
        if self._early is not None:
            self._early.shutdown(cancel_futures=True)
            self._early = None
