"""Facts and observations, as frozen data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeAlias

__all__ = [
    "ArrayFact",
    "ErrorFact",
    "Fact",
    "GridFact",
    "ObjectFact",
    "Observation",
    "Rule",
    "TensorFact",
]


@dataclass(frozen=True, slots=True)
class GridFact:
    """
    Numbers in a grid as they were: dtype, shape, values row by row.

    Integers and booleans are kept as floats too; the dtype tells what they were.
    """

    dtype: str
    shape: tuple[int, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class TensorFact(GridFact):
    """A tensor; its dtype is without the ``torch.`` prefix."""


@dataclass(frozen=True, slots=True)
class ArrayFact(GridFact):
    """An array of numpy; no tensor is equal to it."""


@dataclass(frozen=True, slots=True)
class ObjectFact:
    """Something that is neither a number, a text, a list nor a plain tensor: its type's name."""

    type_name: str


@dataclass(frozen=True, slots=True)
class ErrorFact:
    """
    An exception that the learner's code raised.

    *line* (1-based, in the learner's file, 0 when unknown) and *code* (that
    line's text) are for the reader; comparing uses type and message alone.
    *missed* is a name that the code used and that has no value because a statement
    of the file failed, at that line, with this exception.
    """

    type_name: str
    message: str
    line: int = 0
    code: str = ""
    missed: str = ""


Fact: TypeAlias = (
    "None | bool | int | float | str | TensorFact | ArrayFact | ObjectFact | ErrorFact "
    "| tuple[Fact, ...]"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """
    The rule that judges the numbers of a fact, where right answers show different ones.

    The judge puts one word in the place of the numbers. Only the rules of the
    reference count; those that come with a submission are never looked at.

    Attributes:
        name: The name of a function in ``autograder.judging.rules``.
        given: The function's other arguments, by name.
    """

    name: str
    given: Mapping[str, Fact] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "given", MappingProxyType(dict(self.given)))


def _nothing() -> Mapping[str, Any]:
    return _NOTHING


#: One for all observations, most of which have nothing but facts.
_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Observation:
    """
    The facts and clues that one check saw on one case.

    Attributes:
        facts: Facts to be judged; the first one that differs is reported.
        rules: Rules, by the names of the facts that they judge; a fact without a rule is
            compared with the reference's.
        clues: Facts that only help to tell two wrong programs apart; never judged.
        call: The call that was made, as a learner would type it.
        sizes: Named sizes of the case, such as ``N``, used to say "N times".
        recording: What a loop did, pass by pass, to be shown; never judged. By column
            (``loss``, ``fresh``, ``grad``, ``value``), a list with an entry for each pass.
    """

    facts: Mapping[str, Fact]
    clues: Mapping[str, Fact] = field(default_factory=_nothing)
    call: str = ""
    sizes: Mapping[str, int] = field(default_factory=_nothing)
    recording: Mapping[str, Fact] = field(default_factory=_nothing)
    rules: Mapping[str, Rule] = field(default_factory=_nothing)

    def __post_init__(self) -> None:
        for name in ("facts", "clues", "sizes", "recording", "rules"):
            given = getattr(self, name)
            if given is not _NOTHING:
                object.__setattr__(self, name, MappingProxyType(dict(given)))

    def all(self) -> Iterator[tuple[str, Fact]]:
        """Facts first, then clues, as ``(name, fact)``; a clue's name starts with ``?``."""
        yield from self.facts.items()
        for name, fact in self.clues.items():
            yield f"?{name}", fact
