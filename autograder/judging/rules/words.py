"""The words that rules can return."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from autograder.judging.rules.numbers import NO_SUCH_NUMBERS, NOT_FINITE
from autograder.languages import mark

__all__ = ["ANOTHER_GRADIENT", "ITS_GRADIENT", "UNFIT", "Words"]


@dataclass(frozen=True, slots=True)
class Words:
    """A rule's function and all words that it can return; the first is that of a right answer."""

    word: Callable[..., str]
    words: tuple[str, ...]


# Two families of rules judge gradients.
ITS_GRADIENT, ANOTHER_GRADIENT = mark("the gradient of this very loss"), mark("another gradient")
#: Every rule's words for numbers that it can't judge.
UNFIT = (NO_SUCH_NUMBERS, NOT_FINITE)
