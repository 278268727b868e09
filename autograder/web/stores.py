"""What keeps a learner's work: the texts of exercises, and progress; and when a save is refused."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Protocol

from autograder.content import Exercise, Language
from autograder.errors import InputError, Say
from autograder.languages import Words
from autograder.submissions import Sources
from autograder.workspace import ProgressKeeper

__all__ = ["Held", "Kept", "OvertakenError", "Store", "digest_of", "save_held"]

#: The digest of a text that is not there.
_MISSING = "missing"


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

    @classmethod
    def nothing(cls, stub: str) -> Kept:
        """Nothing is kept; *stub* is what the learner begins with."""
        return cls(stub, _MISSING)

    @property
    def is_missing(self) -> bool:
        """Whether there is nothing but the stub to begin with."""
        return self.digest == _MISSING


def digest_of(data: bytes) -> str:
    """Return the name of this very content."""
    return hashlib.sha256(data).hexdigest()


class OvertakenError(InputError):
    """
    The text was changed by somebody else since; both versions are kept.

    Attributes:
        now: What is kept now.
        copy: Where the text that was to be saved is kept instead, in words for the learner.
    """

    def __init__(self, now: Kept, copy: str) -> None:
        super().__init__(f"the program has changed meanwhile; your version is kept in {copy}")
        self.now, self.copy = now, copy

    def message(self, say: Say) -> str:
        return say(
            "Your program was changed elsewhere meanwhile; what you typed is kept in {path}.",
            path=self.copy,
        )


class Held(Protocol):
    """The text of one exercise, while nobody else can change it."""

    @property
    def now(self) -> Kept:
        """What is kept before anything is written."""

    def write(self, text: str) -> Kept:
        """Keep *text* instead."""

    def put_aside(self, text: str | None = None) -> str:
        """Keep a copy of *text*, or of what is kept now; return where it is."""


def save_held(held: Held, text: str, based_on: str, *, keep_other: bool) -> Kept | OvertakenError:
    """
    Keep *text* unless that would replace what its author has not seen; see :meth:`Store.save`.

    The refusal is returned, so that the caller can let go of what is held, with the copy, first.
    """
    now = held.now
    if now.problem or (now.text != text and now.digest != based_on):
        return OvertakenError(now, held.put_aside(text))
    if now.text == text and not now.is_missing:
        return now
    if keep_other and not now.is_missing:
        held.put_aside()
    return held.write(text)


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
