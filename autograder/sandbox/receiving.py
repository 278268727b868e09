"""Receiving what a child wrote, until the server says that the child is gone."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import socket
from typing import Any

from autograder.runs import End
from autograder.sandbox import wire
from autograder.sandbox.answers import Answer
from autograder.sandbox.jobs import Limits
from autograder.sandbox.runner import ASK, START_TIMEOUT, SandboxError

__all__ = ["received"]

#: Seconds without a word from the server, beyond what a child may take, before it is taken for
#: hung: long, for a busy machine is no hung server.
_GRACE = 60.0


def received(reading: int, control: socket.socket, limits: Limits) -> Answer | None:
    """Read the child's pipe until the server says that the child is gone."""
    os.set_blocking(reading, False)
    data = bytearray()
    # Until the server says that it began, it may have imports to finish.
    patience = START_TIMEOUT
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
        raise SandboxError("a child could not be shut in", ASK)
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
