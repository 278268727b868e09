"""A question: one variant of an item, as it is shown; and, apart from it, what its answers mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from autograder.content import Language, Text
from autograder.content.items import ItemKind

__all__ = ["AnswerKey", "Meaning", "Option", "PlainKey", "Question", "Solved"]


@dataclass(frozen=True, slots=True)
class Option:
    """
    One of the answers to choose from, or of the lines to order.

    Attributes:
        id: A neutral name: it does not reveal whether the option is right.
        code: Whether the text is code, alike in every language.
    """

    id: str
    text: Text
    code: bool = False

    def markdown(self, language: Language) -> str:
        """Return its text as Markdown."""
        return f"`{self.text[language]}`" if self.code else self.text[language]


@dataclass(frozen=True, slots=True)
class Question:
    """
    A question as it is shown. Nothing here says which answer is right.

    Attributes:
        item: The item's id; a *why* question is ``Q13.why``.
        options: In the order in which they are shown.
        count: How many numbers a typed answer has.
        digits: How many decimals numbers are asked for with.
    """

    item: str
    variant: int
    kind: ItemKind
    stem: Text
    code: str | None = None
    options: tuple[Option, ...] = ()
    count: int = 1
    digits: int = 2

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the code; a faulty line is named by its number, from 1."""
        return tuple((self.code or "").splitlines())


@dataclass(frozen=True, slots=True)
class Meaning:
    """
    The meaning of an answer.

    Attributes:
        misconception: The misconception that it shows, or None.
        feedback: What to say; the misconception's sentence, unless given.
    """

    right: bool
    misconception: str | None = None
    feedback: Text | None = None

    def message(self, sentences: Mapping[str, Text]) -> Text | None:
        """What to say, given each misconception's sentence; None if there is nothing to say."""
        if self.feedback is not None or self.misconception is None or self.right:
            return self.feedback
        return sentences.get(self.misconception)


class AnswerKey(Protocol):
    """The meanings of answers, plain or sealed."""

    def meaning(self, answer: str) -> Meaning | None:
        """Return what *answer*, in canonical form, means, or None if that is not known."""


@dataclass(frozen=True)
class PlainKey:
    """A key that can be read: an instructor's."""

    answers: Mapping[str, Meaning]

    def meaning(self, answer: str) -> Meaning | None:
        return self.answers.get(answer)


@dataclass(frozen=True)
class Solved:
    """
    A question with its key in the clear. Never given to learners.

    Attributes:
        answers: Meanings by canonical answer (see its kind in ``kinds/``): of the right answers,
            and of the wrong ones that a misconception predicts.
        shown: The canonical answers of typed kinds as people would write them.
        parameters: The values that were drawn for the variant.
        why: The question after the question.
    """

    question: Question
    answers: Mapping[str, Meaning]
    explain: Text
    parameters: Mapping[str, str | int | float] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    why: Solved | None = None

    @property
    def key(self) -> PlainKey:
        return PlainKey(self.answers)

    @property
    def right(self) -> tuple[str, ...]:
        """The canonical right answers; the first one is shown as the answer."""
        return tuple(answer for answer, meaning in self.answers.items() if meaning.right)

    @property
    def wrong(self) -> tuple[str, ...]:
        return tuple(answer for answer, meaning in self.answers.items() if not meaning.right)

    @property
    def shows(self) -> frozenset[str]:
        """The misconceptions that its answers, and those to *why*, can show."""
        own = {one.misconception for one in self.answers.values() if one.misconception}
        return frozenset(own) | (self.why.shows if self.why is not None else frozenset())
