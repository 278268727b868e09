"""The one mode that is told of calls of torch's functions, and the names of these functions."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import torch
from torch.overrides import (
    TorchFunctionMode,
    _get_current_function_mode_stack,
    get_overridable_functions,
    handle_torch_function,
    has_torch_function,
    resolve_name,
)

from autograder.probing.journal.events import ASKS_AUTOGRAD
from autograder.probing.journal.reading import tensors_in

__all__ = ["CallsMode", "function_name", "leave", "prepare_names", "tell_backward"]

#: Calls by which torch itself keeps a step's time, and switches recording within it.
_UNSEEN = ("profiler.", "torch._C._set_grad_enabled")
#: Traits of a callable that is not torch's.
_TRAITS_OF_STRANGERS = ("unknown", False, True)


class CallsMode(TorchFunctionMode):
    """
    Reports the calls of torch's functions.

    Args:
        starts: Called before each call that asks autograd for derivatives, with its name,
            arguments and keyword arguments.
        saw: Called after each call that came back, with the same and the result; it asks tensors
            outside all modes, for nothing that it asks is the learner's doing.
    """

    def __init__(self, starts: Callable[..., None], saw: Callable[..., None]) -> None:
        super().__init__()
        self._starts, self._saw = starts, saw

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        try:
            name, asks, seen = _traits_of(func)
        except TypeError:  # A learner's own callable need not be hashable.
            name, asks, seen = _TRAITS_OF_STRANGERS
        if asks:
            with torch._C.DisableTorchFunction():
                self._starts(name, args, kwargs or {})
        result = func(*args, **kwargs) if kwargs else func(*args)
        if seen:
            self._saw(name, args, kwargs, result)
        return result


def leave(mode: TorchFunctionMode) -> None:
    """Take *mode* off torch's stack, with whatever a learner put on top and left there."""
    while mode in _get_current_function_mode_stack():  # type: ignore[no-untyped-call]
        TorchFunctionMode.__exit__(mode, None, None, None)  # type: ignore[no-untyped-call]


def tell_backward() -> None:
    """
    Make ``torch.autograd.backward`` tell function modes that it is called, as from torch 2.11 on.

    Before that it was a plain function of which no mode was told. Changes ``torch.autograd``, so
    this is for a process of the sandbox, before any learner code is loaded there.
    """
    heard = []
    with CallsMode(lambda *_: None, lambda name, *_: heard.append(name)), torch.enable_grad():
        torch.autograd.backward(torch.zeros((), requires_grad=True) * 1)
    if "torch.autograd.backward" not in heard:
        torch.autograd.backward = _telling(torch.autograd.backward)


def _telling(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a *function* of which modes and tensor subclasses are told, as of torch's others."""

    @functools.wraps(function)
    def tells(*args: Any, **kwargs: Any) -> Any:
        tensors = (*tensors_in((*args, *kwargs.values())),)
        if has_torch_function(tensors):
            return handle_torch_function(tells, tensors, *args, **kwargs)
        return function(*args, **kwargs)

    return tells


def prepare_names() -> None:
    """Look up the names of all torch functions, so that processes forked from here know them."""
    for functions in get_overridable_functions().values():
        for func in functions:
            _traits_of(func)


def function_name(func: Any) -> str:
    """Return the name of a torch function as one writes it: ``sub_``, ``grad.__get__``, ``torch.sub``."""
    try:
        return _traits_of(func)[0]
    except TypeError:
        return _TRAITS_OF_STRANGERS[0]


@functools.cache
def _traits_of(func: Any) -> tuple[str, bool, bool]:
    """A function's name, whether it asks autograd for derivatives, and whether calls of it are noted."""
    name = _name_of(func)
    return name, name in ASKS_AUTOGRAD, not name.startswith(_UNSEEN)


def _name_of(func: Any) -> str:
    name = resolve_name(func)
    if name is None:
        module = getattr(func, "__module__", None) or "torch"
        name = f"{module}.{getattr(func, '__name__', 'unknown')}"
    return str(name).replace("torch._tensor.Tensor", "torch.Tensor").removeprefix("torch.Tensor.")
