"""
The process that runs hostile code: it raises its walls, closes descriptors, then runs its task.

Its reader has to take everything that it writes for hostile; see ``replies.py``.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from autograder.sandbox.kinds import Task

__all__ = ["run_child"]

#: One encoder for all messages: json.dumps would make one for each.
_ENCODE = json.JSONEncoder(allow_nan=False).encode
#: The server never has more descriptors open than this.
_MAX_DESCRIPTOR = 4_096


def run_child(
    task: Task,
    files: Sequence[int],
    reply: int,
    folder: Path,
    raise_walls: Callable[[], None],
) -> None:
    """
    Run *task* on *files* in this process; send its messages to *reply*, each as a line of JSON.

    To be called in a process that ends right after: *raise_walls* shuts it in, and it
    loses its standard streams and every descriptor but *files* and *reply*.

    Args:
        files: Descriptors of the payload and of the files that go with it; this process alone
            reads them now, from their start.
        folder: The folder where learner code may write; it becomes the working directory.

    Raises:
        OSError: If a wall can't be raised; no learner code has run then.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.chdir(folder)
    _be_the_first_to_go()
    raise_walls()
    kept = sorted((*files, reply))
    for low, high in zip((2, *kept), (*kept, _MAX_DESCRIPTOR), strict=True):
        os.closerange(low + 1, high)

    send, close = os.write, os.close  # Kept: learner code may put something else in their place.

    def write(*messages: dict[str, Any]) -> None:
        lines = memoryview("".join([f"{_ENCODE(one)}\n" for one in messages]).encode())
        while lines:
            lines = lines[send(reply, lines) :]

    for descriptor in files:
        with contextlib.suppress(OSError):  # A pipe has no start.
            os.lseek(descriptor, 0, os.SEEK_SET)  # An earlier attempt may have read it.
    payload, *others = (os.fdopen(descriptor, "rb") for descriptor in files)
    task.run(payload, write, *others)
    write({"end": True})
    # By that the reader knows that this is all, and need not wait for the process's end.
    close(reply)


def _be_the_first_to_go() -> None:
    """Have the kernel end this process, not the grader's, when memory runs out."""
    with contextlib.suppress(OSError):
        # No Path: each child would copy pages for it.
        descriptor = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
        os.write(descriptor, b"1000")
        os.close(descriptor)
