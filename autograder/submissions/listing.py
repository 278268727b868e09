"""Listing the files that an instructor was handed, by their path; only folders are opened."""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.submissions.kinds import is_clutter, why_not_wanted
from autograder.submissions.layouts import Blackboard, Owner, is_platforms
from autograder.submissions.members import is_archive, without_end
from autograder.submissions.reader import File, Reader
from autograder.submissions.refusals import SubmissionError, printable

__all__ = ["METADATA", "Download", "IsStudent", "Unreadable", "downloads_in", "listed"]

#: The file at the top of Gradescope's export; deeper files of that name are a student's.
METADATA = "submission_metadata.yml"
#: How many files and folders in one folder of the class are looked at, and how deep.
_MAX_ENTRIES = 50_000
_MAX_DEPTH = 32
#: So many of Blackboard's notes are read; the first that says a login is enough.
_MAX_NOTES = 3

#: Tells whether a folder or an archive is called as a student of the class is.
IsStudent = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that is no submission, and the reason. *name* is fit to be shown."""

    name: str
    why: str


@dataclass(slots=True)
class Download:
    """
    Files by their path from the top, with ``/``; links are never followed.

    Attributes:
        files: Those whose kind is read.
        others: Those that are not read, each with the reason. A path that begins with ``../`` is of
            what lies around the download.
        name: What it is called: a section, perhaps.
        inferred: Whether only the names in it tell that what is around them is no student's folder.
        written: Ids of exercises that are answered in words, in files named after them.
    """

    files: dict[str, File] = field(default_factory=dict)
    others: dict[str, tuple[File, str]] = field(default_factory=dict)
    name: str = ""
    inferred: bool = False
    written: Collection[str] = ()

    def add(self, name: str, file: File, why: str = "") -> None:
        """Add a file at the path *name*, with the reason if it can't be read."""
        if why := why or why_not_wanted(name, self.written):
            self.others[name] = (file, why)
        else:
            self.files[name] = file

    def below(self, top: str) -> Download:
        """Return what is below the folder *top*."""
        start = f"{top}/"
        return Download(
            {n.removeprefix(start): f for n, f in self.files.items() if n.startswith(start)},
            {n.removeprefix(start): f for n, f in self.others.items() if n.startswith(start)},
            self.name,
            self.inferred,
            self.written,
        )

    def logins(self, reader: Reader) -> dict[str, str]:
        """Return by name of one of Blackboard's notes the login that it says, if one can be read."""
        notes = [name for name in sorted(self.others) if Blackboard.is_note(name)]
        for name in notes[:_MAX_NOTES]:
            if login := reader.login(self.others[name][0]):
                return {name: login}
        return {}

    def owners(self, reader: Reader) -> dict[str, tuple[Owner, ...]]:
        """
        Return the owners of each folder of Gradescope's export, as its metadata says.

        The metadata is left out of the files that are not read, unless it can't be read.
        """
        if METADATA not in self.others:
            return {}
        metadata, _ = self.others.pop(METADATA)
        owners = reader.owners(metadata)
        if not owners:
            why = "it can't be read; students are called as their folders"
            self.others[METADATA] = (metadata, why)
        return owners


