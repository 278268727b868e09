"""
The instructor's bundle: everything needed to grade an assignment, without solutions.

A bundle is a folder, or a zip of it, with the chosen exercises, the keys of hidden cases and the
assignment's rules. It does not contain the secret, only what was drawn from it.
"""

from __future__ import annotations

import functools
import hashlib
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from autograder import __version__
from autograder.assignments.assignment import QuizTask, variant_of
from autograder.assignments.layout import (
    QUIZ,
    SHEET,
    SHEETS,
    digests_at,
    files_below,
    is_ours,
    key_path,
)
from autograder.assignments.own_sheets import OwnSheets, read_own_sheets
from autograder.assignments.sheet import Attempts, Late, Moment
from autograder.assignments.written import WrittenTask, question_on
from autograder.content import Course, Exercise, Language, Text, load_course
from autograder.errors import InputError
from autograder.files import write_whole
from autograder.judging import Key, KeyFormatError, misfit, read_key
from autograder.quizzes import Solved
from autograder.submissions import Question, WrittenQuestion

__all__ = ["QUIZ_KEYS", "Bundle", "BundleError", "BundleSheet", "ItemWorth", "Worth", "open_bundle"]

#: How verdicts are judged and kept. Those of before (they told what hidden cases showed; a claim
#: had one misconception) are not taken out of a ledger again once this has changed.
_VERDICTS = b"telling traits"
QUIZ_KEYS = TypeAdapter(dict[str, tuple[Solved, ...]])


