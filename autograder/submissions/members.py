"""The members of an archive, and the limits on reading them."""

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
    "without_end",
]

_SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")


class ArchiveError(SubmissionError):
    """The archive as a whole can't be read; the message says why."""


class TooMuchError(Exception):
    """The archive exceeds a limit on the whole; reading stops here."""


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """
    How much of an archive is read.

    Attributes:
        archive: Largest archive, in bytes.
        members: Largest number of members, those of inner archives included.
        member: Largest member, in bytes, unpacked.
        total: Largest sum of all members, in bytes, unpacked; skipped members count, too.
        name: Longest name, in characters.
        depth: How deeply nested archives are read; with 1, no inner archive is.
    """

    archive: int = 500_000_000
    members: int = 20_000
    member: int = 20_000_000
    total: int = 1_000_000_000
    name: int = 500
    depth: int = 3


@dataclass(frozen=True, slots=True)
class Member:
    """One file: its bytes, and its name with ``/`` after each folder and each inner archive."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A member that was not read, and why. *name* is hostile; print only ``printable(name)``."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Archive:
    """Members in the order of the archive, and those that were refused."""

    members: tuple[Member, ...]
    refused: tuple[Refusal, ...]


def is_archive(name: str) -> bool:
    """Tell whether a file of that name is read as an archive."""
    return name.lower().endswith(_SUFFIXES)


def without_end(name: str) -> str:
    """Return *name* without the ending of an archive, if it has one."""
    end = max((end for end in _SUFFIXES if name.lower().endswith(end)), key=len, default="")
    return name[: len(name) - len(end)]
