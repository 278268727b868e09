"""A course: exercises in their order, misconceptions, questions, and what errors mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from autograder.content.exercise import Exercise, in_language
from autograder.content.items import Item, ItemBank
from autograder.content.language_tags import Language, best_of
from autograder.content.models import (
    Chapter,
    Concept,
    CourseSheet,
    Explanation,
    Misconception,
    Text,
)
from autograder.content.yaml_file import did_you_mean, nearest, nearest_of
from autograder.errors import InputError, Say
from autograder.files import same_name

__all__ = [
    "Course",
    "UnknownExerciseError",
    "UnknownItemError",
    "UnknownLanguageError",
    "bundled_course_path",
]

#: Characters of what was asked for that are told again: addresses of the web have tens of thousands.
_LONGEST_ECHO = 60


class UnknownExerciseError(InputError, LookupError):
    """
    No exercise has this id; the message names the nearest one.

    Attributes:
        asked: What was asked for; of a long text, its beginning.
        nearest: The nearest id there is, or an empty text.
    """

    def __init__(self, exercise_id: str, known: Iterable[str]) -> None:
        close, asked = nearest_of(exercise_id, known), exercise_id[:_LONGEST_ECHO]
        super().__init__(f"there is no exercise {asked!r}.{did_you_mean(close)}")
        self.asked, self.nearest = asked, close

    def message(self, say: Say) -> str:
        """Return the message in the reader's language."""
        sentences = [say("there is no exercise {name}.", name=repr(self.asked))]
        if self.nearest:
            sentences.append(say("Did you mean {name}?", name=repr(self.nearest)))
        return " ".join(sentences)


class UnknownItemError(InputError, LookupError):
    """No quiz item has this id; the message names the nearest one."""

    def __init__(self, item_id: str, known: Iterable[str]) -> None:
        super().__init__(f"there is no quiz item {item_id!r}.{nearest(item_id, known)}")


class UnknownLanguageError(InputError, LookupError):
    """
    The course has no texts in the language that was asked for.

    Attributes:
        asked: The language's tag.
        known: The languages of the course.
    """

    def __init__(self, asked: str, known: Iterable[Language]) -> None:
        self.asked, self.known = asked, ", ".join(known)
        super().__init__(f"the course is not in {asked!r}; its languages: {self.known}")

    def message(self, say: Say) -> str:
        """Return the message in the reader's language."""
        return say(
            "the course is not in {asked}; its languages: {known}",
            asked=repr(self.asked),
            known=self.known,
        )


@dataclass(frozen=True)
class Course:
    """
    All exercises in order, the misconceptions and the explanations of errors. Never changed.

    Attributes:
        path: The ``exercises/`` folder.
        sheet: What holds for all of it: version, title, languages.
        exercises: Chapter by chapter, each in the order that its ``chapter.yaml`` lists.
        chapters: By folder name, in the same order.
        misconceptions: By id, from basic to advanced.
        explanations: What errors mean, by id; the first that matches is used.
        concepts: By id, in the order in which the course introduces them; empty in a bundle.
        banks: Quiz items, by chapter.
    """

    path: Path
    sheet: CourseSheet
    exercises: tuple[Exercise, ...]
    chapters: Mapping[str, Chapter]
    misconceptions: Mapping[str, Misconception]
    explanations: Mapping[str, Explanation]
    concepts: Mapping[str, Concept] = field(default_factory=dict)
    banks: Mapping[str, ItemBank] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages of all its texts, the main one first."""
        return tuple(self.sheet.languages)

    def language(self, asked: str | None) -> Language:
        """
        Return the language of this course that suits who *asked* for one; its first if nobody did.

        Raises:
            UnknownLanguageError: If none does.
        """
        found = best_of(self.languages, asked) if asked else self.languages[0]
        if found is None:
            raise UnknownLanguageError(asked or "", self.languages)
        return found

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

    def page_path(self, chapter: str, language: Language) -> Path:
        """Return the path of a chapter's page: ``README.md``, ``README.hu.md``; a bundle has none."""
        return self.path / chapter / in_language("README.md", language, self.languages)

    def page(self, chapter: str, language: Language) -> str | None:
        """Return a chapter's page, Markdown; None if it has none."""
        path = self.page_path(chapter, language)
        return path.read_text(encoding="utf-8") if path.is_file() else None

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

    def sentence(self, misconception: str, exercise: Exercise) -> Text:
        """
        What to say to a learner who has this *misconception* in *exercise*.

        The exercise's own words where it has some: what helps a learner who forgot to clear a
        gradient misleads one who cleared it where gradients should add up.

        Raises:
            KeyError: Where the course knows no such misconception.
        """
        own = exercise.sheet.misconceptions
        return own.get(misconception) or self.misconceptions[misconception].sentence

    def explain(self, type_name: str, message: str) -> tuple[str, Explanation] | None:
        """
        Return id and explanation of an error, or None where no entry matches.

        An empty *type_name* means that only the message is known: then entries that name
        only a type, with a pattern that matches any message, are skipped.
        """
        for name, explanation in self.explanations.items():
            known_type = explanation.type in ("", type_name)
            if not type_name:
                known_type = not any(re.search(explanation.match, text) for text in ("", "·"))
            if known_type and re.search(explanation.match, message):
                return name, explanation
        return None

    def number(self, exercise: Exercise) -> int:
        """
        The place of *exercise* in the course, from 1, as readers count.

        It is counted and written in no file: it changes when an exercise is inserted before.
        """
        return self.exercises.index(exercise) + 1

    def after(self, exercise: Exercise) -> Exercise | None:
        """The exercise that follows, or None after the last."""
        index = self.exercises.index(exercise) + 1
        return self.exercises[index] if index < len(self.exercises) else None


def bundled_course_path() -> Path:
    """Where the course that comes with Gradlings is: in the wheel, or in the repository."""
    package = Path(__file__).resolve().parent.parent
    bundled = package / "_course"
    return bundled if bundled.is_dir() else package.parent / "exercises"
