"""A data set of samples of unequal length, like bird calls on a tape, each with a number."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from torch.utils.data import DataLoader

from autograder.observations import Fact, TensorFact
from autograder.probing.case import Case
from autograder.probing.facts import describe
from autograder.probing.returned import is_list_of, type_as_written, types_as_written
from autograder.probing.submission import call_learner
from autograder.probing.witnesses import number_in

__all__ = ["Stack", "Tape", "birds_of", "calls_of", "is_loader", "length_of", "pair_at", "rows_of"]

Row = tuple[float, ...]


@dataclass(frozen=True)
class Stack:
    """
    One batch: a row of numbers for each call, and the rings of the birds.

    Attributes:
        kind: What its two parts are, in words: ``2D float32, 1D int64``.
        width: How many numbers a row of it has.
        dtype: Of the rings.
    """

    kind: str
    rows: tuple[Row, ...] = ()
    rings: Row = ()
    width: int = 0
    dtype: str = ""

    @property
    def paired(self) -> bool:
        """Whether it has a row for each ring."""
        return bool(self.rows) and len(self.rows) == len(self.rings)


class Tape:
    """
    N calls of unequal length, each to be recognised by its first number or by its bird.

    Args:
        N: How many calls.
        batch_size: How many of them a batch is to have.

    Attributes:
        calls: Tensors of shape (length,), without a zero in them.
        birds: The rings of the birds, all different.
    """

    def __init__(self, case: Case, N: int, batch_size: int) -> None:
        self.N, self.batch_size = N, batch_size
        case.sizes["N"] = N
        start = case.integer(0, 5)
        self.calls = [case.tensor(2 + (start + number) % 6) for number in range(N)]
        for number, call in enumerate(self.calls):
            call[0] += 8 * number
        self.birds = [10 * number + case.integer(100, 109) for number in range(N)]
        self._whole = [tuple(call.tolist()) for call in self.calls]

    def loader(self, make: Callable[..., Any]) -> Any:
        """Return what ``make(calls, birds, batch_size)`` returns; it gets lists of its own."""
        return make(list(self.calls), list(self.birds), self.batch_size)

    def epoch(self, loader: Any) -> list[Stack]:
        """
        Return the batches that one pass through *loader* brings, not many more than there are calls.

        Raises:
            LearnerError: If asking for them raises.
        """
        if is_loader(loader):
            # The sandbox lets nobody start processes, and batches don't depend on who fetches them.
            call_learner(lambda: setattr(loader, "num_workers", 0))
        return call_learner(
            lambda: [_stack(one) for one in itertools.islice(iter(loader), self.N + 3)]
        )

    @property
    def pairs(self) -> list[list[list[float]]]:
        """All calls in the given order, each with its bird."""
        return [[[*call], [bird]] for call, bird in zip(self._whole, self.birds, strict=True)]

    def facts_of(self, epoch: Sequence[Stack]) -> dict[str, object]:
        """Return what one epoch brought, in the order in which it helps to read it."""
        numbers = [number for stack in epoch for number in self._numbers(stack)]
        return {
            "batch_sizes": [len(stack.rows) for stack in epoch],
            "torn": any(self._is_torn(stack) for stack in epoch),
            "missing": bool(set(range(self.N)) - set(numbers)),
            "repeated": len(set(numbers)) < len(numbers),
            "begins_late": any(row[:1] == (0.0,) for stack in epoch for row in stack.rows),
            "shortened": any(map(self._shortens, epoch)),
            "spare_columns": sum(map(_spare_columns, epoch)),
        }

    def _numbers(self, stack: Stack) -> list[int]:
        """Return the numbers of the calls in *stack*, by how they begin; -1 for what is none."""
        begins = {call[0]: number for number, call in enumerate(self._whole)}
        return [begins.get(next(filter(None, row), 0.0), -1) for row in stack.rows]

    def _is_torn(self, stack: Stack) -> bool:
        by_bird = {float(bird): number for number, bird in enumerate(self.birds)}
        return self._numbers(stack) != [by_bird.get(ring, -1) for ring in stack.rings]

    def _shortens(self, stack: Stack) -> bool:
        pairs = zip(self._numbers(stack), stack.rows, strict=True)
        return any(
            number >= 0 and len(_bare(row)) < len(self._whole[number]) for number, row in pairs
        )


def is_loader(value: object) -> bool:
    """Tell whether *value* is a ``DataLoader``, by its type."""
    return issubclass(type(value), DataLoader)


def length_of(loader: Any) -> object:
    """Return how long the data set of *loader* is; raises LearnerError if that raises."""
    return call_learner(lambda: len(loader.dataset))


def pair_at(loader: Any, number: int) -> object:
    """
    Return what the data set of *loader* has at *number*: call and bird, or its type if it is no pair.

    Raises:
        LearnerError: If asking for it raises.
    """
    pair = call_learner(lambda: loader.dataset[number])
    if not is_list_of(pair, 2):
        return types_as_written(pair)
    call, bird = pair
    return [call, _whole_number(number_in(bird))]


def rows_of(epoch: Iterable[Stack]) -> list[list[list[float]]]:
    """Return calls and birds side by side, calls without the zeros behind them."""
    return [
        [[*_without_end(row)], [ring]]
        for stack in epoch
        for row, ring in zip(stack.rows, stack.rings, strict=False)
    ]


def calls_of(epoch: Iterable[Stack]) -> list[list[float]]:
    """Return the calls alone."""
    return [call for call, _ in rows_of(epoch)]


def birds_of(epoch: Sequence[Stack]) -> Fact:
    """Return the birds alone, in ascending order, in the dtype in which the first batch has them."""
    rings = sorted(ring for stack in epoch for ring in stack.rings)
    return TensorFact(epoch[0].dtype, (len(rings),), tuple(rings)) if epoch else None


def _stack(item: Any) -> Stack:
    if not is_list_of(item, 2):
        return Stack(types_as_written(item))
    X, y = map(describe, item)
    kind = ", ".join(map(_kind, item))
    if not (isinstance(X, TensorFact) and isinstance(y, TensorFact) and len(X.shape) == 2):
        return Stack(kind)
    width = X.shape[1]
    rows = tuple(X.values[at : at + width] for at in range(0, len(X.values), width or 1))
    return Stack(kind, rows, y.values, width, y.dtype)


def _kind(value: object) -> str:
    fact = describe(value)
    if isinstance(fact, TensorFact):
        return f"{len(fact.shape)}D {fact.dtype}"
    return type_as_written(value)


def _whole_number(fact: object) -> object:
    return int(fact) if isinstance(fact, float) and fact.is_integer() else fact


def _spare_columns(stack: Stack) -> int:
    """Return how many columns hold no number of any call."""
    return stack.width - max((len(_bare(row)) for row in stack.rows), default=0)


def _bare(row: Row) -> Row:
    """Return *row* without the zeros before and behind the call."""
    return _without_end(row[::-1])[::-1] if row[:1] == (0.0,) else _without_end(row)


def _without_end(row: Row) -> Row:
    while row and row[-1] == 0:
        row = row[:-1]
    return row
