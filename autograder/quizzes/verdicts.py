"""What an answer to a question is worth, and what it shows."""

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
    Attributes:
        credit: 0 to 1; of several right options a part of it, less one part for each wrong one.
        meanings: What the answer means, or what each part of it does, the right ones first.
        missed: How many right options were not chosen.
    """

    item: str
    correct: bool
    credit: float
    meanings: tuple[Meaning, ...]
    missed: int = 0

    @property
    def standing(self) -> Standing:
        if self.correct:
            return Standing.RIGHT
        return Standing.PARTLY if self.credit else Standing.WRONG

    @property
    def misconceptions(self) -> tuple[str, ...]:
        names = [one.misconception for one in self.meanings if one.misconception and not one.right]
        return tuple(dict.fromkeys(names))

    def messages(self, sentences: Mapping[str, Text]) -> tuple[Text, ...]:
        """What to say to the answer, without repeats; *sentences* are those of misconceptions."""
        texts = [one.message(sentences) for one in self.meanings]
        return tuple({text.en: text for text in texts if text is not None}.values())
