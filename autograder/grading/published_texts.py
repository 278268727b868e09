"""
What was published of a question, searched for in what a platform gives back of it.

This is for quizzes that were exported before prompts had stamps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from autograder.content import Language
from autograder.quizzes import Solved, kind_of
from autograder.quizzes.flattened import bare

__all__ = ["Flattened", "Published"]


class Flattened:
    """A platform's text, to be searched."""

    def __init__(self, text: str) -> None:
        self.letters = _letters_and_digits(text)
        self.bare = bare(text)


def _letters_and_digits(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


@dataclass(frozen=True)
class Published:
    """
    What is published of a question in one language.

    Attributes:
        parent: The question that a *why* follows, in whose prompt it is repeated.
    """

    solved: Solved
    language: Language
    parent: Solved | None

    def fit(self, text: Flattened) -> tuple[int, bool, int] | None:
        """
        Return how much of *text* this is, greater if more; None if it is something else.

        How many letters and digits stand in it in this order; whether the signs between them do, too;
        and how many of its options are there.
        """
        spelled = next(filter(None, (_after(text.letters, way) for way in self._letters)), None)
        if spelled is None:
            return None
        length, rest = spelled
        # The words of a why (Why?) are so few that an option may hold them: options must follow.
        if self.parent and rest and not rest.startswith(self._options_in_letters):
            return None
        exact = any(_after(text.bare, way) is not None for way in self._bare)
        return length, exact, sum(option in text.bare for option in self._options)

    @property
    def _pieces(self) -> Iterator[list[str]]:
        """Yield the pieces of the prompt, without and with numbers of lines."""
        shown = (self.parent or self.solved).question
        why = [self.solved.question.stem[self.language]] if self.parent else []
        yield [shown.stem[self.language], shown.code or "", *why]
        if kind_of(shown).numbered:
            lines = "".join(f"{number}{line}\n" for number, line in enumerate(shown.lines, start=1))
            yield [shown.stem[self.language], lines, *why]

    @cached_property
    def _letters(self) -> list[list[str]]:
        return [list(map(_letters_and_digits, pieces)) for pieces in self._pieces]

    @cached_property
    def _bare(self) -> list[list[str]]:
        return [list(map(bare, pieces)) for pieces in self._pieces]

    @cached_property
    def _options(self) -> list[str]:
        return [bare(option.text[self.language]) for option in self.solved.question.options]

    @cached_property
    def _options_in_letters(self) -> tuple[str, ...]:
        options = self.solved.question.options
        return tuple(_letters_and_digits(option.text[self.language]) for option in options)


def _after(text: str, pieces: Sequence[str]) -> tuple[int, str] | None:
    """The length of *pieces*, if they stand in *text* in this order, and what follows them."""
    end = 0
    for piece in pieces:
        start = text.find(piece, end)
        if start < 0:
            return None
        end = start + len(piece)
    return sum(map(len, pieces)), text[end:]
