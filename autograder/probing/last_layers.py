"""A trained model whose last layer is to be replaced, with a batch for going on with the training."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from autograder.observations import Fact
from autograder.probing.case import Case
from autograder.probing.facts import describe
from autograder.probing.models import with_drawn_numbers
from autograder.probing.submission import call_learner

__all__ = ["LastLayer"]


class LastLayer:
    """
    ``Linear, Tanh, Linear``, to get a new last layer with *outputs* units and an optimizer for it.

    Attributes:
        first: The parameters of the first layer, as they were handed over.
        first_values: Copies of their numbers.
        wanted: Names and shapes of what the model is to have registered in the end.
    """

    NAMES = ("weight", "bias")

    def __init__(self, case: Case) -> None:
        inputs, hidden, self.outputs = case.cycle((3, 4, 2), (5, 2, 3), (2, 6, 4), (4, 3, 2))
        layers = nn.Linear(inputs, hidden), nn.Tanh(), nn.Linear(hidden, 1)
        self.model: Any = with_drawn_numbers(nn.Sequential(*layers), case)
        self.first: list[Tensor] = list(layers[0].parameters())
        self.first_values = [Tensor.detach(one).clone() for one in self.first]
        self.lr = case.cycle(0.05, 0.1, 0.02, 0.2)
        rows = case.size("N", 4, 1, 7, 5)
        self._X, self._y = case.tensor(rows, inputs), case.tensor(rows, self.outputs)
        self._values = [case.tensor(self.outputs, hidden), case.tensor(self.outputs)]
        self.wanted = [
            f"0.weight {(hidden, inputs)}",
            f"0.bias {(hidden,)}",
            f"2.weight {(self.outputs, hidden)}",
            f"2.bias {(self.outputs,)}",
        ]

    def optimizer(self, replace: Callable[..., object]) -> torch.optim.SGD | None:
        """Return what ``replace(model, outputs, lr)`` returned, or None if that is no SGD."""
        optimizer = replace(self.model, self.outputs, self.lr)
        return optimizer if issubclass(type(optimizer), torch.optim.SGD) else None  # type: ignore[return-value]

    # All methods below raise LearnerError if the model raises: it may hold a learner's own layers now.

    def registered(self) -> list[str]:
        """Return names and shapes of the parameters that the model has now, in order."""
        named = self.model.named_parameters
        return call_learner(lambda: [f"{name} {tuple(one.shape)}" for name, one in named()])

    def is_trained(self) -> list[bool]:
        """Return of each parameter of the last layer whether it requires grad."""
        return call_learner(lambda: [one.requires_grad for one in self.model[2].parameters()])

    def misses(self, optimizer: torch.optim.Optimizer) -> list[str]:
        """Return the parameters of the last layer that *optimizer* does not hold."""
        last = call_learner(lambda: list(self.model[2].parameters()))
        named = zip(("2.weight", "2.bias"), last, strict=True)
        return [name for name, one in named if not _among(one, _held(optimizer))]

    def strangers(self, optimizer: torch.optim.Optimizer) -> int:
        """Return how many parameters *optimizer* holds that are not the model's."""
        own = call_learner(lambda: list(self.model.parameters()))
        return sum(not _among(one, own) for one in _held(optimizer))

    def replaced(self) -> list[str]:
        """Return the names of the first layer's parameters that are other tensors by now."""
        now = call_learner(lambda: [self.model[0].weight, self.model[0].bias])
        return self._which(one is not was for one, was in zip(now, self.first, strict=True))

    def with_gradients(self) -> list[str]:
        """Return the names of the first layer's parameters that have a gradient."""
        return self._which(one.grad is not None for one in self.first)

    def _which(self, answers: Iterable[bool]) -> list[str]:
        named = zip(("0.weight", "0.bias"), answers, strict=True)
        return [name for name, answer in named if answer]

    def trained(
        self, optimizer: torch.optim.Optimizer | None = None, *, hold: bool = False
    ) -> None:
        """
        Make two steps; parameters and gradients of the model change.

        Args:
            optimizer: By default one that holds all parameters: a parameter that doesn't move is then
                frozen, not just left out of the optimizer.
            hold: Whether the first layer is put back after each step, frozen or not.
        """
        call_learner(lambda: self._train(optimizer, hold))

    def _train(self, optimizer: torch.optim.Optimizer | None, hold: bool) -> None:
        if not any(parameter.requires_grad for parameter in self.model.parameters()):
            return  # nothing learns; the facts tell why
        optimizer = optimizer or torch.optim.SGD(self.model.parameters(), lr=self.lr)
        _fill(self.model[2].parameters(), self._values)
        for _ in range(2):
            optimizer.zero_grad()
            ((self.model(self._X) - self._y) ** 2).mean().backward()
            optimizer.step()
            if hold:
                _fill(self.first, self.first_values)

    def last_layer_moved(self) -> list[Fact]:
        """Return by how much the training moved the last layer."""
        last = call_learner(lambda: list(self.model[2].parameters()))
        pairs = zip(last, self._values, strict=True)
        return [describe(Tensor.detach(one) - value) for one, value in pairs]

    def notes(self) -> dict[str, bool]:
        """Return what was written into the first layer itself, where it means nothing."""
        noted = call_learner(lambda: dict(self.model[0].__dict__))
        return {
            "first.training": call_learner(lambda: noted.get("training") is True),
            "first.requires_grad": "requires_grad" in noted,
        }


def _held(optimizer: torch.optim.Optimizer) -> list[Tensor]:
    return [one for group in optimizer.param_groups for one in group["params"]]


def _among(one: Tensor, others: Iterable[Tensor]) -> bool:
    return any(one is other for other in others)


def _fill(parameters: Iterable[Tensor], values: Sequence[Tensor]) -> None:
    with torch.no_grad():
        for parameter, value in zip(parameters, values, strict=True):
            Tensor.copy_(parameter, value)
