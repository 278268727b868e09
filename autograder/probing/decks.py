"""A data set whose rows can be recognised, like cards with a front and a back."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from autograder.observations import TensorFact
from autograder.probing.case import Case
from autograder.probing.facts import describe_tensor, is_plain_tensor
from autograder.probing.returned import is_list_of
from autograder.probing.submission import call_learner

__all__ = ["Deck", "drawn_stacks"]

Row = tuple[float, ...]
#: Inputs and targets of one batch as facts; None for what is no such pair.
Batch = tuple[TensorFact, TensorFact]


class Deck:
    """
    N rows of inputs and targets, each to be recognised by either.

    Args:
        N: How many rows.
        batch_size: How many of them a batch is to have.

    Attributes:
        X: Inputs, of shape (N, 3); y: targets, of shape (N, 1).
    """

    def __init__(self, case: Case, N: int, batch_size: int) -> None:
        self.N, self.batch_size = N, batch_size
        case.sizes["N"] = N
        self.X, self.y = case.tensor(N, 3), case.tensor(N, 1)
        for number in range(N):
            self.X[number] += 8 * number
            self.y[number] += 8 * number
        self._fronts = {tuple(row): number for number, row in enumerate(self.X.tolist())}
        self._backs = {tuple(row): number for number, row in enumerate(self.y.tolist())}

    def epoch(self, batches: Callable[..., Any]) -> list[Batch | None]:
        """
        Return what one call of ``batches(X, y, batch_size)`` brings.

        Raises:
            LearnerError: If asking for the batches raises.
        """
        returned = batches(self.X, self.y, self.batch_size)
        # A generator may never end.
        brought = call_learner(lambda: list(itertools.islice(iter(returned), self.N + 3)))
        return [_batch(item) for item in brought]

    def epochs(self, batches: Callable[..., Any], count: int = 2) -> list[list[Batch | None]]:
        """Return what so many calls bring; see :meth:`epoch`."""
        return [self.epoch(batches) for _ in range(count)]

    @property
    def rows(self) -> list[list[list[float]]]:
        """All rows in the given order, inputs and targets side by side."""
        return rows_of([_batch((self.X, self.y))])

    def fronts(self, batches: Iterable[Batch | None]) -> list[int]:
        """Return the numbers of the rows in order of their inputs; -1 for what is none of them."""
        return [n for X, _ in filter(None, batches) for n in _find(X, 3, self._fronts)]

    def backs(self, batches: Iterable[Batch | None]) -> list[int]:
        """Return the same in order of their targets."""
        return [n for _, y in filter(None, batches) for n in _find(y, 1, self._backs)]

    def torn(self, batches: Iterable[Batch | None]) -> bool:
        """Whether some input came with the target of another."""
        return any(self.fronts([one]) != self.backs([one]) for one in batches)

    def misses(self, epoch: Sequence[Batch | None]) -> bool:
        """Whether some row did not come."""
        return bool(set(range(self.N)) - set(self.fronts(epoch)))

    def repeats(self, epoch: Sequence[Batch | None]) -> bool:
        """Whether some row came more than once."""
        fronts = self.fronts(epoch)
        return len(set(fronts)) < len(fronts)

    def company(self, epoch: Iterable[Batch | None]) -> set[frozenset[int]]:
        """Return which rows came in one batch, in any order; a batch of one row or all rows says nothing."""
        stacks = {frozenset(self.fronts([one])) for one in epoch}
        return {stack for stack in stacks if 1 < len(stack) < self.N}

    def sorted_stacks(self, epoch: Sequence[Batch | None]) -> list[Row]:
        """
        Return the inputs: those of each batch in the given order, the batches by their first row.

        So they are in a new order only if rows come together with other rows than before. If there
        are no two batches, they stay as they came.
        """
        stacks = [_cut(X, 3) for X, _ in filter(None, epoch)]
        if len(self.company(epoch)) > 1:
            stacks = sorted((sorted(stack, key=self._number) for stack in stacks), key=self._first)
        return [row for stack in stacks for row in stack]

    def _number(self, front: Row) -> int:
        return self._fronts.get(front, -1)

    def _first(self, stack: Sequence[Row]) -> int:
        return self._number(stack[0]) if stack else self.N


def drawn_stacks(case: Case) -> tuple[int, int]:
    """
    Return how many rows there are, and how many make a batch.

    By turns with some left over, with a single row, with none left over, and with fewer than
    make a batch.
    """
    size, full = case.integer(3, 6), case.integer(2, 3)
    return case.cycle(
        (size * full + case.integer(1, size - 1), size),
        (1, size),
        (size * 2, size),
        (size + 1, size + case.integer(2, 4)),
    )


def rows_of(batches: Iterable[Batch | None]) -> list[list[list[float]]]:
    """Return rows, inputs and targets side by side; a side without the other stands alone."""
    return [
        [[*X], [*y]]
        for fronts, backs in filter(None, batches)
        for X, y in itertools.zip_longest(_cut(fronts, 3), _cut(backs, 1), fillvalue=())
    ]


def inputs_of(batches: Iterable[Batch | None]) -> list[list[float]]:
    """Return the inputs alone."""
    return [X for X, _ in rows_of(batches)]


def _batch(item: Any) -> Batch | None:
    if not is_list_of(item, 2) or not all(map(is_plain_tensor, item)):
        return None
    X, y = map(describe_tensor, item)
    if not (isinstance(X, TensorFact) and isinstance(y, TensorFact)):
        return None
    return (X, y) if X.dtype == y.dtype == "float32" else None


def _cut(fact: TensorFact, width: int) -> list[Row]:
    return [fact.values[at : at + width] for at in range(0, len(fact.values), width)]


def _find(fact: TensorFact, width: int, numbers: Mapping[Row, int]) -> list[int]:
    return [numbers.get(row, -1) for row in _cut(fact, width)]
