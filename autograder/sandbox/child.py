"""
The process that runs learner code: walls up, descriptors off, then the checks.

Everything it writes is hostile to whoever reads it; see ``answers.py``.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from autograder.probing.running import load_checks, run_checks
from autograder.sandbox.jobs import Job

__all__ = ["run_child"]

#: One encoder for all messages: json.dumps would make one for each.
_ENCODE = json.JSONEncoder(allow_nan=False).encode
#: More descriptors than this the server never has open.
_MAX_DESCRIPTOR = 4_096


def run_child(job: Job, answer: int, folder: Path, raise_walls: Callable[[], None]) -> None:
    """
    Run *job* in this process and write a line of JSON to *answer* for each thing seen.

    To be called in a process that ends right after: it is shut in by
    *raise_walls* and loses its standard streams and every descriptor but *answer*.

    Args:
        folder: Where learner code may write; it becomes the working directory.

    Raises:
        OSError: If a wall can't be raised; no learner code has run then.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.chdir(folder)
    raise_walls()
    os.closerange(3, answer)
    os.closerange(answer + 1, _MAX_DESCRIPTOR)

    def write(message: dict[str, Any]) -> None:
        line = memoryview(_ENCODE(message).encode() + b"\n")
        while line:
            line = line[os.write(answer, line) :]

    sys.stdin = io.StringIO("")
    sys.stdout = sys.stderr = _Printed(job.limits.printed, write)
    for message in _messages(job):
        write(message)
    write({"end": True})


def _messages(job: Job) -> Iterator[dict[str, Any]]:
    try:
        checks = load_checks(job.checks)
    except Exception as error:  # noqa: BLE001 - an author's mistake, told as ours
        text = f"{type(error).__name__}: {error}"[:500]
        for name in job.names:
            for index in range(job.cases):
                yield {"check": name, "case": index, "broken": text}
    else:
        yield from run_checks(
            checks,
            source=job.source,
            function=job.function,
            exercise=job.exercise,
            seed=job.seed,
            cases=job.cases,
            names=job.names,
        )


class _Printed(io.TextIOBase):
    """Standard output and error of learner code: passed on up to a limit, then dropped."""

    def __init__(self, limit: int, write: Callable[[dict[str, Any]], None]) -> None:
        self._left = limit
        self._write = write

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        kept = text[: self._left]
        if kept:
            self._left -= len(kept)
            self._write({"printed": kept.encode("utf-8", "replace").decode()})
        return len(text)
