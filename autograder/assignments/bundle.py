"""
The instructor's bundle: all that grading an assignment takes, and no solution.

A folder, or a zip of it: the chosen exercises, the keys of hidden cases, and what the
assignment says. The secret is not in it, only what was drawn from it.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from autograder.assignments.assignment import (
    Assignment,
    AssignmentSheet,
    Attempts,
    Cases,
    Choice,
    Late,
    Moment,
    QuizTask,
    Task,
    variant_of,
)
from autograder.content import LANGUAGES, Course, Exercise, Language, Text, load_course
from autograder.files import PRIVATE, make_private_folder, write_whole
from autograder.judging import Key, KeyFormatError, misconception_of, misfit, read_key
from autograder.quizzes import Solved
from autograder.submissions import ArchiveLimits, Question, read_archive

__all__ = [
    "Bundle",
    "BundleError",
    "KeyMaker",
    "decides",
    "make_bundle",
    "open_bundle",
    "pack",
    "public_bundle",
    "unpack",
]

#: Makes the text of the key of an exercise's hidden cases, given their seed.
KeyMaker = Callable[[Exercise, str], str]

#: How verdicts are judged and kept. Those of before (they told what hidden cases showed; a claim
#: had one misconception) are not taken out of a ledger again once this has changed.
_VERDICTS = b"telling traits"
_SHEET = "assignment.json"
_QUIZ = "quiz.json"
#: Beside the keys: by name, the SHA-256 of each. A key that was damaged or replaced costs points.
_DIGESTS = "digests.json"
_DIGESTS_OF_KEYS = TypeAdapter(dict[str, str])
_QUIZ_KEYS = TypeAdapter(dict[str, tuple[Solved, ...]])
#: What of an exercise goes along: never more than is public anyway.
_PUBLIC = ("exercise.yaml", "checks.py", "key.json", "README*.md", "stub*.py")
#: And of the course.
_OF_ALL = ("misconceptions.yaml", "errors.yaml")


class BundleError(Exception):
    """The bundle can't be read; the message says why and what to do."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Worth(_Model):
    exercise: str
    points: float


class _ItemWorth(_Model):
    item: str
    points: float


class _Sheet(_Model):
    """``assignment.json``."""

    schema_version: Literal[1] = 1
    id: str
    title: Text
    languages: list[Language]
    tasks: list[_Worth]
    hidden: bool
    variants: int
    salt: str
    due: Moment | None
    late: Late
    attempts: Attempts
    quiz: list[_ItemWorth] = []
    integrity: Literal["ask", "refuse"] = "ask"


@dataclass(frozen=True)
class Bundle:
    """
    A bundle that was opened.

    Attributes:
        points: What each exercise is worth, in the assignment's order.
    """

    path: Path
    sheet: _Sheet
    course: Course

    @property
    def id(self) -> str:
        return self.sheet.id

    @cached_property
    def points(self) -> Mapping[str, float]:
        return {task.exercise: task.points for task in self.sheet.tasks}

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        return tuple(self.course.exercise(name) for name in self.points)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What to look for among a student's files."""
        return tuple(question_of(exercise) for exercise in self.exercises)

    def variant_of(self, student: str, exercise: str) -> int:
        """Which set of hidden cases *student* gets in *exercise*; 0 where there is but one."""
        return variant_of(self.sheet.salt, student, exercise, self.sheet.variants)

    def hidden_key(self, exercise: str, variant: int) -> Key | None:
        """
        Return the key of hidden cases, or None where the assignment has none.

        Raises:
            KeyFormatError: If it can't be read; names the file.
        """
        if not self.sheet.hidden:
            return None
        path = self._key_path(exercise, variant)
        data = _key_bytes(path)
        try:
            key = read_key(data.decode("utf-8"))
            wrong = misfit(key, exercise, *self.course.exercise(exercise).frame)
            if not wrong and hashlib.sha256(data).hexdigest() != self._digests.get(path.name):
                wrong = "it is not the one that was made for this assignment"
        except ValueError as error:  # also a KeyFormatError
            key, wrong = None, str(error)
        if key is None or wrong:
            raise KeyFormatError(
                f"{path} is damaged ({wrong}); remove it, and make it again with: gradlings generate"
            )
        return key

    def digest(self, exercise: str, variant: int) -> str:
        """SHA-256 of all that a verdict depends on but the program: checks, keys, sheets, us."""
        found = self.course.exercise(exercise)
        paths = [found.folder / "exercise.yaml", found.checks_path, found.key_path]
        paths += [self.course.path / "misconceptions.yaml", self.course.path / "errors.yaml"]
        paths += [self._key_path(exercise, variant)] if self.sheet.hidden else []
        parts = hashlib.sha256(_VERDICTS)
        for path in paths:
            parts.update(hashlib.sha256(_key_bytes(path)).digest())
        return parts.hexdigest()

    def write_public(self, folder: Path) -> Bundle:
        """Write a bundle of the same assignment with public cases only, for learners to have."""
        shutil.copytree(self.course.path, folder / "exercises", dirs_exist_ok=True)
        # Without hidden cases there are no variants, and the salt has nothing to draw.
        public = {"hidden": False, "variants": 1, "salt": "", "quiz": []}
        sheet = self.sheet.model_copy(update=public)
        write_whole(folder / _SHEET, sheet.model_dump_json(indent=1) + "\n")
        return open_bundle(folder)

    @property
    def quiz(self) -> tuple[QuizTask, ...]:
        """The quiz items, in the assignment's order."""
        return tuple(QuizTask(worth.item, worth.points) for worth in self.sheet.quiz)

    @cached_property
    def quiz_keys(self) -> Mapping[str, tuple[Solved, ...]]:
        """By item, its variants with their keys in the clear; empty in what learners have."""
        path = self.path / _QUIZ
        if not path.exists():
            return {}
        try:
            return _QUIZ_KEYS.validate_json(path.read_bytes())
        except ValidationError:
            raise BundleError(f"{path} is of another version; run: gradlings generate") from None

    def files(self) -> tuple[Path, ...]:
        """The files of the bundle, sorted; nothing else that may lie in its folder."""
        return tuple(sorted(path for path in _files(self.path) if _is_ours(path, self.path)))

    @cached_property
    def _digests(self) -> Mapping[str, str]:
        return _digests_at(self.path)

    def _key_path(self, exercise: str, variant: int) -> Path:
        return _key_path(self.path, exercise, variant)


