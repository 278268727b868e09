"""Files: written whole or not at all, readable by their owner alone if secret; and their names."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

__all__ = [
    "PRIVATE",
    "as_on_disk",
    "make_private_folder",
    "moved",
    "naming",
    "quoted",
    "same_name",
    "temporary_folder",
    "write_whole",
]

#: The mode of secrets, keys and ledgers: only their owner can read them. (Windows has no such bits.)
PRIVATE = 0o600
#: Seconds between tries to move a file that another program holds, 1.6 in all: virus scanners
#: and cloud folders open new files for a moment, and Windows moves no file that is open.
_NAPS = (0.01, 0.03, 0.06, 0.1, 0.2, 0.4, 0.8)
_IS_WINDOWS = os.name == "nt"
#: A file system in memory, on Linux.
_MEMORY = Path("/dev/shm")  # noqa: S108 - folders in it are made as in any other


def write_whole(
    path: Path, content: str | bytes, *, errors: str = "strict", private: bool = False
) -> Path:
    """
    Write *content* to *path*, all of it or nothing, and return *path*.

    Text is written as UTF-8, with its line ends unchanged. A full disk or a power cut leaves either
    the old file or the new one. A file that has this content already is left alone. Its folder is
    made if missing.

    Args:
        errors: What to do with lone surrogates, as for :meth:`str.encode`.
        private: Nobody but the owner can ever read the file, whatever the umask is.

    Raises:
        OSError: If the file can't be written; then nothing has changed.
    """
    data = content.encode("utf-8", errors) if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # A link is replaced without reading its target, which may be a device without an end.
        if path.is_file() and not path.is_symlink() and path.read_bytes() == data:
            if private:
                path.chmod(PRIVATE)
            return path
    except FileNotFoundError:
        pass
    new = path.with_name(f".{path.name}.writing")
    try:
        new.unlink(missing_ok=True)  # left by a killed run, maybe with other permissions
        if private:
            os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE))
        new.write_bytes(data)
        moved(new, path)
    except OSError as error:
        with contextlib.suppress(OSError):  # The cause may keep us from removing it, too.
            new.unlink(missing_ok=True)
        error.filename = str(path)  # not the temporary name, or none
        raise
    return path


def moved(source: Path, target: Path) -> Path:
    """
    Move *source* over *target*; try again if another program holds one of them for a moment.

    Raises:
        OSError: If it can't be moved; then neither file has changed.
    """
    for nap in _NAPS:
        try:
            return source.replace(target)
        except PermissionError:
            time.sleep(nap)
    try:
        return source.replace(target)
    except PermissionError as error:
        why = f"{error.strerror}, again and again; maybe a cloud folder or a virus scanner holds it"
        raise PermissionError(error.errno, why, str(source), None, str(target)) from error


def same_name(name: str) -> str:
    r"""
    Return *name* in one form for all its spellings: macOS may store ``ö`` as ``o`` and two dots.

    >>> same_name("o\u0308") == "ö"
    True
    """
    return unicodedata.normalize("NFC", name)


def as_on_disk(path: Path) -> Path:
    """Return *path* with its name as spelled on disk; unchanged if its folder has no such name."""
    if path.name.isascii() or os.path.lexists(path):
        return path
    with contextlib.suppress(OSError):
        for entry in path.parent.iterdir():
            if same_name(entry.name) == same_name(path.name):
                return path.with_name(entry.name)
    return path


def make_private_folder(path: Path) -> Path:
    """
    Make the folder *path*, if missing, accessible to its owner alone; return *path*.

    Raises:
        OSError: If it can't be made, or belongs to another user.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)
    return path


def temporary_folder(prefix: str) -> Path:
    """
    Make a folder for temporary files and return it; it is in memory if no disk can take it.

    Raises:
        OSError: If it can't be made in memory either.
    """
    try:
        return Path(tempfile.mkdtemp(prefix=prefix))
    except OSError as error:  # All disks are full or read-only.
        try:
            return Path(tempfile.mkdtemp(prefix=prefix, dir=_MEMORY))
        except OSError:
            error.filename = error.filename or os.environ.get("TMPDIR", "/tmp")  # noqa: S108 - a name
            raise error from None


@contextlib.contextmanager
def naming(path: Path) -> Iterator[None]:
    """
    Let system errors raised in the block name *path* if they name no file, as a write's do not.

    Raises:
        OSError: The error that the block raised, with ``filename`` filled in.
    """
    try:
        yield
    except OSError as error:
        if error.filename is None and error.errno is not None:
            error.filename = str(path)
        raise


def quoted(path: Path | str) -> str:
    """Return *path* ready to be pasted into a shell: in quotes if it has spaces, for example."""
    text = str(path)
    if not _IS_WINDOWS:
        return shlex.quote(text)
    return text if re.fullmatch(r"[\w.:/\\~+=@,-]+", text) else f'"{text}"'
