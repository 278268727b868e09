"""
The format of ``quiz.yaml``, on both sides: in ``exercises/`` (public) and in ``solutions/``.

The public side asks; nothing in it says which answer is right. The other side holds what keys
are made from: edits that turn the code into what a learner with a misconception would write,
orders and corrections of lines, and keys typed by hand where no program can find them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
from typing_extensions import Self

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
#: Unlike other texts it is not stripped: blanks and line ends are significant.
Code = Annotated[str, StringConstraints(min_length=1)]
#: Lower case, so that $LINES is no parameter.
ParameterName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_0-9]*$")]


class _Model(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


_SPELLED = {2: "two", 3: "three"}


@dataclass(frozen=True, slots=True)
class _Entry:
    """
    The parts that an item of some kind must have in ``quiz.yaml``.

    Attributes:
        options: The least number of options; None where answers are computed.
        or_ask: Whether it may have ``ask`` (and code) instead of options.
        frame: The placeholder in its code where the options go.
    """

    code: bool = False
    ask: bool = False
    options: int | None = None
    or_ask: bool = False
    frame: str = ""

    def misfit(self, item: Item) -> str | None:
        """Return what keeps *item* from being of its kind, if anything does."""
        kind, options, fewest = item.kind, len(item.options), self.options or 0
        if self.code and item.code is None:
            return f"a {kind} item needs code to find its key by"
        if self.ask and item.ask is None:
            return f"a {kind} item needs ask, the expression whose value decides"
        if self.options is None and options:
            return f"a {kind} item takes no options; its answers are computed"
        if options < fewest and not (self.or_ask and item.ask is not None):
            some = f"at least {_SPELLED[fewest]} options"
            if self.or_ask:
                return f"a {kind} choice needs ask (and code), or {some}"
            return f"a {kind} item needs {some}"
        if self.frame not in (item.code or ""):
            return f"the code of an {kind} item needs a line {self.frame}, where they go"
        return None


_ANYTHING = _Entry()


class ItemKind(StrEnum):
    """
    The names of kinds, with what their entries in ``quiz.yaml`` must have.

    How an item of a kind is solved, answered, judged and worded is in ``quizzes/kinds``.
    """

    entry: _Entry

    def __new__(cls, name: str, entry: _Entry = _ANYTHING) -> Self:
        kind = str.__new__(cls, name)
        kind._value_ = name
        kind.entry = entry
        return kind

    SINGLE = "single", _Entry(options=2, or_ask=True)
    MULTIPLE = "multiple", _Entry(options=3)
    NUMBER = "number", _Entry(ask=True)  # its code may be unseen, in solutions/
    TENSOR = "tensor", _Entry(code=True, ask=True)
    SHAPE = "shape", _Entry(code=True, ask=True)
    TRACE = "trace", _Entry(code=True, ask=True)
    ORDER = "order", _Entry(code=True, ask=True, options=3, frame="$LINES")
    LINE = "line", _Entry(code=True, ask=True)
    ERROR = "error", _Entry(code=True)


class Range(_Model):
    """
    Numbers from *start* to *stop*, both included, *step* apart, without those in *but*.

    Variant 0 takes *first*, which is *start* unless given.
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


#: The values that a parameter is drawn from: a list of numbers or texts, or a range.
Parameter = Annotated[
    list[str | int | float], BeforeValidator(_parameter), Field(min_length=1, max_length=2_000)
]


class OptionSheet(_Model):
    """
    An option of an item.

    Attributes:
        text: What it says, in both languages, unless it is code.
        code: What it says if it is code, the same in every language.
        holds: An expression that, after the item's code has run, is true if this option is
            right. ``error`` in it is the exception that the code raised, or None.
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
            single choice) or decides what is right (line, order).
        options: By id; for ``order`` the lines. Where a single choice has ``ask`` and no options,
            its options are computed: the key and what the distractors give.
        parameters: The values to draw from, by name. Variant 0 takes the first value of each.
        digits: How many decimals a number is asked for with.
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
        if misfit := self.kind.entry.misfit(self):
            raise ValueError(misfit)
        return self


class ItemBank(RootModel[dict[ItemId, Item]]):
    """``exercises/CHAPTER/quiz.yaml``: the items of a chapter, by id."""


class Edit(_Model):
    """A change of an item's code: the text *old*, which occurs once, becomes *new*."""

    old: Code
    new: str


class Distractor(_Model):
    """
    A computed wrong answer: what the item gives after a misconception's edit.

    Attributes:
        edits: Applied to the code, one after the other.
        code: Another program, where edits would be harder to read.
        ask: Another expression, where the mistake is in reading the result.
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
    """Feedback to somebody who chose an option, and the misconception that the option shows."""

    misconception: Identifier | None = None
    feedback: Text | None = None


class WhySolution(_Model):
    """Which reason is right, and the feedback to somebody who gives another."""

    key: Identifier
    options: dict[Identifier, OptionSolution] = {}


class ItemSolution(_Model):
    """
    The author's part of an item, from which its key is made.

    Attributes:
        key: Ids of the right options, typed by hand: only where no program can find them. For
            ``order``: one right order, the reference; all orders that do the same are right too.
        code: For ``number``: a program that is run but never shown, where the item has no code.
        mend: For ``line``: the edit of one line after which ``ask`` is true.
        explain: Why the answer is right; shown after answering.
    """

    key: list[Identifier] = []
    distractors: list[Distractor] = []
    options: dict[Identifier, OptionSolution] = {}
    code: NonEmpty | None = None
    mend: Edit | None = None
    explain: Text
    why: WhySolution | None = None


class ItemSolutions(RootModel[dict[ItemId, ItemSolution]]):
    """``solutions/CHAPTER/quiz.yaml``."""


def filled(text: str, parameters: Mapping[str, str | int | float]) -> str:
    """Return *text* with ``$name`` replaced; other dollar signs stay as they are."""
    return Template(text).safe_substitute(parameters)
