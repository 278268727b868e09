"""What keeps a learner's work: the texts of exercises, and progress."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from autograder.content import Exercise, Language
from autograder.errors import InputError, Say
from autograder.languages import Words
from autograder.submissions import Sources
from autograder.workspace import ProgressKeeper

__all__ = ["Kept", "OvertakenError", "Store"]


@dataclass(frozen=True, slots=True)
class Kept:
    """
    The text of an exercise as it is kept.

    Attributes:
        text: Its lines end with a newline alone, whatever they end with where it is kept.
        digest: A name of this very content; a save says on which one it is based.
        problem: Why it can't be edited here, in words; empty if it can. Then the text is empty.
    """

    text: str
    digest: str
    problem: str = ""


class OvertakenError(InputError):
    """
    The text was changed by somebody else since; both versions are kept.

    Attributes:
        now: What is kept now.
        copy: Where the text that was to be saved is kept instead, in words for the learner.
    """

    def __init__(self, now: Kept, copy: str) -> None:
        super().__init__(f"the file has changed meanwhile; your version is kept in {copy}")
        self.now, self.copy = now, copy

    def message(self, say: Say) -> str:
        return say(
            "The file has changed meanwhile; what you typed is kept in {path}.", path=self.copy
        )


class Store(Protocol):
    """
    Keeps one learner's work. Each method may be called from several threads at a time.

    Attributes:
        progress: The learner's progress, to be read and changed.
    """

    @property
    def progress(self) -> ProgressKeeper: ...

    @property
    def language(self) -> Language:
        """The language of all that the learner reads."""

    def use_language(self, language: Language) -> None:
        """
        Remember *language*.

        Raises:
            OSError: If it can't be written.
        """

    def read(self, exercise: Exercise) -> Kept:
        """
        Return the learner's text of *exercise*; the stub if there is none.

        Raises:
            OSError: If it can't be read.
        """

    def save(
        self, exercise: Exercise, text: str, based_on: str, *, keep_other: bool = False
    ) -> Kept:
        """
        Keep *text*, all of it or nothing, and return it as it is kept.

        Args:
            based_on: The digest of the text that was edited.
            keep_other: Whether to put a copy of the text that it replaces aside.

        Raises:
            OvertakenError: If something else is kept by now; then a copy of *text* is put aside.
            SubmissionError: If *text* is too long.
            OSError: If it can't be written; then nothing has changed.
        """

    def reset(self, exercise: Exercise) -> str:
        """
        Put the stub back; return where a copy of the learner's text is, or an empty text.

        Raises:
            OSError: If it can't be written; then nothing has changed.
        """

    def sources(self, exercise: Exercise) -> Sources:
        """
        Return the program to be checked: the text, and what it imports.

        Raises:
            SubmissionError: If it can't be read as a program.
        """

    def trouble(self, say: Words) -> str:
        """Return a sentence on why progress can't be kept, or an empty text if it can."""
