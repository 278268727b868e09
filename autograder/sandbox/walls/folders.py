"""A scratch folder without a disk of its own: hostile code chose what is in it, and the names."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import stat
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from autograder.sandbox.jobs import Limits

__all__ = ["is_overfull", "remove_folder"]

#: How many entries of a folder are held at a time; it may have millions.
_AT_A_TIME = 1_000
#: How often a folder is looked through if its parts move meanwhile.
_LOOKS = 10
#: The ending that the kernel appends to the path of a removed file.
_NAMELESS = b" (deleted)"
#: Whether folders can be opened and their entries named relative to them: not on Windows.
_HAS_DESCRIPTORS = hasattr(os, "O_DIRECTORY")


def is_overfull(folder: Path, limits: Limits, owner: int = 0) -> bool:
    """
    Tell whether more files or bytes are below *folder* than *limits* allow; then look no further.

    A folder that can't be looked into counts as too full, and so does one whose subfolders have
    moved at every look: no honest program hides what it writes.

    Args:
        owner: A process that writes there, 0 for none. Files that it has open or mapped after it
            removed their names count, too.
    """
    used = _nameless_bytes(owner, folder, limits.file_size // 4) if owner else 0
    for _ in range(_LOOKS):
        overfull, moved = _look_through(folder, limits, used)
        if overfull or not moved:
            return overfull
    return True


def _look_through(folder: Path, limits: Limits, used: int) -> tuple[bool, bool]:
    """Return whether *folder* with *used* more bytes is too full, and whether a part was gone."""
    waiting, files, size, moved = [folder], 0, used, False
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    files += 1
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(Path(entry.path))
                    else:
                        # Blocks, not length: a hole in a file takes no space.
                        size += _bytes_on_disk(entry.stat(follow_symlinks=False))
                    if files > limits.files or size > limits.disk:
                        return True, moved
        except OSError as error:
            if error.errno in (errno.ENAMETOOLONG, errno.EACCES):
                return True, moved
            moved = True
    return size > limits.disk, moved


def _bytes_on_disk(found: os.stat_result) -> int:
    blocks: int | None = getattr(found, "st_blocks", None)  # Not on Windows.
    return found.st_size if blocks is None else blocks * 512


def _nameless_bytes(process: int, folder: Path, unknown: int) -> int:
    """
    Return the bytes of files without a name, once in *folder*, that *process* has open or mapped.

    Args:
        unknown: The size that is assumed for a mapped file that we have no right to look at.
    """
    place = Path(f"/proc/{process}")
    sizes: dict[int, int] = {}
    with contextlib.suppress(OSError):  # The process has just ended.
        disk = folder.stat().st_dev
        for link in (place / "fd").iterdir():
            with contextlib.suppress(OSError):
                found = link.stat()
                if found.st_dev == disk and stat.S_ISREG(found.st_mode) and not found.st_nlink:
                    sizes[found.st_ino] = found.st_blocks * 512
        for line in (place / "maps").read_bytes().splitlines():
            if line.endswith(_NAMELESS) and os.fsencode(folder) + b"/" in line:
                mapped, _, _, _, inode, _ = line.split(maxsplit=5)
                try:
                    blocks = (place / "map_files" / os.fsdecode(mapped)).stat().st_blocks
                except OSError:
                    sizes.setdefault(int(inode), unknown)
                else:
                    sizes[int(inode)] = blocks * 512
    return sum(sizes.values())


def remove_folder(folder: Path, seconds: float = 10.0) -> bool:
    """
    Remove *folder* with all that learner code left there, and tell whether it is gone.

    Never raises. Endlessly nested folders cost no stack and no long names: the entries of each
    are moved up until all lie side by side. Links are removed, never followed.

    Args:
        seconds: After this time the rest is left there, so that no submission holds up the next.
    """
    deadline = time.monotonic() + seconds
    if not _HAS_DESCRIPTORS:
        return _removed_by_names(folder, deadline)
    with contextlib.suppress(OSError):
        if _is_folder(folder):
            _open_up(folder)
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


def _removed_by_names(folder: Path, deadline: float) -> bool:
    """Remove *folder* where folders can't be opened; a process may hold files after its end."""

    def once_more(remove: Callable[[str], object], name: str, _: object) -> None:
        with contextlib.suppress(OSError):
            os.chmod(name, stat.S_IRWXU)  # noqa: PTH101 - a name of a stranger's, as it came
            remove(name)

    nap = 0.01
    while os.path.lexists(folder):
        with contextlib.suppress(OSError, RecursionError):
            shutil.rmtree(folder, onerror=once_more)
        left = deadline - time.monotonic()
        if left <= 0:
            return not os.path.lexists(folder)
        if os.path.lexists(folder):
            time.sleep(min(nap, left))
            nap *= 2
    return True


def _emptied(top: int, deadline: float) -> bool:
    """Remove files in *top*, move up the entries of its folders; return whether anything went."""
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
    """Move all entries of the folder *name* to *top*, under names that nothing there has."""
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


def _is_folder(name: str | Path, place: int | None = None) -> bool:
    return stat.S_ISDIR(os.stat(name, dir_fd=place, follow_symlinks=False).st_mode)


def _open_up(folder: str | Path, place: int | None = None) -> None:
    """Give the owner all rights on *folder*, which must be no link, since chmod follows links."""
    with contextlib.suppress(OSError):
        os.chmod(folder, 0o700, dir_fd=place)
