"""
Questions in the form that publishers share: one language, HTML, five ways to answer.

Formats differ in what they can express. ``making.py`` turns each kind of item, in one place, into
the nearest form that all formats have, so that an answer has the same score on every platform. A
publisher has a line for each *way* of answering, and none for kinds of items.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from autograder.content import Language
from autograder.enums import StrEnum

__all__ = ["Choice", "Form", "Pool", "Typed", "Way"]


class Way(StrEnum):
    """How a form is answered."""

    ONE = "one"
    SEVERAL = "several"
    NUMBER = "number"
    TEXT = "text"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Choice:
    """
    An option, or a line to order; lines are listed in the right order.

    Attributes:
        label: What its text begins with, and what a key names it by: a letter, the number of a
            line, or the letters of a whole order.
        html: Its text, after its label.
        plain: The same without markup.
    """

    id: str
    label: str
    html: str
    plain: str
    right: bool
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """
    An answer that is typed, and the feedback on it.

    Attributes:
        texts: The accepted spellings, the commonest first; the first is shown.
        units: Numbers in units of their last digit; empty for a shape.
        value: The value of a single number.
    """

    texts: tuple[str, ...]
    right: bool
    feedback: str = ""
    units: tuple[int, ...] = ()
    value: float = 0.0


@dataclass(frozen=True)
class Form:
    """
    One variant of an item, ready to be written in any format.

    Attributes:
        id: Item and variant, such as ``Q14-0``; stable, so that repeated exports are equal.
        prompt: The stamp, the stem, the code, and how a typed answer is written, as HTML.
        stamp: What the prompt begins with.
        points: What a right answer is worth.
        tolerance: By how much a number may be off.
        explain: The explanation as HTML, shown when the question is over.
        hints: The hints in order, as HTML.
    """

    id: str
    item: str
    name: str
    way: Way
    prompt: str
    explain: str
    language: Language
    choices: tuple[Choice, ...] = ()
    typed: tuple[Typed, ...] = ()
    tolerance: float = 0.0
    digits: int = 0
    tags: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    stamp: str = ""
    points: float = 1.0

    @property
    def right(self) -> tuple[Choice, ...]:
        """The right choices."""
        return tuple(choice for choice in self.choices if choice.right)


@dataclass(frozen=True)
class Pool:
    """
    The variants of one item; formats that can do so draw one of them for each learner.

    Attributes:
        why: Whether it holds the *why* of an item. A *why* says its item's answer, so publishers keep
            it apart from the items.
    """

    item: str
    chapter: str
    title: str
    why: bool = False
    forms: tuple[Form, ...] = field(default=())

    @property
    def points(self) -> float:
        """What each of its variants is worth."""
        return self.forms[0].points
