"""Running jobs: through a warm fork server, or in a cold process where fork is not to be had."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Protocol

from typing_extensions import Self

from autograder.files import temporary_folder
from autograder.runs import End, Run
from autograder.sandbox import wire
from autograder.sandbox.answers import Answer, read_answer
from autograder.sandbox.isolation import AdvisedError, Isolation, IsolationError, Tier, Wall
from autograder.sandbox.jobs import Job, Limits
from autograder.sandbox.kinds import BY_HAND, CHECKING, Kind
from autograder.sandbox.last_words import LastWords
from autograder.sandbox.spare import NotBegunError, Spare
from autograder.sandbox.surroundings import environment, homes
from autograder.sandbox.walls.folders import remove_folder

__all__ = ["ColdProcess", "EachKind", "ForkServer", "Runner", "SandboxError", "open_runner"]

#: Seconds without a word from the server, beyond what a child may take, before it is taken for
#: hung: long, for a busy machine is no hung server.
_GRACE = 60.0
_START_TIMEOUT = 120.0
#: Seconds after which a server takes itself for idle, and then some.
_PAUSE = 0.1


#: The doctor tries what it tells, and knows what mends it.
_ASK = "try: gradlings doctor"


class SandboxError(AdvisedError):
    """The sandbox itself failed; our fault, not a submission's."""


class Runner(Protocol):
    """Something that runs jobs, one at a time."""

    @property
    def way(self) -> str:
        """How it does that, in a few words."""

    @property
    def isolation(self) -> Isolation:
        """What stands between learner code and this machine; tried, not assumed."""

    @property
    def pids(self) -> Sequence[int]:
        """The processes that are kept warm."""

    def settle(self) -> None:
        """
        Wait until a job is answered as one that comes after a pause, to measure what learners feel.

        Raises:
            SandboxError, OSError: If there is nothing that could answer one.
        """

    def run(self, job: Job) -> Run:
        """
        Run *job*; learner code can't make this raise.

        Raises:
            SandboxError: If the sandbox failed, twice.
        """

    def close(self) -> None:
        """End the processes behind it."""


class OneKind(Runner, Protocol):
    """A runner whose processes are all of one kind, for tasks that are no jobs, too."""

    def exchange(
        self,
        payload: bytes | int,
        limits: Limits,
        *,
        shared: dict[str, Any] | None = None,
        files: Sequence[int] = (),
    ) -> Answer:
        """Have a process work on *payload*, as :meth:`ForkServer.exchange` says."""


def open_runner(floor: Tier = Tier.PROCESS) -> Runner:
    """
    Return a runner for jobs of every kind, each where what it needs is.

    Args:
        floor: The least isolation that will do. It is known once a server has
            started, so the first job is what raises when there is less.

    Raises:
        IsolationError: If this system has no fork server, and *floor* needs one.
    """
    if not _is_warm():
        ColdProcess.isolation.require(floor)
    return EachKind(lambda kind: open_one(kind, floor))


def open_one(kind: Kind, floor: Tier = Tier.PROCESS) -> OneKind:
    """
    Return the fastest runner of one kind that this system gives: warm where there is fork.

    Isolation is the best that costs no time; :attr:`Tier.STRONG` has to be asked for.

    Raises:
        IsolationError: If this system has no fork server, and *floor* needs one.
    """
    if _is_warm():
        return ForkServer(floor, kind=kind)
    ColdProcess.isolation.require(floor)
    return ColdProcess(kind=kind)


def _is_warm() -> bool:
    return sys.platform == "linux"


def _platform() -> str:
    return {"darwin": "macOS", "win32": "Windows", "linux": "no fork server"}.get(
        sys.platform, sys.platform
    )


