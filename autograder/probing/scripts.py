"""Whole scripts to be run: data for one, and what it gave back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from torch import Tensor, nn

from autograder.probing.case import Case
from autograder.probing.facts import describe
from autograder.probing.journal.facts.scripts import (
    Evaluation,
    Script,
    alike,
    evaluation_of,
    numbers_in,
)
from autograder.probing.returned import as_it_is_now, is_list_of, listed
from autograder.probing.watching import Seen, journaling

__all__ = ["ScriptRun", "three_parts"]


class ScriptRun:
    """
    One run of a script that trains a model and measures it on new data.

    Args:
        case: N samples of three features and as many numbers to learn, M new ones, a learning
            rate and how many passes are due come from it.
        equal_targets: Whether all targets are equal: then it is no matter which of them a
            prediction meets.

    Attributes:
        model, history, new_loss: What came back, once :meth:`run` is over.
        due: How many passes there are to be.
        seen: What was seen of the run; ``three_parts`` is its first fact.
        way, evaluation: What the journal shows of the training, and of the measuring.
    """

    seen: Seen
    way: Script
    evaluation: Evaluation

    def __init__(self, case: Case, *, equal_targets: bool = False) -> None:
        self.N, self.M = case.cycle((5, 8), (1, 6), (7, 2), (6, 9))
        case.sizes["N"] = self.N
        self.X, self.y = case.tensor(self.N, 3, low=-2, high=2), case.tensor(self.N)
        self.X_new, self.y_new = case.tensor(self.M, 3, low=-2, high=2), case.tensor(self.M)
        if equal_targets:
            self.y[:], self.y_new[:] = self.y[0].item(), self.y_new[0].item()
        self.lr, self.due = case.cycle(0.05, 0.1, 0.02, 0.08), case.cycle(4, 3, 5, 3)
        self.model: Any = nn.Identity()
        self.history: Any = None
        self.new_loss: Any = None

    def run(self, script: Callable[..., object]) -> ScriptRun:
        """Call ``script(X, y, X_new, y_new, lr, steps)`` in a journal and return the run itself."""
        arguments: tuple[Tensor | float, ...] = (self.X, self.y, self.X_new, self.y_new)
        returned: object = None
        with journaling(parameters=True) as self.seen:
            returned = script(*arguments, self.lr, self.due)
        if not self.seen.raised:
            parts = three_parts(as_it_is_now(returned))
            self.seen.fact("three_parts", bool(parts))
            self.model, self.history, self.new_loss = parts or (nn.Identity(), None, None)
        self.way = Script(self.seen.journal, self.N, self.M, self.y.tolist())
        self.evaluation = evaluation_of(self.seen.journal, self.M)
        return self

    @property
    def loss(self) -> list[float]:
        """The number that the script measured on the new samples, if it is one, in a list."""
        return numbers_in(describe(self.new_loss))

    @property
    def history_fits(self) -> bool:
        """Whether the numbers of the history, whatever holds them, are the losses gone back from."""
        numbers = [number for entry in self.entries for number in numbers_in(describe(entry))]
        return alike(numbers, self.way.losses)

    @property
    def entries(self) -> list[Any]:
        """The first 100 entries of the history; none if it is no list."""
        return list(listed(self.history, 100))


def three_parts(returned: Any) -> tuple[Any, ...]:
    """Return model, history and loss, if *returned* is three things; else nothing."""
    return tuple(returned) if is_list_of(returned, 3) else ()
