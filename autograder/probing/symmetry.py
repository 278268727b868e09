"""A network whose hidden units are all alike, to be repaired by a learner's function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from autograder.probing.case import Case
from autograder.probing.models import pair
from autograder.probing.submission import call_learner

__all__ = ["LikeUnits"]


class LikeUnits:
    """
    ``Linear, Tanh, Linear`` with equal weights, and a batch to measure its gradient on.

    Attributes:
        X: Of shape (N, D); y: of shape (N, 1).
        parameters: The four tensors of the model as it was handed over.
        values: Copies of their numbers.
        before: The gradient of the mean squared error at the hidden weight, as it was.
        drew: Whether torch drew random numbers while :meth:`repaired` ran.
        returned: What came back of it, None if nothing did.
    """

    NAMES = ("0.weight", "0.bias", "2.weight", "2.bias")

    def __init__(self, case: Case) -> None:
        D, H = case.cycle((3, 4), (2, 5), (4, 2), (5, 3))
        self.model = nn.Sequential(nn.Linear(D, H), nn.Tanh(), nn.Linear(H, 1))
        self.parameters = list(self.model.parameters())
        hidden, output = case.cycle((0.5, 1.5), (0.0, 0.0), (-0.3, 0.8), (0.0, 0.0))
        with torch.no_grad():
            for parameter, value in zip(self.parameters, (hidden, 0, output, 0), strict=True):
                parameter.fill_(value)
        rows = case.size("N", 4, 1, 7, 5)
        self.X, self.y = case.tensor(rows, D, low=-1, high=1), case.tensor(rows, 1)
        self.values = [Tensor.detach(one).clone() for one in self.parameters]
        self.before, self.drew = self.gradient(), False
        self.returned: object = None

    def repaired(self, repair: Callable[..., object]) -> tuple[Any, Any]:
        """Return the two gradients that ``repair(model, X, y)`` returned."""
        state = torch.get_rng_state()
        try:
            self.returned = repair(self.model, self.X.clone(), self.y.clone())
            return pair(self.returned)
        finally:
            self.drew = not torch.equal(state, torch.get_rng_state())

    @property
    def fits(self) -> bool:
        """Whether the handed parameters still have their shapes and dtypes."""
        pairs = zip(self.parameters, self.values, strict=True)
        return all(one.shape == was.shape and one.dtype == was.dtype for one, was in pairs)

    def replaced(self) -> list[str]:
        """
        Return the names under which the model now has another tensor than was handed over.

        Raises:
            LearnerError: If the model raises.
        """
        now = call_learner(lambda: [*self.model.parameters(), None, None, None, None][:4])
        triples = zip(self.NAMES, now, self.parameters, strict=True)
        return [name for name, one, was in triples if one is not was]

    def gradient(self) -> Tensor:
        """Return the gradient of the loss at the hidden weight, from the parameters that were handed over."""
        values = [Tensor.detach(one).clone().requires_grad_() for one in self.parameters]
        with torch.enable_grad():
            loss = ((self._answers(*values) - self.y) ** 2).mean()
        return torch.autograd.grad(loss, values[0])[0]

    def as_they_are(self) -> list[Tensor]:
        """Return the parameters that were handed over, and last what a model with their numbers answers."""
        return [*self.parameters, self._answers(*map(Tensor.detach, self.parameters))]

    def _answers(
        self, hidden: Tensor, hidden_bias: Tensor, output: Tensor, output_bias: Tensor
    ) -> Tensor:
        return torch.tanh(self.X @ hidden.T + hidden_bias) @ output.T + output_bias
