"""Listing the files that an instructor was handed, by their path; only folders are opened."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.submissions.kinds import NOT_WANTED, is_clutter, is_wanted
from autograder.submissions.members import is_archive
from autograder.submissions.platforms import Owner, Platform, platform_of
from autograder.submissions.reader import File, Reader
from autograder.submissions.refusals import SubmissionError, printable

__all__ = ["METADATA", "Listing", "Unreadable"]

#: The file at the top of Gradescope's export; deeper files of that name are a student's.
METADATA = "submission_metadata.yml"
#: How many files and folders in one folder of the class are looked at, and how deep.
_MAX_ENTRIES = 50_000
_MAX_DEPTH = 32


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that is no submission, and the reason. *name* is fit to be shown."""

    name: str
    why: str


class Listing:
    """Files by their path from the top, with ``/``; links are never followed."""

    def __init__(self) -> None:
        self.refused: list[Unreadable] = []
        self._files: dict[str, File] = {}
        self._left = _MAX_ENTRIES

    def refuse(self, name: str, why: str) -> None:
        """List *name* among what is not read, with the reason *why*."""
        self.refused.append(Unreadable(printable(name), why))

    def look_into(self, path: Path) -> None:
        """
        List the files in *path*, or *path* itself if it is a file.

        Raises:
            SubmissionError: If it can't be read.
        """
        try:
            mode = path.stat().st_mode
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "no name of a file"
            raise SubmissionError(f"{printable(path)} can't be read: {why}") from None
        if stat.S_ISDIR(mode):
            self._class(path, "")
        else:
            self._files[path.name] = File(path.name, path)
        self._files = self.wanted(self._files, metadata=True)

    def wanted(self, files: Mapping[str, File], *, metadata: bool = False) -> dict[str, File]:
        """Return those of *files* whose kind is read; the others are listed as refused."""
        kept = {}
        for name, file in files.items():
            if is_wanted(name) or (metadata and name.rpartition("/")[2] == METADATA):
                kept[name] = file
            else:
                self.refuse(file.name, NOT_WANTED)
        return kept

    def owners(self, metadata: File | None, reader: Reader) -> dict[str, tuple[Owner, ...]]:
        """Return the owners of each folder of an export, as its *metadata* says."""
        owners = reader.owners(metadata) if metadata else {}
        if metadata and not owners:
            self.refuse(metadata.name, "it can't be read; students are called as their folders")
        return owners

    def unwrapped(self, reader: Reader) -> dict[str, File]:
        """
        Return files by their path without the folders and downloads that contain all of them.

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
        """The only file, if it is an archive and is not named as a student's would be."""
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
        """List a folder of a class; however many files one student has, others' are listed."""
        folders = self._entries(folder, prefix)
        while len(folders) == 1 and not self._files:
            # The only folder may be a wrapper.
            ((path, name),) = folders
            folders = self._entries(path, name)
        for path, name in folders:
            self._left = _MAX_ENTRIES
            waiting = [(path, name)]
            while waiting:
                waiting += reversed(self._entries(*waiting.pop()))

    def _entries(self, folder: Path, prefix: str) -> list[tuple[Path, str]]:
        """Add the files in *folder* to the list; return the folders in it."""
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
    """Tell whether *name* is like those that platforms give to a student's files."""
    return platform_of([name]) in (Platform.CANVAS, Platform.MOODLE, Platform.GRADESCOPE)
