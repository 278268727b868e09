"""Messages over the control socket between the grader and its warm server: length, then JSON."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

__all__ = ["receive", "send"]

_LENGTH = struct.Struct("!I")
_MAX_MESSAGE = 64 << 20


def send(control: socket.socket, message: dict[str, Any], descriptor: int | None = None) -> None:
    """Send *message*, and with it a file descriptor if one is given."""
    payload = json.dumps(message).encode()
    header = _LENGTH.pack(len(payload))
    if descriptor is None:
        control.sendall(header)
    else:
        socket.send_fds(control, [header], [descriptor])
    control.sendall(payload)


def receive(control: socket.socket) -> tuple[dict[str, Any], int | None]:
    """
    Return the next message and the file descriptor that came with it, if any.

    Raises:
        EOFError: If the other end is gone, or sends what is no message of ours.
    """
    header, descriptors, _, _ = socket.recv_fds(control, _LENGTH.size, 1)
    header += _exactly(control, _LENGTH.size - len(header)) if header else b""
    if not header:
        raise EOFError("the control socket was closed")
    (length,) = _LENGTH.unpack(header)
    if length > _MAX_MESSAGE:
        raise EOFError(f"a message of {length} bytes is no message of ours")
    try:
        message = json.loads(_exactly(control, length))
    except (ValueError, RecursionError):
        message = None
    if not isinstance(message, dict):
        raise EOFError("what came over the control socket is no message of ours")  # noqa: TRY004
    return message, descriptors[0] if descriptors else None


def _exactly(control: socket.socket, count: int) -> bytes:
    received = b""
    while len(received) < count:
        part = control.recv(min(count - len(received), 1 << 20))
        if not part:
            raise EOFError("the control socket was closed in the middle of a message")
        received += part
    return received
