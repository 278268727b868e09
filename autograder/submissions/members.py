"""What an archive holds, and how much of it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from autograder.submissions.refusals import SubmissionError

__all__ = [
    "Archive",
    "ArchiveError",
    "ArchiveLimits",
    "Member",
    "Refusal",
    "TooMuchError",
    "is_archive",
]

_SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")


class ArchiveError(SubmissionError):
    """The archive as a whole can't be read; the message says why."""


class TooMuchError(Exception):
    """More than the limits allow in all; reading stops here."""


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """
    Attributes:
        archive: Largest archive, in bytes.
        members: Most members, those of inner archives included.
        member: Largest member, in bytes, unpacked.
        total: Most bytes of all members, unpacked; what is skipped counts too.
        name: Longest name, in characters.
        depth: How deep archives in archives are read; 1 reads no inner one.
    """

    archive: int = 500_000_000
    members: int = 20_000
    member: int = 20_000_000
    total: int = 1_000_000_000
    name: int = 500
    depth: int = 3


@dataclass(frozen=True, slots=True)
class Member:
    """One file: its name with ``/`` between folders, inner archives being folders, and its bytes."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was not taken, and why. *name* is as hostile as it came; print only ``shown(name)``."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Archive:
    """Members in the order of the archive, and what was refused."""

    members: tuple[Member, ...]
    refused: tuple[Refusal, ...]


def is_archive(name: str) -> bool:
    """Tell whether a file of that name would be read as an archive."""
    return name.lower().endswith(_SUFFIXES)
