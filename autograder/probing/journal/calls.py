"""What a call of torch was for: writing, leaving the graph, emptying a gradient."""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence

from autograder.probing.journal.events import WAYS_OUT, Call, LeftTensors, Written, Zeroed

__all__ = ["kind_of", "left_by", "writes"]

_WRITES = (
    "__isub__", "__iadd__", "__imul__", "__itruediv__", "__setitem__", "data.__set__",
)  # fmt: skip
_EMPTYING = ("grad.__set__", "zero_", "torch.zero_")


@functools.lru_cache(maxsize=2_000)
def writes(name: str) -> bool:
    """Tell whether a call of this *name* writes numbers into its first input."""
    in_place = name.endswith("_") and not name.endswith("__")
    return name in _WRITES or (in_place and name not in ("requires_grad_", "detach_"))


def left_by(name: str) -> str | None:
    """Return how numbers leave the graph by a call of this *name*: ``item``, say; None if not."""
    return WAYS_OUT.get(name)


def kind_of(name: str, inputs: Sequence[int], gradients: Collection[int]) -> type[Call]:
    """
    Return the kind of event that a call of this *name* is.

    Args:
        inputs: The tensors that it was given, by their numbers.
        gradients: The numbers of those that are known to be gradients.
    """
    if not inputs:
        return LeftTensors if name in WAYS_OUT else Call
    # Of a gradient that is set, the other argument may be None.
    emptied = len(inputs) == 1 if name == "grad.__set__" else inputs[0] in gradients
    return Zeroed if emptied and name in _EMPTYING else _kind_by_name(name)


@functools.lru_cache(maxsize=2_000)
def _kind_by_name(name: str) -> type[Call]:
    if writes(name):
        return Written
    return LeftTensors if name in WAYS_OUT else Call