class _Closed:
    """A runner that is closed at the end of a ``with`` block."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        raise NotImplementedError


class EachKind(_Closed):
    """
    A runner for each kind of job, opened when the first such job comes.

    Args:
        open_one: Opens a runner for jobs of one kind.
    """

    def __init__(self, open_one: Callable[[Kind], OneKind]) -> None:
        self._open_one = open_one
        self._runners: dict[Kind, OneKind] = {}

    @property
    def way(self) -> str:
        runner = next(iter(self._runners.values()), None) or self._of(BY_HAND)
        return runner.way

    @property
    def isolation(self) -> Isolation:
        """What holds around the jobs of every kind that came; of the lightest, if none did."""
        runners = list(self._runners.values()) or [self._of(BY_HAND)]
        return functools.reduce(Isolation.shared_with, (runner.isolation for runner in runners))

    @property
    def pids(self) -> Sequence[int]:
        return [pid for runner in self._runners.values() for pid in runner.pids]

    def settle(self) -> None:
        for runner in self._runners.values():
            runner.settle()

    def run(self, job: Job) -> Run:
        """Run *job* where what it needs is, and nothing else; raises what that runner does."""
        return self._of(job.kind).run(job)

    def close(self) -> None:
        for runner in self._runners.values():
            runner.close()
        self._runners.clear()

    def _of(self, kind: Kind) -> OneKind:
        if kind not in self._runners:
            self._runners[kind] = self._open_one(kind)
        return self._runners[kind]


class ForkServer(_Closed):
    """
    A warm server and its control socket. Started on first use, restarted if it dies.

    A context manager; :meth:`start` may be called early to have it warm in time.

    Args:
        floor: The least isolation that will do; STRONG puts bubblewrap around the server.
        kind: What its children do.
        down: Walls to leave down, for tests that show what each is for.
    """

    way = "a fork of a warm server for each check"

    def __init__(
        self, floor: Tier = Tier.PROCESS, *, kind: Kind = CHECKING, down: Collection[Wall] = ()
    ) -> None:
        self._floor = floor
        self._kind = kind
        self._down = [wall.name for wall in down]
        self._process: subprocess.Popen[bytes] | None = None
        self._last_words: LastWords | None = None
        self._control: socket.socket | None = None
        self._scratch: Path | None = None
        self._isolation: Isolation | None = None

    @property
    def pid(self) -> int | None:
        """The server's process id while it runs."""
        return self._process.pid if self._process else None

    @property
    def pids(self) -> Sequence[int]:
        return [self.pid] if self.pid else []

    @property
    def isolation(self) -> Isolation:
        """
        What holds around the server's children; starts it to find out.

        Raises:
            SandboxError: If the server can't be started.
            IsolationError: If it is less than the floor, or bubblewrap is refused here.
        """
        self._wait_until_ready()
        assert self._isolation is not None
        return self._isolation

    def start(self) -> None:
        """
        Start the server without waiting for it; the first job waits.

        Raises:
            IsolationError: If bubblewrap is needed and not installed.
        """
        if self._process is not None:
            return
        around = _bubblewrap() if self._floor is Tier.STRONG else None
        self._scratch = temporary_folder("gradlings-").resolve()
        self._last_words = LastWords(self._scratch)
        ours, theirs = socket.socketpair()
        with theirs:
            command = self._command(theirs.fileno(), self._scratch)
            if around is not None:
                command = around(command, self._scratch)
            self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
                command,
                env=environment(warm=True) | homes(self._scratch / "work"),
                cwd="/",  # never the learner's folder, where a torch.py could stand
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stderr=self._last_words.fileno(),
                start_new_session=True,
            )
        self._control = ours
        self._isolation = None

    def settle(self) -> None:
        self._wait_until_ready()
        time.sleep(_PAUSE)

    def run(self, job: Job) -> Run:
        """
        Run *job* in a child of the server.

        Raises:
            SandboxError: If the server can't be started, can't shut a child in, or died twice.
            IsolationError: If this machine gives less isolation than the floor.
            ValueError: If the job is of another kind.
        """
        _require_kind(job, self._kind)
        answer = self.exchange(json.dumps(job.to_json()).encode(), job.limits, shared=job.shared())
        return read_answer(answer, job)

    def exchange(
        self,
        payload: bytes | int,
        limits: Limits,
        *,
        shared: dict[str, Any] | None = None,
        files: Sequence[int] = (),
    ) -> Answer:
        """
        Have a child of the server work on *payload*; return what it wrote.

        Args:
            payload: What only the child reads: bytes, or a descriptor of a file, opened for
                reading, which stays open here.
            shared: What the server itself may hear, the same for everybody; see :class:`Task`.
            files: Descriptors of files, opened for reading, that the child gets as well. They
                stay open here; where the child has read to, others see.

        Raises:
            SandboxError, IsolationError: As :meth:`run` does.
        """
        why = ""
        for _ in range(2):
            answer = self._ask(payload, limits, shared or {}, files)
            if answer is not None:
                return answer
            why = self._why_it_ended()
            self.close()
        raise SandboxError(f"the grading server died twice over one program ({why})", _ASK)

    def close(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            # The group: in front of the server there may be bubblewrap.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        if self._last_words is not None:
            self._last_words.close()
        if self._scratch is not None:
            remove_folder(self._scratch)
        self._process = self._last_words = self._control = self._scratch = self._isolation = None

    def _why_it_ended(self) -> str:
        if self._process is None or self._last_words is None:
            return "it is closed"
        return self._last_words.of(self._process)

    def _command(self, control: int, scratch: Path) -> list[str]:
        options = {
            "control": control,
            "scratch": str(scratch),
            "down": self._down,
            "inside": self._floor is Tier.STRONG,
            "kind": asdict(self._kind),
        }
        return [sys.executable, "-m", "autograder.sandbox.server", json.dumps(options)]

    def _wait_until_ready(self) -> socket.socket:
        self.start()
        assert self._control is not None
        if self._isolation is None:
            self._control.settimeout(_START_TIMEOUT)
            try:
                ready, _ = wire.receive(self._control)
            except (EOFError, OSError):
                why = self._why_it_ended()
                self.close()
                raise _not_started(why) from None
            isolation = Isolation.from_json(ready["isolation"])
            try:
                isolation.require(self._floor)
            except IsolationError:
                self.close()
                raise
            self._control.settimeout(None)
            self._isolation = isolation
        return self._control

    def _ask(
        self, payload: bytes | int, limits: Limits, shared: dict[str, Any], files: Sequence[int]
    ) -> Answer | None:
        """Have the server run a child; None if the server died or hung."""
        control = self._wait_until_ready()
        reading, writing = os.pipe()
        handed = wire.sealed(payload) if isinstance(payload, bytes) else os.dup(payload)
        try:
            try:
                order = {"limits": asdict(limits), "shared": shared}
                wire.send(control, order, (handed, writing, *files))
            except OSError:
                return None
            finally:
                os.close(writing)
                os.close(handed)
            return _collect(reading, control, limits)
        finally:
            os.close(reading)


def _bubblewrap() -> Callable[[list[str], Path], list[str]]:
    """
    Return what puts bubblewrap around a command that uses a scratch folder.

    Raises:
        IsolationError: If it is not installed.
    """
    from autograder.sandbox.walls.bubblewrap import (  # noqa: PLC0415 - on Linux only
        bubblewrapped,
        find_bubblewrap,
    )

    program = find_bubblewrap()
    if program is None:
        raise IsolationError(
            "isolation 'strong' needs bubblewrap, which is not installed",
            "try: apt install bubblewrap, or --isolation standard",
        )
    return functools.partial(bubblewrapped, program)


def _not_started(why: str) -> SandboxError | IsolationError:
    """The error that tells *why* a server did not start: its last words."""
    if why.startswith("bwrap:"):
        return IsolationError(
            f"isolation 'strong' needs bubblewrap, which is refused here ({why})",
            "gradlings doctor tells what mends it; or: --isolation standard",
        )
    return SandboxError(f"the grading server did not start ({why})", _ASK)


def _collect(reading: int, control: socket.socket, limits: Limits) -> Answer | None:
    """Read the child's pipe until the server says that the child is gone."""
    os.set_blocking(reading, False)
    data = bytearray()
    # Until the server says that it began, it may have imports to finish.
    patience = _START_TIMEOUT
    flooded = False
    with selectors.DefaultSelector() as selector:
        selector.register(reading, selectors.EVENT_READ)
        selector.register(control, selectors.EVENT_READ)
        ended: dict[str, Any] | None = None
        while ended is None:
            ready = {key.fileobj for key, _ in selector.select(patience)}
            if not ready:
                return None
            if reading in ready:
                part = _read(reading)
                data += part
                if not part or len(data) > limits.answer:
                    flooded = bool(part)
                    selector.unregister(reading)
                if flooded:
                    _stop(control)
            if control in ready:
                try:
                    told, _ = wire.receive(control)
                except (EOFError, OSError):
                    return None
                if "began" in told:
                    patience = 2 * limits.patience + _GRACE
                else:
                    ended = told
        while not flooded and (part := _read(reading)):
            data += part
            flooded = len(data) > limits.answer
    return _answer(data, ended, limits, flooded=flooded)


def _answer(data: bytearray, ended: dict[str, Any], limits: Limits, *, flooded: bool) -> Answer:
    """
    Return what came, by what the server told when the child had ended.

    Raises:
        SandboxError: If the child could not be shut in; nothing has run then.
    """
    if not ended["shut_in"]:
        raise SandboxError("a child could not be shut in", _ASK)
    end, detail = _how_it_ended(ended, limits.seconds)
    if ended["overfull"]:
        end, detail = End.FLOODED, "too many files, or too large ones"
    if flooded:
        end, detail = End.FLOODED, f"more than {limits.answer} bytes"
    return Answer(bytes(data[: limits.answer]), end, detail, ended["seconds"])


def _stop(control: socket.socket) -> None:
    """Have the child ended, which would wait at its full pipe for as long as it has patience."""
    with contextlib.suppress(OSError):
        wire.send(control, {"stop": True})


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 1 << 16)
    except BlockingIOError:
        return b""


