"""Trainings to hand to a learner's function: a model, a loss, an optimizer and batches, by turns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from autograder.probing.case import Case
from autograder.probing.watching import Seen, journaling

__all__ = ["Training", "classification", "optimizer_for", "regression", "with_drawn_numbers"]


@dataclass
class Training:
    """
    A model at its start, with all that is needed to train it.

    Attributes:
        model: Its parameters are drawn from the case.
        optimizer: Holds all of them.
        batches: Pairs of inputs and targets, a new one for each step.
        returned: What came back of each call of :meth:`run`.
    """

    model: nn.Module
    optimizer: torch.optim.Optimizer
    loss_fn: nn.Module
    batches: list[tuple[Tensor, Tensor]]
    returned: list[object] = field(default_factory=list)

    def run(self, step: Callable[..., object]) -> Seen:
        """Call ``step(model, optimizer, loss_fn, X, y)`` with each batch, in a journal."""
        with journaling(model=self.model, optimizer=self.optimizer) as seen:
            for X, y in self.batches:
                seen.mark("call")
                self.returned.append(step(self.model, self.optimizer, self.loss_fn, X, y))
        return seen


def regression(case: Case, *, steps: int = 3) -> Training:
    """
    Return a training of numbers from three features, with one layer or two by turns.

    Inputs have shape (N, 3), targets (N, 1); the loss is the mean squared error.
    """
    rows = case.size("N", 4, 1, 7, 3)
    two_layers = nn.Sequential(nn.Linear(3, 2), nn.Tanh(), nn.Linear(2, 1))
    model = case.cycle(nn.Linear(3, 1), two_layers)
    batches = [(case.tensor(rows, 3, low=-2, high=2), case.tensor(rows, 1)) for _ in range(steps)]
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


def with_drawn_numbers(model: nn.Module, case: Case) -> nn.Module:
    """Put numbers of the *case* into the parameters of *model*, which is returned."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(case.tensor(*parameter.shape, low=-1, high=1))
    return model


def optimizer_for(model: nn.Module, case: Case) -> torch.optim.Optimizer:
    """
    Return an optimizer of all parameters of *model*, of several kinds by turns.

    Only the first moves as lr times the gradient: elsewhere a hand-made step gives itself away.
    """
    kinds: list[Callable[[Any], torch.optim.Optimizer]] = [
        partial(torch.optim.SGD, lr=0.05),
        partial(torch.optim.SGD, lr=0.03, momentum=0.9),
        partial(torch.optim.Adam, lr=0.05),
        partial(torch.optim.Adam, lr=0.02, betas=(0.8, 0.95)),
    ]
    return case.cycle(*kinds)(list(model.parameters()))
