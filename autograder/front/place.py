"""The private folder where one user's hosts and fronts are reached: sockets and a lock per interpreter."""

from __future__ import annotations

import contextlib
import os
import socket
import stat
import struct
import sys
import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing_extensions import Self

if sys.platform != "win32":
    import fcntl

__all__ = ["FRONT", "HOST", "Place", "is_same_user"]

#: Whom a socket leads to.
HOST, FRONT = "socket", "front"

#: ``struct ucred``: process, user, group.
_CREDENTIALS = struct.Struct("3i")
#: Variables that name the folder for temporary files, the most important first, as Python has it.
_TEMPORARY = ("TMPDIR", "TEMP", "TMP")
_MINE_ALONE, _OTHERS = stat.S_IRWXU, stat.S_IRWXG | stat.S_IRWXO


class Place:
    """
    A folder that only this user can enter, held open; a context manager.

    All is done relative to the open folder, so that nobody can put another in its place after it
    was checked, and its path may be longer than a socket's address can be.

    Args:
        path: The folder.
        descriptor: The open folder; closed by :meth:`close`.
    """

    def __init__(self, path: str, descriptor: int) -> None:
        self.path = path
        self._folder = descriptor
        # Two interpreters of one name would only be refused by each other's hosts and fronts.
        name = f"{zlib.crc32(os.fsencode(f'{sys.executable}{sys.prefix}')):08x}"
        self._name, self._lock = name, f"{name}.lock"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @classmethod
    def open(cls, *, make: bool = True) -> Self:
        """
        Open this user's folder: in ``$XDG_RUNTIME_DIR`` if that is theirs, else in the folder for
        temporary files.

        Args:
            make: Whether it is made if missing.

        Raises:
            OSError: If it can't be made, is missing, a link, or open to others.
        """
        path = _chosen()
        with contextlib.suppress(FileExistsError):
            if make:
                os.mkdir(path, _MINE_ALONE)  # noqa: PTH102 - see autograder.front
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        found = os.fstat(descriptor)
        if found.st_uid != os.geteuid() or found.st_mode & _OTHERS:
            os.close(descriptor)
            raise PermissionError(f"{path} belongs to another user, or is open to others")
        return cls(path, descriptor)

    def close(self) -> None:
        """Let go of the folder."""
        os.close(self._folder)

    def connect(self, timeout: float, whom: str = HOST) -> socket.socket:
        """
        Return a connection to the host or a front, on which each call may take *timeout* seconds.

        Raises:
            OSError: If there is none, or it is another user's.
        """
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.settimeout(timeout)
            connection.connect(self._address(whom))
            is_ours = is_same_user(connection)
        except BaseException:
            connection.close()
            raise
        if not is_ours:
            connection.close()
            raise PermissionError("another user listens there")
        return connection

    def listen(self, who: str = HOST) -> socket.socket:
        """
        Return a socket that listens in the place of any that a dead host left behind.

        Only for the holder of the :meth:`lock`.
        """
        self._unlink(who)
        listening = socket.socket(socket.AF_UNIX)
        try:
            listening.bind(self._address(who))
            listening.listen()
        except BaseException:
            listening.close()
            raise
        return listening

    def clear(self) -> None:
        """Remove the sockets. Only for the holder of the :meth:`lock`."""
        for who in (HOST, FRONT):
            self._unlink(who)

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

    def _unlink(self, who: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(f"{self._name}.{who}", dir_fd=self._folder)

    def _address(self, whom: str) -> str:
        return f"/proc/self/fd/{self._folder}/{self._name}.{whom}"


def is_same_user(connection: socket.socket) -> bool:
    """Whether the process at the other end of *connection* is this user's; the kernel knows."""
    found = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    _, user, _ = _CREDENTIALS.unpack(found)
    return bool(user == os.geteuid())


def _chosen() -> str:
    """
    The folder's path. It must be quick: neither ``pathlib`` nor ``tempfile`` is imported for it.

    Raises:
        FileNotFoundError: If there is no folder for temporary files.
    """
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    # After sudo or su the variable may still name the folder of somebody else.
    with contextlib.suppress(OSError):
        if runtime.startswith("/") and os.stat(runtime).st_uid == os.geteuid():  # noqa: PTH116
            return f"{runtime}/gradlings"
    for folder in (*map(os.environ.get, _TEMPORARY), "/tmp", "/var/tmp"):  # noqa: S108 - others' too
        if folder and folder.startswith("/") and os.access(folder, os.W_OK | os.X_OK):
            return f"{folder}/gradlings-{os.geteuid()}"
    raise FileNotFoundError("there is no folder for temporary files")
