"""Worker processes on this machine: they end with the command, and share a server that has imported torch."""

from __future__ import annotations

import multiprocessing
import os
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.context import BaseContext

from autograder.sandbox import Original

__all__ = ["Workers", "original"]


class Workers(ProcessPoolExecutor):
    """
    An executor of *number* processes.

    Args:
        original: The server of which each worker may have a copy, if there is one; it ends with the workers.
        at_the_end: A function that a worker calls when its parent process has ended.
    """

    def __init__(
        self, number: int, original: Original | None, at_the_end: Callable[[], object]
    ) -> None:
        begin = (original.asked if original else None, at_the_end)
        super().__init__(number, mp_context=_context(), initializer=_begin, initargs=begin)
        self._original = original

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers as any executor does and, if that is waited for, what they share."""
        super().shutdown(wait, cancel_futures=cancel_futures)
        if self._original and wait:
            self._original.close()


def _context() -> BaseContext:
    """
    How workers are started: not forked, since the caller may have threads.

    Where there is fork, one process imports what all of them need, whatever they are for, and forks them.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*_IMPORTED])
    return context


#: Modules whose functions workers run.
_IMPORTED = ("autograder.grading.pool", "autograder.generating.student_files")
#: Whose copy this worker's server is to be.
_ORIGINAL: list[socket.socket] = []


def original() -> socket.socket | None:
    """Return by what this process, if it is a worker, asks for a copy of a server (:class:`Copy`)."""
    return _ORIGINAL[0] if _ORIGINAL else None


def _begin(original: socket.socket | None, at_the_end: Callable[[], object]) -> None:
    if original is not None:
        _ORIGINAL.append(original)
    _end_with_parent(at_the_end)


def _end_with_parent(at_the_end: Callable[[], object]) -> None:
    """
    Make this worker end when its parent process ends, however that happens.

    A worker waits for work on a pipe whose two ends it holds itself, so after a ``kill -9`` of its
    parent it would wait forever, and so would its warm server.
    """
    parent = multiprocessing.parent_process()

    def wait() -> None:
        assert parent is not None
        parent.join()
        try:
            at_the_end()
        finally:  # The main thread may be using what is closed here; it ends, whatever comes of that.
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
