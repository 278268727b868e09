"""Namespaces: an empty network, processes that see only their own children, a scratch disk."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from autograder.sandbox.isolation import Wall
from autograder.sandbox.jobs import Limits
from autograder.sandbox.walls import linux
from autograder.sandbox.walls.layer import Ground, Layer

__all__ = ["NoNetwork", "OwnProcesses", "ScratchDisk"]

#: A link that names this process's network namespace.
_NETWORK = Path("/proc/self/ns/net")


class NoNetwork(Layer):
    """No interface, not even loopback; no abstract sockets or shared memory of others."""

    wall = Wall.NETWORK

    def raise_around_server(self) -> None:
        """Move the server into an empty network."""
        self._outside = _NETWORK.readlink()
        self.raise_around_copy()

    def raise_around_copy(self) -> None:
        """Move the copy into another empty network."""
        _unshare(linux.NEW_NETWORK | linux.NEW_IPC | linux.NEW_HOST_NAME)

    def breach(self) -> str:
        """Look whether this is still the machine's network."""
        same = _NETWORK.readlink() == self._outside
        return "still in the machine's network" if same else ""


class OwnProcesses(Layer):
    """Each child is process 1 of a PID namespace of its own: all that it starts dies with it."""

    wall = Wall.PROCESSES

    def raise_around_server(self) -> None:
        """Make sure that the server can make PID namespaces and come back."""
        self._ours = _own_processes()
        _unshare(linux.NEW_PROCESSES)
        try:
            linux.enter(self._ours, linux.NEW_PROCESSES)
        except PermissionError:
            # Root in a mere user namespace has no way back to the machine's processes.
            _go_on_inside()
            self._ours = _own_processes()
            self.before_fork()
            self.after_fork()

    def before_fork(self) -> None:
        """Make a PID namespace for the next child."""
        linux.unshare(linux.NEW_PROCESSES)

    def after_fork(self) -> None:
        """Leave it for the server's own again."""
        linux.enter(self._ours, linux.NEW_PROCESSES)

    def breach(self) -> str:
        """Look whether this is process 1."""
        return "" if os.getpid() == 1 else "sees the machine's processes"


class ScratchDisk(Layer):
    """A small disk in memory for each child: few files, no programs to run, gone at once."""

    wall = Wall.SCRATCH

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        limits = Limits()
        self._size, self._files = limits.disk, limits.files

    def raise_around_server(self) -> None:
        """Give the server mounts of its own, and try to mount a disk."""
        _unshare(linux.NEW_MOUNTS)
        linux.make_mounts_private()
        self.ground.own_mounts = True
        with contextlib.suppress(
            OSError
        ):  # Where it fails, there are other ways to leave a message for a later child anyway.
            linux.forget_when_files_are_read()
        with self.around_child():
            pass

    def raise_around_copy(self) -> None:
        """Give the copy mounts of its own, so that no other sees its children's disks."""
        _unshare(linux.NEW_MOUNTS)

    @contextlib.contextmanager
    def around_child(self) -> Iterator[None]:
        """Mount a disk on the work folder, and unmount it in the end."""
        user = self.ground.user or os.getuid()
        work = self.ground.work
        with contextlib.suppress(FileExistsError):
            os.mkdir(work, 0o700)  # noqa: PTH102 - for each child, so what Path adds counts
        options = f"size={self._size},nr_inodes={self._files},mode=700,uid={user},gid={user}"
        linux.mount_scratch(str(work), options)
        try:
            yield
        finally:
            linux.unmount(str(work))

    def breach(self) -> str:
        """Look whether the work folder holds as few files as the disk."""
        held = os.statvfs(self.ground.work).f_files <= self._files
        return "" if held else "the scratch folder is not a disk of its own"


def _own_processes() -> int:
    """Return a descriptor by which to come back to the present PID namespace."""
    return os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)


def _go_on_inside() -> None:
    """Go on as process 1 of the new PID namespace; the present process only waits for it."""
    pid = os.fork()
    if pid:
        _, status = os.waitpid(pid, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    linux.die_with_parent()


def _unshare(flags: int) -> None:
    """Make namespaces; a user other than root makes a user namespace first, to be allowed to."""
    try:
        linux.unshare(flags)
    except PermissionError:
        user, group = os.getuid(), os.getgid()
        linux.unshare(linux.NEW_USERS | flags)
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")
