"""
The process that runs learner code: limits on, descriptors off, then the checks.

Everything it writes is hostile to whoever reads it; see ``answers.py``.
"""

from __future__ import annotations

import io
import json
import math
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from autograder.probing.running import load_checks, run_checks
from autograder.sandbox.jobs import Job, Limits

if sys.platform != "win32":
    import resource

__all__ = ["run_child"]


def run_child(job: Job, answer: int) -> None:
    """
    Run *job* in this process and write a line of JSON to *answer* for each thing seen.

    To be called in a process that ends right after: it lowers this process's
    limits and takes its standard streams away.
    """
    with os.fdopen(answer, "wb", buffering=0) as pipe:

        def write(message: dict[str, Any]) -> None:
            pipe.write(json.dumps(message, allow_nan=False).encode() + b"\n")

        _take_streams_away(job.limits, write)
        os.chdir(tempfile.gettempdir())
        _lower_limits(job.limits)
        torch.set_num_threads(1)
        try:
            checks = load_checks(Path(job.checks_path))
        except Exception as error:  # noqa: BLE001 - an author's mistake, told as ours
            text = f"{type(error).__name__}: {error}"[:500]
            for name in job.names:
                for index in range(job.cases):
                    write({"check": name, "case": index, "broken": text})
        else:
            for message in run_checks(
                checks,
                source=job.source,
                function=job.function,
                exercise=job.exercise,
                seed=job.seed,
                cases=job.cases,
                names=job.names,
            ):
                write(message)
        write({"end": True})


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


def _take_streams_away(limits: Limits, write: Callable[[dict[str, Any]], None]) -> None:
    """Streams of Python code go into messages; what C code prints goes nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
    sys.stdin = io.StringIO("")
    sys.stdout = sys.stderr = _Printed(limits.printed, write)


def _lower_limits(limits: Limits) -> None:
    if sys.platform == "win32":  # It has none of these; the parent's clock still holds there.
        return
    seconds = math.ceil(limits.seconds) + 1
    address_space = _address_space() + limits.memory
    for limit, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, limits.file_size),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_AS, address_space),
    ):
        _, hard = resource.getrlimit(limit)
        lowered = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(limit, (lowered, lowered))
        except (ValueError, OSError):  # macOS refuses RLIMIT_AS
            continue


def _address_space() -> int:
    """Bytes that this process maps already: an absolute limit would give false failures."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 4 << 30
