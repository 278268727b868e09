"""A training that is saved, goes on, and is resumed by another program from a file."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterable
from typing import Any

from torch import Tensor, nn
from torch.serialization import load, save

from autograder.observations import Fact
from autograder.probing.case import Case
from autograder.probing.facts import describe
from autograder.probing.graphs import keeps_graph
from autograder.probing.models import numbers_of, with_drawn_numbers
from autograder.probing.returned import listed
from autograder.probing.submission import LearnerError, call_learner
from autograder.probing.training import optimizer_for

__all__ = ["Night", "holds_graph", "through_a_file"]

_MOST_PARTS, _DEEPEST = 200, 6


class Night:
    """
    A training some steps after its start, and the model and optimizer of the program that resumes it.

    Attributes:
        model, optimizer: They have made some steps, so the optimizer remembers something, if it is
            of a kind that does.
        loss: The latest loss, shape (), with its graph.
        new_model, new_optimizer: Of the same kinds, with other numbers and another learning rate.
    """

    def __init__(self, case: Case) -> None:
        middle = case.cycle(nn.Tanh(), nn.BatchNorm1d(2))
        self.model = nn.Sequential(nn.Linear(3, 2), middle, nn.Linear(2, 1))
        self.new_model = with_drawn_numbers(copy.deepcopy(self.model), case)
        with_drawn_numbers(self.model, case)
        self.optimizer = optimizer_for(self.model, case)
        self._batches = [case.samples(5, 4, 6) for _ in range(4)]
        self.loss = self.train(2)
        self.new_optimizer = optimizer_for(self.new_model, case)
        for group in self.new_optimizer.param_groups:
            group["lr"] *= 4

    def train(self, steps: int) -> Tensor:
        """Make so many steps with the first model, with the next batches; return the last loss."""
        for _ in range(steps):
            X, y = self._batches.pop()
            loss: Tensor = nn.functional.mse_loss(self.model(X), y)
            self.optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            self.optimizer.step()
        return loss

    def resumed_model(self) -> dict[str, Fact]:
        """Return what the new model holds: ``parameters``, and ``statistics`` of its layers."""
        held = numbers_of(self.new_model)
        return {name: describe(held[name]) for name in ("parameters", "statistics")}

    def steps_of_resumed_optimizer(self, case: Case) -> list[Fact]:
        """
        Return where two steps of the new optimizer lead the new model from a drawn place.

        Its gradients are drawn as well, so only what the optimizer remembers decides.
        """
        with_drawn_numbers(self.new_model, case)
        for _ in range(2):
            for parameter in self.new_model.parameters():
                parameter.grad = case.tensor(*parameter.shape)
            self.new_optimizer.step()
        return [describe(one) for one in self.new_model.parameters()]

    @property
    def resumed_rate(self) -> float:
        """The learning rate of the new optimizer."""
        return float(self.new_optimizer.param_groups[0]["lr"])


def through_a_file(checkpoint: object) -> tuple[bool, Any]:
    """
    Write *checkpoint* as ``torch.save`` does and read it as ``torch.load`` does by itself.

    Returns:
        Whether that worked, and what was read: nothing but plain things are let through.
    """
    file = io.BytesIO()
    try:
        call_learner(lambda: save(checkpoint, file))
        file.seek(0)
        return True, call_learner(lambda: load(file, weights_only=True))
    except LearnerError:
        return False, None


def holds_graph(checkpoint: object) -> bool:
    """Tell whether anything in *checkpoint*, in dicts and lists to any sensible depth, has a graph."""
    return keeps_graph(list(_leaves(checkpoint, _DEEPEST)))


def _leaves(value: Any, depth: int) -> Iterable[object]:
    parts = list(dict.values(value)) if issubclass(type(value), dict) else listed(value)
    if not parts or depth == 0:
        yield value
        return
    for part in parts[:_MOST_PARTS]:
        yield from _leaves(part, depth - 1)
