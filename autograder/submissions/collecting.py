"""
What a learning platform hands an instructor: whose each file is, told by names alone.

Nothing is opened here but folders; a download is listed in a process of its own, and what is in
files is read later, one attempt at a time (``reader.py``). What is nobody's is listed with why,
and costs nobody else anything.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections import defaultdict
from collections.abc import Collection as Several
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Literal

from autograder.submissions.archives import is_archive
from autograder.submissions.kinds import NOT_WANTED, is_clutter, is_wanted
from autograder.submissions.platforms import Owner, Platform, owner_of, platform_of
from autograder.submissions.reader import File, Reader
from autograder.submissions.reading import SubmissionError, shown

__all__ = [
    "Attempt",
    "Collection",
    "Unreadable",
    "choose_attempts",
    "collect",
    "files_in",
    "safe_file_names",
]

#: Of Gradescope's export, at its top; what a student calls so is a student's.
_METADATA = "submission_metadata.yml"
#: Files and folders that are looked at in one folder of the class, and how deep.
_MAX_ENTRIES = 50_000
_MAX_DEPTH = 32


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


def collect(
    path: Path, *, only_exercises: Several[str] = (), reader: Reader | None = None
) -> Collection:
    """
    Tell whose is what in *path*: a folder, an archive, or one file.

    Args:
        only_exercises: Their ids; ``anna_zero_it.py`` is then a file of anna's.
        reader: Lists archives; one of its own, unless given.

    Raises:
        SubmissionError: If *path* itself can't be read.
        SandboxError, IsolationError: What is our own failure.
    """
    listing = _Listing()
    listing.look_into(path)
    with nullcontext(reader) if reader else Reader() as asked:
        files = listing.unwrapped(asked)
        owners = listing.owners(files.pop(_METADATA, None), asked)
    # What a student calls so is a student's, and no kind of file that is read.
    files = listing.wanted(files)
    platform = platform_of(sorted(files))
    found: dict[tuple[object, ...], list[tuple[Owner, File]]] = defaultdict(list)
    for name in sorted(files):
        for owner in owner_of(name, platform, only_exercises, owners):
            if owner.why_not:
                listing.refuse(files[name].name, owner.why_not)
                continue
            # Canvas marks each file of a resubmission; together they are one attempt.
            key = (owner.id, owner.order[:1])
            file = File(owner.file, files[name].content, files[name].inside)
            found[key].append((owner, file))
    attempts = tuple(_attempt(several) for _, several in sorted(found.items(), key=_by_key))
    refused = sorted(set(listing.refused), key=lambda refusal: (refusal.name, refusal.why))
    return Collection(attempts, tuple(refused), platform)


def files_in(path: Path, reader: Reader) -> tuple[tuple[File, ...], tuple[tuple[str, str], ...]]:
    """
    List all that one student handed in, a file or a folder, and what of it is not read, with why.

    Raises:
        SubmissionError: If *path* itself can't be read.
        SandboxError, IsolationError: What is our own failure.
    """
    listing = _Listing()
    listing.look_into(path)
    files = listing.wanted(listing.unwrapped(reader))
    found = tuple(File(name, file.content, file.inside) for name, file in sorted(files.items()))
    return found, tuple((refused.name, refused.why) for refused in listing.refused)


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

    Letters, digits, ``-``, ``_`` and ``.``, at most 80 characters. An id that is such a name
    already stands as it is; any other gets a piece of its SHA-256, and so does one that
    another's could be taken for: the same where case does not count, with what looks like such
    a piece, or with a dot, behind which endings and languages stand.
    """
    plain = {student: _plain(student) for student in students}
    count: dict[str, int] = defaultdict(int)
    for name in plain.values():
        count[name.casefold()] += 1
    return {
        student: name
        if name == student and count[name.casefold()] == 1 and not _ENDS_LIKE_OURS.search(name)
        else f"{name[:60]}-{_digest(student)}"
        for student, name in plain.items()
    }


_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_ENDS_LIKE_OURS = re.compile(r"-[0-9a-f]{8,}$|\.", re.IGNORECASE)


def _plain(student: str) -> str:
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", student)[:80].strip(".-")
    return f"student-{name}".strip("-") if not name or _RESERVED.fullmatch(name) else name