class BundleError(InputError):
    """A bundle can't be read; the message says why and what to do."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Worth(_Model):
    """An exercise by its id, and its points."""

    exercise: str
    points: float


class ItemWorth(_Model):
    """A quiz item by its id, and its points."""

    item: str
    points: float


class BundleSheet(_Model):
    """The contents of ``assignment.json``."""

    schema_version: Literal[1] = 1
    id: str
    title: Text
    languages: list[Language]
    tasks: list[Worth]
    hidden: bool
    variants: int
    salt: str
    due: Moment | None
    late: Late
    attempts: Attempts
    quiz: list[ItemWorth] = []
    integrity: Literal["ask", "refuse"] = "ask"
    written: list[WrittenTask] = []


@dataclass(frozen=True)
class Bundle:
    """An opened bundle."""

    path: Path
    sheet: BundleSheet
    course: Course

    @property
    def id(self) -> str:
        """The id of the assignment."""
        return self.sheet.id

    @cached_property
    def points(self) -> Mapping[str, float]:
        """The points of each exercise, in the assignment's order."""
        return {task.exercise: task.points for task in self.sheet.tasks}

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        """The exercises, in the assignment's order."""
        return tuple(self.course.exercise(name) for name in self.points)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions whose answers are searched for among a student's files."""
        return tuple(question_of(exercise) for exercise in self.exercises)

    @property
    def written(self) -> tuple[WrittenTask, ...]:
        """The exercises that a person grades, in the assignment's order."""
        return tuple(self.sheet.written)

    @cached_property
    def written_questions(self) -> tuple[WrittenQuestion, ...]:
        """The questions whose answers in words are searched for among a student's files."""
        return tuple(question_on(task, self.sheet.languages) for task in self.written)

    @property
    def worth(self) -> Mapping[str, float]:
        """The points of all that points are given for, by id."""
        written = {task.id: task.points for task in self.written}
        return {**self.points, **written, **{task.item: task.points for task in self.quiz}}

    def variant_of(self, student: str, exercise: str) -> int:
        """Return the index of *student*'s set of hidden cases in *exercise*; 0 if there is only one."""
        return variant_of(self.sheet.salt, student, exercise, self.sheet.variants)

    def hidden_key(self, exercise: str, variant: int) -> Key | None:
        """
        Return the key of hidden cases, or None if the assignment has none.

        Raises:
            KeyFormatError: If the key can't be read, or is another one; names the file.
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
        """Return the SHA-256 of all that a verdict depends on besides the program."""
        whole = hashlib.sha256()
        for part in self.parts(exercise, variant).values():
            whole.update(part.encode())
        return whole.hexdigest()

    def parts(self, exercise: str, variant: int) -> dict[str, str]:
        """
        Return what a verdict depends on besides the program, each as a SHA-256.

        Files are read only once: all of a class is judged by one state of them.

        Returns:
            By ``check`` (the exercise's checks and words), ``key`` (its keys) and ``version`` (how
            we judge).
        """
        return dict(self._parts(exercise, variant))

    @cached_property
    def _parts(self) -> Callable[[str, int], dict[str, str]]:
        """Does what :meth:`parts` does, once for each variant and each file of all variants."""

        @functools.cache
        def digest_of(path: Path) -> bytes:
            return _digest(_key_bytes(path))

        @functools.cache
        def checks_of(exercise: str) -> str:
            found = self.course.exercise(exercise)
            checks = [found.folder / "exercise.yaml", found.checks_path]
            checks += [self.course.path / "misconceptions.yaml", self.course.path / "errors.yaml"]
            # The course may say it for all, and then no exercise does.
            by_default = () if self.course.sheet.torch else (_digest(b"torch: false"),)
            return _digest_of_all([*map(digest_of, checks), *by_default])

        @functools.cache
        def parts(exercise: str, variant: int) -> dict[str, str]:
            keys = [digest_of(self.course.exercise(exercise).key_path)]
            keys += [digest_of(self._key_path(exercise, variant))] if self.sheet.hidden else []
            return {
                "check": checks_of(exercise),
                "key": _digest_of_all(keys),
                "version": _digest_of_all(map(_digest, (_VERDICTS, __version__.encode()))),
            }

        return parts

    def write_public(self, folder: Path) -> Bundle:
        """Write a bundle of the same assignment with public cases only, for learners."""
        shutil.copytree(self.course.path, folder / "exercises", dirs_exist_ok=True)
        # Without hidden cases there are no variants, so no salt is needed.
        public = {"hidden": False, "variants": 1, "salt": "", "quiz": []}
        sheet = self.sheet.model_copy(update=public)
        write_whole(folder / SHEET, sheet.model_dump_json(indent=1) + "\n")
        return open_bundle(folder)

    @property
    def quiz(self) -> tuple[QuizTask, ...]:
        """The quiz items, in the assignment's order."""
        return tuple(QuizTask(worth.item, worth.points) for worth in self.sheet.quiz)

    @cached_property
    def quiz_keys(self) -> Mapping[str, tuple[Solved, ...]]:
        """The variants of each quiz item with their keys in the clear; empty in learners' bundles."""
        path = self.path / QUIZ
        if not path.exists():
            return {}
        try:
            return QUIZ_KEYS.validate_json(path.read_bytes())
        except ValidationError:
            raise BundleError(f"{path} is of another version; run: gradlings generate") from None

    @cached_property
    def own_sheets(self) -> OwnSheets | None:
        """The students' own quiz sheets with their keys; None if nobody has one."""
        path = self.path / SHEETS
        try:
            return read_own_sheets(path.read_bytes(), self.sheet.salt)
        except FileNotFoundError:
            return None
        except ValidationError:
            raise BundleError(f"{path} is of another version; run: gradlings generate") from None

    def files(self) -> tuple[Path, ...]:
        """Return the files of the bundle, sorted, without other files in its folder."""
        return tuple(sorted(path for path in files_below(self.path) if is_ours(path, self.path)))

    @cached_property
    def _digests(self) -> Mapping[str, str]:
        return digests_at(self.path)

    def _key_path(self, exercise: str, variant: int) -> Path:
        return key_path(self.path, exercise, variant)


def question_of(exercise: Exercise) -> Question:
    """Return the question by which the answer to *exercise* is found among files."""
    stubs = tuple(exercise.stub(language) for language in exercise.languages)
    return Question(exercise.id, exercise.function, stubs)


def open_bundle(folder: Path) -> Bundle:
    """
    Open the bundle in *folder*.

    Raises:
        BundleError: If there is no bundle, or it is of another version.
        ContentError: If its exercises can't be read.
    """
    try:
        sheet = BundleSheet.model_validate_json((folder / SHEET).read_bytes())
    except (OSError, ValidationError) as error:
        why = f"{type(error).__name__}" if isinstance(error, ValidationError) else error.strerror
        raise BundleError(
            f"{folder} holds no bundle of this version ({SHEET}: {why}); "
            "make it with: gradlings generate"
        ) from None
    # An assignment may have nothing but written exercises.
    course = load_course(folder / "exercises", may_be_empty=bool(sheet.written))
    return Bundle(folder, sheet, course)


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _digest_of_all(digests: Iterable[bytes]) -> str:
    return hashlib.sha256(b"".join(digests)).hexdigest()


def _key_bytes(path: Path) -> bytes:
    """The contents of a file of the bundle that verdicts depend on."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise KeyFormatError(
            f"{path} can't be read ({error.strerror}); make it again with: gradlings generate"
        ) from None
