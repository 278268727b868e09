"""
A process for one job, for systems without fork: ``python -m autograder.sandbox.cold KIND``.

It imports what its kind needs, writes ``ready``, and waits for its order on standard input: limits,
payload and the files that go with it. If no order comes at once, it imports meanwhile what learner
code may need, and writes ``rested``. Once it has its order it writes ``began``, since the job's own
time runs from there, and answers on standard output; ``spare.py`` is the other side. Limits are all
the isolation there is: enough for a learner's own work, not for strangers'.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import queue
import signal
import struct
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.sandbox.child import run_child
from autograder.sandbox.jobs import Limits
from autograder.sandbox.kinds import Kind, Task
from autograder.sandbox.walls.places import forget_packages
from autograder.sandbox.wire import BEGAN, LENGTH, READY, RESTED

# Now, since once the task has started nothing of ours can be imported; limits need a Unix.
if sys.platform != "win32":
    from autograder.sandbox.walls.layer import Ground
    from autograder.sandbox.walls.limits import ResourceLimits

__all__ = ["main"]

#: Seconds without an order after which there is time to import more.
_IDLE = 0.3
#: Seconds, beyond several times its patience, after which this process takes its grader for dead.
_ALONE = 60.0


@dataclass(frozen=True, slots=True)
class _Order:
    limits: Limits
    shared: dict[str, Any]
    files: Sequence[int]


def main(kind: Kind) -> None:
    """Wait for the one job and run it; never returns."""
    # Descriptors of our own: the standard ones will be taken away, and text that a library prints
    # while it is imported must not pass for our messages.
    reply, asked = os.dup(1), os.dup(0)
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the grader's to handle.
    task = Task.of(kind)
    task.start(kind)
    if not kind.packages:
        forget_packages()
    order = None
    with contextlib.suppress(OSError):  # Nobody reads it any more.
        os.write(reply, READY + b"\n")
        order = _awaited(asked, task, lambda: os.write(reply, RESTED + b"\n"))
    if order is None:  # The grader is gone; if it was killed, it left our folder behind.
        with contextlib.suppress(OSError):
            Path(tempfile.gettempdir()).rmdir()  # Removes only an empty folder, as ours is.
        os._exit(0)
    with contextlib.suppress(Exception):  # The job itself will report an author's mistake.
        task.prepare(order.shared)

    def raise_walls() -> None:
        _lower(order.limits)
        os.write(reply, BEGAN + b"\n")

    try:
        run_child(task, order.files, reply, Path(tempfile.gettempdir()), raise_walls)
    except BaseException:  # noqa: BLE001 - the status reports it; nobody reads a traceback here
        os._exit(1)
    os._exit(0)


def _awaited(asked: int, task: Task, tell: Callable[[], object]) -> _Order | None:
    """Wait for the order, importing more meanwhile; None if the sender ends without sending one."""
    orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
    reader = threading.Thread(target=lambda: orders.put(_read_order(asked)))
    reader.start()
    try:
        order = orders.get(timeout=_IDLE)
    except queue.Empty:
        task.when_idle()
        tell()
        order = orders.get()
    reader.join()
    return order


def _read_order(asked: int) -> _Order | None:
    try:
        with os.fdopen(asked, "rb") as stream:
            (length,) = LENGTH.unpack(stream.read(LENGTH.size))
            order = json.loads(stream.read(length))
            files = [_apart(stream, size) for size in order["sizes"]]
    except (struct.error, ValueError, OSError):  # Its sender ended before the order was complete.
        return None
    return _Order(Limits(**order["limits"]), order["shared"], files)


def _apart(stream: Any, size: int) -> int:
    """The next *size* bytes of *stream*, as a file of their own."""
    with tempfile.TemporaryFile() as file:
        while size and (part := stream.read(min(size, 1 << 20))):
            file.write(part)
            size -= len(part)
        if size:
            raise ValueError("a part is missing")
        file.flush()
        return os.dup(file.fileno())


def _lower(limits: Limits) -> None:
    # If the grader is killed, only this process itself can end an endless loop.
    faulthandler.dump_traceback_later(_ALONE + 4 * limits.patience, exit=True, file=2)
    if sys.platform == "win32":  # Windows has no such limits; the grader's clock still holds there.
        return
    layer = ResourceLimits(Ground(Path.cwd()))
    layer.prepare()
    layer.raise_in_child(limits)


if __name__ == "__main__":
    main(Kind(**json.loads(sys.argv[1])))
