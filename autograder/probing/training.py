"""Trainings to hand to a learner's function: a model, a loss, an optimizer and batches, by turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from autograder.observations import Fact
from autograder.probing.case import Case
from autograder.probing.memory import SavedTensors
from autograder.probing.models import numbers_of, with_drawn_numbers
from autograder.probing.survivors import CountedLoss
from autograder.probing.watcher import hooked
from autograder.probing.watching import Seen, journaling

__all__ = [
    "Epochs",
    "Exam",
    "Training",
    "classification",
    "epochs_of_regression",
    "exam",
    "optimizer_for",
    "regression",
]


@dataclass
class Training:
    """
    A model at its start, with all that is needed to train it.

    Attributes:
        model: Its parameters are drawn from the case.
        optimizer: Holds all of them.
        batches: Pairs of inputs and targets, a new one for each step.
    """

    model: nn.Module
    optimizer: torch.optim.Optimizer
    loss_fn: nn.Module
    batches: list[tuple[Tensor, Tensor]]

    def run(self, step: Callable[..., object]) -> Seen:
        """
        Call ``step(model, optimizer, loss_fn, X, y)`` with each batch, in a journal.

        Its answer is a list of what came back.
        """
        with journaling(model=self.model, optimizer=self.optimizer) as seen:
            seen.answer = []
            for X, y in self.batches:
                seen.mark("call")
                seen.answer.append(step(self.model, self.optimizer, self.loss_fn, X, y))
        return seen


def regression(case: Case, *, steps: int = 3) -> Training:
    """
    Return a training of numbers from three features, with one layer or two by turns.

    Inputs have shape (N, 3), targets (N, 1); the loss is the mean squared error.
    """
    model = _regression_model(case)
    batches = [case.samples(4, 1, 7, 3) for _ in range(steps)]
    with_drawn_numbers(model, case)
    return Training(model, optimizer_for(model, case), nn.MSELoss(), batches)


def classification(case: Case, *, steps: int = 3) -> Training:
    """
    Return a training of classes from three features, with one layer.

    Inputs have shape (N, 3), targets are N class numbers; the loss is the cross entropy.
    """
    rows, classes = case.size("N", 4, 1, 7, 2), case.cycle(3, 4, 2, 3)
    batches = []
    for _ in range(steps):
        numbers = [case.integer(0, classes - 1) for _ in range(rows)]
        batches.append((case.tensor(rows, 3, low=-2, high=2), torch.tensor(numbers)))
    model = with_drawn_numbers(nn.Linear(3, classes), case)
    return Training(model, optimizer_for(model, case), nn.CrossEntropyLoss(), batches)


class Loader:
    """
    Batches in another order in each epoch, as from a shuffling loader.

    The number of steps made so far decides the order, so looking through the batches beforehand
    changes nothing.
    """

    def __init__(
        self, batches: list[tuple[Tensor, Tensor]], optimizer: torch.optim.Optimizer
    ) -> None:
        self._batches, self._steps = batches, 0
        optimizer.register_step_post_hook(hooked(self._stepped))

    def _stepped(self, *_: object) -> None:
        self._steps += 1

    def __len__(self) -> int:
        return len(self._batches)

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        first = self._steps // len(self) % len(self)
        return iter([*self._batches[first:], *self._batches[:first]])


@dataclass
class Epochs:
    """
    Some epochs of a training by batches.

    Attributes:
        loader: The batches, for each epoch in another order.
        count: How many epochs are to be run.
        first_rows: How many rows the first batch has.
    """

    model: nn.Module
    optimizer: torch.optim.Optimizer
    loss_fn: CountedLoss
    loader: Loader
    count: int
    first_rows: int

    @property
    def due(self) -> int:
        """How many steps are to be made."""
        return self.count * len(self.loader)

    @property
    def first_predictions(self) -> list[float]:
        """
        The predictions for the first batch whose loss was measured.

        They are the same however the batch was cut, and other mistakes only show after them.
        """
        return self.loss_fn.predictions[: self.first_rows]

    def run(self, train: Callable[..., object]) -> Seen:
        """Call ``train(model, optimizer, loss_fn, loader, count)`` in a journal."""
        # Kept tensors would keep the graphs alive that are counted here.
        with journaling(keep=False, model=self.model, optimizer=self.optimizer) as seen:
            seen.answer = train(self.model, self.optimizer, self.loss_fn, self.loader, self.count)
        return seen


def epochs_of_regression(case: Case) -> Epochs:
    """Return some epochs of a training like :func:`regression`, with a smaller last batch by turns."""
    rows, size, count = case.cycle((7, 3, 3), (1, 4, 2), (8, 3, 2), (5, 2, 3))
    case.sizes["N"] = rows
    X, y = case.tensor(rows, 3, low=-2, high=2), case.tensor(rows, 1)
    model = with_drawn_numbers(_regression_model(case), case)
    optimizer = optimizer_for(model, case)
    loader = Loader(list(zip(torch.split(X, size), torch.split(y, size), strict=True)), optimizer)
    return Epochs(model, optimizer, CountedLoss(), loader, count, min(rows, size))


@dataclass
class Exam:
    """
    A model in the middle of its training, and data that it has never seen.

    Attributes:
        X: Of shape (N, 3); y: of shape (N, 1).
        before: What the model was in numbers; see :func:`~autograder.probing.models.numbers_of`.
        saved: Counts what autograd keeps for a backward pass.
    """

    model: nn.Module
    loss_fn: nn.Module
    X: Tensor
    y: Tensor
    before: dict[str, list[Fact]]
    saved: SavedTensors = field(default_factory=SavedTensors)

    def run(self, evaluate: Callable[..., object]) -> Seen:
        """Call ``evaluate(model, loss_fn, X, y)`` in a journal."""
        with journaling(self.saved) as seen:
            seen.answer = evaluate(self.model, self.loss_fn, self.X, self.y)
        return seen


def exam(case: Case) -> Exam:
    """Return a model with layers that have two modes, in either, with gradients that stand there."""
    middle = case.cycle(
        [nn.Tanh(), nn.Dropout(0.5)],
        [nn.BatchNorm1d(4), nn.Tanh()],
        [nn.BatchNorm1d(4), nn.Tanh(), nn.Dropout(0.25)],
        [nn.Dropout(0.5), nn.Tanh()],
    )
    model = with_drawn_numbers(nn.Sequential(nn.Linear(3, 4), *middle, nn.Linear(4, 1)), case)
    for parameter in model.parameters():
        parameter.grad = case.tensor(*parameter.shape)
    model.train(case.cycle(True, True, False, True))
    X, y = case.samples(5, 1, 7, 2)
    return Exam(model, nn.MSELoss(), X, y, numbers_of(model))


def _regression_model(case: Case) -> nn.Module:
    if case.cycle("one layer", "two layers") == "one layer":
        return nn.Linear(3, 1)
    return nn.Sequential(nn.Linear(3, 2), nn.Tanh(), nn.Linear(2, 1))


def optimizer_for(model: nn.Module, case: Case) -> torch.optim.Optimizer:
    """
    Return an optimizer of all parameters of *model*, of several kinds by turns.

    Only the first moves by lr times the gradient: with the others a hand-made step shows.
    """
    kinds: list[Callable[[Any], torch.optim.Optimizer]] = [
        partial(torch.optim.SGD, lr=0.05),
        partial(torch.optim.SGD, lr=0.03, momentum=0.9),
        partial(torch.optim.Adam, lr=0.05),
        partial(torch.optim.Adam, lr=0.02, betas=(0.8, 0.95)),
    ]
    return case.cycle(*kinds)(list(model.parameters()))
