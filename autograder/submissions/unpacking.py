"""
Going through an archive, one member in memory at a time, until a limit is reached.

Zips and tars are read by the standard library; the errors that it raises on broken or hostile data
are caught here.
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
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import IO, TypeVar

from autograder.submissions.members import (
    ArchiveError,
    ArchiveLimits,
    Member,
    Refusal,
    TooMuchError,
    is_archive,
)

__all__ = ["Unpacker"]

#: All that the standard library's readers raise on broken or hostile data.
_BROKEN = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, struct.error,
    EOFError, OSError, ValueError, RuntimeError, IndexError, KeyError, OverflowError, MemoryError,
)  # fmt: skip
_CENTRAL_ENTRY = b"PK\x01\x02"
_UTF8_NAME = 0x800
_PART = 1 << 16
#: One member as it is yielded: its name, or name and content.
_Entry = TypeVar("_Entry")


class Unpacker:
    """Goes through archives until a limit is reached; they and their inner archives share it."""

    def __init__(self, limits: ArchiveLimits) -> None:
        self._limits = limits
        self._wants: Callable[[str], bool] = lambda _: True
        self._is_counted = False
        self._left = limits.total
        self._count = 0
        self._names: set[str] = set()
        self._refused: list[Refusal] = []

    def walk(
        self,
        file: IO[bytes],
        *,
        wants: Callable[[str], bool],
        prefix: str = "",
        is_counted: bool = True,
    ) -> Iterator[Member | Refusal]:
        """Do as :func:`walk_archive` says; names begin with *prefix*."""
        self._wants, self._is_counted = wants, is_counted
        try:
            yield from self._read(file, prefix, depth=1)
        except TooMuchError as error:
            yield Refusal(prefix + "…", f"{error}; the rest is not read")

    def _read(self, file: IO[bytes], prefix: str, depth: int) -> Iterator[Member | Refusal]:
        for name, content in self._opened(file, prefix, self._entries):
            yield from self._new_refusals()
            if content is None:
                continue
            if not (is_archive(name) and depth < self._limits.depth):
                yield Member(name, content)
                continue
            try:
                yield from self._read(io.BytesIO(content), prefix=f"{name}/", depth=depth + 1)
            except ArchiveError as error:
                yield Refusal(name, str(error))
        yield from self._new_refusals()

    def names(self, file: IO[bytes]) -> Iterator[str | Refusal]:
        """Go through the names of files as :func:`archive_names` does, with refusals."""
        for name in self._opened(file, "", self._listed):
            yield from self._new_refusals()
            yield name
        yield from self._new_refusals()

    def _opened(
        self, file: IO[bytes], prefix: str, entries: Callable[[IO[bytes], str], Iterator[_Entry]]
    ) -> Iterator[_Entry]:
        if file.seek(0, io.SEEK_END) > self._limits.archive:
            raise ArchiveError(f"the archive is larger than {self._limits.archive} bytes")
        file.seek(0)
        found = entries(file, prefix)
        while True:
            try:
                entry = next(found)
            except StopIteration:
                return
            except _BROKEN as error:
                raise ArchiveError(f"the archive can't be read: {error}") from None
            yield entry

    def _new_refusals(self) -> Iterator[Refusal]:
        """Yield the refusals since the last call."""
        yield from self._refused
        self._refused.clear()

    def _entries(self, file: IO[bytes], prefix: str) -> Iterator[tuple[str, bytes | None]]:
        if zipfile.is_zipfile(file):
            yield from self._zipped(file, prefix)
        else:
            yield from self._tarred(file, prefix)

    def _listed(self, file: IO[bytes], prefix: str) -> Iterator[str]:
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                yield from (name for name, _ in self._zip_entries(archive, prefix))
            return
        file.seek(0)
        with tarfile.open(fileobj=_Counted(_unpacked(file), self), mode="r|") as tar:
            yield from (name for name, _ in self._tar_entries(tar, prefix))

    def _zipped(self, file: IO[bytes], prefix: str) -> Iterator[tuple[str, bytes | None]]:
        # Counted before zipfile makes an object of each member.
        if self._is_counted and _count(file, _CENTRAL_ENTRY) > 2 * self._limits.members:
            raise TooMuchError(f"more than {self._limits.members} members")
        with zipfile.ZipFile(file) as archive:
            for name, info in self._zip_entries(archive, prefix):
                try:
                    with archive.open(info) as member:
                        content = self._content(member, name)
                except _BROKEN as error:
                    self._refuse(name, f"it is broken: {error}")
                    content = None
                yield name, content

    def _zip_entries(
        self, archive: zipfile.ZipFile, prefix: str
    ) -> Iterator[tuple[str, zipfile.ZipInfo]]:
        for info in archive.infolist():
            if info.is_dir():
                continue
            name = _zip_name(info)
            mode = info.external_attr >> 16
            if not self._takes(name, prefix, regular=not stat.S_IFMT(mode) or stat.S_ISREG(mode)):
                continue
            name = prefix + name
            if info.flag_bits & 1:
                self._refuse(name, "it is encrypted")
                continue
            yield name, info

    def _tarred(self, file: IO[bytes], prefix: str) -> Iterator[tuple[str, bytes | None]]:
        # As a stream, since seeking back and forth would unpack a compressed tar again and again.
        file.seek(0)
        with tarfile.open(fileobj=_Counted(_unpacked(file), self), mode="r|") as archive:
            for name, info in self._tar_entries(archive, prefix):
                member = archive.extractfile(info)
                yield name, self._content(member, name, counted=True) if member else None

    def _tar_entries(
        self, archive: tarfile.TarFile, prefix: str
    ) -> Iterator[tuple[str, tarfile.TarInfo]]:
        for info in archive:
            archive.members = []  # type: ignore[attr-defined] # tarfile keeps each header that it has seen
            if info.isdir():
                continue
            if self._takes(info.name, prefix, regular=info.isreg() and not info.issparse()):
                yield prefix + info.name, info

    def _takes(self, bare: str, prefix: str, *, regular: bool) -> bool:
        """Whether a member may be read at all; if not, it is listed as refused."""
        self._count += 1
        if self._count > self._limits.members:
            raise TooMuchError(f"more than {self._limits.members} members")
        name = prefix + bare
        if len(bare) > self._limits.name:
            self._refuse(prefix + bare[: self._limits.name], "its name is too long")
        elif not _stays_inside(bare):
            self._refuse(name, "its name leads out of the archive")
        elif not regular:
            self._refuse(name, "it is a link or a device, not a file")
        elif name in self._names:
            self._refuse(name, "there is another of this name")
        elif self._wants(name):
            self._names.add(name)
            return True
        return False

    def _content(self, file: IO[bytes], name: str, *, counted: bool = False) -> bytes | None:
        """The content of one member, or None if it is too large; sizes in headers don't count."""
        parts, size = [], 0
        while part := file.read(_PART):
            size += len(part)
            if not counted:
                self.count(len(part))
            if size > self._limits.member:
                self._refuse(name, f"it is larger than {self._limits.member} bytes")
                return None
            parts.append(part)
        return b"".join(parts)

    def _refuse(self, name: str, why: str) -> None:
        self._refused.append(Refusal(name, why))

    def count(self, size: int) -> None:
        """Subtract *size* unpacked bytes from what is left; TooMuchError if nothing is."""
        self._left -= size
        if self._left < 0:
            raise TooMuchError(f"more than {self._limits.total} bytes unpacked")


