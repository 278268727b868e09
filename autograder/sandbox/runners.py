"""Running jobs: through a warm fork server, or in a cold process where fork is not to be had."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from typing_extensions import Self

from autograder.runs import End, Run
from autograder.sandbox import wire
from autograder.sandbox.answers import Answer, read_answer
from autograder.sandbox.jobs import Job

__all__ = ["ColdProcess", "ForkServer", "Runner", "SandboxError", "open_runner"]

#: Seconds that the parent waits beyond a job's own limit before it takes the server for hung.
_GRACE = 5.0
_START_TIMEOUT = 120.0
#: All that a server or cold process gets of our environment: no secrets, no PYTHONPATH.
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT")


class SandboxError(RuntimeError):
    """The sandbox itself failed; our fault, not a submission's."""


class Runner(Protocol):
    """Something that runs jobs, one at a time."""

    def run(self, job: Job) -> Run:
        """Run *job*; learner code can't make this raise."""

    def close(self) -> None:
        """End the processes behind it."""


def open_runner() -> Runner:
    """Return the fastest runner that this system gives: warm where there is fork and pidfd."""
    if sys.platform == "linux" and hasattr(os, "pidfd_open"):
        return ForkServer()
    return ColdProcess()


class ForkServer:
    """
    A warm server and its control socket. Started on first use, restarted if it dies.

    A context manager; :meth:`start` may be called early to have it warm in time.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._ready = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The server's process id while it runs."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the server without waiting for it; the first job waits."""
        if self._process is not None:
            return
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "autograder.sandbox.server", str(theirs.fileno())]
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
                command,
                env=_environment(warm=True),
                cwd="/",  # never the learner's folder, where a torch.py could stand
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._control = ours
        self._ready = False

    def run(self, job: Job) -> Run:
        """
        Run *job* in a child of the server.

        Raises:
            SandboxError: If the server can't be started.
        """
        for _ in range(2):
            answer = self._ask(job)
            if answer is not None:
                return read_answer(answer, job)
            self.close()
        return read_answer(Answer(b"", End.CRASHED, "the grading server died twice"), job)

    def close(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            self._process.wait()
        self._process = self._control = None

    def _wait_until_ready(self) -> socket.socket:
        self.start()
        assert self._control is not None
        if not self._ready:
            self._control.settimeout(_START_TIMEOUT)
            try:
                wire.receive(self._control)
            except (EOFError, OSError) as error:
                self.close()
                raise SandboxError(
                    f"the grading server did not start ({error}); is torch installed? "
                    "Try: gradlings doctor"
                ) from None
            self._control.settimeout(None)
            self._ready = True
        return self._control

    def _ask(self, job: Job) -> Answer | None:
        """Have the server run *job*; None if the server died or hung."""
        control = self._wait_until_ready()
        reading, writing = os.pipe()
        try:
            try:
                wire.send(control, job.to_json(), writing)
            except OSError:
                return None
            finally:
                os.close(writing)
            return _collect(reading, control, job)
        finally:
            os.close(reading)


def _collect(reading: int, control: socket.socket, job: Job) -> Answer | None:
    """Read the child's pipe until the server says that the child is gone."""
    os.set_blocking(reading, False)
    data = bytearray()
    deadline = time.monotonic() + job.limits.seconds + _GRACE
    flooded = False
    with selectors.DefaultSelector() as selector:
        selector.register(reading, selectors.EVENT_READ)
        selector.register(control, selectors.EVENT_READ)
        ended: dict[str, Any] | None = None
        while ended is None:
            ready = {key.fileobj for key, _ in selector.select(max(0, deadline - time.monotonic()))}
            if not ready:
                return None
            if reading in ready:
                part = _read(reading)
                data += part
                if not part or len(data) > job.limits.answer:
                    flooded = bool(part)
                    selector.unregister(reading)
            if control in ready:
                try:
                    ended, _ = wire.receive(control)
                except (EOFError, OSError):
                    return None
        while not flooded and (part := _read(reading)):
            data += part
            flooded = len(data) > job.limits.answer
    end, detail = _how_it_ended(ended)
    if flooded:
        end, detail = End.FLOODED, f"more than {job.limits.answer} bytes"
    return Answer(bytes(data[: job.limits.answer]), end, detail, ended["seconds"])


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 1 << 16)
    except BlockingIOError:
        return b""


def _how_it_ended(ended: dict[str, Any]) -> tuple[End, str]:
    if ended["timed_out"] or ended["signal"] == getattr(signal, "SIGXCPU", None):
        return End.TIMEOUT, ""
    if ended["signal"]:
        return End.CRASHED, signal.Signals(ended["signal"]).name
    if ended["exit"]:
        return End.CRASHED, f"exit status {ended['exit']}"
    return End.DONE, ""


class ColdProcess:
    """A fresh process for each job: slower by an ``import torch``, but it runs anywhere."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def run(self, job: Job) -> Run:
        """Run *job*; the time that importing torch takes is not the submission's."""
        started = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "autograder.sandbox.cold"],
            env=_environment(warm=False),
            cwd=Path.cwd().anchor,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(json.dumps(job.to_json()).encode())
            process.stdin.close()
        data = bytearray()
        reader = threading.Thread(
            target=_read_up_to, args=(process.stdout, data, job.limits.answer), daemon=True
        )
        reader.start()
        end, detail = End.DONE, ""
        try:
            status = process.wait(_START_TIMEOUT / 4 + job.limits.seconds)
            if status:
                end, detail = End.CRASHED, f"exit status {status}"
        except subprocess.TimeoutExpired:
            end = End.TIMEOUT
        finally:
            process.kill()
            process.wait()
        reader.join(_GRACE)
        if not reader.is_alive():
            process.stdout.close()
        if len(data) > job.limits.answer:
            end, detail = End.FLOODED, f"more than {job.limits.answer} bytes"
        seconds = time.monotonic() - started
        return read_answer(Answer(bytes(data[: job.limits.answer]), end, detail, seconds), job)

    def close(self) -> None:
        """Nothing to end: each process ended with its job."""


def _read_up_to(stream: Any, data: bytearray, limit: int) -> None:
    while len(data) <= limit and (part := stream.read1(1 << 16)):
        data += part


def _environment(*, warm: bool) -> dict[str, str]:
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    environment |= {
        "PYTHONSAFEPATH": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
    }
    if warm:
        # Measured: a fork and a backward pass take 8 ms with these instead of 12 ms.
        environment |= {
            "PYTHONMALLOC": "malloc",
            "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
        }
    return environment
