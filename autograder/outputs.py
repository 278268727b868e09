"""
A folder that we write to beside what others keep there: only what is ours is ever removed.

What we wrote is listed in the folder, in the form of ``sha256sum``, so ``sha256sum -c`` there
tells which of it has been edited since.
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

__all__ = ["LIST", "OutputFolder", "output_folder"]

#: The list of what we wrote, in the folder itself.
LIST = ".gradlings-outputs.sha256"
#: Where in the folder a version goes that is not ours, when ours takes its place.
_KEPT = "kept"
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


@contextlib.contextmanager
def output_folder(path: Path, within: Sequence[str] = ("",)) -> Iterator[OutputFolder]:
    """
    Open the folder at *path*, made if need be, to write files to it again and again.

    On leaving the block without an error, files of earlier runs that were not written again are
    removed, and what was written is listed.

    Args:
        within: Which parts of the folder this run writes, as beginnings of names; all of it,
            unless given. Nothing is removed elsewhere.
    """
    path.mkdir(parents=True, exist_ok=True)
    # A run that is killed leaves a list of all that it wrote and was about to write.
    listing = (path / LIST).open("a", encoding="utf-8", newline="\n")
    output = OutputFolder(path, listing)
    try:
        yield output
    except BaseException:
        # What an error has left in its buffer may not be written now either.
        with contextlib.suppress(OSError):
            listing.close()
        raise
    listing.close()
    output.finish(tuple(within))


class OutputFolder:
    """
    A folder to write files to: made by :func:`output_folder`.

    A file that we did not write, or that was edited since, is not lost: where we need its name it
    is kept aside, where we no longer do it stays.

    Attributes:
        kept: Names of files that were not ours, and where they have been put.
        left: Files of earlier runs that were edited, so they have been left where they are.
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
            name: Its path inside the folder, with slashes.
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
        """Remove files of earlier runs that were not written again; list those that are ours."""
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
            # Whatever is there now is not ours.
            del self._ours[name]

    def _lines(self) -> list[str]:
        ours = {**self._ours, **{name: {digest} for name, digest in self._written.items()}}
        return [f"{digest}  {name}\n" for name, digests in ours.items() for digest in digests]


def _read_list(path: Path) -> defaultdict[str, set[str]]:
    """By name, the digests of what we wrote under it; more than one where a run was killed."""
    ours: defaultdict[str, set[str]] = defaultdict(set)
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ours
    for line in text.splitlines():
        # A line that was cut, or that nobody of us wrote, is passed over.
        if (found := _LINE.fullmatch(line)) and _is_inside(found[2]):
            ours[found[2]].add(found[1])
    return ours


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\n" not in name


def _digest(path: Path) -> str | None:
    """SHA-256 of the file at *path*; empty of what is no file; None if there is nothing."""
    if path.is_symlink() or path.is_dir():
        return ""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return None


def _remove_empty(folder: Path, top: Path) -> None:
    """Remove *folder* and those above it, up to *top*, as far as nothing is in them."""
    while folder != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
