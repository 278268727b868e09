"""The scratch folder where there is no disk of its own: filled and named by hostile code."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import time
from itertools import islice
from pathlib import Path

from autograder.sandbox.jobs import Limits

__all__ = ["is_overfull", "remove_folder"]

#: Entries of a folder that are held at a time; it may have millions.
_AT_A_TIME = 1_000


def is_overfull(folder: Path, limits: Limits) -> bool:
    """Tell whether more files or bytes are below *folder* than *limits* allow; looks no further."""
    waiting, files, size = [folder], 0, 0
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    files += 1
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(Path(entry.path))
                    else:
                        # Blocks, not length: a file with a hole in it fills nothing.
                        size += entry.stat(follow_symlinks=False).st_blocks * 512
                    if files > limits.files or size > limits.disk:
                        return True
        except OSError as error:
            # Too deep to name is too many; otherwise it is gone meanwhile, or closed by its mode.
            if error.errno == errno.ENAMETOOLONG:
                return True
    return False


def remove_folder(folder: Path, seconds: float = 10.0) -> bool:
    """
    Remove *folder* with whatever learner code left there, and tell whether it is gone.

    Never raises. Folders in folders without end cost no stack and no long names: what is inside
    one is moved up until all lie side by side. Links are removed, never followed.

    Args:
        seconds: What is left after so long stays; no submission may hold up the next.
    """
    deadline = time.monotonic() + seconds
    try:
        top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return not os.path.lexists(folder)
    try:
        while time.monotonic() < deadline and _emptied(top, deadline):
            pass
    finally:
        os.close(top)
    with contextlib.suppress(OSError):
        folder.rmdir()
    return not os.path.lexists(folder)


def _emptied(top: int, deadline: float) -> bool:
    """Remove the files in *top* and lift what is in its folders; return whether anything went."""
    went = False
    with os.scandir(top) as entries:
        names = [entry.name for entry in islice(entries, _AT_A_TIME)]
    for name in names:
        if time.monotonic() > deadline:
            return False
        with contextlib.suppress(OSError):
            if _is_folder(name, top):
                _lift(top, name, deadline)
                os.rmdir(name, dir_fd=top)
            else:
                os.unlink(name, dir_fd=top)
            went = True
    return went


def _lift(top: int, name: str, deadline: float) -> None:
    """Move all that is in the folder *name* to *top*, under names that nothing there has."""
    _open_up(name, top)
    inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=top)
    try:
        while time.monotonic() < deadline:
            with os.scandir(inner) as entries:
                found = [entry.name for entry in islice(entries, _AT_A_TIME)]
            if not found:
                return
            for each in found:
                if _is_folder(each, inner):
                    _open_up(each, inner)  # To be moved, a folder must be writable.
                os.rename(each, f".{secrets.token_hex(12)}", src_dir_fd=inner, dst_dir_fd=top)
    finally:
        os.close(inner)


def _is_folder(name: str, place: int) -> bool:
    return stat.S_ISDIR(os.stat(name, dir_fd=place, follow_symlinks=False).st_mode)


def _open_up(folder: str, place: int) -> None:
    """Give the owner all rights on what is known to be a folder: chmod would follow a link."""
    with contextlib.suppress(OSError):
        os.chmod(folder, 0o700, dir_fd=place)
