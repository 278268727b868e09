"""The scratch folder where there is no disk of its own: filled and named by hostile code."""

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

#: Entries of a folder that are held at a time; it may have millions.
_AT_A_TIME = 1_000
#: So often one looks at a folder whose parts move while one looks.
_LOOKS = 10
#: How the kernel names what has lost its name.
_NAMELESS = b" (deleted)"
#: Whether a folder can be opened, and what is in it be named from there: not on Windows.
_HAS_DESCRIPTORS = hasattr(os, "O_DIRECTORY")


def is_overfull(folder: Path, limits: Limits, owner: int = 0) -> bool:
    """
    Tell whether more files or bytes are below *folder* than *limits* allow; looks no further.

    A folder that can't be looked into is too full, and so is one whose own folders are somewhere
    else whenever one looks: no honest program hides what it writes.

    Args:
        owner: A process that writes there; files are counted, too, that it has open or mapped
            after it removed their names. 0 for none.
    """
    used = _nameless_bytes(owner, folder, limits.file_size // 4) if owner else 0
    for _ in range(_LOOKS):
        overfull, moved = _look_through(folder, limits, used)
        if overfull or not moved:
            return overfull
    return True


def _look_through(folder: Path, limits: Limits, used: int) -> tuple[bool, bool]:
    """Return whether *folder* is too full, *used* bytes counted, and whether a part was gone."""
    waiting, files, size, moved = [folder], 0, used, False
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    files += 1
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(Path(entry.path))
                    else:
                        # Blocks, not length: a file with a hole in it fills nothing.
                        size += _bytes_on_disk(entry.stat(follow_symlinks=False))
                    if files > limits.files or size > limits.disk:
                        return True, moved
        except OSError as error:
            if error.errno in (errno.ENAMETOOLONG, errno.EACCES):
                return True, moved
            moved = True
    return size > limits.disk, moved


def _bytes_on_disk(found: os.stat_result) -> int:
    blocks: int | None = getattr(found, "st_blocks", None)  # Windows has none.
    return found.st_size if blocks is None else blocks * 512


def _nameless_bytes(process: int, folder: Path, unknown: int) -> int:
    """
    Return the bytes of files without a name, once in *folder*, that *process* has open or mapped.

    Args:
        unknown: What is taken for the size of a mapped file that we have no right to look at.
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
    Remove *folder* with whatever learner code left there, and tell whether it is gone.

    Never raises. Folders in folders without end cost no stack and no long names: what is inside
    one is moved up until all lie side by side. Links are removed, never followed.

    Args:
        seconds: What is left after so long stays; no submission may hold up the next.
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
    """Remove *folder* where folders can't be opened: whoever has ended may hold files for a while."""

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


def _is_folder(name: str | Path, place: int | None = None) -> bool:
    return stat.S_ISDIR(os.stat(name, dir_fd=place, follow_symlinks=False).st_mode)


def _open_up(folder: str | Path, place: int | None = None) -> None:
    """Give the owner all rights on what is known to be a folder: chmod would follow a link."""
    with contextlib.suppress(OSError):
        os.chmod(folder, 0o700, dir_fd=place)
