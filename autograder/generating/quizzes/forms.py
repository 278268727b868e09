"""
Questions in the form that publishers share: one language, HTML, five ways to answer.

Formats differ in what they can carry; ``making.py`` turns each kind of item into the nearest form
that all of them have, once, so that the same answer has the same score wherever it is given. A
publisher has a line for each *way*, and none for a kind.
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
    An option, or a line to order (then in the right order).

    Attributes:
        plain: Its text without markup.
    """

    id: str
    html: str
    plain: str
    right: bool
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """
    An answer that is typed, and what is said to it.

    Attributes:
        texts: The spellings that are taken for it, the first one is shown.
        units: Of numbers: what they are in units of the last digit; of a shape, nothing.
        value: Of a single number.
    """

    texts: tuple[str, ...]
    right: bool
    feedback: str = ""
    units: tuple[int, ...] = ()
    value: float = 0.0


@dataclass(frozen=True)
class Form:
    """
    One variant of an item, ready to be written in some format.

    Attributes:
        id: ``Q14-0``: item and variant; stable, so that an export says the same each time.
        prompt: HTML: the stem, and the code.
        tolerance: How far off a number may be.
        explain: HTML, shown when the question is over.
        hints: HTML, one after the other.
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
    stem: str = ""
    code: str = ""

    @property
    def right(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if choice.right)


@dataclass(frozen=True)
class Pool:
    """The variants of one item; a format that can, draws one of them for each learner."""

    item: str
    chapter: str
    title: str
    forms: tuple[Form, ...] = field(default=())
