"""Which graphs are still alive: a loss function that counts those of its own results."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import torch
from torch import Tensor, nn

from autograder.observations import TensorFact
from autograder.probing.facts import describe

__all__ = ["CountedLoss"]

Graphs = list["weakref.ref[Any]"]


class CountedLoss(nn.MSELoss):
    """
    The mean squared error, which also counts how many graphs of its results are still alive.

    Attributes:
        graphs_kept: Whether more than one ever was. One may be: that of the last loss, to which the
            learner's variable still refers.
        predictions: The first predictions that were measured: those of the batches up to the 8th
            number.
    """

    _ENOUGH = 8

    def __init__(self) -> None:
        super().__init__()
        self._graphs: Graphs = []
        self.graphs_kept = False
        self.predictions: list[float] = []

    def forward(self, prediction: Tensor, y: Tensor) -> Tensor:
        """Return the mean squared error of *prediction*; a node more is in its graph."""
        if not self.graphs_kept and self._alive() > 1:
            gc.collect()
            self.graphs_kept = self._alive() > 1
        fact = describe(prediction)
        if len(self.predictions) < self._ENOUGH and isinstance(fact, TensorFact):
            self.predictions += fact.values
        marked: Tensor = _GraphMark.apply(super().forward(prediction, y), self._graphs)  # type: ignore[no-untyped-call]
        return marked

    def _alive(self) -> int:
        return sum(graph() is not None for graph in self._graphs)


class _GraphMark(torch.autograd.Function):
    """Changes nothing; its node lives as long as the graph that it is part of."""

    @staticmethod
    def forward(ctx: Any, loss: Tensor, graphs: Graphs) -> Tensor:
        graphs.append(weakref.ref(ctx))
        return loss.view_as(loss)

    @staticmethod
    def backward(_: Any, gradient: Tensor) -> tuple[Tensor, None]:
        return gradient, None
