"""A fresh process that has imported what its job will need, and waits for that one job."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, BinaryIO

from autograder.files import temporary_folder
from autograder.runs import End
from autograder.sandbox.clock import Clock
from autograder.sandbox.jobs import Limits
from autograder.sandbox.kinds import Kind
from autograder.sandbox.last_words import LastWords
from autograder.sandbox.replies import ChildReply
from autograder.sandbox.surroundings import environment, homes
from autograder.sandbox.walls.folders import is_overfull, remove_folder
from autograder.sandbox.wire import BEGAN, LENGTH, READY, RESTED

__all__ = ["NotBegunError", "Spare"]

#: Seconds for importing torch on a slow disk behind a virus scanner, and for preparing a job.
_START_TIMEOUT = 120.0
#: Seconds to wait for the end of a process that has sent all, and for reading what it wrote; a
#: process that it started may hold the pipe open.
_LAST_WORDS = 5.0
#: Seconds between two looks at the clock, and at the files that the process writes.
_LOOK = 0.05
#: Statuses by which Windows reports what Unix reports by signals.
_WINDOWS_WORDS = {
    0xC000_0005: "access violation",
    0xC000_0017: "no memory",
    0xC000_001D: "illegal instruction",
    0xC000_0094: "division by zero",
    0xC000_00FD: "stack overflow",
    0xC000_0374: "heap corruption",
    0xC000_0409: "abort",
}
#: Signals by which a limit ends a process.
_OF_A_LIMIT = ("SIGKILL", "SIGXCPU")


class NotBegunError(RuntimeError):
    """The process ended, or hung, before any learner code ran: our fault, or the machine's."""


