"""The private folder where one user's hosts are reached: one socket and one lock per interpreter."""

from __future__ import annotations

import contextlib
import hashlib
import os
import socket
import stat
import struct
import sys
import tempfile
from pathlib import Path

from typing_extensions import Self

from autograder.sandbox.runner import Closing

if sys.platform != "win32":
    import fcntl

__all__ = ["Place", "is_same_user"]

#: ``struct ucred``: process, user, group.
_CREDENTIALS = struct.Struct("3i")
_MINE_ALONE, _OTHERS = stat.S_IRWXU, stat.S_IRWXG | stat.S_IRWXO


class Place(Closing):
    """
    A folder that only this user can enter, held open; a context manager.

    All is done relative to the open folder, so that nobody can put another in its place after it
    was checked, and its path may be longer than a socket's address can be.

    Args:
        path: The folder.
        descriptor: The open folder; closed by :meth:`close`.
    """

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._folder = descriptor
        name = hashlib.sha256(f"{sys.executable}\0{sys.prefix}".encode()).hexdigest()[:16]
        self._socket, self._lock = f"{name}.socket", f"{name}.lock"

    @classmethod
    def open(cls) -> Self:
        """
        Open this user's folder: in ``$XDG_RUNTIME_DIR`` if that is theirs, else in the folder for
        temporary files. It is made if missing.

        Raises:
            OSError: If it can't be made, is a link, or is open to others.
        """
        path = _chosen()
        with contextlib.suppress(FileExistsError):
            path.mkdir(mode=_MINE_ALONE)
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        found = os.fstat(descriptor)
        if found.st_uid != os.geteuid() or found.st_mode & _OTHERS:
            os.close(descriptor)
            raise PermissionError(f"{path} belongs to another user, or is open to others")
        return cls(path, descriptor)

    def close(self) -> None:
        """Let go of the folder."""
        os.close(self._folder)

    def connect(self, timeout: float) -> socket.socket:
        """
        Return a connection to the host, on which each call may take *timeout* seconds.

        Raises:
            OSError: If there is no host, or it is another user's.
        """
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.settimeout(timeout)
            connection.connect(self._address)
            is_ours = is_same_user(connection)
        except BaseException:
            connection.close()
            raise
        if not is_ours:
            connection.close()
            raise PermissionError("another user listens there")
        return connection

    def listen(self) -> socket.socket:
        """
        Return a socket that listens in the place of any that a dead host left behind.

        Only for the holder of the :meth:`lock`.
        """
        self.clear()
        listening = socket.socket(socket.AF_UNIX)
        try:
            listening.bind(self._address)
            listening.listen()
        except BaseException:
            listening.close()
            raise
        return listening

    def clear(self) -> None:
        """Remove the socket. Only for the holder of the :meth:`lock`."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._socket, dir_fd=self._folder)

    def lock(self) -> bool:
        """Take the lock that a host holds while it lives; return False if another host holds it."""
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(self._lock, flags, 0o600, dir_fd=self._folder)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        return True  # The descriptor stays open, and with it the lock, as long as the process.

    @property
    def _address(self) -> str:
        return f"/proc/self/fd/{self._folder}/{self._socket}"


def is_same_user(connection: socket.socket) -> bool:
    """Whether the process at the other end of *connection* is this user's; the kernel knows."""
    found = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    _, user, _ = _CREDENTIALS.unpack(found)
    return bool(user == os.geteuid())


def _chosen() -> Path:
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or "nowhere")
    # After sudo or su the variable may still name the folder of somebody else.
    with contextlib.suppress(OSError):
        if runtime.is_absolute() and runtime.stat().st_uid == os.geteuid():
            return runtime / "gradlings"
    return Path(tempfile.gettempdir()) / f"gradlings-{os.geteuid()}"
