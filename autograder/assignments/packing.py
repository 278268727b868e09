"""A bundle as a single file."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from autograder.assignments.bundle import Bundle, open_bundle
from autograder.files import PRIVATE
from autograder.submissions import ArchiveLimits, read_archive

__all__ = ["pack", "unpack"]


def pack(folder: Path) -> bytes:
    """Return the bundle in *folder* as a zip; the same bundle always gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in open_bundle(folder).files():
            info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), (1980, 1, 1, 0, 0, 0))
            info.external_attr = PRIVATE << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, path.read_bytes())
    return buffer.getvalue()


def unpack(data: bytes, folder: Path) -> Bundle:
    """Write a packed bundle to *folder* (nothing outside it) and open it."""
    # A bundle with a thousand sets of hidden cases for each exercise has many small files.
    archive = read_archive(data, ArchiveLimits(depth=1, members=200_000))
    for member in archive.members:
        path = folder / member.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(member.data)
    return open_bundle(folder)