def question_of(exercise: Exercise) -> Question:
    """Return what to look for among files to find the answer to *exercise*."""
    stubs = tuple(exercise.stub(language) for language in LANGUAGES)
    return Question(exercise.id, exercise.function, stubs)


def make_bundle(
    assignment: Assignment,
    folder: Path,
    key_maker: KeyMaker,
    *,
    progress: Callable[[str], None] | None = None,
    quiz_keys: Mapping[str, Sequence[Solved]] = MappingProxyType({}),
) -> Bundle:
    """
    Write the bundle of *assignment* to *folder* and open it.

    Keys that are there and still current stay: their exercise and seed are the same, and so
    is what they were made from.

    Args:
        key_maker: Runs the solutions; they are needed here and nowhere later.
        progress: Called with an exercise's id before its keys are made.
        quiz_keys: By item, its variants with their keys.
    """
    sheet = assignment.sheet
    if sheet.cases.hidden or quiz_keys:
        make_private_folder(folder)
    _copy_course(assignment, folder / "exercises")
    if sheet.cases.hidden:
        _write_keys(assignment, folder, key_maker, progress)
    data = _Sheet(
        id=assignment.id,
        title=sheet.title,
        languages=sheet.languages,
        tasks=[_Worth(exercise=task.exercise.id, points=task.points) for task in assignment.tasks],
        hidden=sheet.cases.hidden,
        variants=sheet.variants if sheet.cases.hidden else 1,
        salt=assignment.variant_salt,
        due=sheet.due,
        late=sheet.late,
        attempts=sheet.attempts,
        integrity=sheet.integrity,
        quiz=[_ItemWorth(item=task.item, points=task.points) for task in assignment.quiz],
    )
    if quiz_keys:
        keys = {name: tuple(variants) for name, variants in quiz_keys.items()}
        text = _QUIZ_KEYS.dump_json(keys, indent=1).decode() + "\n"
        write_whole(folder / _QUIZ, text, private=True)
    # The salt in it tells which variant is whose.
    text = data.model_dump_json(indent=1) + "\n"
    write_whole(folder / _SHEET, text, private=sheet.cases.hidden)
    return open_bundle(folder)


def _write_keys(
    assignment: Assignment,
    folder: Path,
    key_maker: KeyMaker,
    progress: Callable[[str], None] | None,
) -> None:
    known = _digests_at(folder)
    digests: dict[str, str] = {}
    for exercise in assignment.exercises:
        if progress:
            progress(exercise.id)
        public = _key_at(exercise.key_path)
        for variant in range(assignment.sheet.variants):
            seed = assignment.seed(exercise, variant)
            path = _key_path(folder, exercise.id, variant)
            if not (
                known.get(path.name) == _digest_of(path)
                and _is_current(path, exercise, public, seed)
            ):
                write_whole(path, key_maker(exercise, seed), private=True)
            digests[path.name] = _digest_of(path)
    text = _DIGESTS_OF_KEYS.dump_json(digests, indent=1).decode() + "\n"
    write_whole(folder / "keys" / _DIGESTS, text, private=True)


