"""A working copy: one file for each exercise, with the statement above the stub."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.content import Course, Exercise, Language
from autograder.enums import StrEnum
from autograder.files import as_on_disk, same_name, write_whole
from autograder.workspace.merging import merged
from autograder.workspace.progress_file import ProgressFile
from autograder.workspace.settings import (
    NoWorkspaceError,
    Settings,
    WorkspaceError,
    read_settings,
    settings_path,
    write_settings,
)

if TYPE_CHECKING:  # Most commands take no course.
    from autograder.workspace.shared_courses import SharedCourse

__all__ = [
    "NoWorkspaceError",
    "Update",
    "UpdateKind",
    "Workspace",
    "WorkspaceError",
    "render_stub",
]

_RULE = "# " + "─" * 77


class UpdateKind(StrEnum):
    """What an update did to one file."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    REPLACED = "replaced"
    MERGED = "merged"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Update:
    """
    What an update did to the file of one exercise.

    Attributes:
        beside: For CONFLICT, the path of the new version; the learner's file stayed as it was.
    """

    exercise: str
    kind: UpdateKind
    path: Path
    beside: Path | None = None


def render_stub(exercise: Exercise, language: Language) -> str:
    """Return the text of a learner's new file: the statement as comments, then the stub."""
    statement = exercise.statement(language).strip().splitlines()
    # A Markdown heading starts with the same sign as a comment, so no second one is added.
    header = [line if line.startswith("# ") else f"# {line}".rstrip() for line in statement]
    header += ["#", f"# gradlings hint {exercise.id}", _RULE]
    return "\n".join(header) + "\n\n" + exercise.stub(language).lstrip("\n")


