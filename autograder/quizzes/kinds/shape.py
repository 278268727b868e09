"""``shape``: a typed shape, such as ``(4, 3)``."""

from __future__ import annotations

import re

from autograder.content.items import ItemKind
from autograder.languages import mark
from autograder.observations import Fact
from autograder.quizzes.drafts import ItemError
from autograder.quizzes.kind import AnswerError
from autograder.quizzes.questions import Question
from autograder.quizzes.typed import TypedKind
from autograder.quizzes.values import in_words

__all__ = ["KIND"]

_MAX_SIZES = 16
#: What stands between sizes, and around them, the commonest first.
_BETWEEN = (", ", ",", " ", " , ", "; ", ";", " x ", "x", " × ", "×")
_AROUND = (
    ("(", ")"),
    ("[", "]"),
    ("", ""),
    ("torch.Size([", "])"),
    ("Size([", "])"),
    ("torch.Size(", ")"),
    ("( ", " )"),
    ("[ ", " ]"),
    ("torch.Size( [", "] )"),
    ("torch.Size([ ", " ])"),
)


class Shape(TypedKind):
    """Canonical form: the sizes joined by commas, ``4,3``; an empty text for no dimensions."""

    name = ItemKind.SHAPE
    how = mark("a shape, such as (2, 3), or () for none")

    def canonical(self, fact: Fact, digits: int) -> tuple[str, int]:
        if not isinstance(fact, tuple) or not all(type(size) is int for size in fact):
            raise ItemError(f"{in_words(fact, digits)} is no shape; ask for `x.shape`")
        return ",".join(map(str, fact)), 1

    def mistakable(self, one: str, other: str, digits: int) -> bool:  # noqa: ARG002
        return one == other

    def readings(self, text: str, question: Question) -> tuple[str, ...]:  # noqa: ARG002
        bare = re.sub(r"(torch\.)?[Ss]ize", "", text)
        if not re.fullmatch(r"[\[\](){}\d\s,;x×·]*", bare) or not re.search(r"[\d()\[\]]", bare):
            raise AnswerError(mark("{text} is no shape; write one such as (2, 3)"), text=text[:40])
        sizes = re.findall(r"\d+", bare)[:_MAX_SIZES]
        return (",".join(str(int(size)) for size in sizes),)

    def units(self, answer: str) -> tuple[int, ...]:  # noqa: ARG002 - sizes have no last digit
        return ()

    def spellings(self, question: Question, answer: str, printable: str) -> tuple[str, ...]:  # noqa: ARG002
        """Return it with and without brackets, blanks and torch's name for it."""
        sizes = answer.split(",") if answer else []
        if len(sizes) == 1:
            inside = [f"{sizes[0]},", sizes[0], f"{sizes[0]}, ", f"{sizes[0]} ,"]
        else:
            inside = [between.join(sizes) for between in _BETWEEN]
        every = [
            f"{before}{text}{after}"
            for text in inside
            for before, after in _AROUND
            if text or before
        ]
        return tuple(dict.fromkeys([printable, *every]))


KIND = Shape()
