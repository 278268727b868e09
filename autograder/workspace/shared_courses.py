"""
Courses that others share: a folder, an archive, or an archive behind an https address.

A course is code: its checks run on the learner's machine. So it is read into memory first, with limits
on everything and with nothing of it run, and is written to disk only once somebody has agreed to it.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import IO, Any

from autograder.content import (
    COURSE_SHEET,
    ContentError,
    CourseSheet,
    course_folder,
    load_course,
    read_course_sheet,
)
from autograder.errors import InputError
from autograder.files import quoted, same_name, temporary_folder, write_whole
from autograder.submissions import ArchiveError, ArchiveLimits, Member
from autograder.submissions.archives import walk_archive
from autograder.submissions.refusals import printable

__all__ = ["SharedCourse", "SharedCourseError", "read_shared_course"]

#: A course of hundreds of exercises is far below these.
_LIMITS = ArchiveLimits(
    archive=20_000_000, members=20_000, member=4_000_000, total=100_000_000, name=200, depth=1
)
#: The files that a course is made of; others (pictures of a repository, say) are left behind.
_ENDS = (".yaml", ".md", ".py", ".json")
#: A name that is harmless on every system.
_PART = re.compile(r"\w[\w.-]*(?<!\.)")
_PATIENCE = 30.0


class SharedCourseError(InputError):
    """The course can't be had; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class SharedCourse:
    """
    A course as it was found. Nothing of it has run, or is on disk because of us.

    Attributes:
        origin: Where it is from: an absolute path, or an address.
        folder: The folder that it is in already; None for an archive.
        sheet: What it says of itself.
        files: The contents of its files, by their names in the course's folder, with ``/``.
    """

    origin: str
    folder: Path | None
    sheet: CourseSheet
    files: Mapping[str, bytes] = field(repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 over names and contents: the same for a folder and for an archive of it."""
        found = hashlib.sha256()
        for name in sorted(self.files):
            content = hashlib.sha256(self.files[name]).hexdigest()
            found.update(f"{name}\0{content}\n".encode())
        return found.hexdigest()

    def settle(self, root: Path) -> dict[str, str | None]:
        """
        Put the course into the working copy at *root*, unless it lies in a folder of its own.

        Returns:
            What the working copy has to remember: ``course``, ``origin`` and ``digest``.

        Raises:
            ContentError, OSError: As :meth:`unpack` does.
        """
        if self.folder is not None:
            load_course(self.folder)
            return {"course": str(self.folder), "origin": None, "digest": None}
        place = root / ".gradlings" / "course"
        self.unpack(place)
        course = place.relative_to(root).as_posix()
        return {"course": course, "origin": self.origin, "digest": self.digest}

    def unpack(self, folder: Path) -> None:
        """
        Put the course into *folder*, in the place of what is there.

        Raises:
            ContentError: If it is no course that can be used; then *folder* is as it was.
            OSError: If it can't be written; then *folder* is as it was, or has been renamed to
                ``….old``.
        """
        new, old = (folder.with_name(f"{folder.name}.{end}") for end in ("new", "old"))
        for path in (new, old):
            shutil.rmtree(path, ignore_errors=True)
        for name, data in self.files.items():
            write_whole(new / name, data)
        try:
            load_course(new)
        except ContentError:
            shutil.rmtree(new, ignore_errors=True)
            raise
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
        shutil.rmtree(old, ignore_errors=True)


def read_shared_course(source: str) -> SharedCourse:
    """
    Read the course at *source*: a folder, an archive (zip or tar), or the https address of one.

    Raises:
        SharedCourseError: If there is none, if it can't be had, or if it is larger than any course.
        ContentError: If its ``course.yaml`` has mistakes.
    """
    if re.match(r"[a-z][a-z0-9+.-]+://", source, re.IGNORECASE):
        return _of_archive(source, io.BytesIO(_downloaded(source)))
    path = Path(source).expanduser()
    if path.is_dir():
        return _of_folder(path)
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size > _LIMITS.archive:
                raise SharedCourseError(f"{quoted(path)} is larger than any course")
            return _of_archive(str(path.resolve()), file)
    except OSError as error:
        raise SharedCourseError(f"{quoted(path)} can't be read: {error.strerror}") from None


def _of_folder(path: Path) -> SharedCourse:
    folder = course_folder(path).resolve()
    if not (folder / COURSE_SHEET).is_file():
        raise SharedCourseError(
            f"{quoted(path)} holds no course: there is no {COURSE_SHEET} in it or in its exercises/"
        )
    files = {
        name: file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and _is_wanted(name := file.relative_to(folder).as_posix())
    }
    return SharedCourse(str(folder), folder, read_course_sheet(folder), files)


def _of_archive(origin: str, file: IO[bytes]) -> SharedCourse:
    try:
        members = dict(_members(file))
    except ArchiveError as error:
        raise SharedCourseError(f"{origin} is no archive of a course: {error}") from None
    sheets = [name for name in members if name.split("/")[-1] == COURSE_SHEET]
    nearest = min((name.count("/") for name in sheets), default=0)
    sheets = [name for name in sheets if name.count("/") == nearest]
    if len(sheets) != 1:
        many = f"several courses: {', '.join(sheets)[:200]}" if sheets else f"no {COURSE_SHEET}"
        raise SharedCourseError(f"{origin} has {many}; a course is a folder with that file")
    root = sheets[0].removesuffix(COURSE_SHEET)
    files = {
        name.removeprefix(root): data
        for name, data in members.items()
        if name.startswith(root) and _is_wanted(name.removeprefix(root))
    }
    return SharedCourse(origin, None, _sheet_in(files), files)


def _members(file: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """The members of an archive that a course may have, each name once, however it is spelled."""
    seen: set[str] = set()
    for found in walk_archive(file, _LIMITS, wants=_is_wanted):
        if not isinstance(found, Member):
            if found.name == "…" or _is_wanted(found.name):  # part of a course is no course
                raise ArchiveError(f"{printable(found.name)}: {found.why}")
            continue  # such as a link, or a name that leads elsewhere
        folded = same_name(found.name).casefold()
        if folded in seen:
            raise ArchiveError(f"it has {printable(found.name)} twice")
        seen.add(folded)
        yield found.name, found.data


def _is_wanted(name: str) -> bool:
    parts = name.split("/")
    harmless = len(parts) <= 6 and all(_PART.fullmatch(part) for part in parts)
    return harmless and name.endswith(_ENDS)


def _sheet_in(files: Mapping[str, bytes]) -> CourseSheet:
    """``course.yaml`` of a course that is in memory."""
    folder = temporary_folder("gradlings-")
    try:
        write_whole(folder / COURSE_SHEET, files[COURSE_SHEET])
        return read_course_sheet(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _HttpsOnly(urllib.request.HTTPRedirectHandler):
    """Follows no redirection away from https."""

    def redirect_request(
        self, req: Any, fp: Any, code: Any, msg: Any, headers: Any, newurl: Any
    ) -> Any:
        _require_https(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _require_https(address: str) -> None:
    if not address.lower().startswith("https://"):
        raise SharedCourseError(
            f"{address[:200]} is no https address; over others, anybody on the way could change the "
            "course"
        )


def _downloaded(address: str) -> bytes:
    """The file behind *address*, if it is not larger than any course."""
    _require_https(address)
    opener = urllib.request.build_opener(_HttpsOnly)
    try:
        with opener.open(address, timeout=_PATIENCE) as answer:
            data: bytes = answer.read(_LIMITS.archive + 1)
    except (OSError, HTTPException, ValueError) as error:
        raise SharedCourseError(f"{address} can't be had: {error}") from None
    if len(data) > _LIMITS.archive:
        raise SharedCourseError(f"{address} is larger than any course")
    return data
