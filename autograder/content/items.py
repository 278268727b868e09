"""
What ``quiz.yaml`` may say, on both sides: in ``exercises/`` (public) and in ``solutions/``.

The public side asks; nothing in it says which answer is right. The other side holds what keys
are made from: edits that turn the code into what a misconception would write, orders and mends
of lines, and keys typed by hand for what no program can tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Template
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    StringConstraints,
    model_validator,
)

from autograder.content.models import Identifier, NonEmpty, Text
from autograder.enums import StrEnum

__all__ = [
    "Distractor",
    "Edit",
    "Item",
    "ItemBank",
    "ItemKind",
    "ItemSolution",
    "ItemSolutions",
    "OptionSheet",
    "OptionSolution",
    "Range",
    "Why",
    "WhySolution",
    "filled",
]

ItemId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,31}$")]
#: Blanks and line ends count in it.
Code = Annotated[str, StringConstraints(min_length=1)]
#: Lower case, so that $LINES is no parameter.
ParameterName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_0-9]*$")]


class _Model(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class ItemKind(StrEnum):
    """How an item is answered."""

    SINGLE = "single"  # one option
    MULTIPLE = "multiple"  # several options
    NUMBER = "number"  # a typed number, right within one unit of its last digit
    TENSOR = "tensor"  # typed numbers, `[2, 40]`
    SHAPE = "shape"  # a typed shape, `(4, 3)`
    TRACE = "trace"  # nodes of a graph, put in order
    ORDER = "order"  # lines of a program, put in order
    LINE = "line"  # the faulty line, by its number
    ERROR = "error"  # which error is raised, of several

    @property
    def typed(self) -> bool:
        """Whether the answer is written, not chosen."""
        return self in (ItemKind.NUMBER, ItemKind.TENSOR, ItemKind.SHAPE)

    @property
    def ordered(self) -> bool:
        """Whether the answer is an order of all options."""
        return self in (ItemKind.TRACE, ItemKind.ORDER)


class Range(_Model):
    """
    Numbers from *start* to *stop*, both included, *step* apart, without those in *but*.

    *first* makes variant 0; *start*, unless given.
    """

    start: float | int
    stop: float | int
    step: float | int = Field(default=1, gt=0)
    but: list[float | int] = []
    first: float | int | None = None

    def numbers(self) -> list[float | int]:
        """All of them, the first one first; integers stay integers."""
        whole = all(isinstance(number, int) for number in (self.start, self.stop, self.step))
        count = round((self.stop - self.start) / self.step)
        every = [self.start + index * self.step for index in range(count + 1)]
        drawn = [int(n) if whole else round(float(n), 6) for n in every]
        first = self.start if self.first is None else self.first
        return [first, *(n for n in drawn if n not in self.but and n != first)]


def _parameter(values: Any) -> Any:
    return Range.model_validate(values).numbers() if isinstance(values, dict) else values


#: What a parameter is drawn from: a list of numbers or texts, or a range.
Parameter = Annotated[
    list[str | int | float], BeforeValidator(_parameter), Field(min_length=1, max_length=2_000)
]


class OptionSheet(_Model):
    """
    An option of an item.

    Attributes:
        text: What it says, in both languages; or
        code: the same as code, alike in every language.
        holds: An expression that is true, after the item's code was run, where this option is
            right. `error` is the exception that the code raised, or None.
    """

    text: Text | None = None
    code: NonEmpty | None = None
    holds: NonEmpty | None = None

    @model_validator(mode="after")
    def _one_form(self) -> OptionSheet:
        if (self.text is None) == (self.code is None):
            raise ValueError("give text (in both languages) or code, one of them")
        return self


class Why(_Model):
    """A second question after the answer: why is it so? One option is right."""

    stem: Text | None = None
    options: dict[Identifier, Text] = Field(min_length=2, max_length=6)


class Item(_Model):
    """
    One item of a chapter's ``quiz.yaml``.

    ``$name`` in texts and code is replaced by the variant's parameter.

    Attributes:
        stem: The question, Markdown in one line or several.
        code: A program that is shown, and run to find the key; for ``order`` the frame, in which
            ``$LINES`` stands for the ordered lines.
        ask: The expression whose value is the key (number, tensor, shape, trace, error kind of
            single choice) or which tells right from wrong (line, order).
        options: By id; for ``order`` the lines. Where a single choice has ``ask`` and no options,
            its options are computed: the key and what the distractors give.
        parameters: By name, the values to draw from. The first value of each makes variant 0.
        digits: Decimals that a number is asked to.
        after: The exercise after whose group it is asked.
        shuffle: Whether options are shown in another order for each variant.
    """

    kind: Annotated[ItemKind, Field(strict=False)]
    stem: Text
    code: Code | None = None
    ask: NonEmpty | None = None
    options: dict[Identifier, OptionSheet] = {}
    parameters: dict[ParameterName, Parameter] = {}
    digits: int = Field(default=2, ge=0, le=6)
    concepts: list[Identifier] = Field(min_length=1)
    after: Identifier
    shuffle: bool = True
    why: Why | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Item:
        kind = self.kind
        if kind.typed or kind in (ItemKind.TRACE, ItemKind.LINE, ItemKind.ORDER, ItemKind.ERROR):
            if self.code is None:
                raise ValueError(f"a {kind} item needs code to find its key by")
            if self.ask is None and kind is not ItemKind.ERROR:
                raise ValueError(f"a {kind} item needs ask, the expression whose value decides")
            if self.options and kind is not ItemKind.ORDER:
                raise ValueError(f"a {kind} item takes no options; its answers are computed")
        if kind in (ItemKind.MULTIPLE, ItemKind.ORDER) and len(self.options) < 3:
            raise ValueError(f"a {kind} item needs at least three options")
        if kind is ItemKind.SINGLE and self.ask is None and len(self.options) < 2:
            raise ValueError("a single choice needs ask (and code), or at least two options")
        if kind is ItemKind.ORDER and "$LINES" not in (self.code or ""):
            raise ValueError("the code of an order item needs a line $LINES, where they go")
        return self


class ItemBank(RootModel[dict[ItemId, Item]]):
    """``exercises/CHAPTER/quiz.yaml``: the items of a chapter, by id."""


class Edit(_Model):
    """A change of an item's code: the text *old*, which stands there once, becomes *new*."""

    old: Code
    new: str


