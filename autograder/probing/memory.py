"""Memory: what lies in it when it is fresh, which tensors share it, what autograd keeps in it."""

from __future__ import annotations

import itertools

import torch
from torch import Tensor

from autograder.probing.facts import is_plain_tensor
from autograder.probing.watcher import Watcher, hooked

__all__ = ["FreshMemoryIsNaN", "SavedTensors", "scalar_like", "share_memory"]


class FreshMemoryIsNaN(Watcher):
    """
    Memory that is only reserved holds NaN meanwhile.

    Without it ``torch.Tensor(3)`` could show what an earlier tensor left there: other numbers on
    every run, and by chance the right ones.
    """

    # Not torch.use_deterministic_algorithms: its first call imports torch's compiler, for seconds.
    _switch = staticmethod(torch._C._set_deterministic_algorithms)

    def start(self) -> None:
        self._before = (
            torch.are_deterministic_algorithms_enabled(),
            torch.is_deterministic_algorithms_warn_only_enabled(),
        )
        self._switch(True, warn_only=True)

    def stop(self) -> None:
        enabled, warn_only = self._before
        self._switch(enabled, warn_only=warn_only)


class SavedTensors(Watcher):
    """
    Counts the tensors that autograd keeps for a backward pass.

    It stands beside the journal, and is there only where a check needs it: under its hooks torch
    doesn't notice that a saved tensor was changed in place.

    Attributes:
        count: How many there were.
    """

    count = 0

    def start(self) -> None:
        self.count = 0
        self._hooks = torch.autograd.graph.saved_tensors_hooks(
            hooked(self._saved), lambda tensor: tensor
        )
        self._hooks.__enter__()

    def stop(self) -> None:
        self._hooks.__exit__(None, None, None)

    def _saved(self, tensor: Tensor) -> Tensor:
        self.count += 1
        return tensor


def share_memory(*values: object) -> bool | None:
    """
    Tell whether any two of *values* have a number in the same place of memory.

    Two rows of one table do not, though they lie in one piece of memory: what is written to one
    does not show in the other. What is no ordinary tensor shares none; of fewer than two tensors
    nothing is known: None.
    """
    tensors = [value for value in values if is_plain_tensor(value)]
    if len(tensors) < 2:
        return None
    pairs = itertools.combinations(map(_places_of, tensors), 2)
    return any(not one.isdisjoint(other) for one, other in pairs)


def _places_of(tensor: Tensor) -> set[int]:
    """Where in memory the numbers of *tensor* lie: an ordinary one has a few thousand at most."""
    places = {tensor.data_ptr()}
    for size, stride in zip(tensor.shape, tensor.stride(), strict=True):
        step = stride * tensor.element_size()
        places = {place + index * step for place in places for index in range(size)}
    return places


def scalar_like(value: object, number: float) -> Tensor | None:
    """
    Return another float32 tensor of shape ``()`` that *value* itself makes of *number*.

    A witness that it is a tensor, whatever its shape and dtype. None for what is none.
    """
    return value.new_full((), number, dtype=torch.float32) if is_plain_tensor(value) else None