class _Counted(io.RawIOBase):
    """A stream that is unpacked as it is read, with every byte counted."""

    def __init__(self, stream: IO[bytes], reader: Unpacker) -> None:
        self._stream = stream
        self._reader = reader

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        part = self._stream.read(_PART if size < 0 else size)
        self._reader.count(len(part))
        return part


def _unpacked(file: IO[bytes]) -> IO[bytes]:
    start = file.read(5)
    file.seek(0)
    if start.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=file)  # type: ignore[return-value]
    if start.startswith(b"BZh"):
        return bz2.BZ2File(file)
    if start.startswith(b"\xfd7zXZ"):
        return lzma.LZMAFile(file)
    return file


def _count(file: IO[bytes], mark: bytes) -> int:
    """Return how often *mark* occurs in *file*, which is read piece by piece."""
    file.seek(0)
    count, rest = 0, b""
    while part := file.read(1 << 20):
        part = rest + part
        count += part.count(mark)
        rest = part[-len(mark) + 1 :]
    return count


def _zip_name(info: zipfile.ZipInfo) -> str:
    """
    Return the name of a member with ``/`` between folders.

    A name without the flag for UTF-8 may be UTF-8 all the same, or in the code page of
    a Hungarian Windows, which differs from others in ő and ű.
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
