"""
Messages between the grader and its warm server: orders over a control socket, payloads beside it.

An order is a length and JSON, and holds nothing of a submission. A submission is sent as a
descriptor of its own, which the server hands to a child unread: so the memory that children inherit
holds nothing of any learner's.
"""

from __future__ import annotations

import os
import tempfile

from autograder.front.messages import LENGTH, receive, send

__all__ = ["BEGAN", "LENGTH", "READY", "RESTED", "instead", "receive", "sealed", "send"]

#: Lines that a process without a server writes before its job; nothing hostile has run by then.
READY, RESTED, BEGAN = b"ready", b"rested", b"began"
_NO_MEMFD = (ImportError, AttributeError, OSError)


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
