"""The grader's side of the warm fork server: starting it, sending it orders, closing it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from autograder.files import temporary_folder
from autograder.sandbox import wire
from autograder.sandbox.exchanging import Exchanging
from autograder.sandbox.isolation import Isolation, IsolationError, Tier, Wall
from autograder.sandbox.jobs import Limits, limits_of, payload_of, shared_of
from autograder.sandbox.kinds import CHECKING, Kind
from autograder.sandbox.last_words import LastWords
from autograder.sandbox.receiving import Errand, Report, patience_with, received
from autograder.sandbox.replies import ChildReply
from autograder.sandbox.rounds import Rounds
from autograder.sandbox.runner import ASK, START_TIMEOUT, Plan, SandboxError, require_kind
from autograder.sandbox.strong import around_server, not_started
from autograder.sandbox.surroundings import environment, homes
from autograder.sandbox.walls.folders import remove_folder

__all__ = ["ForkServer"]


class ForkServer(Exchanging):
    """
    A warm server and its control socket. Started on first use, restarted if it dies.

    A context manager; :meth:`start` may be called early to have it warm in time.

    Args:
        floor: The least isolation that will do; STRONG puts bubblewrap around the server.
        kind: What its children do.
        down: Walls to leave down, for tests that show what each wall is for.
    """

    way = "a fork of a warm server for each check"
    goes_on = True
    #: Whether the server makes copies of itself instead of serving orders; see ``copies.py``.
    _is_original = False

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
        #: Seconds within which the server reports on a child whose answer is here; 0 if it has.
        self._owed = 0.0
        self._occupied = 0.0
        self._errand = Errand()

    @property
    def pid(self) -> int | None:
        """The server's process id while it runs."""
        return self._process.pid if self._process else None

    @property
    def pids(self) -> Sequence[int]:
        """Process ids of what is kept warm: the server, while it runs."""
        return [self.pid] if self.pid else []

    @property
    def isolation(self) -> Isolation:
        """
        The walls that hold around the server's children; starts the server to find out.

        Raises:
            SandboxError: If the server can't be started.
            IsolationError: If they give less than the floor, or bubblewrap is refused here.
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
        if self._control is not None:
            return
        with contextlib.ExitStack() as unless_it_starts:
            ours, theirs = map(unless_it_starts.enter_context, socket.socketpair())
            self._launch(theirs)
            theirs.close()
            unless_it_starts.pop_all()
        self._control = ours
        self._isolation = None

    def get_ready(self) -> None:
        """
        Wait until the server is ready for an order: after a run, until its process is gone and cleared away.

        Where it has ended, another one is started.

        Raises:
            SandboxError, IsolationError: As :meth:`run` does.
        """
        try:
            self._hear_report(self._wait_until_ready())
        except (EOFError, OSError):
            self.close()
        if self._has_ended():
            self.close()
            self._wait_until_ready()

    def occupied(self) -> float:
        """
        Return the seconds for which children have computed or idled; waits until the last one is gone.

        The time in which they had no core is not counted, so these are as many on a busy machine.
        """
        if self._control is not None:
            with contextlib.suppress(EOFError, OSError):  # It is gone.
                self._hear_report(self._control)
        return self._occupied

    def settle(self) -> None:
        """
        Wait until the server is ready and has imported what it imports when idle.

        Raises:
            SandboxError, IsolationError: As :meth:`run` does.
        """
        control = self._wait_until_ready()
        try:
            self._hear_report(control)
            wire.send(control, {"settle": True})
            control.settimeout(START_TIMEOUT)
            wire.receive(control)
            control.settimeout(None)
        except (EOFError, OSError):
            why = self._why_it_ended()
            self.close()
            raise SandboxError(f"the grading server ended while it was idle ({why})", ASK) from None

    def exchange(
        self,
        payload: bytes | int,
        limits: Limits,
        *,
        shared: dict[str, Any] | None = None,
        files: Sequence[int] = (),
    ) -> ChildReply:
        """
        Have a child of the server work on *payload*; return what it wrote.

        Args:
            payload: Data that only the child reads: bytes, or a descriptor of a file, opened for
                reading, which stays open here.
            shared: Data that the server itself may read, the same for every learner; see
                :class:`Task`.
            files: Descriptors of files, opened for reading, that the child gets as well. They
                stay open here, and share their position with the child's.

        Raises:
            SandboxError, IsolationError: As :meth:`run` does.
        """
        why = ""
        self._errand.prepare()
        for _ in range(2):
            reply = self._ask(payload, limits, shared or {}, files)
            if reply is not None:
                return reply
            why = self._why_it_ended()
            self.close()
        raise SandboxError(f"the grading server died twice over one program ({why})", ASK)

    def run_in_rounds(self, plan: Plan) -> None:
        """Run rounds as :meth:`Runner.run_in_rounds` says, in one process; if the server dies, they end."""
        self._errand.prepare()
        with Rounds(plan) as rounds:
            jobs = rounds.jobs
            require_kind(jobs, self._kind)
            # All rounds together have the public cases and the hidden ones, hardly any of them twice.
            payload, limits = payload_of(jobs), limits_of(jobs, seeds=2)
            reply = self._ask(payload, limits, shared_of(jobs), (rounds.more,), rounds.look)
        if reply is None:
            self.close()
        rounds.end(reply)

    def stop(self) -> None:
        """End the child that is at work, as :meth:`Runner.stop` says."""
        self._errand.stop()

    def close(self) -> None:
        """End the server and everything in its process group."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            # The whole group, since the server may run inside bubblewrap.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        if self._last_words is not None:
            self._last_words.close()
        if self._scratch is not None:
            remove_folder(self._scratch)
        self._process = self._last_words = self._control = self._scratch = self._isolation = None
        self._owed = 0.0

    def _launch(self, theirs: socket.socket) -> None:
        """Have a server begin to serve the socket *theirs*."""
        around = around_server() if self._floor is Tier.STRONG else None
        self._scratch = temporary_folder("gradlings-").resolve()
        self._last_words = LastWords()
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
        self._last_words.listen()

    def _has_ended(self) -> bool:
        """Whether there is no server any more."""
        return self._process is None or self._process.poll() is not None

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
            "original": self._is_original,
        }
        return [sys.executable, "-m", "autograder.sandbox.server", json.dumps(options)]

    def _wait_until_ready(self) -> socket.socket:
        self.start()
        assert self._control is not None
        if self._isolation is None:
            self._control.settimeout(START_TIMEOUT)
            try:
                ready, _ = wire.receive(self._control)
            except (EOFError, OSError):
                why = self._why_it_ended()
                self.close()
                raise not_started(why) from None
            isolation = Isolation.from_json(ready["isolation"])
            try:
                isolation.require(self._floor)
            except IsolationError:
                self.close()
                raise
            self._control.settimeout(None)
            self._isolation = isolation
        return self._control

    def _hear_report(self, control: socket.socket) -> None:
        """
        Wait for the report on the previous child, if that is still to come.

        Raises:
            EOFError, OSError: If the server is gone, or hangs.
        """
        if self._owed:
            control.settimeout(self._owed)
            try:
                report, _ = wire.receive(control)
            finally:
                control.settimeout(None)
            self._note(report)

    def _note(self, report: Report) -> None:
        """Take in what the server tells of a child that is gone."""
        self._owed = 0.0
        self._occupied += report["occupied"]

    def _ask(
        self,
        payload: bytes | int,
        limits: Limits,
        shared: dict[str, Any],
        files: Sequence[int],
        look: Callable[[bytearray], object] = lambda _: None,
    ) -> ChildReply | None:
        """Have the server run a child; None if the server died or hung."""
        control = self._wait_until_ready()
        reading, writing = os.pipe()
        handed = wire.sealed(payload) if isinstance(payload, bytes) else os.dup(payload)
        try:
            try:
                self._hear_report(control)
                order = {"limits": limits.to_json(), "shared": shared}
                self._errand.begin(control, order, (handed, writing, *files))
            except (EOFError, OSError):
                return None
            finally:
                os.close(writing)
                os.close(handed)
            assert self._isolation is not None
            leaves = Wall.SECCOMP not in self._isolation.standing
            reply, report = received(
                reading, control, limits, look, self._errand.stop, to_the_end=leaves
            )
        except SandboxError:
            raise
        except BaseException:
            # Interrupted, say. What the server has still to report would be taken for the next child's.
            self.close()
            raise
        else:
            if report is not None:
                self._note(report)
            elif reply is not None:
                self._owed = patience_with(limits)
            return reply
        finally:
            self._errand.end()
            os.close(reading)
