"""Graders that trust what they grade, kept warm: see ``naive.py``."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

__all__ = ["Peers"]

NAIVE = Path(__file__).with_name("naive.py")
#: A flood is drained, and only its end is kept: what a peer says comes after what it grades.
KEPT = 1 << 20


class Peers:
    """A process that has imported torch, from which each grading is forked; begun when asked."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def grade(
        self, peer: str, paths: Sequence[Path], folder: Path, seconds: float
    ) -> tuple[str, int] | None:
        """
        Grade *paths* one after another in one process that works in *folder*.

        Returns:
            What it printed, and how it ended, as ``subprocess`` has it; None if it still ran, or
            held what it prints to, after *seconds*, and was ended. If it took the warm process
            along, that one's end is its own.
        """
        self._begin()
        order = {"peer": peer, "files": [*map(str, paths)], "folder": str(folder)}
        reading, writing = os.pipe()
        with os.fdopen(reading, "rb", buffering=0):
            socket.send_fds(self._control, [json.dumps(order).encode()], [writing])
            os.close(writing)
            deadline = time.monotonic() + seconds
            said, closed = _drained(reading, deadline)
            status = self._ended(max(deadline - time.monotonic(), 0) if closed else 0)
        return (said.decode(errors="replace"), status) if closed and status is not None else None

    def _begin(self) -> None:
        if self._process and self._process.poll() is None:
            return
        self.close()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process = subprocess.Popen(
            [sys.executable, str(NAIVE), str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdout=subprocess.PIPE,  # Nobody reads it: its children print to pipes of their own.
            stderr=subprocess.DEVNULL,
        )
        theirs.close()
        # An empty grading, so that nobody's time runs while torch is imported.
        with Path(os.devnull).open("wb") as nowhere:
            order = {"peer": "", "files": [], "folder": "/"}
            socket.send_fds(self._control, [json.dumps(order).encode()], [nowhere.fileno()])
        if self._ended(60) != 0:
            raise RuntimeError("the warm process of peers could not be started")

    def _ended(self, seconds: float) -> int | None:
        """Have the grading ended that is not over after *seconds*; return its exit status."""
        process = None
        with contextlib.suppress(OSError):
            process = json.loads(self._control.recv(100) or "{}").get("process")
            self._control.send(json.dumps({"seconds": seconds}).encode())
            if answer := self._control.recv(100):
                return json.loads(answer)["status"]
        status = self._process.wait()
        if process:  # It ended the one that would have ended it.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process, signal.SIGKILL)
        return status

    def close(self) -> None:
        """End the warm process, if there is one."""
        if self._process:
            self._control.close()
            self._process.kill()
            self._process.wait()
            self._process.stdout.close()
            self._process = None


def _drained(reading: int, deadline: float) -> tuple[bytes, bool]:
    """Return the end of what came, and whether all who could write have closed it in time."""
    said = b""
    while (left := deadline - time.monotonic()) > 0:
        if select.select([reading], [], [], left)[0]:
            part = os.read(reading, 1 << 16)
            if not part:
                return said, True
            said = (said + part)[-KEPT:]
    return said, False
