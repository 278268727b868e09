"""
What a learning platform hands an instructor, read as it is: nothing is extracted or run.

A file that can't be read is listed with why, and costs nobody else anything.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections import defaultdict
from collections.abc import Collection as Several
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Literal

from autograder.submissions.archives import ArchiveError, is_archive, read_archive
from autograder.submissions.platforms import (
    Owner,
    Platform,
    gradescope_owners,
    owner_of,
    platform_of,
)
from autograder.submissions.reading import SubmissionError, read_bytes, shown

__all__ = [
    "QUIZ_ANSWERS",
    "Attempt",
    "Collection",
    "File",
    "Unreadable",
    "choose_attempts",
    "collect",
    "safe_file_names",
]

#: What operating systems, editors and graders leave lying about.
_CLUTTER = re.compile(
    r"__MACOSX|\.DS_Store|\._.*|\.ipynb_checkpoints|__pycache__|Thumbs\.db|desktop\.ini|\.git|"
    r"\.gradlings|\.OTTER_LOG|\.idea|\.vscode"
)
_METADATA = "submission_metadata.yml"
#: Answers to quiz items, handed in beside programs.
QUIZ_ANSWERS = "quiz-answers.json"
#: Files and folders that are looked at; a class of a thousand hands in a few thousand.
_MAX_ENTRIES = 200_000
#: Bytes of all files together; they are held in memory.
_MAX_TOTAL = 4_000_000_000


@dataclass(frozen=True, slots=True)
class File:
    """A script or notebook, under the name that the student gave it."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Attempt:
    """
    What one student handed in at one time.

    Attributes:
        student: The platform's id; hostile, as *name* is.
        submitted: When, if the platform says so; with a time zone.
        late: The platform says that it was late.
        place: Where it was found, for messages.
        order: Compares attempts whose time is not known.
    """

    student: str
    name: str
    files: tuple[File, ...]
    submitted: datetime | None = None
    late: bool = False
    place: str = ""
    order: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that is no submission, and why. *name* is fit to be shown."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Collection:
    """
    Attributes:
        platform: The layout that was recognised.
    """

    attempts: tuple[Attempt, ...]
    unreadable: tuple[Unreadable, ...]
    platform: str


def collect(path: Path, *, only_exercises: Several[str] = ()) -> Collection:
    """
    Read all that is in *path*: a folder, an archive, or one file.

    Args:
        only_exercises: Their ids; ``anna_zero_it.py`` is then a file of anna's.

    Raises:
        SubmissionError: If *path* itself can't be read.
    """
    reader = _Reader()
    reader.read(path)
    files = _without_wrapper(reader.files)
    owners = _gradescope(files)
    files = {name: data for name, data in files.items() if not name.endswith(_METADATA)}
    platform = platform_of(sorted(files))
    found: dict[tuple[object, ...], list[tuple[Owner, File]]] = defaultdict(list)
    for name in sorted(files):
        for owner in owner_of(name, platform, only_exercises, owners):
            if owner.why_not:
                reader.refuse(name, owner.why_not)
                continue
            # Canvas marks each file of a resubmission; together they are one attempt.
            key = (owner.id, owner.order[:1])
            found[key].append((owner, File(owner.file, files[name])))
    attempts = tuple(_attempt(several) for _, several in sorted(found.items(), key=_by_key))
    refused = sorted(set(reader.refused), key=lambda refusal: (refusal.name, refusal.why))
    return Collection(attempts, tuple(refused), platform)


