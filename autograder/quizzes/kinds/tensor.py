"""``tensor``: typed numbers, such as ``[2, 40]``, each right within one unit of its last digit."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.content.items import ItemKind
from autograder.languages import mark
from autograder.observations import Fact
from autograder.quizzes.numbers import (
    are_neighbours,
    as_decimal,
    canonical,
    example_of,
    numbers_readings,
    typeable,
)
from autograder.quizzes.questions import Question
from autograder.quizzes.typed import TypedKind

__all__ = ["KIND"]


class Tensor(TypedKind):
    """Canonical form: the numbers in units of their last digit, joined by commas."""

    name = ItemKind.TENSOR
    how = mark("{count} numbers, such as {example}")
    stored = ("count", "digits")

    def canonical(self, fact: Fact, digits: int) -> tuple[str, int]:
        numbers = typeable(fact, digits)
        return canonical(numbers, digits), len(numbers)

    def mistakable(self, one: str, other: str, digits: int) -> bool:
        # Whole numbers are typed as they are.
        return are_neighbours(one, other) if digits else one == other

    def readings(self, text: str, question: Question) -> tuple[str, ...]:
        return numbers_readings(text, question.count, question.digits)

    def example(self, question: Question) -> Mapping[str, object]:
        return {"count": question.count, "example": example_of(question.count)}

    def spellings(self, question: Question, answer: str, printable: str) -> tuple[str, ...]:
        """Return it with and without brackets, blanks and decimal commas."""
        flat = [as_decimal(units, question.digits) for units in self.units(answer)]
        comma = [number.replace(".", ",") for number in flat]
        inside = [", ".join(flat), ",".join(flat), "; ".join(flat), ";".join(flat), " ".join(flat)]
        inside += ["; ".join(comma), ";".join(comma), " ".join(comma)]
        around = [("[", "]"), ("(", ")"), ("", "")]
        every = [f"{before}{text}{after}" for before, after in around for text in inside]
        return tuple(dict.fromkeys([printable, *every]))


KIND = Tensor()
