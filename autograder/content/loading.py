"""Reading a course: exercises are found by glob and ordered by ``chapter.yaml``."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from autograder.content.course import Course
from autograder.content.exercise import Exercise
from autograder.content.items import ItemBank
from autograder.content.models import (
    Chapter,
    Concepts,
    CourseSheet,
    ExerciseSheet,
    Explanations,
    Misconceptions,
)
from autograder.content.yaml_file import ContentError, Mistake, YamlFile
from autograder.files import same_name

__all__ = ["COURSE_SHEET", "course_above", "course_folder", "load_course", "read_course_sheet"]

#: The file that holds what holds for the whole course.
COURSE_SHEET = "course.yaml"


def read_course_sheet(path: Path) -> CourseSheet:
    """
    Read ``course.yaml`` of the course at *path*; courses of before have none (:meth:`of_before`).

    Raises:
        ContentError: With every mistake of the file.
    """
    file = path / COURSE_SHEET
    if not file.exists():
        return CourseSheet.of_before(path)
    sheet = YamlFile(file, name=_Names(path)(file))
    languages = sheet.validate(CourseSheet).languages
    return sheet.validate(CourseSheet, languages=languages)


def course_folder(path: Path) -> Path:
    """Return the folder that holds the course: *path* itself, or ``exercises`` in an author's folder."""
    inside = path / "exercises"
    return inside if not (path / COURSE_SHEET).exists() and inside.is_dir() else path


def course_above(start: Path) -> Path | None:
    """Return the folder of the course that an author at *start* works on, in it or beside it."""
    for folder in (start, *start.parents):
        for path in (folder, folder / "exercises"):
            if (path / COURSE_SHEET).is_file():
                return path
    return None


def load_course(path: Path, *, may_be_empty: bool = False) -> Course:
    """
    Read the course at *path* (an ``exercises/`` folder), in a quarter of a second for some 60 exercises.

    Args:
        may_be_empty: Whether it may hold no exercises.

    Raises:
        ContentError: With every mistake of every file; a folder that is not there, or holds no
            exercises unless it may, is one. Mistakes in ``course.yaml`` come alone, since it says
            in which languages all texts are to be.

    >>> from autograder.content import bundled_course_path
    >>> load_course(bundled_course_path()).exercise("zero_it").chapter
    '05_grad'
    """
    mistakes: list[Mistake] = []
    name = _Names(path)

    course_sheet = read_course_sheet(path)
    languages = tuple(course_sheet.languages)

    def read(file: Path, model: type) -> object:
        try:
            return YamlFile(file, name=name(file)).validate(model, languages=languages)
        except ContentError as error:
            mistakes.extend(error.mistakes)
            return None

    chapters: dict[str, Chapter] = {}
    banks: dict[str, ItemBank] = {}
    exercises: list[Exercise] = []
    for chapter_folder in sorted(p for p in path.glob("[0-9][0-9]_*") if p.is_dir()):
        chapter = read(chapter_folder / "chapter.yaml", Chapter)
        if isinstance(chapter, Chapter):
            chapters[chapter_folder.name] = chapter
        if (chapter_folder / "quiz.yaml").exists():
            bank = read(chapter_folder / "quiz.yaml", ItemBank)
            if isinstance(bank, ItemBank):
                banks[chapter_folder.name] = bank
        for sheet_path in sorted(chapter_folder.glob("*/exercise.yaml")):
            sheet = read(sheet_path, ExerciseSheet)
            if isinstance(sheet, ExerciseSheet):
                folder = sheet_path.parent
                exercises.append(
                    Exercise(
                        same_name(folder.name),
                        chapter_folder.name,
                        folder,
                        _with_defaults(sheet, course_sheet),
                        languages,
                    )
                )

    misconceptions = read(path / "misconceptions.yaml", Misconceptions)
    explanations = read(path / "errors.yaml", Explanations)
    concepts_path = path / "concepts.yaml"
    # A bundle carries no concepts: they are for maps of a course, not for grading.
    concepts = read(concepts_path, Concepts) if concepts_path.exists() else None
    if not (exercises or mistakes or may_be_empty):
        mistakes.append(
            Mistake(str(path), 1, 1, "", "holds no exercises (NN_chapter/id/exercise.yaml)")
        )
    mistakes += _same_ids(exercises, name)
    mistakes += _same_items(path, banks, name)
    if mistakes:
        raise ContentError(mistakes)
    assert isinstance(misconceptions, Misconceptions)
    assert isinstance(explanations, Explanations)
    return Course(
        path=path,
        sheet=course_sheet,
        exercises=_in_order(exercises, chapters),
        chapters=MappingProxyType(chapters),
        misconceptions=MappingProxyType(misconceptions.root),
        explanations=MappingProxyType(explanations.root),
        concepts=MappingProxyType(concepts.root if isinstance(concepts, Concepts) else {}),
        banks=MappingProxyType(banks),
    )


def _with_defaults(sheet: ExerciseSheet, course: CourseSheet) -> ExerciseSheet:
    """*sheet* with what the course says for all exercises that say nothing else."""
    if "torch" in sheet.model_fields_set:
        return sheet
    return sheet.model_copy(update={"torch": course.torch})


class _Names:
    """Names files by their path from the course folder on, as an author types them."""

    def __init__(self, course: Path) -> None:
        self._parent = course.resolve().parent

    def __call__(self, path: Path) -> str:
        try:
            return str(path.resolve().relative_to(self._parent))
        except ValueError:
            return str(path)


def _in_order(
    exercises: Iterable[Exercise], chapters: Mapping[str, Chapter]
) -> tuple[Exercise, ...]:
    """Exercises by chapter: those that it lists, in its order; others by number, if any, and id."""
    listed: dict[tuple[str, str], int] = {}
    for folder, chapter in chapters.items():
        for place, exercise_id in enumerate(chapter.exercises):
            listed.setdefault((folder, same_name(exercise_id)), place)

    def sort_key(exercise: Exercise) -> tuple[str, float, float, str]:
        in_list = listed.get((exercise.chapter, exercise.id), math.inf)
        number = exercise.sheet.number or math.inf
        return exercise.chapter, in_list, number, exercise.id

    return tuple(sorted(exercises, key=sort_key))


def _same_ids(exercises: list[Exercise], name: _Names) -> list[Mistake]:
    """An exercise's id is unique over the whole course."""
    mistakes, first = [], dict[str, Exercise]()
    for exercise in exercises:
        if exercise.id in first:
            path = exercise.folder / "exercise.yaml"
            other = name(first[exercise.id].folder)
            problem = f"id {exercise.id!r} is taken by {other}; choose another"
            mistakes.append(YamlFile(path, name=name(path)).mistake(("id",), problem))
        first.setdefault(exercise.id, exercise)
    return mistakes


def _same_items(path: Path, banks: Mapping[str, ItemBank], name: _Names) -> list[Mistake]:
    """An item's id is unique over the whole course."""
    mistakes, first = [], dict[str, str]()
    for chapter, bank in banks.items():
        for item_id in bank.root:
            if item_id in first:
                file = path / chapter / "quiz.yaml"
                problem = f"id {item_id!r} is taken in {first[item_id]}; choose another"
                mistakes.append(YamlFile(file, name=name(file)).mistake((item_id,), problem))
            first.setdefault(item_id, chapter)
    return mistakes
