"""Files: written whole or not at all, for their owner alone where they are secret, and removed."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["PRIVATE", "make_private_folder", "write_whole"]

#: Who may read a secret, a key, a ledger: its owner. (Windows has no such bits.)
PRIVATE = 0o600


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
        if path.read_bytes() == data and not path.is_symlink():
            if private:
                path.chmod(PRIVATE)
            return path
    except FileNotFoundError:
        pass
    new = path.with_name(f".{path.name}.writing")
    new.unlink(missing_ok=True)  # of a run that was killed; it may have other rights
    try:
        if private:
            os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE))
        new.write_bytes(data)
        new.replace(path)
    except OSError as error:
        new.unlink(missing_ok=True)
        error.filename = str(path)  # not the name that nobody knows, or none
        raise
    return path


def make_private_folder(path: Path) -> Path:
    """Make the folder *path*, if missing, and keep everybody else out of it; return it."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.chmod(0o700)
    return path
