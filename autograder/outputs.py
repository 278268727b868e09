"""
An output folder that may also hold other people's files: only our own files are ever removed.

The files that we wrote are listed in the folder, in the format of ``sha256sum``, so
``sha256sum -c`` tells which of them have been edited since. Comments in the list say what a file was
made from, so that a file is not made again whose sources are as they were.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import stat
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from autograder.files import moved, naming, write_whole

__all__ = ["LIST", "OutputFolder", "listed_in", "output_folder"]

#: The list of the files that we wrote, in the folder itself.
LIST = ".gradlings-outputs.sha256"
#: The subfolder for files that are not ours, when one of ours takes their place.
_KEPT = "kept"
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
#: The stamp of what a file was made from, and the file's digest. (``sha256sum -c`` skips comments.)
_MADE = re.compile(r"# from ([0-9a-f]{64}): ([0-9a-f]{64})  (.+)")


@contextlib.contextmanager
def output_folder(path: Path, within: Sequence[str] = ("",)) -> Iterator[OutputFolder]:
    """
    Open the folder at *path*, made if missing, for a run that writes files to it.

    When the block ends without an error, our files of earlier runs that were not written again are
    removed, and the files that were written are listed.

    Args:
        within: The parts of the folder that this run writes, as prefixes of names; all of it by
            default. Nothing is removed elsewhere.
    """
    path.mkdir(parents=True, exist_ok=True)
    # Each file is listed before it is written, so a killed run leaves a complete list.
    listing = (path / LIST).open("a", encoding="utf-8", newline="\n")
    output = OutputFolder(path, listing)
    try:
        yield output
    except BaseException:
        # After an error, lines left in the buffer may fail to be written again.
        with contextlib.suppress(OSError):
            listing.close()
        raise
    listing.close()
    output.finish(tuple(within))


class OutputFolder:
    """
    A folder to write files to, opened by :func:`output_folder`.

    A file that we did not write, or that was edited since, is never lost: if we need its name, it
    is put aside; if we no longer need it, it stays.

    Attributes:
        kept: Names of files that were not ours, and where they have been put.
        left: Edited files of earlier runs, left where they are.
    """

    def __init__(self, path: Path, listing: TextIO) -> None:
        self.path = path
        self.kept: list[tuple[str, Path]] = []
        self.left: list[Path] = []
        self._listing = listing
        self._written: dict[str, str] = {}
        self._ours, self._made = _read_list(path / LIST)
        self._stamps: dict[str, str] = {}

    def is_current(self, name: str, stamp: str) -> bool:
        """
        Tell whether a file is there, as we wrote it, that was made from what *stamp* stands for.

        Then it counts as written in this run, too.
        """
        digest = self._made.get((name, stamp))
        if digest is None or _digest(self.path / name) != digest:
            return False
        self._written[name], self._stamps[name] = digest, stamp
        return True

    def digest(self, name: str) -> str:
        """Return the SHA-256 of a file that this run has written."""
        return self._written[name]

    def write(
        self,
        name: str,
        content: str | bytes,
        *,
        errors: str = "strict",
        private: bool = False,
        stamp: str = "",
    ) -> Path:
        """
        Write a file to the folder and return its path; see :func:`autograder.files.write_whole`.

        Args:
            name: The file's path inside the folder, with slashes.
            stamp: The stamp (:func:`autograder.stamps.stamp_of`) of all that *content* was made from.
        """
        assert _is_inside(name), name
        data = content.encode("utf-8", errors) if isinstance(content, str) else content
        path, digest = self.path / name, hashlib.sha256(data).hexdigest()
        found = _digest(path)
        if found is not None and found != digest and found not in self._ours[name]:
            self._keep_aside(name)
        with naming(self.path / LIST):
            self._listing.write("".join(_lines_on(name, digest, stamp)))
            self._listing.flush()
        self._written[name], self._stamps[name] = digest, stamp
        return write_whole(path, data, private=private)

    def _keep_aside(self, name: str) -> None:
        wanted = self.path / _KEPT / name
        aside, number = wanted, 1
        while aside.exists():
            number += 1
            aside = wanted.with_name(f"{wanted.stem}.{number}{wanted.suffix}")
        aside.parent.mkdir(parents=True, exist_ok=True)
        moved(self.path / name, aside)
        self.kept.append((name, aside))

    def finish(self, within: tuple[str, ...]) -> None:
        """Remove our files of earlier runs that were not written again; list the present ones."""
        self._remove_old(within)
        write_whole(self.path / LIST, "".join(sorted(self._lines())))

    def _remove_old(self, within: tuple[str, ...]) -> None:
        for name in sorted(self._ours.keys() - self._written.keys()):
            path = self.path / name
            if not name.startswith(within):
                continue
            found = _digest(path)
            if found in self._ours[name]:
                path.unlink()
                _remove_empty(path.parent, self.path)
            elif found is not None:
                self.left.append(path)
            # A file that is still there is not ours.
            del self._ours[name]

    def _lines(self) -> Iterator[str]:
        for name, digest in self._written.items():
            yield from _lines_on(name, digest, self._stamps[name])
        for (name, stamp), digest in self._made.items():
            if name in self._ours and name not in self._written:
                yield _made_line(name, digest, stamp)
        for name, digests in self._ours.items():
            if name not in self._written:
                yield from (_line(name, digest) for digest in digests)


def listed_in(folder: Path) -> list[str]:
    """Return the names of the files in *folder* that we wrote, sorted, whether edited or not."""
    return sorted(_read_list(folder / LIST)[0])


def _lines_on(name: str, digest: str, stamp: str) -> Iterator[str]:
    yield _line(name, digest)
    if stamp:
        yield _made_line(name, digest, stamp)


def _line(name: str, digest: str) -> str:
    return f"{digest}  {name}\n"


def _made_line(name: str, digest: str, stamp: str) -> str:
    return f"# from {stamp}: {digest}  {name}\n"


def _read_list(path: Path) -> tuple[defaultdict[str, set[str]], dict[tuple[str, str], str]]:
    """
    The digests that we listed for each name; more than one after a killed run.

    And the digest of what was made from what a stamp stands for, by name and stamp.
    """
    ours: defaultdict[str, set[str]] = defaultdict(set)
    made: dict[tuple[str, str], str] = {}
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ours, made
    for line in text.splitlines():
        # Lines that were cut off, or that we did not write, are ignored.
        if (found := _LINE.fullmatch(line)) and _is_inside(found[2]):
            ours[found[2]].add(found[1])
        elif (found := _MADE.fullmatch(line)) and _is_inside(found[3]):
            made[found[3], found[1]] = found[2]
    return ours, made


def _is_inside(name: str) -> bool:
    return not name.startswith("/") and ".." not in name.split("/") and "\n" not in name


def _digest(path: Path) -> str | None:
    """SHA-256 of the file at *path*; empty if it is no regular file; None if it does not exist."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return ""
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return None


def _remove_empty(folder: Path, top: Path) -> None:
    """Remove *folder* and the folders above it, below *top*, as long as they are empty."""
    while folder != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
