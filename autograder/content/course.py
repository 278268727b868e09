"""A course: what ``exercises/`` holds, found by glob."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from autograder.content.items import Item, ItemBank
from autograder.content.models import (
    Chapter,
    Concept,
    Concepts,
    ExerciseSheet,
    Explanation,
    Explanations,
    Language,
    Misconception,
    Misconceptions,
)
from autograder.content.yaml_file import (
    ContentError,
    Mistake,
    YamlFile,
    did_you_mean,
    nearest,
    nearest_of,
)
from autograder.errors import InputError, Say
from autograder.files import same_name

__all__ = [
    "Course",
    "Exercise",
    "UnknownExerciseError",
    "UnknownItemError",
    "bundled_course_path",
    "load_course",
]


@dataclass(frozen=True)
class Exercise:
    """
    One exercise: its sheet and the folder that it stands in.

    Attributes:
        id: The folder's name; the one spelling of the exercise everywhere. (Accents are one
            character with their letter, whatever the disk says.)
        chapter: The folder's parent's name, ``06_updates``.
    """

    id: str
    chapter: str
    folder: Path
    sheet: ExerciseSheet

    @property
    def function(self) -> str:
        """The name of the learner's function."""
        return self.sheet.function or self.id

    @property
    def points(self) -> float:
        """The most that a submission can score."""
        return sum(claim.points for claim in self.sheet.claims)

    @property
    def frame(self) -> tuple[tuple[str, ...], int]:
        """The names of the checks, and how many cases each has: what a key of it must have, too."""
        return tuple(claim.check for claim in self.sheet.claims), self.sheet.cases

    @property
    def checks_path(self) -> Path:
        return self.folder / "checks.py"

    @property
    def key_path(self) -> Path:
        return self.folder / "key.json"

    def statement_path(self, language: Language) -> Path:
        """The statement in *language*: ``README.md`` or ``README.hu.md``."""
        return self.folder / ("README.md" if language == "en" else f"README.{language}.md")

    def stub_path(self, language: Language) -> Path:
        """The stub in *language*: ``stub.py`` or ``stub.hu.py``; the code is the same."""
        return self.folder / ("stub.py" if language == "en" else f"stub.{language}.py")

    def statement(self, language: Language) -> str:
        return self.statement_path(language).read_text(encoding="utf-8")

    def stub(self, language: Language) -> str:
        return self.stub_path(language).read_text(encoding="utf-8")


class UnknownExerciseError(InputError, LookupError):
    """
    No exercise has this id; the message names the nearest one.

    Attributes:
        asked: What was asked for.
        nearest: The nearest id there is, or an empty text.
    """

    def __init__(self, exercise_id: str, known: Iterable[str]) -> None:
        close = nearest_of(exercise_id, known)
        super().__init__(f"there is no exercise {exercise_id!r}.{did_you_mean(close)}")
        self.asked, self.nearest = exercise_id, close

    def told(self, say: Say) -> str:
        told = [say("there is no exercise {name}.", name=repr(self.asked))]
        if self.nearest:
            told.append(say("Did you mean {name}?", name=repr(self.nearest)))
        return " ".join(told)


class UnknownItemError(InputError, LookupError):
    """No quiz item has this id; the message names the nearest one."""

    def __init__(self, item_id: str, known: Iterable[str]) -> None:
        super().__init__(f"there is no quiz item {item_id!r}.{nearest(item_id, known)}")


