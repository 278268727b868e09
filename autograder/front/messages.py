"""Messages over a local socket: a length, JSON, and descriptors that go with them."""

from __future__ import annotations

import json
import os
import socket
import struct
from collections.abc import Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["LENGTH", "receive", "send"]

#: The length of a message, sent before it.
LENGTH = struct.Struct("!I")

_MAX_MESSAGE = 64 << 20
#: Largest number of descriptors in one message; the kernel takes 253.
_MAX_DESCRIPTORS = 250


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


def _exactly(control: socket.socket, count: int) -> bytes:
    received = b""
    while len(received) < count:
        part = control.recv(min(count - len(received), 1 << 20))
        if not part:
            raise EOFError("the control socket was closed in the middle of a message")
        received += part
    return received
