"""Verdicts on answers: how much credit an answer gets, and what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.content import Text
from autograder.enums import StrEnum
from autograder.quizzes.questions import Meaning

__all__ = ["AnswerVerdict", "Standing"]


class Standing(StrEnum):
    """How far an answer is right, in one word."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class AnswerVerdict:
    """
    The verdict on one answer to a question.

    Attributes:
        credit: 0 to 1. Each of several right options earns a share, each wrong one loses a share.
        meanings: The meaning of the answer, or of each of its parts, the right ones first.
        missed: How many right options were not chosen.
    """

    item: str
    correct: bool
    credit: float
    meanings: tuple[Meaning, ...]
    missed: int = 0

    @property
    def standing(self) -> Standing:
        """How far the answer is right."""
        if self.correct:
            return Standing.RIGHT
        return Standing.PARTLY if self.credit else Standing.WRONG

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """Ids of the misconceptions that the answer's wrong parts show."""
        names = [one.misconception for one in self.meanings if one.misconception and not one.right]
        return tuple(dict.fromkeys(names))

    def messages(self, sentences: Mapping[str, Text]) -> tuple[Text, ...]:
        """What to say to the answer, without repeats; *sentences* are the misconceptions' own."""
        texts = [one.message(sentences) for one in self.meanings]
        return tuple({text.first: text for text in texts if text is not None}.values())
