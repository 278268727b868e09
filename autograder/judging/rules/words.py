"""What rules can say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from autograder.judging.rules.numbers import NO_SUCH_NUMBERS, NOT_FINITE
from autograder.languages import mark

__all__ = ["ANOTHER_GRADIENT", "ITS_GRADIENT", "UNFIT", "Words"]


@dataclass(frozen=True, slots=True)
class Words:
    """A rule's function, and all that it can say; the first is what a right answer is told."""

    word: Callable[..., str]
    words: tuple[str, ...]


# Two families of rules tell gradients.
ITS_GRADIENT, ANOTHER_GRADIENT = mark("the gradient of this very loss"), mark("another gradient")
#: What every rule says of numbers that it can't take.
UNFIT = (NO_SUCH_NUMBERS, NOT_FINITE)
