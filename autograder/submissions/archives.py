"""
Archives as learning platforms and students hand them in: zip, tar, and archives in archives.

Everything is read in memory and nothing is ever extracted, so no name can lead out of a folder.
Members that can't be read are listed with the reason, and the others are read all the same.
Archives that others made are opened in a throwaway process only (``tasks.py``).
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
    Return the contents of the archive *data*, a zip or a tar in any compression.

    Raises:
        ArchiveError: If it is no archive, broken as a whole, or larger than *limits* allow.
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
        wants: Tells by a member's name whether to read it; others are passed over. The name of a
            member of an inner archive begins with the archive's.
        is_counted: Whether to count a zip's members before the list of them is read into
            memory; for that, all of the file is looked through.

    Raises:
        ArchiveError: If it is no archive, broken as a whole, or larger than *limits* allow. Members
            that were yielded before that are valid.
    """
    yield from Unpacker(limits).walk(file, wants=wants, is_counted=is_counted)


def archive_names(
    file: IO[bytes], limits: ArchiveLimits = ArchiveLimits()
) -> Iterator[str | Refusal]:
    """
    Go through the names of the files in an archive; inner archives are files, nothing is unpacked.

    Raises:
        ArchiveError: As for :func:`walk_archive`.
    """
    unpacker = Unpacker(limits)
    try:
        yield from unpacker.names(file)
    except TooMuchError as error:
        yield Refusal("…", f"{error}; the rest is not read")
