"""Files: written whole or not at all, for their owner alone where they are secret; and named."""

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

#: Who may read a secret, a key, a ledger: its owner. (Windows has no such bits.)
PRIVATE = 0o600
#: Seconds between tries to move a file that another program holds, 1.6 in all: a virus scanner
#: or a cloud folder looks into what is new for a moment, and Windows moves nothing that is open.
_NAPS = (0.01, 0.03, 0.06, 0.1, 0.2, 0.4, 0.8)
_IS_WINDOWS = os.name == "nt"
#: A disk in memory, on Linux.
_MEMORY = Path("/dev/shm")  # noqa: S108 - folders in it are made as in any other


def write_whole(
    path: Path, content: str | bytes, *, errors: str = "strict", private: bool = False
) -> Path:
    """
    Write *content*, text as UTF-8 with its line ends as they are, all or nothing; return *path*.

    A full disk or a power cut leaves the old file or the new one. A file that says the same
    already is left alone. Its folder is made if missing.

    Args:
        errors: What to do with lone surrogates, as for :meth:`str.encode`.
        private: Nobody but the owner can read it, at no moment, whatever the umask says.

    Raises:
        OSError: If it can't be written; then nothing has changed.
    """
    data = content.encode("utf-8", errors) if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # A link is replaced unread: it may lead to a device, which has no end.
        if path.is_file() and not path.is_symlink() and path.read_bytes() == data:
            if private:
                path.chmod(PRIVATE)
            return path
    except FileNotFoundError:
        pass
    new = path.with_name(f".{path.name}.writing")
    try:
        new.unlink(missing_ok=True)  # of a run that was killed; it may have other rights
        if private:
            os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE))
        new.write_bytes(data)
        moved(new, path)
    except OSError as error:
        with contextlib.suppress(OSError):  # What keeps us from writing may keep us from removing.
            new.unlink(missing_ok=True)
        error.filename = str(path)  # not the name that nobody knows, or none
        raise
    return path


def moved(source: Path, target: Path) -> Path:
    """
    Move *source* over *target*, with patience for programs that hold one of them for a moment.

    Raises:
        OSError: If it can't be moved; then both are as they were.
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
    Return *name* as all its spellings have it: macOS may take ``ö`` for ``o`` with two dots.

    >>> same_name("o\u0308") == "ö"
    True
    """
    return unicodedata.normalize("NFC", name)


def as_on_disk(path: Path) -> Path:
    """Return *path* as its folder spells its name; as it is where nothing there has that name."""
    if path.name.isascii() or os.path.lexists(path):
        return path
    with contextlib.suppress(OSError):
        for entry in path.parent.iterdir():
            if same_name(entry.name) == same_name(path.name):
                return path.with_name(entry.name)
    return path


def make_private_folder(path: Path) -> Path:
    """
    Make the folder *path*, if missing, and keep everybody else out of it; return it.

    Raises:
        OSError: If it can't be made, or is another user's.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)
    return path


def temporary_folder(prefix: str) -> Path:
    """
    Make a folder of our own for what nobody keeps, in memory where no disk takes it; return it.

    Raises:
        OSError: If that can't be had either.
    """
    try:
        return Path(tempfile.mkdtemp(prefix=prefix))
    except OSError as error:  # All disks are full, or can only be read.
        try:
            return Path(tempfile.mkdtemp(prefix=prefix, dir=_MEMORY))
        except OSError:
            error.filename = error.filename or os.environ.get("TMPDIR", "/tmp")  # noqa: S108 - a name
            raise error from None


@contextlib.contextmanager
def naming(path: Path) -> Iterator[None]:
    """
    Have errors of the system that name no file, a write's for example, name *path*.

    Raises:
        OSError: Whatever the block raises, changed in nothing but its ``filename``.
    """
    try:
        yield
    except OSError as error:
        if error.filename is None and error.errno is not None:
            error.filename = str(path)
        raise


def quoted(path: Path | str) -> str:
    """Return *path* as one can paste it into a shell: in quotes where it has spaces, say."""
    text = str(path)
    if not _IS_WINDOWS:
        return shlex.quote(text)
    return text if re.fullmatch(r"[\w.:/\\~+=@,-]+", text) else f'"{text}"'
