"""Receiving what a child wrote, until that is whole, or the server reports that the child has ended."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import socket
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from autograder.runs import End
from autograder.sandbox import wire
from autograder.sandbox.jobs import Limits
from autograder.sandbox.replies import END_LINE, ChildReply
from autograder.sandbox.runner import ASK, START_TIMEOUT, SandboxError

__all__ = ["Errand", "Report", "patience_with", "received"]

#: Seconds of silence, beyond what a child may take, after which the server is taken for hung:
#: many, so that a server on a busy machine is not.
_GRACE = 60.0
_LAST_LINE = END_LINE + b"\n"
#: What a server tells of a child that has ended.
Report = dict[str, Any]


class Errand:
    """What a child is sent for, one after the other; another thread may stop it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._is_stopped = False

    def prepare(self) -> None:
        """Begin a new one: what was stopped before is another."""
        with self._lock:
            self._is_stopped = False

    def begin(
        self, control: socket.socket, order: dict[str, Any], descriptors: Sequence[int]
    ) -> None:
        """
        Send the order for it.

        Raises:
            OSError: If the server is gone.
        """
        with self._lock:
            wire.send(control, order, descriptors)
            self._control = control
            if self._is_stopped:
                _stop(control)

    def stop(self) -> None:
        """Have the child ended before its time, or as soon as it has begun."""
        with self._lock:
            self._is_stopped = True
            if self._control is not None:
                _stop(self._control)

    def end(self) -> None:
        """Note that its reply is here, or never comes."""
        with self._lock:
            self._control = None


def received(
    reading: int,
    control: socket.socket,
    limits: Limits,
    look: Callable[[bytearray], object],
    stop: Callable[[], object],
    *,
    to_the_end: bool,
) -> tuple[ChildReply | None, Report | None]:
    """
    Read the child's pipe until its end, or until the server reports that the child has ended.

    An honest child closes its pipe after its last line. Whoever could do that without being honest
    could as well end the process.

    Args:
        reading: The descriptor of the pipe; set to non-blocking.
        control: The socket on which the server reports.
        limits: Those of the child.
        to_the_end: Whether to wait for the report in any case, since the child may leave processes.
        look: Shown all that was read, whenever there is more of it.

    Returns:
        The reply, or None if the server hung or died; and the server's report, or None if that is still
        to come, as it is after the reply of an honest child.

    Raises:
        SandboxError: If the child could not be shut in; nothing has run then.
    """
    os.set_blocking(reading, False)
    data = bytearray()
    # Until the server reports that the job began, it may have imports to finish.
    patience = START_TIMEOUT
    begun: float | None = None
    flooded = False
    with selectors.DefaultSelector() as selector:
        selector.register(reading, selectors.EVENT_READ)
        selector.register(control, selectors.EVENT_READ)
        ended: Report | None = None
        while ended is None:
            ready = {key.fileobj for key, _ in selector.select(patience)}
            if not ready:
                return None, None
            if reading in ready:
                part = _read(reading)
                data += part
                if not part or len(data) > limits.reply:
                    flooded = bool(part)
                    selector.unregister(reading)
                if not part and begun and not to_the_end and data.endswith(_LAST_LINE):
                    return ChildReply(bytes(data), seconds=time.monotonic() - begun), None
                if flooded:
                    # It would wait until its patience is over, for its pipe is full.
                    stop()
                else:
                    look(data)
            if control in ready:
                try:
                    message, _ = wire.receive(control)
                except (EOFError, OSError):
                    return None, None
                if "began" in message:
                    patience, begun = patience_with(limits), time.monotonic()
                else:
                    ended = message
        while not flooded and (part := _read(reading)):
            data += part
            flooded = len(data) > limits.reply
    return _reply(data, ended, limits, flooded=flooded), ended


def patience_with(limits: Limits) -> float:
    """Return the seconds within which the server reports on a child that has these limits."""
    return 2 * limits.patience + _GRACE


def _reply(data: bytearray, ended: Report, limits: Limits, *, flooded: bool) -> ChildReply:
    """
    Return the reply whose bytes are *data*, given the server's report *ended*.

    Raises:
        SandboxError: If the child could not be shut in; nothing has run then.
    """
    if not ended["shut_in"]:
        raise SandboxError("a child could not be shut in", ASK)
    end, detail = _how_it_ended(ended, limits.seconds)
    if ended["overfull"]:
        end, detail = End.FLOODED, "too many files, or too large ones"
    if flooded:
        end, detail = End.FLOODED, f"more than {limits.reply} bytes"
    return ChildReply(bytes(data[: limits.reply]), end, detail, ended["seconds"])


def _stop(control: socket.socket) -> None:
    """Have the child ended before its time."""
    with contextlib.suppress(OSError):
        wire.send(control, {"stop": True})


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 1 << 16)
    except BlockingIOError:
        return b""


def _how_it_ended(ended: Report, seconds: float) -> tuple[End, str]:
    if ended["timed_out"] or (ended["signal"] and ended["cpu"] >= seconds):
        return End.TIMEOUT, ""
    if ended["signal"]:
        return End.CRASHED, signal.Signals(ended["signal"]).name
    if ended["exit"]:
        return End.CRASHED, f"exit status {ended['exit']}"
    return End.DONE, ""
