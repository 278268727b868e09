"""
Archives as learning platforms and students hand them in: zip, tar, and one in another.

Everything is read in memory and nothing is ever extracted: a name can't lead
out of a folder that doesn't exist. What can't be taken is listed with why, and
costs no other member. Others' archives are opened in a throwaway process only (``tasks.py``).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import IO

from autograder.submissions.members import Archive, ArchiveLimits, Member, Refusal, TooMuchError
from autograder.submissions.unpacking import Unpacker

__all__ = ["archive_names", "read_archive", "walk_archive"]


def read_archive(data: bytes, limits: ArchiveLimits = ArchiveLimits()) -> Archive:
    """
    Return what is in the archive *data*, a zip or a tar however compressed.

    Raises:
        ArchiveError: If it is none, broken as a whole, or larger than *limits* allow.
    """
    members: list[Member] = []
    refused: list[Refusal] = []
    for found in walk_archive(io.BytesIO(data), limits):
        if isinstance(found, Member):
            members.append(found)
        else:
            refused.append(found)
    return Archive(tuple(members), tuple(refused))


def walk_archive(
    file: IO[bytes],
    limits: ArchiveLimits = ArchiveLimits(),
    *,
    wants: Callable[[str], bool] = lambda name: True,  # noqa: ARG005
    is_counted: bool = True,
) -> Iterator[Member | Refusal]:
    """
    Go through the archive in *file*, seekable, one member in memory at a time.

    Args:
        wants: Tells by its name whether a member is to be read; others are passed over. What is
            in an inner archive is asked for by its own name, the archive's before it.
        is_counted: Whether a zip's members are counted before the list of them is read into
            memory; that takes a look at all of the file.

    Raises:
        ArchiveError: If it is none, broken as a whole, or larger than *limits* allow. What was
            given before that stands.
    """
    yield from Unpacker(limits).walk(file, wants=wants, is_counted=is_counted)


def archive_names(
    file: IO[bytes], limits: ArchiveLimits = ArchiveLimits()
) -> Iterator[str | Refusal]:
    """
    Go through the names of the files in an archive; nothing is unpacked, inner archives are files.

    Raises:
        ArchiveError: As :func:`walk_archive`.
    """
    unpacker = Unpacker(limits)
    try:
        yield from unpacker.names(file)
    except TooMuchError as error:
        yield Refusal("…", f"{error}; the rest is not read")
