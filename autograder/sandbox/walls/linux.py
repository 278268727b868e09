"""
The few Linux system calls that neither Python nor a kept library gives us.

The rest comes from libraries: Landlock's rules from ``landlockpy``, the seccomp filter from
libseccomp through ``pyseccomp``. Numbers are those of ``<linux/prctl.h>``,
``<linux/sched.h>``, ``<sys/mount.h>`` and ``<linux/capability.h>``; they are the same on all
architectures, and so are those of ``pidfd_open``, ``mount_setattr`` and ``landlock_restrict_self``.
Each function raises OSError when the kernel refuses.
"""

from __future__ import annotations

import ctypes
import os
import signal
import struct

__all__ = [
    "NEW_CONTROL_GROUPS",
    "NEW_HOST_NAME",
    "NEW_IPC",
    "NEW_MOUNTS",
    "NEW_NETWORK",
    "NEW_PROCESSES",
    "NEW_USERS",
    "adopt_orphans",
    "allow_no_new_privileges",
    "bind",
    "die_with_parent",
    "drop_capabilities",
    "enter",
    "filter_calls",
    "forget_when_files_are_read",
    "has_no_new_privileges",
    "make_mounts_private",
    "mount_scratch",
    "pidfd_open",
    "restrict_files",
    "unmount",
    "unshare",
]

#: ``CLONE_NEW…`` of ``<linux/sched.h>``: namespaces that :func:`unshare` can make.
NEW_MOUNTS = 0x0002_0000
NEW_CONTROL_GROUPS = 0x0200_0000
NEW_HOST_NAME = 0x0400_0000
NEW_IPC = 0x0800_0000
NEW_USERS = 0x1000_0000
NEW_PROCESSES = 0x2000_0000
NEW_NETWORK = 0x4000_0000

_PR_SET_PDEATHSIG = 1
_PR_SET_SECCOMP = 22
_PR_SET_CHILD_SUBREAPER = 36
_PR_SET_NO_NEW_PRIVS, _PR_GET_NO_NEW_PRIVS = 38, 39
_SECCOMP_MODE_FILTER = 2
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_NOEXEC = 1, 2, 4, 8
_MS_BIND, _MS_REC, _MS_PRIVATE = 1 << 12, 1 << 14, 1 << 18
_MNT_DETACH = 2
_PIDFD_OPEN = 434
_MOUNT_SETATTR = 442
_LANDLOCK_RESTRICT_SELF = 446
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_MOUNT_ATTR_NOATIME, _MOUNT_ATTR_ATIME = 0x10, 0x70
_CAPABILITY_VERSION_3 = 0x2008_0522

_libc = ctypes.CDLL(None, use_errno=True)


class _FilterProgram(ctypes.Structure):
    """``struct sock_fprog``: a BPF program, eight bytes to an instruction."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


class _CapabilityHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


def _checked(result: int, what: str) -> None:
    if result:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def unshare(flags: int) -> None:
    """Move this process into new namespaces; into a new PID namespace, only its later children."""
    _checked(_libc.unshare(ctypes.c_int(flags)), "unshare")


def enter(namespace: int, flags: int) -> None:
    """Join the namespace of the descriptor *namespace*, opened from ``/proc/…/ns``."""
    _checked(_libc.setns(ctypes.c_int(namespace), ctypes.c_int(flags)), "setns")


def make_mounts_private() -> None:
    """Hide from everybody else what this process mounts from here on."""
    flags = ctypes.c_ulong(_MS_REC | _MS_PRIVATE)
    _checked(_libc.mount(b"none", b"/", None, flags, None), "mount --make-rprivate /")


def forget_when_files_are_read() -> None:
    """
    Turn access times off on all mounts: by them one child could leave a message for a later one.

    For a process with mounts of its own. Linux has this from 5.12 on, and a user namespace may lack
    the right to do it.
    """
    attributes = struct.pack("QQQQ", _MOUNT_ATTR_NOATIME, _MOUNT_ATTR_ATIME, 0, 0)
    result = _libc.syscall(
        ctypes.c_long(_MOUNT_SETATTR), ctypes.c_int(_AT_FDCWD), b"/", ctypes.c_uint(_AT_RECURSIVE),
        attributes, ctypes.c_size_t(len(attributes)),
    )  # fmt: skip
    _checked(result, "mount_setattr noatime /")


def mount_scratch(path: str, options: str) -> None:
    """Mount an empty disk in memory on *path*; it can hold no program to run and no device."""
    flags = ctypes.c_ulong(_MS_NOSUID | _MS_NODEV | _MS_NOEXEC)
    result = _libc.mount(b"tmpfs", os.fsencode(path), b"tmpfs", flags, os.fsencode(options))
    _checked(result, f"mount tmpfs on {path}")


def bind(source: str, target: str) -> None:
    """Make *source* appear at *target* too, with all that is mounted below it."""
    flags = ctypes.c_ulong(_MS_BIND | _MS_REC)
    result = _libc.mount(os.fsencode(source), os.fsencode(target), None, flags, None)
    _checked(result, f"mount --bind {source} {target}")


def unmount(path: str) -> None:
    """Unmount *path*, even while something on it is still open."""
    _checked(_libc.umount2(os.fsencode(path), ctypes.c_int(_MNT_DETACH)), f"umount {path}")


def filter_calls(program: bytes) -> None:
    """Load a seccomp filter, as libseccomp exports it; :func:`allow_no_new_privileges` first."""
    fprog = _FilterProgram(len(program) // 8, program)
    mode = ctypes.c_ulong(_SECCOMP_MODE_FILTER)
    result = _libc.prctl(_PR_SET_SECCOMP, mode, ctypes.byref(fprog), 0, 0)
    _checked(result, "seccomp")


def restrict_files(rules: int) -> None:
    """
    Restrict this process by Landlock's *rules*, a descriptor; :func:`allow_no_new_privileges` first.

    The library that writes the rules does it, too, in twice the time, all of which each child would take.
    """
    result = _libc.syscall(
        ctypes.c_long(_LANDLOCK_RESTRICT_SELF), ctypes.c_int(rules), ctypes.c_uint(0)
    )
    _checked(result, "landlock_restrict_self")


def drop_capabilities() -> None:
    """Give up every capability; for good, once no new privileges are allowed."""
    header = _CapabilityHeader(_CAPABILITY_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    _checked(_libc.capset(ctypes.byref(header), ctypes.byref(nothing)), "capset")


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parent dies, so that none gets away."""
    _checked(_libc.prctl(_PR_SET_CHILD_SUBREAPER, ctypes.c_ulong(1), 0, 0, 0), "subreaper")


def die_with_parent() -> None:
    """Have this process killed when its parent ends. A change of user id takes this back."""
    number = ctypes.c_ulong(signal.SIGKILL)
    _checked(_libc.prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0), "parent death signal")


def pidfd_open(pid: int) -> int:
    """Return a descriptor of the process *pid*, for Pythons that lack ``os.pidfd_open``."""
    descriptor = int(_libc.syscall(ctypes.c_long(_PIDFD_OPEN), ctypes.c_int(pid), ctypes.c_uint(0)))
    _checked(descriptor < 0, "pidfd_open")
    return descriptor


def allow_no_new_privileges() -> None:
    """Keep programs that are run from here on from gaining rights that this process lacks."""
    _checked(_libc.prctl(_PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), 0, 0, 0), "no new privileges")


def has_no_new_privileges() -> bool:
    """Tell whether :func:`allow_no_new_privileges` was called here or in an ancestor."""
    return bool(_libc.prctl(_PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1)