def listed(path: Path, written: Collection[str] = ()) -> Download:
    """
    List the files in *path*, or *path* itself if it is a file.

    Args:
        written: As in :class:`Download`.

    Raises:
        SubmissionError: If it can't be read.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no name of a file"
        raise SubmissionError(f"{printable(path)} can't be read: {why}") from None
    name = without_end(path.resolve().name)
    if stat.S_ISDIR(mode):
        return replace(_Folders(written).download(path), name=path.resolve().name)
    found = Download(name=name, written=written)
    found.add(path.name, File(path.name, path))
    return found


def downloads_in(
    found: Download, reader: Reader, is_student: IsStudent | None = None
) -> Iterator[Download]:
    """
    Yield the downloads that *found* consists of, without folders and archives around them.

    It is several if each of its folders and archives holds what a platform named (a section's
    download each). A single student's folder or archive is no download: what is in it was named by
    the student, and says nothing about others. So it is if the roster has a student of its name;
    otherwise, if it is the only one and is full of names as a platform's, it can only be guessed.
    """
    found = _unwrapped(found, reader, is_student)
    parts = _parts(found, reader, is_student)
    if not parts:
        yield found
        return
    tops = {name.partition("/")[0] for name in found.files}
    outside = {n: o for n, o in found.others.items() if n.partition("/")[0] not in tops}
    loose = Download(others={f"../{name}": other for name, other in outside.items()})
    for part in parts:
        yield from downloads_in(part, reader, is_student)
    if loose.others:
        yield loose


def _parts(found: Download, reader: Reader, is_student: IsStudent | None) -> list[Download]:
    """The downloads in *found*, each a folder or an archive at its top; none if it is one itself."""
    by_top: dict[str, list[str]] = defaultdict(list)
    for name in found.files:
        top, _, inner = name.partition("/")
        by_top[top].append(inner)
    if len(by_top) < 2 or is_platforms(by_top) or any(_is(t, is_student) for t in by_top):
        return []
    parts = []
    for top, names in by_top.items():
        if names != [""]:
            part = found.below(top)
        elif is_archive(top):
            part = _opened(found.files[top], reader, found.written)
        else:
            return []
        part = _unwrapped(part, reader, is_student)
        if not is_platforms({name.partition("/")[0] for name in part.files}):
            return []
        parts.append(
            replace(part, name=f"{found.name}/{without_end(top)}", inferred=is_student is None)
        )
    return parts


def _unwrapped(found: Download, reader: Reader, is_student: IsStudent | None) -> Download:
    """
    Return files by their path without the folders and downloads that contain all of them.

    A single student's folder is no wrapper: it is kept if it holds the files themselves, or if the
    roster has a student of its name.
    """
    while found.files:
        if (only := _only_archive(found.files)) is not None:
            if _is(only.name, is_student):
                break
            opened = _opened(only, reader, found.written)
            opened.others |= found.others
            found = replace(opened, name=found.name, inferred=found.inferred)
            continue
        tops = {name.partition("/")[0] for name in found.files}
        inner = [name.partition("/")[2] for name in found.files]
        top = next(iter(tops))
        below = {name.partition("/")[0] for name in inner}
        wraps = "export" in top or all("/" in name for name in inner) or is_platforms(below)
        wraps = wraps and not _is(top, is_student)
        if len(tops) > 1 or not all(inner) or not wraps or is_platforms([top]):
            break
        outside = {n: o for n, o in found.others.items() if not n.startswith(f"{top}/")}
        found = replace(found.below(top), inferred=found.inferred or is_student is None)
        # What lies beside the only folder is nobody's; its name can't meet one of the folder's.
        found.others |= {f"../{name}": other for name, other in outside.items()}
    return found


def _is(top: str, is_student: IsStudent | None) -> bool:
    return is_student is not None and is_student(without_end(top))


def _only_archive(files: Mapping[str, File]) -> File | None:
    """The only file, if it is an archive and is not named as a student's would be."""
    if len(files) != 1:
        return None
    ((name, file),) = files.items()
    is_students = is_platforms([name.partition("/")[0]]) or len(file.inside) > 1
    return None if is_students or not is_archive(name) else file


def _opened(archive: File, reader: Reader, written: Collection[str]) -> Download:
    found = Download(written=written)
    try:
        names = reader.names(archive)
    except SubmissionError as error:
        found.others[f"../{archive.name}"] = (archive, str(error))
        return found
    for name in names.names:
        inside = (*archive.inside, name)
        found.add(name, File(f"{archive.name}/{name}", archive.content, inside))
    for name, why in names.refused:
        found.add(name, File(f"{archive.name}/{name}", archive.content), why)
    return found


class _Folders:
    """Goes through folders; however many files one student has, others' are listed."""

    def __init__(self, written: Collection[str]) -> None:
        self._found = Download(written=written)
        self._left = _MAX_ENTRIES

    def download(self, folder: Path) -> Download:
        folders = self._entries(folder, "")
        while len(folders) == 1 and not self._found.files:
            # The only folder may be a wrapper.
            ((path, name),) = folders
            folders = self._entries(path, name)
        for path, name in folders:
            self._left = _MAX_ENTRIES
            waiting = [(path, name)]
            while waiting:
                waiting += reversed(self._entries(*waiting.pop()))
        return self._found

    def _entries(self, folder: Path, prefix: str) -> list[tuple[Path, str]]:
        """Add the files in *folder* to the list; return the folders in it."""
        if prefix.count("/") > _MAX_DEPTH:
            self._refuse(prefix, folder, f"it is more than {_MAX_DEPTH} folders deep")
            return []
        try:
            with os.scandir(folder) as found:
                entries = sorted(self._few(found, prefix), key=lambda entry: entry.name)
        except OSError as error:
            self._refuse(prefix, folder, f"the folder can't be read: {error.strerror}")
            return []
        folders = []
        for entry in entries:
            name, path = prefix + entry.name, Path(entry.path)
            if is_clutter(name):
                continue
            if entry.is_symlink():
                self._refuse(name, path, "it is a link; hand in the file itself")
            elif entry.is_dir(follow_symlinks=False):
                folders.append((path, f"{name}/"))
            elif entry.is_file(follow_symlinks=False):
                self._found.add(name, File(name, path))
            else:
                self._refuse(name, path, "it is no regular file")
        return folders

    def _refuse(self, name: str, path: Path, why: str) -> None:
        self._found.add(name, File(name, path), why)

    def _few(self, entries: Iterator[os.DirEntry[str]], prefix: str) -> Iterator[os.DirEntry[str]]:
        for entry in entries:
            self._left -= 1
            if self._left < 0:
                why = f"more than {_MAX_ENTRIES} files; the rest is not read"
                self._refuse(f"{prefix}…", Path(), why)
                return
            yield entry
