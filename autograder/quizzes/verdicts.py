"""What an answer to a question is worth, and what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.content import Text
from autograder.enums import StrEnum
from autograder.quizzes.questions import Told

__all__ = ["AnswerVerdict", "Standing"]


class Standing(StrEnum):
    """How far an answer is right, in one word."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class AnswerVerdict:
    """
    Attributes:
        credit: 0 to 1; of several right options a part of it, less one part for each wrong one.
        told: What the answer means, or what each part of it does, the right ones first.
        missed: How many right options were not chosen.
    """

    item: str
    correct: bool
    credit: float
    told: tuple[Told, ...]
    missed: int = 0

    @property
    def standing(self) -> Standing:
        if self.correct:
            return Standing.RIGHT
        return Standing.PARTLY if self.credit else Standing.WRONG

    @property
    def misconceptions(self) -> tuple[str, ...]:
        names = [told.misconception for told in self.told if told.misconception and not told.right]
        return tuple(dict.fromkeys(names))

    def said(self, sentences: Mapping[str, Text]) -> tuple[Text, ...]:
        """What to say to the answer, without repeats; *sentences* are those of misconceptions."""
        said = [told.said(sentences) for told in self.told]
        return tuple({text.en: text for text in said if text is not None}.values())
