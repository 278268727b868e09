"""The one mode that hears of torch's functions, and the names that they have."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import torch
from torch.overrides import TorchFunctionMode, _get_current_function_mode_stack, resolve_name

from autograder.probing.journal.events import ASKS_AUTOGRAD

__all__ = ["CallsMode", "function_name", "leave"]

#: Calls by which torch itself keeps a step's time, and switches recording within it.
_UNSEEN = ("profiler.", "torch._C._set_grad_enabled")


class CallsMode(TorchFunctionMode):
    """Tells of each torch call before it begins and after it came back."""

    def __init__(self, starts: Callable[..., None], saw: Callable[..., None]) -> None:
        super().__init__()
        self._starts, self._saw = starts, saw

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs, name = kwargs or {}, function_name(func)
        if name in ASKS_AUTOGRAD:
            with torch._C.DisableTorchFunction():
                self._starts(name, args, kwargs)
        result = func(*args, **kwargs)
        if not name.startswith(_UNSEEN):
            # What is asked of the result here is no event of the learner's.
            with torch._C.DisableTorchFunction():
                self._saw(name, args, kwargs, result)
        return result


def leave(mode: TorchFunctionMode) -> None:
    """Take *mode* off torch's stack, with whatever a learner put on top and left there."""
    while mode in _get_current_function_mode_stack():  # type: ignore[no-untyped-call]
        TorchFunctionMode.__exit__(mode, None, None, None)  # type: ignore[no-untyped-call]


def function_name(func: Any) -> str:
    """Return the name of a torch function as one writes it: ``sub_``, ``grad.__get__``, ``torch.sub``."""
    try:
        return _known_name(func)
    except TypeError:  # A learner's own callable need not be hashable.
        return "unknown"


@functools.cache
def _known_name(func: Any) -> str:
    name = resolve_name(func)
    if name is None:
        module = getattr(func, "__module__", None) or "torch"
        name = f"{module}.{getattr(func, '__name__', 'unknown')}"
    return str(name).replace("torch._tensor.Tensor", "torch.Tensor").removeprefix("torch.Tensor.")
