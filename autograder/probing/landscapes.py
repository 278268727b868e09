"""The loss over one weight or two, and a loop's path over it: shown, never judged."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import product
from typing import Any

import torch
from torch import Tensor

from autograder.observations import Fact
from autograder.probing.journal.shown import MAX_PASSES
from autograder.probing.told import only_facts
from autograder.probing.watcher import Watcher, hooked

__all__ = ["Landscape"]

#: Places along each axis, for one weight and for two.
_PLACES = {1: 41, 2: 21}
_SMALLEST = 0.5


class Landscape(Watcher):
    """
    Records where the weights were at every backward pass, and the loss around that path.

    It reports no fact. Feedback draws the learner's path and the reference's over the reference's
    landscape, on contours if there are two weights. If the leaves hold more than two numbers
    together, nothing is recorded, so a check may use it for cases of any shapes.

    Args:
        loss: What the loop makes small, as a function of the leaves: ``lambda W: ((W - 1) ** 2).sum()``.
            Called once, by ``torch.vmap``, after learner code has run; so it can hold no ``if``
            on a value. It gets tensors of the leaves' shapes and returns one of shape ``()``.
        leaves: One leaf of one or two numbers, or two leaves of one number each, by their names.
    """

    def __init__(self, loss: Callable[..., Tensor], **leaves: Tensor) -> None:
        self._loss, self._leaves = loss, leaves
        self._names = [
            name if leaf.numel() == 1 else f"{name}{list(index)}"
            for name, leaf in leaves.items()
            for index in product(*map(range, leaf.shape))
        ]
        self._path: list[tuple[float, ...]] = []
        self._hook: Any = None

    def start(self) -> None:
        if only_facts():
            return  # Nobody will be shown the path.
        first = next(iter(self._leaves.values()))
        if len(self._names) in _PLACES and first.requires_grad and first.is_leaf:
            self._hook = first.register_post_accumulate_grad_hook(hooked(self._saw_pass))  # type: ignore[no-untyped-call]

    def stop(self) -> None:
        if self._hook is not None:
            self._hook.remove()

    def _saw_pass(self, _: Tensor) -> None:
        if len(self._path) < MAX_PASSES:
            self._path.append(self._place())

    def _place(self) -> tuple[float, ...]:
        with torch._C.DisableTorchFunction(), torch.no_grad():
            return tuple(n for leaf in self._leaves.values() for n in leaf.flatten().tolist())

    def record(self, recording: dict[str, Fact]) -> None:
        if not self._path:
            return
        path = [*self._path, self._place()]
        recording["path"] = tuple(path)
        if all(math.isfinite(number) for place in path for number in place):
            recording["landscape"] = self._surroundings(path)

    def _surroundings(self, path: list[tuple[float, ...]]) -> Fact:
        """Return the names, the range of each weight, and the loss over these ranges, row by row."""
        columns = list(zip(*path, strict=True))
        # The same half width along both axes: only then are gradients perpendicular to contours.
        half = max(_SMALLEST, *(max(column) - min(column) for column in columns))
        middles = [(max(column) + min(column)) / 2 for column in columns]
        ranges = tuple((_rounded(m - half), _rounded(m + half)) for m in middles)
        count = _PLACES[len(ranges)]
        axes = [torch.linspace(low, high, count) for low, high in ranges]
        if len(axes) == 1:
            places = axes[0][:, None]
        else:  # the first weight varies fastest: a row for each place of the second
            places = torch.cartesian_prod(axes[1], axes[0]).flip(1)
        with torch.no_grad():
            losses = torch.vmap(self._loss_at)(places).tolist()
        rows = [losses[at : at + count] for at in range(0, len(losses), count)]
        return tuple(self._names), ranges, tuple(tuple(map(_rounded, row)) for row in rows)

    def _loss_at(self, place: Tensor) -> Tensor:
        parts, start = [], 0
        for leaf in self._leaves.values():
            parts.append(place[start : start + leaf.numel()].reshape(leaf.shape))
            start += leaf.numel()
        return self._loss(*parts)


def _rounded(number: float) -> float:
    """Return *number* with four digits, which are more than a picture shows and keep keys short."""
    return float(f"{number:.4g}")
