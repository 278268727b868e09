"""
Archives as learning platforms and students hand them in: zip, tar, and one in another.

Everything is read in memory and nothing is ever extracted: a name can't lead
out of a folder that doesn't exist. What can't be taken is listed with why, and
costs no other member.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO

from autograder.submissions.reading import SubmissionError

__all__ = [
    "Archive",
    "ArchiveError",
    "ArchiveLimits",
    "Member",
    "Refusal",
    "is_archive",
    "read_archive",
]

_SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
#: Whatever the readers of the standard library raise on broken or hostile data.
_BROKEN = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, struct.error,
    EOFError, OSError, ValueError, RuntimeError, IndexError, KeyError, OverflowError, MemoryError,
)  # fmt: skip
_CENTRAL_ENTRY = b"PK\x01\x02"
_UTF8_NAME = 0x800
_PART = 1 << 16


class ArchiveError(SubmissionError):
    """The archive as a whole can't be read; the message says why."""


class _TooMuchError(Exception):
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


def read_archive(data: bytes, limits: ArchiveLimits = ArchiveLimits()) -> Archive:
    """
    Return what is in the archive *data*, a zip or a tar however compressed.

    Raises:
        ArchiveError: If it is none, broken as a whole, or larger than *limits* allow.
    """
    reader = _Reader(limits)
    reader.read(data, prefix="", depth=1)
    return Archive(tuple(reader.members), tuple(reader.refused))


class _Reader:
    """Collects members until a limit is met; inner archives share the limits of the outer one."""

    def __init__(self, limits: ArchiveLimits) -> None:
        self._limits = limits
        self._left = limits.total
        self._count = 0
        self._names: set[str] = set()
        self.members: list[Member] = []
        self.refused: list[Refusal] = []

    def read(self, data: bytes, prefix: str, depth: int) -> None:
        if len(data) > self._limits.archive:
            raise ArchiveError(f"the archive is larger than {self._limits.archive} bytes")
        inner: list[Member] = []
        try:
            for name, content in self._entries(data, prefix):
                if is_archive(name) and depth < self._limits.depth:
                    inner.append(Member(name, content))
                else:
                    self.members.append(Member(name, content))
        except _TooMuchError as error:
            self.refused.append(Refusal(prefix + "…", f"{error}; the rest is not read"))
            return
        except _BROKEN as error:
            raise ArchiveError(f"the archive can't be read: {error}") from None
        for member in inner:
            try:
                self.read(member.data, prefix=f"{member.name}/", depth=depth + 1)
            except ArchiveError as error:
                self.refused.append(Refusal(member.name, str(error)))

    def _entries(self, data: bytes, prefix: str) -> Iterator[tuple[str, bytes]]:
        if zipfile.is_zipfile(io.BytesIO(data)):
            yield from self._zipped(data, prefix)
        else:
            yield from self._tarred(data, prefix)

    def _zipped(self, data: bytes, prefix: str) -> Iterator[tuple[str, bytes]]:
        # Counted before zipfile makes an object of each.
        if data.count(_CENTRAL_ENTRY) > 2 * self._limits.members:
            raise _TooMuchError(f"more than {self._limits.members} members")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                if info.is_dir():
                    continue
                name = prefix + _zip_name(info)
                mode = info.external_attr >> 16
                if not self._takes(name, regular=not stat.S_IFMT(mode) or stat.S_ISREG(mode)):
                    continue
                if info.flag_bits & 1:
                    self._refuse(name, "it is encrypted")
                    continue
                try:
                    with archive.open(info) as file:
                        content = self._read(file)
                except _BROKEN as error:
                    self._refuse(name, f"it is broken: {error}")
                    continue
                yield from self._kept(name, content)

    def _tarred(self, data: bytes, prefix: str) -> Iterator[tuple[str, bytes]]:
        # As a stream: seeking back and forth in a compressed one unpacks it again and again.
        unpacked = _Counted(_unpacked(data), self)
        with tarfile.open(fileobj=unpacked, mode="r|") as archive:
            for info in archive:
                if info.isdir():
                    continue
                name = prefix + info.name
                if not self._takes(name, regular=info.isreg() and not info.issparse()):
                    continue
                file = archive.extractfile(info)
                content = self._read(file, counted=True) if file else None
                yield from self._kept(name, content)

    def _takes(self, name: str, *, regular: bool) -> bool:
        """Whether a member may be read at all; otherwise it is listed."""
        self._count += 1
        if self._count > self._limits.members:
            raise _TooMuchError(f"more than {self._limits.members} members")
        if len(name) > self._limits.name:
            self._refuse(name[: self._limits.name], "its name is too long")
        elif not _stays_inside(name):
            self._refuse(name, "its name leads out of the archive")
        elif not regular:
            self._refuse(name, "it is a link or a device, not a file")
        elif name in self._names:
            self._refuse(name, "there is another of this name")
        else:
            self._names.add(name)
            return True
        return False

    def _read(self, file: IO[bytes], *, counted: bool = False) -> bytes | None:
        """The content of one member, or None if it is too large; sizes in headers are not believed."""
        parts, size = [], 0
        while part := file.read(_PART):
            size += len(part)
            if not counted:
                self.count(len(part))
            if size > self._limits.member:
                return None
            parts.append(part)
        return b"".join(parts)

    def _kept(self, name: str, content: bytes | None) -> Iterator[tuple[str, bytes]]:
        if content is None:
            self._refuse(name, f"it is larger than {self._limits.member} bytes")
        else:
            yield name, content

    def _refuse(self, name: str, why: str) -> None:
        self.refused.append(Refusal(name, why))

    def count(self, size: int) -> None:
        """Take *size* unpacked bytes off what is left."""
        self._left -= size
        if self._left < 0:
            raise _TooMuchError(f"more than {self._limits.total} bytes unpacked")


class _Counted(io.RawIOBase):
    """A stream that is unpacked as it is read, each byte of it counted."""

    def __init__(self, stream: IO[bytes], reader: _Reader) -> None:
        self._stream = stream
        self._reader = reader

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        part = self._stream.read(_PART if size < 0 else size)
        self._reader.count(len(part))
        return part


def _unpacked(data: bytes) -> IO[bytes]:
    stream = io.BytesIO(data)
    if data.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=stream)  # type: ignore[return-value]
    if data.startswith(b"BZh"):
        return bz2.BZ2File(stream)
    if data.startswith(b"\xfd7zXZ"):
        return lzma.LZMAFile(stream)
    return stream


def _zip_name(info: zipfile.ZipInfo) -> str:
    """
    The name of a member with ``/`` between folders.

    Without the flag for UTF-8 it may be UTF-8 all the same, or the code page of
    a Hungarian Windows, which differs from that of others in ő and ű.
    """
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("cp852", "replace")
    return name.replace("\\", "/")


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name)
    drive = len(name) > 1 and name[1] == ":"
    return not (path.is_absolute() or ".." in path.parts or drive or "\0" in name or not path.name)