class Distractor(_Model):
    """
    A wrong answer, computed: what the item gives after a misconception's edit.

    Attributes:
        edits: Applied to the code, one after the other.
        code: Another program, where edits would be harder to read.
        ask: Another expression, where the mistake is in the reading of the result.
        order: For ``order``: these lines, in this order. For ``trace``: what to do with the key.
        feedback: What to say; the misconception's sentence, unless given.
    """

    misconception: Identifier | None = None
    edits: list[Edit] = []
    code: NonEmpty | None = None
    ask: NonEmpty | None = None
    order: list[Identifier] = []
    feedback: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Distractor:
        if not (self.edits or self.code or self.ask or self.order):
            raise ValueError("give edits, code, ask or order: a distractor is computed")
        if self.misconception is None and self.feedback is None:
            raise ValueError("give the misconception that it shows, or feedback of its own")
        return self


class OptionSolution(_Model):
    """What is said to somebody who chose an option, and the misconception it shows."""

    misconception: Identifier | None = None
    feedback: Text | None = None


class WhySolution(_Model):
    """Which reason is right, and what is said to somebody who gives another."""

    key: Identifier
    options: dict[Identifier, OptionSolution] = {}


class ItemSolution(_Model):
    """
    What the key of an item is made from.

    Attributes:
        key: Ids of the right options, typed by hand: only where no program can tell. For
            ``order``: one right order, the reference; all orders that do the same are right too.
        mend: For ``line``: the edit of one line after which ``ask`` is true.
        explain: Why the answer is right; shown after answering.
    """

    key: list[Identifier] = []
    distractors: list[Distractor] = []
    options: dict[Identifier, OptionSolution] = {}
    mend: Edit | None = None
    explain: Text
    why: WhySolution | None = None


class ItemSolutions(RootModel[dict[ItemId, ItemSolution]]):
    """``solutions/CHAPTER/quiz.yaml``."""


def filled(text: str, parameters: Mapping[str, str | int | float]) -> str:
    """Return *text* with ``$name`` replaced; other dollar signs stay as they are."""
    return Template(text).safe_substitute(parameters)