class Workspace:
    """
    A folder with ``exercises/<chapter>/<id>.py`` to edit and ``.gradlings/`` to leave alone.

    ``.gradlings/given`` keeps every file as it was handed out, so that an update
    can tell a learner's edits from an older version of the course.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._state = root / ".gradlings"
        self.progress_file = ProgressFile(self._state / "progress.json")
        self.reread()

    def reread(self) -> None:
        """
        Read the settings, which another program may have changed.

        Raises:
            NoWorkspaceError: If there are none.
            WorkspaceError: If they can't be read.
        """
        self._settings = read_settings(self.root)

    @classmethod
    def find(cls, start: Path) -> Workspace:
        """
        Return the working copy that contains *start*.

        Raises:
            NoWorkspaceError: If there is none.
        """
        start = start.resolve()
        for folder in (start, *start.parents):
            if settings_path(folder).is_file():
                return cls(folder)
        raise NoWorkspaceError("this is no working copy; make one with: gradlings init")

    @classmethod
    def create(
        cls,
        root: Path,
        course: Course,
        language: Language,
        *,
        bundled: bool = True,
        inside: Path | None = None,
    ) -> tuple[Workspace, list[Update]]:
        """
        Make a working copy at *root* (created if missing) and write the files that are missing.

        Existing files stay as they are, on a second call, too.

        Args:
            bundled: Whether the course is the one that comes with Gradlings.
            inside: The folder of the course, if that is in *root* and moves together with it.

        Raises:
            OSError: If it can't be written; repeating the call completes the working copy.
        """
        where = None if bundled else str(course.path.resolve())
        if inside is not None:
            where = inside.relative_to(root).as_posix()
        if not settings_path(root).exists():
            write_settings(root, Settings(language=language, course=where))
        workspace = cls(root)
        return workspace, list(workspace.update(course, only_missing=True))

    @classmethod
    def create_shared(cls, root: Path, shared: SharedCourse, language: Language) -> Workspace:
        """
        Make a working copy of *shared* at *root*, which has none; it gets its files by :meth:`update`.

        Raises:
            ContentError: If it is no course that can be used; then there is no working copy.
            OSError: If something can't be written.
        """
        settled = shared.settle(root)
        write_settings(root, Settings.model_validate({"language": language, **settled}))
        return cls(root)

    @property
    def settings_path(self) -> Path:
        """The file that holds language and course."""
        return settings_path(self.root)

    @property
    def language(self) -> Language:
        """The language of statements and feedback."""
        return self._settings.language

    @property
    def course_path(self) -> Path | None:
        """The folder of the course, or None for the one that comes with Gradlings."""
        # An absolute path stays as it is.
        return self.root / self._settings.course if self._settings.course else None

    @property
    def origin(self) -> str | None:
        """Where the course was unpacked from; None where there is nothing to unpack again."""
        return self._settings.origin

    @property
    def digest(self) -> str | None:
        """The digest of the course as it was unpacked last."""
        return self._settings.digest

    def use_course(self, shared: SharedCourse) -> None:
        """
        Take *shared* for the course; the learner's files change with the next :meth:`update`.

        Raises:
            ContentError: If it is no course that can be used; then nothing has changed.
            OSError: If something can't be written.
        """
        self._change(**shared.settle(self.root))

    @property
    def exercises_folder(self) -> Path:
        """The folder with the learner's files."""
        return self.root / "exercises"

    def use_language(self, language: Language) -> None:
        """Remember *language*; texts in files change with the next :meth:`update`."""
        self._change(language=language)

    def _change(self, **settings: str | None) -> None:
        self._settings = self._settings.model_copy(update=settings)
        write_settings(self.root, self._settings)

    def path_of(self, exercise: Exercise) -> Path:
        """Return the path of the learner's file of *exercise*."""
        chapter = as_on_disk(self.exercises_folder / exercise.chapter)
        return as_on_disk(chapter / f"{exercise.id}.py")

    def exercise_of(self, path: Path, course: Course) -> Exercise | None:
        """Return the exercise whose file is at *path*, or None."""
        wanted, name = _same_path(path), same_name(path.stem)
        # One of its name nearly always is it, so that no other path need be followed.
        likely = sorted(course.exercises, key=lambda exercise: exercise.id != name)
        return next((e for e in likely if _same_path(self.path_of(e)) == wanted), None)

    def update(self, course: Course, *, only_missing: bool = False) -> Iterator[Update]:
        """
        Bring every file to the course's version, keeping what the learner wrote.

        Untouched files are replaced, edited ones merged (by ``git merge-file``
        if git is installed). If that fails, the learner's file stays and the new
        version is put beside it.
        """
        self._write_chapter_pages(course)
        for exercise in course.exercises:
            yield self._update_one(exercise, only_missing=only_missing)

    def _write_chapter_pages(self, course: Course) -> None:
        """Write each chapter's page beside its exercises; a page that the learner edited stays."""
        for chapter in dict.fromkeys(exercise.chapter for exercise in course.exercises):
            page = course.page(chapter, self.language)
            target = self.exercises_folder / chapter / "README.md"
            given = self._state / "given" / f"{chapter}.README.md"
            ours = (
                given.is_file() and target.is_file() and given.read_bytes() == target.read_bytes()
            )
            if page is not None and (ours or not target.exists()):
                for path in (given, target):
                    write_whole(path, page)

    def reset(self, exercise: Exercise) -> Path | None:
        """
        Put the stub back; return the path of a copy of the learner's version, if it differed.

        Progress on the exercise starts anew.

        Raises:
            OSError: If a file can't be written; then the learner's version is untouched.
            SubmissionError: If the file is not a regular one, or too large for a copy.
        """
        # Imported here, since lists and hints answer sooner without it.
        from autograder.submissions.reading import read_bytes  # noqa: PLC0415

        path, new = self.path_of(exercise), render_stub(exercise, self.language)
        backup = None
        if path.exists() and (old := read_bytes(path)) != new.encode():
            backup = self.put_aside(exercise, old)
        self._write(exercise, new)
        self.progress_file.note(lambda progress: progress.start_anew(exercise.id))
        return backup

    def put_aside(self, exercise: Exercise, version: bytes) -> Path:
        """
        Keep a copy of a *version* of the learner's file, and return its path.

        Raises:
            OSError: If it can't be written.
        """
        folder = self._state / "backups"
        newest = max(folder.glob(f"{exercise.id}.*.py"), default=None)
        if newest is not None and newest.read_bytes() == version:
            return newest
        stamp = datetime.now(timezone.utc).strftime("%Y%m%d-%H%M%S-%f")
        return write_whole(folder / f"{exercise.id}.{stamp}.py", version)

    def _update_one(self, exercise: Exercise, *, only_missing: bool) -> Update:
        path, new = self.path_of(exercise), render_stub(exercise, self.language)
        if not path.exists():
            self._write(exercise, new)
            return Update(exercise.id, UpdateKind.WRITTEN, path)
        mine = path.read_text(encoding="utf-8", errors="surrogateescape")
        given = self._given(exercise)
        base = given.read_text(encoding="utf-8") if given.is_file() else None
        if mine == new:
            self._remember(exercise, new)
            return Update(exercise.id, UpdateKind.UNCHANGED, path)
        if only_missing or base == new:
            return Update(exercise.id, UpdateKind.KEPT, path)
        if mine == base:
            self._write(exercise, new)
            return Update(exercise.id, UpdateKind.REPLACED, path)
        both = merged(mine, base, new) if base is not None else None
        if both is not None:
            write_whole(path, both, errors="surrogateescape")
            self._remember(exercise, new)
            return Update(exercise.id, UpdateKind.MERGED, path)
        beside = path.with_name(f"{path.name}.new")
        write_whole(beside, new)
        self._remember(exercise, new)
        return Update(exercise.id, UpdateKind.CONFLICT, path, beside)

    def _given(self, exercise: Exercise) -> Path:
        return self._state / "given" / f"{exercise.id}.py"

    def _write(self, exercise: Exercise, text: str) -> None:
        write_whole(self.path_of(exercise), text, errors="surrogateescape")
        self._remember(exercise, text)

    def _remember(self, exercise: Exercise, text: str) -> None:
        write_whole(self._given(exercise), text)


def _same_path(path: Path) -> str:
    """Return a text that is the same for all paths of a file, through links and other spellings."""
    return same_name(str(path.resolve()))
