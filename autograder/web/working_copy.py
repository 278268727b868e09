"""A working copy as a store: the same files that the terminal and an editor use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from autograder.content import Course, Exercise, Language
from autograder.feedback.refusals import unsaved
from autograder.files import naming, write_whole
from autograder.languages import Words, words_in
from autograder.submissions import (
    MAX_SOURCE,
    Sources,
    read_bytes,
    read_sources,
)
from autograder.submissions.refusals import refuse_long
from autograder.web.stores import Kept, OvertakenError, digest_of, save_held
from autograder.workspace import ProgressFile, Workspace, render_stub

__all__ = ["WorkingCopy"]

_BOM = "\ufeff"


class WorkingCopy:
    """
    Keeps a learner's work in the files of a working copy; a :class:`autograder.web.Store`.

    Files keep their line ends and their byte order mark. Two servers on one working copy, like two
    tabs, never overwrite what they have not seen: a lock is held from the comparison to the write.
    """

    def __init__(self, workspace: Workspace, course: Course) -> None:
        self.workspace = workspace
        self._course = course

    @property
    def progress(self) -> ProgressFile:
        """The working copy's progress file."""
        return self.workspace.progress_file

    @property
    def language(self) -> Language:
        """The working copy's language, which the terminal speaks as well."""
        return self.workspace.language

    def use_language(self, language: Language) -> None:
        """Remember *language*, and bring texts in files to it as ``gradlings update`` does."""
        with self._locked():
            self.workspace.use_language(language)
            for _ in self.workspace.update(self._course):
                pass

    def read(self, exercise: Exercise) -> Kept:
        """Return the text of the learner's file; the stub if the file is missing."""
        return self._kept(exercise, self._bytes(exercise))

    def save(
        self, exercise: Exercise, text: str, based_on: str, *, keep_other: bool = False
    ) -> Kept:
        """Write *text* to the learner's file; see :meth:`Store.save`."""
        refuse_long(f"{exercise.id}.py", len(text.encode("utf-8")))
        with self._locked():
            before = self._bytes(exercise)
            held = _HeldFile(self, exercise, before, self._kept(exercise, before))
            saved = save_held(held, text, based_on, keep_other=keep_other)
        if isinstance(saved, OvertakenError):
            raise saved
        return saved

    def reset(self, exercise: Exercise) -> str:
        """Put the stub back; return the path of the copy of the learner's text, if it differed."""
        with self._locked():
            backup = self.workspace.reset(exercise)
        return self._named(backup) if backup else ""

    def sources(self, exercise: Exercise) -> Sources:
        """Return the learner's program, and the files beside it that it imports."""
        return read_sources(self.path_of(exercise))

    def trouble(self, say: Words) -> str:
        """Return why the progress file can't be written, or an empty text if it can."""
        return unsaved(
            self.progress, say, again=say("It is tried again with your next check or answer.")
        )

    def path_of(self, exercise: Exercise) -> Path:
        """Return the path of the learner's file."""
        # Where the learner's file is a link, what it leads to is edited.
        return self.workspace.path_of(exercise).resolve()

    def _bytes(self, exercise: Exercise) -> bytes | None:
        """The content of the learner's file; None if it is missing."""
        path = self.path_of(exercise)
        return read_bytes(path) if path.exists() else None

    def _kept(self, exercise: Exercise, data: bytes | None) -> Kept:
        if data is None:
            return Kept.nothing(render_stub(exercise, self.language))
        digest, say = digest_of(data), words_in(self.language)
        name = self._named(self.workspace.path_of(exercise))
        if len(data) > MAX_SOURCE:
            problem = say("{path} is too long to be edited here; use your editor.", path=name)
            return Kept("", digest, problem)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            problem = say("{path} is not UTF-8, so it can't be edited here.", path=name)
            return Kept("", digest, problem)
        lines = text.removeprefix(_BOM).replace("\r\n", "\n").replace("\r", "\n")
        return Kept(lines, digest)

    def put_aside(self, exercise: Exercise, data: bytes) -> str:
        """Keep a copy of *data* as what was written for *exercise*; return its path, for the learner."""
        return self._named(self.workspace.put_aside(exercise, data))

    def _named(self, path: Path) -> str:
        return path.relative_to(self.workspace.root).as_posix()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        path = self.workspace.root / ".gradlings" / "web.lock"
        lock = FileLock(path)
        with naming(path):
            lock.acquire(poll_interval=0.005)
        try:
            yield
        finally:
            lock.release()


@dataclass(frozen=True)
class _HeldFile:
    """A learner's file under the lock; *before* is its content, None if it is missing."""

    copy: WorkingCopy
    exercise: Exercise
    before: bytes | None
    now: Kept

    def write(self, text: str) -> Kept:
        written = _as_before(text, self.before or b"")
        write_whole(self.copy.path_of(self.exercise), written)
        return Kept(text, digest_of(written))

    def put_aside(self, text: str | None = None) -> str:
        data = (self.before or b"") if text is None else text.encode("utf-8")
        return self.copy.put_aside(self.exercise, data)


def _as_before(text: str, before: bytes) -> bytes:
    """*text* in bytes, with the line ends and the byte order mark of the file *before*."""
    data = (_BOM if before.startswith(_BOM.encode()) else "").encode() + text.encode("utf-8")
    return data.replace(b"\n", b"\r\n") if b"\r\n" in before else data