def choose_attempts(
    attempts: Sequence[Attempt],
    *,
    keep: Literal["last", "best", "first"] = "last",
    most: int | None = None,
) -> dict[str, tuple[Attempt, ...]]:
    """
    Return, for each student, the attempts that may count: one, or all for ``"best"``.

    Args:
        most: Of a student's attempts only so many are looked at, the first ones.
    """
    by_student: dict[str, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        by_student[attempt.student].append(attempt)
    chosen = {}
    for student, several in sorted(by_student.items()):
        several.sort(key=_by_time)
        allowed = several[:most]
        match keep:
            case "first":
                allowed = allowed[:1]
            case "last":
                allowed = allowed[-1:]
        chosen[student] = tuple(allowed)
    return chosen


def safe_file_names(students: Sequence[str]) -> dict[str, str]:
    """
    Return a file name for each of *students*, fit for every system and unlike the others.

    Letters, digits, ``-``, ``_`` and ``.``, at most 80 characters; two that would be the
    same, also where case does not count, get a piece of their SHA-256.
    """
    plain = {student: _plain(student) for student in students}
    count: dict[str, int] = defaultdict(int)
    for name in plain.values():
        count[name.casefold()] += 1
    return {
        student: name
        if count[name.casefold()] == 1 and name == student
        else f"{name[:60]}-{hashlib.sha256(student.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
        for student, name in plain.items()
    }


_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def _plain(student: str) -> str:
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", student)[:80].strip(".-")
    return f"student-{name}".strip("-") if not name or _RESERVED.fullmatch(name) else name


class _Reader:
    """Files by their path from the top, with ``/``; links are never followed."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.refused: list[Unreadable] = []
        self._left = _MAX_TOTAL
        self._entries = 0

    def read(self, path: Path) -> None:
        try:
            mode = path.stat().st_mode
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "no name of a file"
            raise SubmissionError(f"{shown(path)} can't be read: {why}") from None
        if stat.S_ISDIR(mode):
            self._folder(path, "")
        else:
            self._file(path, path.name)

    def refuse(self, name: str, why: str) -> None:
        self.refused.append(Unreadable(shown(name), why))

    def _folder(self, folder: Path, prefix: str) -> None:
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            self.refuse(prefix, f"the folder can't be read: {error.strerror}")
            return
        for entry in entries:
            self._entries += 1
            if self._entries > _MAX_ENTRIES:
                self.refuse(
                    prefix + entry.name, f"more than {_MAX_ENTRIES} files; the rest is not read"
                )
                return
            name = prefix + entry.name
            if _CLUTTER.fullmatch(entry.name):
                continue
            if entry.is_symlink():
                self.refuse(name, "it is a link; hand in the file itself")
            elif entry.is_dir(follow_symlinks=False):
                self._folder(Path(entry.path), f"{name}/")
            else:
                self._file(Path(entry.path), name)

    def _file(self, path: Path, name: str) -> None:
        if not _is_wanted(name):
            self.refuse(name, "it is neither a script nor a notebook (.py, .ipynb)")
            return
        try:
            data = read_bytes(path)
        except SubmissionError as error:
            self.refuse(name, str(error))
            return
        self._take(name, data)

    def _take(self, name: str, data: bytes) -> None:
        self._left -= len(data)
        if self._left < 0:
            self.refuse(name, f"there are more than {_MAX_TOTAL} bytes; it is not read")
        elif is_archive(name):
            self._archive(name, data)
        else:
            self.files[name] = data

    def _archive(self, name: str, data: bytes) -> None:
        try:
            archive = read_archive(data)
        except ArchiveError as error:
            self.refuse(name, str(error))
            return
        for refused in archive.refused:
            self.refuse(f"{name}/{refused.name}", refused.why)
        for member in archive.members:
            if any(_CLUTTER.fullmatch(part) for part in member.name.split("/")):
                continue
            if _is_wanted(member.name) and not is_archive(member.name):
                self._take(f"{name}/{member.name}", member.data)
            else:
                self.refuse(
                    f"{name}/{member.name}", "it is neither a script nor a notebook (.py, .ipynb)"
                )


def _is_wanted(name: str) -> bool:
    lower = name.lower()
    return (
        lower.endswith((".py", ".ipynb", f"/{_METADATA}", QUIZ_ANSWERS))
        or lower == _METADATA
        or is_archive(name)
    )


def _without_wrapper(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """
    *files* without the folders or archive that all of them are in.

    A single student's folder is no wrapper: it is kept if it holds the files themselves.
    """
    names = dict(files)
    while names:
        tops = {name.partition("/")[0] for name in names}
        inner = [name.partition("/")[2] for name in names]
        top = next(iter(tops))
        wraps = is_archive(top) or "export" in top or all("/" in name for name in inner)
        if len(tops) > 1 or not all(inner) or not wraps or owner_like(top):
            break
        names = {name.partition("/")[2]: data for name, data in names.items()}
    return names


def owner_like(name: str) -> bool:
    """Tell whether *name* is one that a platform gives to a student's files."""
    return platform_of([name]) in (Platform.CANVAS, Platform.MOODLE, Platform.GRADESCOPE)


def _gradescope(files: Mapping[str, bytes]) -> dict[str, tuple[Owner, ...]]:
    for name in sorted(files):
        if name.rpartition("/")[2] == _METADATA:
            return gradescope_owners(files[name])
    return {}


def _attempt(several: Sequence[tuple[Owner, File]]) -> Attempt:
    owner = several[0][0]
    return Attempt(
        student=owner.id,
        name=owner.name,
        files=tuple(file for _, file in several),
        submitted=owner.submitted,
        late=any(owner.late for owner, _ in several),
        place=owner.name,
        order=owner.order,
    )


def _by_key(item: tuple[tuple[object, ...], object]) -> tuple[str, ...]:
    return tuple(map(repr, item[0]))


_NEVER = datetime.min.replace(tzinfo=timezone.utc)


def _by_time(attempt: Attempt) -> tuple[datetime, tuple[int, ...]]:
    return attempt.submitted or _NEVER, attempt.order
