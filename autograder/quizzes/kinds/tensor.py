"""``tensor``: typed numbers, such as ``[2, 40]``, each right within one unit of its last digit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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

#: What stands around numbers, the commonest first.
_AROUND = (("[", "]"), ("", ""), ("(", ")"), ("tensor([", "])"), ("[ ", " ]"))


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
        """Return it with and without brackets and blanks, and as Python, torch and Hungarians do."""
        units = self.units(answer)
        plain = [as_decimal(unit, question.digits) for unit in units]
        copied = [
            [str(float(number)) for number in plain],
            _as_torch(plain),
            [f"{unit / 10**question.digits:.{question.digits}f}" for unit in units],
        ]
        inside = [between.join(plain) for between in (", ", ",", " ")]
        inside += [between.join(numbers) for numbers in copied for between in (", ", ",", " ")]
        # torch aligns the numbers of a tensor by blanks: tensor([ 2., 40.])
        width = max(map(len, copied[1]))
        inside.append(", ".join(number.rjust(width) for number in copied[1]))
        inside += [between.join(plain) for between in (" , ", "; ", ";")]
        for numbers in (plain, copied[-1]):
            comma = [number.replace(".", ",") for number in numbers]
            inside += [between.join(comma) for between in ("; ", ";", " ")]
        every = [f"{before}{text}{after}" for text in inside for before, after in _AROUND]
        return tuple(dict.fromkeys([printable, *every]))


def _as_torch(numbers: Sequence[str]) -> list[str]:
    """Numbers as torch prints a tensor of floats: ``2.`` if all are whole, else four decimals."""
    if any("." in number for number in numbers):
        return [f"{float(number):.4f}" for number in numbers]
    return [f"{number}." for number in numbers]


KIND = Tensor()
