"""What a call of torch was for: writing, leaving the graph, emptying a gradient."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import Any

from autograder.probing.journal.events import Call, Event, LeftTensors, Written, Zeroed

__all__ = ["classified", "left_by", "writes"]

_LEAVES = {
    "detach": "detach",
    "detach_": "detach",
    "item": "item",
    "numpy": "numpy",
    "__array__": "numpy",
    "tolist": "tolist",
    "data.__get__": "data",
    "__float__": "float",
}
_WRITES = (
    "__isub__", "__iadd__", "__imul__", "__itruediv__", "__setitem__", "data.__set__",
)  # fmt: skip


@functools.lru_cache(maxsize=2_000)
def writes(name: str) -> bool:
    """Tell whether a call of this *name* writes numbers into its first input."""
    in_place = name.endswith("_") and not name.endswith("__")
    return name in _WRITES or (in_place and name not in ("requires_grad_", "detach_"))


def left_by(name: str) -> str | None:
    """Return how numbers leave the graph by a call of this *name*: ``item``, say; None if not."""
    return _LEAVES.get(name)


def classified(noted: Iterable[Event | tuple[Any, ...]]) -> Iterator[Event]:
    """
    Yield what was *noted* as events, calls as the kind that they are.

    Args:
        noted: Events; calls may come as tuples of the values of a :class:`Call`, in the order of its
            fields, shapes as torch has them.
    """
    gradients: set[int] = set()
    for one in noted:
        yield _call(one, gradients) if isinstance(one, tuple) else one


def _call(noted: tuple[Any, ...], gradients: set[int]) -> Call:
    """The call that was *noted*; adds to *gradients* those that it read."""
    *values, shape, shapes = noted
    values += (None if shape is None else tuple(shape), tuple(map(tuple, shapes)))
    name, inputs, results = values[:3]
    if name == "grad.__get__":
        gradients.update(results)
    emptied = name in ("zero_", "torch.zero_") and gradients.issuperset(inputs[:1])
    if inputs and (emptied or (name == "grad.__set__" and len(inputs) == 1)):
        return Zeroed(*values)
    if inputs and writes(name):
        return Written(*values)
    how = left_by(name)
    # mypy does not know how many values there are.
    return LeftTensors(*values, how=how) if how else Call(*values)  # type: ignore[misc]
