"""bubblewrap around the whole server: a file system in which nothing else exists."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from autograder.sandbox.walls.places import PACKAGE, copies_of_ours, installation, system_files

__all__ = ["bubblewrapped", "find_bubblewrap"]

#: ctypes asks ldconfig where libseccomp is; on some systems it is a shell script.
_LDCONFIG = ("/sbin/ldconfig", "/sbin/ldconfig.real", "/bin/sh")
#: Where malloc finds out about huge pages; without them a fork costs three times as much.
_HUGE_PAGES = "/sys/kernel/mm/transparent_hugepage"
#: Capabilities that the server needs to raise the inner walls. Children drop all of them.
_CAPABILITIES = (
    "CAP_SYS_ADMIN", "CAP_SETUID", "CAP_SETGID", "CAP_KILL", "CAP_CHOWN", "CAP_DAC_OVERRIDE",
    "CAP_FOWNER",
)  # fmt: skip


def find_bubblewrap() -> str | None:
    """Return the path of ``bwrap``, or None if it is not installed."""
    return shutil.which("bwrap")


def bubblewrapped(bwrap: str, command: list[str], scratch: Path) -> list[str]:
    """
    Return *command* put inside bubblewrap, with Python, torch, our package and *scratch*.

    The bundled course stays outside: a server needs no key.

    Args:
        bwrap: The path of bubblewrap.
    """
    around = [bwrap, "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"]
    around += ["--unshare-cgroup-try", "--chdir", "/"]
    around += ["--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp"]  # noqa: S108 - its own
    shown = [p for p in (*installation(), *system_files()) if not p.is_relative_to("/dev")]
    ours = [
        Path(sys.executable),
        Path(sys.prefix) / "pyvenv.cfg",
        PACKAGE,
        *map(Path, (*_LDCONFIG, _HUGE_PAGES)),
    ]
    there = [p for p in ours if os.path.exists(p)]  # noqa: PTH110 - Path raises behind closed folders
    shown += [p for p in there if not any(p.is_relative_to(s) for s in shown)]
    # If bubblewrap made the folders on the way by itself, only root could enter them.
    for folder in sorted({parent for place in (*shown, scratch) for parent in place.parents}):
        if str(folder) not in ("/", "/tmp"):  # noqa: S108
            around += ["--perms", "0755", "--dir", str(folder)]
    for place in shown:
        around += ["--ro-bind", str(place), str(place)]
    for folder in copies_of_ours():
        # The server needs our package without the course, and nothing of another copy.
        hidden = folder / "_course" if folder == PACKAGE else folder
        if hidden.exists():
            around += ["--tmpfs", str(hidden)]
    around += ["--bind", str(scratch), str(scratch)]
    for capability in _CAPABILITIES:
        around += ["--cap-add", capability]
    return [*around, "--", *command]