@dataclass(frozen=True)
class Course:
    """
    All exercises in order, the misconceptions and the explanations of errors.

    Attributes:
        banks: By chapter, its quiz items.
    """

    path: Path
    exercises: tuple[Exercise, ...]
    chapters: Mapping[str, Chapter]
    misconceptions: Mapping[str, Misconception]
    explanations: Mapping[str, Explanation]
    concepts: Mapping[str, Concept] = field(default_factory=dict)
    banks: Mapping[str, ItemBank] = field(default_factory=dict)

    @cached_property
    def _by_id(self) -> dict[str, Exercise]:
        return {exercise.id: exercise for exercise in self.exercises}

    def exercise(self, exercise_id: str) -> Exercise:
        """
        Return the exercise with this id.

        Raises:
            UnknownExerciseError: With a suggestion.
        """
        try:
            return self._by_id[same_name(exercise_id)]
        except KeyError:
            raise UnknownExerciseError(exercise_id, self._by_id) from None

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """All quiz items by id, chapter by chapter."""
        return {name: item for bank in self.banks.values() for name, item in bank.root.items()}

    def item(self, item_id: str) -> Item:
        """
        Return the quiz item with this id.

        Raises:
            UnknownItemError: With a suggestion.
        """
        try:
            return self.items[item_id]
        except KeyError:
            raise UnknownItemError(item_id, self.items) from None

    def chapter_of_item(self, item_id: str) -> str:
        """The chapter whose bank holds this item."""
        return next(chapter for chapter, bank in self.banks.items() if item_id in bank.root)

    def explain(self, type_name: str, message: str) -> tuple[str, Explanation] | None:
        """
        Return id and explanation of an error, or None where no entry matches.

        An empty *type_name* means that only the message is known: then entries
        that go by the type alone, with a pattern that matches anything, say nothing.
        """
        for name, explanation in self.explanations.items():
            known_type = explanation.type in ("", type_name)
            if not type_name:
                known_type = not any(re.search(explanation.match, text) for text in ("", "·"))
            if known_type and re.search(explanation.match, message):
                return name, explanation
        return None

    def after(self, exercise: Exercise) -> Exercise | None:
        """The exercise that follows, or None after the last."""
        index = self.exercises.index(exercise) + 1
        return self.exercises[index] if index < len(self.exercises) else None


def bundled_course_path() -> Path:
    """Where the course that comes with Gradlings is: in the wheel, or in the repository."""
    package = Path(__file__).resolve().parent.parent
    bundled = package / "_course"
    return bundled if bundled.is_dir() else package.parent / "exercises"


def load_course(path: Path) -> Course:
    """
    Read the course at *path* (an ``exercises/`` folder).

    Raises:
        ContentError: With every mistake of every file.
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
    # A bundle carries none: they are for maps of a course, not for grading.
    concepts = read(concepts_path, Concepts) if concepts_path.exists() else None
    if not exercises and not mistakes:
        mistakes.append(
            Mistake(str(path), 1, 1, "", "holds no exercises (NN_chapter/id/exercise.yaml)")
        )
    mistakes += _same_numbers(exercises, name)
    mistakes += _same_items(path, banks, name)
    if mistakes:
        raise ContentError(mistakes)
    assert isinstance(misconceptions, Misconceptions)
    assert isinstance(explanations, Explanations)
    return Course(
        path=path,
        exercises=tuple(sorted(exercises, key=lambda exercise: exercise.sheet.number)),
        chapters=MappingProxyType(chapters),
        misconceptions=MappingProxyType(misconceptions.root),
        explanations=MappingProxyType(explanations.root),
        concepts=MappingProxyType(concepts.root if isinstance(concepts, Concepts) else {}),
        banks=MappingProxyType(banks),
    )


class _Names:
    """Shows files from the course folder's own name on, as an author types them."""

    def __init__(self, course: Path) -> None:
        self._parent = course.resolve().parent

    def __call__(self, path: Path) -> str:
        try:
            return str(path.resolve().relative_to(self._parent))
        except ValueError:
            return str(path)


def _same_numbers(exercises: list[Exercise], name: _Names) -> list[Mistake]:
    """Ids and numbers are both unique over the whole course."""
    mistakes = []
    for what in ("id", "number"):
        first: dict[object, Exercise] = {}
        for exercise in exercises:
            value = exercise.id if what == "id" else exercise.sheet.number
            if value in first:
                path = exercise.folder / "exercise.yaml"
                other = first[value].folder
                problem = f"{what} {value!r} is taken by {name(other)}; choose another"
                mistakes.append(YamlFile(path, name=name(path)).mistake((what,), problem))
            first.setdefault(value, exercise)
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
