"""What a call of torch was for: writing, leaving the graph, emptying a gradient."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any, TypeVar

from autograder.probing.journal.events import Call, Event, LeftTensors, Written, Zeroed

__all__ = ["classified", "left_by", "writes"]

Kind = TypeVar("Kind", bound=Call)

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


def writes(name: str) -> bool:
    """Tell whether a call of this *name* writes numbers into its first input."""
    in_place = name.endswith("_") and not name.endswith("__")
    return name in _WRITES or (in_place and name not in ("requires_grad_", "detach_"))


def left_by(name: str) -> str | None:
    """Return how numbers leave the graph by a call of this *name*: ``item``, say; None if not."""
    return _LEAVES.get(name)


def classified(events: Iterable[Event]) -> Iterator[Event]:
    """Yield the *events*, calls as the kind that they are."""
    gradients: set[int] = set()
    for event in events:
        if isinstance(event, Call):
            if event.name == "grad.__get__":
                gradients.update(event.results)
            yield _classified(event, gradients)
        else:
            yield event


def _classified(call: Call, gradients: set[int]) -> Call:
    first = call.inputs[:1]
    emptied = call.name in ("zero_", "torch.zero_") and gradients.issuperset(first)
    if first and (emptied or (call.name == "grad.__set__" and len(call.inputs) == 1)):
        return _as(Zeroed, call)
    if first and writes(call.name):
        return _as(Written, call)
    how = left_by(call.name)
    return _as(LeftTensors, call, how=how) if how else call


def _as(kind: type[Kind], call: Call, **more: Any) -> Kind:
    return kind(**{one.name: getattr(call, one.name) for one in fields(call)}, **more)
