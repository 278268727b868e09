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
    ExerciseSheet,
    Explanations,
    Misconceptions,
)
from autograder.content.yaml_file import ContentError, Mistake, YamlFile
from autograder.files import same_name

__all__ = ["load_course"]


def load_course(path: Path, *, may_be_empty: bool = False) -> Course:
    """
    Read the course at *path* (an ``exercises/`` folder), in a quarter of a second for some 60 exercises.

    Args:
        may_be_empty: Whether it may hold no exercises.

    Raises:
        ContentError: With every mistake of every file; a folder that is not there, or holds no
            exercises unless it may, is one.

    >>> from autograder.content import bundled_course_path
    >>> load_course(bundled_course_path()).exercise("zero_it").chapter
    '05_grad'
    """
    mistakes: list[Mistake] = []
    name = _Names(path)

    def read(file: Path, model: type) -> object:
        try:
            return YamlFile(file, name=name(file)).validate(model)
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
                exercise_id = same_name(folder.name)
                exercises.append(Exercise(exercise_id, chapter_folder.name, folder, sheet))

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
        exercises=_in_order(exercises, chapters),
        chapters=MappingProxyType(chapters),
        misconceptions=MappingProxyType(misconceptions.root),
        explanations=MappingProxyType(explanations.root),
        concepts=MappingProxyType(concepts.root if isinstance(concepts, Concepts) else {}),
        banks=MappingProxyType(banks),
    )


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
