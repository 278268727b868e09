"""``number``: a typed number, right within one unit of its last digit."""

from __future__ import annotations

from autograder.content.items import ItemKind
from autograder.languages import mark
from autograder.observations import Fact
from autograder.quizzes.drafts import ItemError
from autograder.quizzes.numbers import are_neighbours, canonical, number_readings, typeable
from autograder.quizzes.questions import Question
from autograder.quizzes.typed import TypedKind
from autograder.quizzes.values import in_words

__all__ = ["KIND"]


class Number(TypedKind):
    """Canonical form: the number in units of its last digit, ``331`` for 3.31."""

    name = ItemKind.NUMBER
    how = mark("a number")
    stored = ("digits",)

    def canonical(self, fact: Fact, digits: int) -> tuple[str, int]:
        numbers = typeable(fact, digits)
        if len(numbers) != 1:
            raise ItemError(f"{in_words(fact, digits)} is not one number; make it a tensor item")
        return canonical(numbers, digits), 1

    def mistakable(self, one: str, other: str, digits: int) -> bool:
        # Whole numbers are typed as they are.
        return are_neighbours(one, other) if digits else one == other

    def readings(self, text: str, question: Question) -> tuple[str, ...]:
        return number_readings(text, question.digits)

    def spellings(self, question: Question, answer: str, printable: str) -> tuple[str, ...]:  # noqa: ARG002
        return (printable,)


KIND = Number()
