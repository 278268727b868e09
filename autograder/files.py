"""Writing files so that a full disk or a power cut leaves the old one or the new one."""

from __future__ import annotations

from pathlib import Path

__all__ = ["write_whole"]


def write_whole(path: Path, text: str, *, errors: str = "strict") -> Path:
    """
    Write *text* as UTF-8, line ends as they are, all or nothing, and return *path*.

    A file that says the same already is left alone. Its folder is made if missing.

    Args:
        errors: What to do with lone surrogates, as for :meth:`str.encode`.
    """
    data = text.encode("utf-8", errors)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        if path.read_bytes() == data:
            return path
    except FileNotFoundError:
        pass
    new = path.with_name(f".{path.name}.writing")
    new.write_bytes(data)
    new.replace(path)
    return path
