"""A training that overfits, to hand to a learner's function: each epoch's losses are drawn beforehand."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from autograder.probing.case import Case
from autograder.probing.models import with_drawn_numbers
from autograder.probing.watching import Seen, watched

__all__ = ["Overfitting", "overfitting"]

#: Which place the validation loss of each epoch has among all of them, 0 for the lowest, and the
#: patience. Where it is over, a still lower loss would follow, or the epochs run out before.
_CURVES = (
    ((9, 7, 8, 4, 6, 1, 5, 2, 3, 0), 3),
    ((5, 2, 3, 1, 0, 4), 1),
    ((5, 3, 4, 0, 2, 1), 3),
    ((1, 4, 2, 3, 0, 5), 2),
)


@dataclass
class Overfitting:
    """
    A model, and a training that goes past its best.

    Attributes:
        model: A linear layer; only a drawn input is ever asked about.
        losses: The validation loss after each epoch, if nobody else moves the model.
        patience: As the learner's function is given it.
        trained: How many epochs have been trained.
    """

    model: nn.Linear
    losses: list[float]
    moves: list[tuple[float, float]]
    target: float
    patience: int
    trained: int = 0
    version: int = 0

    def __post_init__(self) -> None:
        self.own = list(self.model.parameters())

    def run(self, stop_early: Callable[..., object]) -> Seen:
        """Call ``stop_early(model, train_epoch, validate, epochs, patience)``."""
        return watched(
            stop_early,
            self.model,
            lambda model: self._train(model),
            lambda model: self._error(model),
            len(self.losses),
            self.patience,
        )

    @property
    def last_loss(self) -> float | None:
        """The validation loss of the last epoch that was trained; None if there was none."""
        return self.losses[min(self.trained, len(self.losses)) - 1] if self.trained else None

    @property
    def written_since(self) -> bool:
        """Whether anybody has written into the given parameters since the last epoch."""
        return self.own[0]._version != self.version

    def replaced(self) -> bool:
        """Whether the model has other parameters than those it came with."""
        return [id(one) for one in self.model.parameters()] != [id(one) for one in self.own]

    def numbers(self) -> dict[str, Tensor]:
        """What the parameters that the model came with hold now; the training goes on with these."""
        return {name: one.detach() for name, one in zip(("weight", "bias"), self.own, strict=True)}

    def _train(self, model: nn.Module) -> float:
        moves = self.moves[self.trained] if self.trained < len(self.moves) else (0.0, 0.0)
        with torch.no_grad():
            for parameter, by in zip(model.parameters(), moves, strict=True):
                parameter.add_(by)
        self.trained += 1
        self.version = self.own[0]._version
        return self.losses[0] / (self.trained + 1)

    def _error(self, model: nn.Module) -> float:
        with torch.no_grad():
            return float(abs(model(torch.ones(1)) - self.target))


def overfitting(case: Case) -> Overfitting:
    """Return a training whose validation loss falls, with some relapses, and then rises."""
    places, patience = case.cycle(*_CURVES)
    heights = list(itertools.accumulate(case.uniform(0.2, 0.9) for _ in places))
    losses = [heights[place] for place in places]
    model, target = nn.Linear(1, 1), case.uniform(-3, 3)
    with_drawn_numbers(model, case)
    at, moves = sum(one.item() for one in model.parameters()), []
    for loss in losses:
        # Both parameters move, and their sum, the answer to 1, is so far above the target.
        weight = case.uniform(-2, 2)
        moves.append((weight, target + loss - at - weight))
        at = target + loss
    return Overfitting(model, losses, moves, target, patience)
