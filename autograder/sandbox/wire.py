"""
Messages between the grader and its warm server: orders over a control socket, payloads beside it.

An order is a length and JSON, and holds nothing of a submission. A submission is sent as a
descriptor of its own, which the server hands to a child unread: so the memory that children inherit
holds nothing of any learner's.
"""

from __future__ import annotations

import json
import os
import socket
import struct
import tempfile
from collections.abc import Sequence
from typing import Any

__all__ = ["BEGAN", "LENGTH", "READY", "RESTED", "instead", "receive", "sealed", "send"]

#: Lines that a process without a server writes before its job; nothing hostile has run by then.
READY, RESTED, BEGAN = b"ready", b"rested", b"began"
#: The length of an order, sent before it.
LENGTH = struct.Struct("!I")

_MAX_MESSAGE = 64 << 20
#: Largest number of descriptors in one message; the kernel takes 253.
_MAX_DESCRIPTORS = 250
_NO_MEMFD = (ImportError, AttributeError, OSError)


def send(control: socket.socket, message: dict[str, Any], descriptors: Sequence[int] = ()) -> None:
    """Send *message* and *descriptors* together."""
    payload = json.dumps(message).encode()
    header = LENGTH.pack(len(payload))
    if descriptors:
        socket.send_fds(control, [header], descriptors)
    else:
        control.sendall(header)
    control.sendall(payload)


def receive(control: socket.socket, most: int = _MAX_MESSAGE) -> tuple[dict[str, Any], list[int]]:
    """
    Return the next message and the descriptors that came with it, in their order.

    Args:
        most: Bytes of the longest message to take.

    Raises:
        EOFError: If the other end is closed, or sends something other than our messages; then no
            descriptor stays open.
    """
    header, descriptors, _, _ = socket.recv_fds(control, LENGTH.size, _MAX_DESCRIPTORS)
    try:
        return _message_after(header, control, most), descriptors
    except BaseException:
        for descriptor in descriptors:
            os.close(descriptor)
        raise


def _message_after(header: bytes, control: socket.socket, most: int) -> dict[str, Any]:
    header += _exactly(control, LENGTH.size - len(header)) if header else b""
    if not header:
        raise EOFError("the control socket was closed")
    (length,) = LENGTH.unpack(header)
    if length > most:
        raise EOFError(f"a message of {length} bytes is no message of ours")
    try:
        message = json.loads(_exactly(control, length))
    except (ValueError, RecursionError):
        message = None
    if not isinstance(message, dict):
        raise EOFError("what came over the control socket is no message of ours")  # noqa: TRY004
    return message


def sealed(data: bytes) -> int:
    """
    Return a new descriptor of a file that holds *data*, to be read from its start.

    The file can't be changed through it: it is a sealed file in memory or, where there are none
    (see :func:`instead`), a nameless file that is open for reading only. (On Windows, where a file
    has a name, it can be changed.) The caller closes the descriptor.
    """
    try:
        return _sealed_in_memory(data)
    except _NO_MEMFD:
        return _nameless(data)


def instead() -> str:
    """Return why sealed files in memory are missing and what is used instead; or ``""``."""
    try:
        os.close(_sealed_in_memory(b"tried"))
    except _NO_MEMFD as error:
        why = "this Python was built without it"
        if isinstance(error, OSError) and error.errno:
            why = os.strerror(error.errno)
        return f"{why}: files without a name"
    return ""


def _sealed_in_memory(data: bytes) -> int:
    """
    Raises:
        ImportError, AttributeError: If this Python does not know of memfd or of seals.
        OSError: If the kernel lacks them, or a filter refuses the call.
    """
    import fcntl  # noqa: PLC0415 - not on Windows, which has no memfd either

    seals = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL
    descriptor = os.memfd_create("payload", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        with os.fdopen(os.dup(descriptor), "wb") as file:
            file.write(data)
        os.lseek(descriptor, 0, os.SEEK_SET)
        fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, seals)
    except (AttributeError, OSError):
        os.close(descriptor)
        raise
    return descriptor


def _nameless(data: bytes) -> int:
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.seek(0)
        try:
            return os.open(file.name, os.O_RDONLY)
        except PermissionError:  # Windows can't open a file again that is deleted on closing.
            return os.dup(file.fileno())


def _exactly(control: socket.socket, count: int) -> bytes:
    received = b""
    while len(received) < count:
        part = control.recv(min(count - len(received), 1 << 20))
        if not part:
            raise EOFError("the control socket was closed in the middle of a message")
        received += part
    return received