def _digest(student: str) -> str:
    return hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class _Listing:
    """Files by their path from the top, with ``/``; links are never followed."""

    def __init__(self) -> None:
        self.refused: list[Unreadable] = []
        self._files: dict[str, File] = {}
        self._left = _MAX_ENTRIES

    def refuse(self, name: str, why: str) -> None:
        self.refused.append(Unreadable(shown(name), why))

    def look_into(self, path: Path) -> None:
        """
        List what is in *path*, or *path* itself.

        Raises:
            SubmissionError: If it can't be read.
        """
        try:
            mode = path.stat().st_mode
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "no name of a file"
            raise SubmissionError(f"{shown(path)} can't be read: {why}") from None
        if stat.S_ISDIR(mode):
            self._class(path, "")
        else:
            self._files[path.name] = File(path.name, path)
        self._files = self.wanted(self._files, metadata=True)

    def wanted(self, files: Mapping[str, File], *, metadata: bool = False) -> dict[str, File]:
        """Return those of *files* that are of a kind that is read; the others are listed."""
        kept = {}
        for name, file in files.items():
            if is_wanted(name) or (metadata and name.rpartition("/")[2] == _METADATA):
                kept[name] = file
            else:
                self.refuse(file.name, NOT_WANTED)
        return kept

    def owners(self, metadata: File | None, reader: Reader) -> dict[str, tuple[Owner, ...]]:
        """Return whose each folder of an export is, as the platform says."""
        owners = reader.owners(metadata) if metadata else {}
        if metadata and not owners:
            self.refuse(metadata.name, "it can't be read; students are called as their folders")
        return owners

    def unwrapped(self, reader: Reader) -> dict[str, File]:
        """
        Return files by their path without the folders and downloads that all of them are in.

        A single student's folder is no wrapper: it is kept if it holds the files themselves.
        """
        files = self._files
        while files:
            if (only := self._only_archive(files)) is not None:
                files = self._opened(only, reader)
                continue
            tops = {name.partition("/")[0] for name in files}
            inner = [name.partition("/")[2] for name in files]
            top = next(iter(tops))
            wraps = "export" in top or all("/" in name for name in inner)
            if len(tops) > 1 or not all(inner) or not wraps or owner_like(top):
                break
            files = {name.partition("/")[2]: file for name, file in files.items()}
        return files

    def _only_archive(self, files: Mapping[str, File]) -> File | None:
        """The archive that is all there is, if its name is not one that a student's would have."""
        if len(files) != 1:
            return None
        ((name, file),) = files.items()
        is_students = owner_like(name.partition("/")[0]) or len(file.inside) > 1
        return None if is_students or not is_archive(name) else file

    def _opened(self, archive: File, reader: Reader) -> dict[str, File]:
        try:
            listed = reader.names(archive)
        except SubmissionError as error:
            self.refuse(archive.name, str(error))
            return {}
        for name, why in listed.refused:
            self.refuse(f"{archive.name}/{name}", why)
        return self.wanted(
            {
                name: File(f"{archive.name}/{name}", archive.content, (*archive.inside, name))
                for name in listed.names
            },
            metadata=True,
        )

    def _class(self, folder: Path, prefix: str) -> None:
        """A folder with everybody's files: nobody's are too many for others to be listed."""
        folders = self._entries(folder, prefix)
        while len(folders) == 1 and not self._files:
            # It may be a wrapper.
            ((path, name),) = folders
            folders = self._entries(path, name)
        for path, name in folders:
            self._left = _MAX_ENTRIES
            waiting = [(path, name)]
            while waiting:
                waiting += reversed(self._entries(*waiting.pop()))

    def _entries(self, folder: Path, prefix: str) -> list[tuple[Path, str]]:
        """Take the files in *folder*; return the folders in it."""
        if prefix.count("/") > _MAX_DEPTH:
            self.refuse(prefix, f"it is more than {_MAX_DEPTH} folders deep")
            return []
        try:
            with os.scandir(folder) as found:
                entries = sorted(self._few(found, prefix), key=lambda entry: entry.name)
        except OSError as error:
            self.refuse(prefix, f"the folder can't be read: {error.strerror}")
            return []
        folders = []
        for entry in entries:
            name = prefix + entry.name
            if is_clutter(entry.name):
                continue
            if entry.is_symlink():
                self.refuse(name, "it is a link; hand in the file itself")
            elif entry.is_dir(follow_symlinks=False):
                folders.append((Path(entry.path), f"{name}/"))
            elif entry.is_file(follow_symlinks=False):
                self._files[name] = File(name, Path(entry.path))
            else:
                self.refuse(name, "it is no regular file")
        return folders

    def _few(self, entries: Iterator[os.DirEntry[str]], prefix: str) -> Iterator[os.DirEntry[str]]:
        for entry in entries:
            self._left -= 1
            if self._left < 0:
                self.refuse(prefix + "…", f"more than {_MAX_ENTRIES} files; the rest is not read")
                return
            yield entry


def owner_like(name: str) -> bool:
    """Tell whether *name* is one that a platform gives to a student's files."""
    return platform_of([name]) in (Platform.CANVAS, Platform.MOODLE, Platform.GRADESCOPE)


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