def public_bundle(course: Course, folder: Path) -> Bundle:
    """Write and open a bundle of all of *course*, on public cases, at its rubrics' points."""
    title = Text(en=course.path.name, hu=course.path.name)
    sheet = AssignmentSheet(
        title=title,
        secret="of public cases only",  # noqa: S106 - nothing is drawn from it
        exercises=[Choice(id=exercise.id) for exercise in course.exercises],
        cases=Cases(hidden=False),
    )
    tasks = tuple(Task(exercise, exercise.points) for exercise in course.exercises)

    def no_keys(exercise: Exercise, seed: str) -> str:
        raise AssertionError(f"no hidden cases: {exercise.id}, {seed}")

    return make_bundle(Assignment(course.path.name, sheet, course, tasks), folder, no_keys)


def open_bundle(folder: Path) -> Bundle:
    """
    Open the bundle in *folder*.

    Raises:
        BundleError: If there is none, or one of another version.
        ContentError: If its exercises can't be read.
    """
    try:
        sheet = _Sheet.model_validate_json((folder / _SHEET).read_bytes())
    except (OSError, ValidationError) as error:
        why = f"{type(error).__name__}" if isinstance(error, ValidationError) else error.strerror
        raise BundleError(
            f"{folder} holds no bundle of this version ({_SHEET}: {why}); "
            "make it with: gradlings generate"
        ) from None
    return Bundle(folder, sheet, load_course(folder / "exercises"))


def pack(folder: Path) -> bytes:
    """Return the bundle in *folder* as a zip; the same bundle always gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in open_bundle(folder).files():
            info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), (1980, 1, 1, 0, 0, 0))
            info.external_attr = PRIVATE << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, path.read_bytes())
    return buffer.getvalue()


def unpack(data: bytes, folder: Path) -> Bundle:
    """Write a packed bundle to *folder* (nothing outside it) and open it."""
    # A thousand sets of hidden cases for each exercise are many small files.
    archive = read_archive(data, ArchiveLimits(depth=1, members=200_000))
    for member in archive.members:
        path = folder / member.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(member.data)
    return open_bundle(folder)


def _copy_course(assignment: Assignment, folder: Path) -> None:
    course = assignment.course
    wanted = {course.path / name for name in _OF_ALL}
    for exercise in assignment.exercises:
        wanted.add(exercise.folder.parent / "chapter.yaml")
        for pattern in _PUBLIC:
            wanted.update(exercise.folder.glob(pattern))
    targets = {folder / path.relative_to(course.path): path for path in wanted}
    # Exercises that are in the assignment no more, and nothing that is not ours.
    gone = [
        path for path in _files(folder) if path not in targets and _is_ours(path, folder.parent)
    ]
    for old in gone:
        old.unlink()
    for target, path in targets.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def decides(program: str, exercise: Exercise) -> bool:
    """
    Tell whether a wrong *program* is needed on hidden cases: to set advice aside.

    Public cases tell which misconception it is, so that keys of hidden ones are small and
    quickly made, and there can be many sets of them.
    """
    return misconception_of(program) in exercise.sheet.advice


def _is_current(path: Path, exercise: Exercise, public: Key | None, seed: str) -> bool:
    """Whether a key is there that was made of the same cases and checks as the *public* one."""
    key = _key_at(path)
    if key is None or public is None:
        return False
    return (
        key.seed == seed
        and key.exercise == exercise.id
        and key.checks_digest == public.checks_digest
        and key.programs == tuple(name for name in public.programs if decides(name, exercise))
    )


def _key_at(path: Path) -> Key | None:
    try:
        return read_key(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _key_bytes(path: Path) -> bytes:
    """What is in a file of the bundle that verdicts depend on."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise KeyFormatError(
            f"{path} can't be read ({error.strerror}); make it again with: gradlings generate"
        ) from None


def _key_path(folder: Path, exercise: str, variant: int) -> Path:
    return folder / "keys" / f"{exercise}.{variant}.json"


def _digests_at(folder: Path) -> Mapping[str, str]:
    """By name, the SHA-256 of each key as it was made; none where that file is missing or damaged."""
    try:
        return _DIGESTS_OF_KEYS.validate_json((folder / "keys" / _DIGESTS).read_bytes())
    except (OSError, ValidationError):
        return {}


def _digest_of(path: Path) -> str:
    """SHA-256 of a file, or an empty text where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _is_ours(path: Path, bundle: Path) -> bool:
    """Whether a file in a bundle's folder is one that we write there, by its name."""
    match path.relative_to(bundle).parts:
        case (name,):
            return name in (_SHEET, _QUIZ)
        case ("keys", name):
            return name.endswith(".json") and not name.startswith(".")
        case ("exercises", name) | ("exercises", _, name):
            return name in (*_OF_ALL, "chapter.yaml")
        case ("exercises", _, _, name):
            return any(fnmatch(name, pattern) for pattern in _PUBLIC)
    return False


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