def _how_it_ended(ended: dict[str, Any], seconds: float) -> tuple[End, str]:
    if ended["timed_out"] or (ended["signal"] and ended["cpu"] >= seconds):
        return End.TIMEOUT, ""
    if ended["signal"]:
        return End.CRASHED, signal.Signals(ended["signal"]).name
    if ended["exit"]:
        return End.CRASHED, f"exit status {ended['exit']}"
    return End.DONE, ""


class ColdProcess(_Closed):
    """
    A fresh process for each job, where there is no fork: none is ever used for two submissions.

    A spare one waits with torch imported, so that a job is answered as soon as by a warm server.
    """

    way = "a fresh process for each check; one waits with all that it needs imported"

    isolation = Isolation(missing=dict.fromkeys(Wall, f"it needs Linux, and this is {_platform()}"))

    def __init__(self, *, kind: Kind = CHECKING) -> None:
        self._kind = kind
        self._spare: Spare | None = None

    @property
    def pids(self) -> Sequence[int]:
        return [self._spare.pid] if self._spare else []

    def start(self) -> None:
        """
        Have a process wait; else the first job waits for one.

        Raises:
            OSError: If the system can't start another.
        """
        if self._spare is None:
            self._spare = Spare(self._kind)

    def settle(self) -> None:
        self.start()
        assert self._spare is not None
        self._spare.settle()

    def run(self, job: Job) -> Run:
        """
        Run *job*; the time that importing torch takes is not the submission's.

        Raises:
            SandboxError: If no process could be had for it, twice.
            ValueError: If the job is of another kind.
        """
        _require_kind(job, self._kind)
        payload = json.dumps(job.to_json()).encode()
        return read_answer(self.exchange(payload, job.limits, shared=job.shared()), job)

    def exchange(
        self,
        payload: bytes | int,
        limits: Limits,
        *,
        shared: dict[str, Any] | None = None,
        files: Sequence[int] = (),
    ) -> Answer:
        """Have a new process work on *payload*, as :meth:`ForkServer.exchange` does."""
        with contextlib.ExitStack() as opened:
            first = io.BytesIO(payload) if isinstance(payload, bytes) else None
            given = files if isinstance(payload, bytes) else (payload, *files)
            others = [opened.enter_context(os.fdopen(os.dup(one), "rb")) for one in given]
            parts: list[BinaryIO] = [first, *others] if first else [*others]
            answer = self._answer(parts, limits, shared)
        # Now, for it would be in the way of the job before.
        with contextlib.suppress(OSError):  # Whoever needs it will be told.
            self.start()
        return answer

    def close(self) -> None:
        if self._spare is not None:
            self._spare.close()
        self._spare = None

    def _answer(
        self, parts: Sequence[BinaryIO], limits: Limits, shared: dict[str, Any] | None
    ) -> Answer:
        why: Exception | None = None
        for _ in range(2):  # One that has waited for long may have been ended by somebody.
            try:
                self.start()
                assert self._spare is not None
                return self._spare.run(parts, limits, shared)
            except (NotBegunError, OSError) as error:
                why = error
            finally:
                self.close()
        raise SandboxError(f"the process for checks did not start ({why})", _ASK)


def _require_kind(job: Job, kind: Kind) -> None:
    """What is to be done by hand must never meet torch by mistake."""
    if job.kind != kind:
        raise ValueError(f"{job.exercise} is to be run by {job.kind}, not by {kind}")
