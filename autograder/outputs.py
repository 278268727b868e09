"""
An output folder that may also hold other people's files: only our own files are ever removed.

The files that we wrote are listed in the folder, in the format of ``sha256sum``, so
``sha256sum -c`` tells which of them have been edited since.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import TextIO

from autograder.files import moved, naming, write_whole

__all__ = ["LIST", "OutputFolder", "listed_in", "output_folder"]

#: The list of the files that we wrote, in the folder itself.
LIST = ".gradlings-outputs.sha256"
#: The subfolder for files that are not ours, when one of ours takes their place.
_KEPT = "kept"
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


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
        self._ours = _read_list(path / LIST)

    def write(
        self, name: str, content: str | bytes, *, errors: str = "strict", private: bool = False
    ) -> Path:
        """
        Write a file to the folder and return its path; see :func:`autograder.files.write_whole`.

        Args:
            name: The file's path inside the folder, with slashes.
        """
        assert _is_inside(name), name
        data = content.encode("utf-8", errors) if isinstance(content, str) else content
        path, digest = self.path / name, hashlib.sha256(data).hexdigest()
        found = _digest(path)
        if found is not None and found != digest and found not in self._ours[name]:
            self._keep_aside(name)
        with naming(self.path / LIST):
            self._listing.write(f"{digest}  {name}\n")
            self._listing.flush()
        self._written[name] = digest
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

    def _lines(self) -> list[str]:
        ours = {**self._ours, **{name: {digest} for name, digest in self._written.items()}}
        return [f"{digest}  {name}\n" for name, digests in ours.items() for digest in digests]


def listed_in(folder: Path) -> list[str]:
    """Return the names of the files in *folder* that we wrote, sorted, whether edited or not."""
    return sorted(_read_list(folder / LIST))


def _read_list(path: Path) -> defaultdict[str, set[str]]:
    """The digests that we listed for each name; more than one after a killed run."""
    ours: defaultdict[str, set[str]] = defaultdict(set)
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ours
    for line in text.splitlines():
        # Lines that were cut off, or that we did not write, are ignored.
        if (found := _LINE.fullmatch(line)) and _is_inside(found[2]):
            ours[found[2]].add(found[1])
    return ours


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\n" not in name


def _digest(path: Path) -> str | None:
    """SHA-256 of the file at *path*; empty if it is no regular file; None if it does not exist."""
    if path.is_symlink() or path.is_dir():
        return ""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return None


def _remove_empty(folder: Path, top: Path) -> None:
    """Remove *folder* and the folders above it, below *top*, as long as they are empty."""
    while folder != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
