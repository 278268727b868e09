"""One exercise: a folder of files, one of which is the sheet, ``exercise.yaml``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from autograder.content.language_tags import Language
from autograder.content.models import ExerciseSheet

__all__ = ["Exercise", "in_language"]


def in_language(name: str, language: Language, languages: Sequence[Language]) -> str:
    """
    Return how the file *name* is called in *language*.

    >>> in_language("README.md", "hu", ["en", "hu"]), in_language("README.md", "en", ["en", "hu"])
    ('README.hu.md', 'README.md')
    """
    stem, dot, suffix = name.rpartition(".")
    return name if language == languages[0] else f"{stem}.{language}{dot}{suffix}"


@dataclass(frozen=True)
class Exercise:
    """
    One exercise: its sheet and its folder.

    Attributes:
        id: The folder's name; the one spelling of the exercise everywhere. (An accented letter
            is one character in it, however the disk spells it.)
        chapter: The name of the parent folder, ``06_updates``.
        languages: Those of the course; files in the first one have plain names.
    """

    id: str
    chapter: str
    folder: Path
    sheet: ExerciseSheet
    languages: tuple[Language, ...]

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
        """The names of the checks, and how many cases each has; a key must have the same."""
        return tuple(claim.check for claim in self.sheet.claims), self.sheet.cases

    @cached_property
    def checks_path(self) -> Path:
        """``checks.py``: a function for each claim."""
        return self.folder / "checks.py"

    @cached_property
    def key_path(self) -> Path:
        """``key.json``: the key of the public cases; ``gradlings lock`` writes it."""
        return self.folder / "key.json"

    def statement_path(self, language: Language) -> Path:
        """The statement in *language*: ``README.md`` in the first one, ``README.hu.md`` in Hungarian."""
        return self.folder / in_language("README.md", language, self.languages)

    def stub_path(self, language: Language) -> Path:
        """The stub in *language*, named as statements are; the code is the same."""
        return self.folder / in_language("stub.py", language, self.languages)

    def statement(self, language: Language) -> str:
        """
        Return the text of the statement in *language*, Markdown.

        Raises:
            OSError: If the file is not there; lint reports that.
        """
        return self.statement_path(language).read_text(encoding="utf-8")

    def stub(self, language: Language) -> str:
        """
        Return the source that a learner who reads *language* begins with.

        Raises:
            OSError: If the file is not there; lint reports that.
        """
        return self.stub_path(language).read_text(encoding="utf-8")