class Spare:
    """
    One process for one job: ``python -m autograder.sandbox.cold``. Close it in any case.

    It uses nothing that Windows lacks: pipes, threads, and a folder that is removed at the end.

    Args:
        kind: The kind of its job.

    Raises:
        OSError: If no process can be started.
    """

    def __init__(self, kind: Kind) -> None:
        self._folder = temporary_folder("gradlings-").resolve()
        self._words: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._data = bytearray()
        self._most = 0
        self._rested = threading.Event()
        self._over = threading.Event()
        try:
            self._last_words = LastWords()
        except OSError:
            remove_folder(self._folder)
            raise
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
                [sys.executable, "-m", "autograder.sandbox.cold", json.dumps(asdict(kind))],
                env=environment(warm=False) | homes(self._folder),
                cwd=self._folder.anchor,  # never the learner's folder, where a torch.py could stand
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._last_words.fileno(),
                **_apart(),
            )
        except OSError:
            self._last_words.close()
            remove_folder(self._folder)
            raise
        self._last_words.listen()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._process.pid

    def run(
        self, parts: Sequence[BinaryIO], limits: Limits, shared: Mapping[str, Any] | None = None
    ) -> ChildReply:
        """
        Run the one job and return the reply; the job's time begins when the process reports so.

        Args:
            parts: The payload and the files that go with it, open for reading.
            limits: What the job may use.
            shared: Data to prepare from before that time begins; see :class:`Task`.

        Raises:
            NotBegunError: If no learner code has run.
        """
        self._most = limits.reply
        self._expect(READY)
        self._hand_over(parts, limits, shared or {})
        self._expect(BEGAN)
        clock = Clock(self.pid, limits)
        timed_out, overfull = self._wait(clock, limits)
        seconds = clock.passed
        word = _how_it_ended(self._end())
        end, detail = (End.CRASHED, word) if word else (End.DONE, "")
        if timed_out or (word in _OF_A_LIMIT and seconds >= limits.seconds):
            end, detail = End.TIMEOUT, ""
        if overfull:
            end, detail = End.FLOODED, "too many files, or too large ones"
        if len(self._data) > limits.reply:
            end, detail = End.FLOODED, f"more than {limits.reply} bytes"
        return ChildReply(bytes(self._data[: limits.reply]), end, detail, seconds)

    def settle(self) -> None:
        """Wait until the process has also imported what it imports while no order comes."""
        self._rested.wait(_START_TIMEOUT)

    def close(self) -> None:
        """End the process, whatever it is doing, and remove what it wrote."""
        self._kill()
        self._process.wait()
        self._listener.join(_LAST_WORDS)
        with contextlib.suppress(OSError):  # Its buffer may hold what the process did not read.
            assert self._process.stdin is not None
            self._process.stdin.close()
        if not self._listener.is_alive():
            assert self._process.stdout is not None
            self._process.stdout.close()
        self._last_words.close()
        remove_folder(self._folder)

    def _listen(self) -> None:
        stream: Any = self._process.stdout
        with contextlib.suppress(OSError, ValueError):
            word = b""
            while word != BEGAN and (word := stream.readline().rstrip()):
                if word == RESTED:
                    self._rested.set()
                else:
                    self._words.put(word)
            while len(self._data) <= self._most and (part := stream.read1(1 << 16)):
                self._data += part
        self._words.put(b"")
        self._rested.set()
        self._over.set()

    def _expect(self, word: bytes) -> None:
        try:
            line = self._words.get(timeout=_START_TIMEOUT)
        except queue.Empty:
            raise NotBegunError(f"not {word.decode()} after {_START_TIMEOUT:.0f} s") from None
        if line != word:
            raise NotBegunError(self._last_words.of(self._process))

    def _hand_over(
        self, parts: Sequence[BinaryIO], limits: Limits, shared: Mapping[str, Any]
    ) -> None:
        sizes = [part.seek(0, os.SEEK_END) for part in parts]
        order = {"limits": limits.to_json(), "shared": shared, "sizes": sizes}
        text = json.dumps(order).encode()
        stdin = self._process.stdin
        assert stdin is not None
        try:
            stdin.write(LENGTH.pack(len(text)) + text)
            for part in parts:
                part.seek(0)
                while piece := part.read(1 << 20):
                    stdin.write(piece)
            stdin.flush()
        except OSError as error:
            raise NotBegunError(f"it does not listen ({error})") from None

    def _wait(self, clock: Clock, limits: Limits) -> tuple[bool, bool]:
        """Wait until the process has sent all; return whether it took too long or too much disk."""
        while (left := clock.left()) > 0:
            if self._over.wait(min(left, _LOOK)) or self._status(0) is not None:
                return False, False
            if is_overfull(self._folder, limits):
                return False, True
        return True, False

    def _end(self) -> int | None:
        """End the process, unless it is just ending by itself; return its status if it is."""
        said_all = self._over.is_set() and len(self._data) <= self._most
        status = self._status(_LAST_WORDS if said_all else 0)
        self._kill()
        self._listener.join(_LAST_WORDS)
        return status

    def _status(self, seconds: float) -> int | None:
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def _kill(self) -> None:
        """End the process and those that it started, as far as this system can find them."""
        if sys.platform != "win32":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
            return
        import psutil  # noqa: PLC0415 - Windows has no process groups to end

        with contextlib.suppress(psutil.Error):
            if self._process.returncode is None:
                for started in psutil.Process(self.pid).children(recursive=True):
                    with contextlib.suppress(psutil.Error):
                        started.kill()
        self._process.kill()


def _apart() -> dict[str, Any]:
    """Options of Popen that leave Ctrl-C to the grader and open no window for the process."""
    if sys.platform == "win32":
        return {"creationflags": getattr(subprocess, "CREATE_NO_WINDOW", 0)}
    return {"start_new_session": True}


def _how_it_ended(status: int | None) -> str:
    """Return in a word how a process ended; empty if it ended normally or was ended by us."""
    if not status:
        return ""
    if status < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-status).name
    return _WINDOWS_WORDS.get(status & 0xFFFF_FFFF, f"exit status {status}")
