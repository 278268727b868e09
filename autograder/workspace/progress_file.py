"""The progress file: read, and changed by one program at a time, without losing anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from pydantic import ValidationError

from autograder.errors import OurFault
from autograder.files import naming, quoted, write_whole
from autograder.workspace.progress import Progress

__all__ = ["ProgressError", "ProgressFile", "ProgressKeeper"]

#: Seconds to wait for another program's change, which takes milliseconds, and between two attempts.
_PATIENCE, _POLL = 20.0, 0.01


class ProgressError(OurFault):
    """The progress file can't be changed; the message says why and what to do."""


class ProgressKeeper(Protocol):
    """Keeps a learner's progress; a :class:`ProgressFile` is one."""

    def load(self) -> Progress:
        """Return the current progress, for reading only; changes to the object are not saved."""

    def note(self, change: Callable[[Progress], object]) -> Progress:
        """Make *change* to the progress, and return the result."""


class ProgressFile:
    """
    The file of a learner's progress, which several programs change: watch mode, a quiz in another
    terminal, a notebook.

    No program writes back a state that it read earlier. Each change is made to the current contents
    of the file, with all other programs locked out.

    A disk that is full or write-protected is no reason to stop learning: changes that could not be
    written wait in this object, and are tried again with the next change.

    Attributes:
        tell: Called with the new path of an unreadable file that was put aside.
        trouble: Why the file could not be read or written the last time; None if it could.
    """

    def __init__(self, path: Path, tell: Callable[[Path], None] = lambda _: None) -> None:
        self.path = path
        self.tell = tell
        self.trouble: OSError | ProgressError | None = None
        self._waiting: list[Callable[[Progress], object]] = []

    def load(self) -> Progress:
        """
        Return the current progress, for reading only; changes to the object are not saved.

        It includes changes that wait to be written. A missing file means a new learner, and is no
        error. A malformed file is put aside unchanged, never overwritten. If the file can't be
        read, :attr:`trouble` says why, and the progress is that of a new learner.
        """
        try:
            try:
                progress = self._read()
            except ValidationError:
                with self._locked():
                    progress = self._read_or_put_aside()
        except (OSError, ProgressError) as error:
            self.trouble, progress = error, Progress()
        else:
            self.trouble = self.trouble if self._waiting else None
        for change in self._waiting:
            change(progress)
        return progress

    def note(self, change: Callable[[Progress], object]) -> Progress:
        """
        Make *change* to the progress, and return the result.

        If it can't be written, for whatever reason, the change waits, :meth:`load` includes it all
        the same, and :attr:`trouble` says why.

        Args:
            change: Modifies the progress that it is given; it may be called more than once.
        """
        self._waiting.append(change)
        try:
            return self.catch_up()
        except BaseException:  # The change itself failed.
            self._waiting.pop()
            raise

    def catch_up(self) -> Progress:
        """Try again to write waiting changes, if any; return the progress, written or not."""
        if not self._waiting:
            return self.load()
        try:
            with self.changing() as progress:
                pass
        except (OSError, ProgressError) as error:
            self.trouble = error
            return self.load()
        return progress

    @contextmanager
    def changing(self) -> Iterator[Progress]:
        """
        Give the progress to be changed, and write it when the block is left without an error.

        Keep the block short, since other programs wait. A power cut leaves the old file or the new
        one. Waiting changes are written, too.

        Raises:
            ProgressError: If another program does not release the file.
            OSError: If it can't be read or written.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._locked():
            progress = self._read_or_put_aside()
            for change in self._waiting:
                change(progress)
            yield progress
            write_whole(self.path, progress.model_dump_json(indent=1) + "\n")
        self._waiting.clear()
        self.trouble = None

    def _read(self) -> Progress:
        try:
            return Progress.model_validate_json(self.path.read_bytes())
        except FileNotFoundError:
            return Progress()

    def _read_or_put_aside(self) -> Progress:
        try:
            return self._read()
        except ValidationError:
            aside = self.path.with_suffix(".unreadable.json")
            number = 1
            while aside.exists():
                number += 1
                aside = self.path.with_suffix(f".unreadable{number}.json")
            self.path.rename(aside)
            self.tell(aside)
            return Progress()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        from filelock import FileLock, Timeout  # noqa: PLC0415 - commands that note nothing need none

        # The system releases the lock of a program that was killed. The lock file stays.
        # After one wait in vain, the next attempts don't wait until the lock is free again.
        patience = 0.0 if isinstance(self.trouble, ProgressError) else _PATIENCE
        lock = FileLock(self.path.with_suffix(".lock"), timeout=patience)
        try:
            with naming(self.path):  # flock's errors name no file
                lock.acquire(poll_interval=_POLL)
        except Timeout:
            raise ProgressError(
                f"{quoted(self.path)} is held by another program (a watch or a quiz that hangs?); "
                "end that one, then try again"
            ) from None
        try:
            yield
        finally:
            lock.release()
