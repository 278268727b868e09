"""Torch's global switches: read, set as they are when torch is imported, and put back."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch.utils import _device

__all__ = ["hear_warnings_again", "saved_tensors_hooks", "torch_as_imported"]


@dataclass(frozen=True)
class _Switch:
    read: Callable[[], Any]
    put: Callable[[Any], object]
    imported: Any


def _switch(read: Callable[[], Any], put: Callable[[Any], object]) -> _Switch:
    return _Switch(read, put, read())


def _print_options() -> dict[str, Any]:
    return dict(vars(torch._tensor_str.PRINT_OPTS))


def _put_print_options(options: dict[str, Any]) -> None:
    vars(torch._tensor_str.PRINT_OPTS).update(options)


def _put_deterministic(on: bool) -> None:
    torch.use_deterministic_algorithms(
        on, warn_only=torch._C._get_deterministic_algorithms_warn_only()
    )


def _put_warn_only(warn_only: bool) -> None:
    torch.use_deterministic_algorithms(
        torch._C._get_deterministic_algorithms(), warn_only=warn_only
    )


def _put_anomaly(on: bool) -> None:
    torch.set_anomaly_enabled(on, torch.is_anomaly_check_nan_enabled())


def _put_check_nan(check_nan: bool) -> None:
    torch.set_anomaly_enabled(torch.is_anomaly_enabled(), check_nan)


def saved_tensors_hooks() -> tuple[Any, ...]:
    """Return the pairs of hooks on what graphs save, the innermost first; they stay where they are."""
    hooks = _taken_hooks()
    _push_hooks(hooks)
    return hooks


def _put_saved_tensors_hooks(hooks: tuple[Any, ...]) -> None:
    _taken_hooks()
    _push_hooks(hooks)


def _taken_hooks() -> tuple[Any, ...]:
    autograd, taken = torch._C._autograd, []
    top = getattr(autograd, "_top_saved_tensors_default_hooks", None)  # not in every torch
    while top is not None and (pair := top(False)) is not None:
        autograd._pop_saved_tensors_default_hooks()
        taken.append(pair)
    return tuple(taken)


def _push_hooks(hooks: tuple[Any, ...]) -> None:
    for pack, unpack in reversed(hooks):
        torch._C._autograd._push_saved_tensors_default_hooks(pack, unpack)


def _of_the_cpu(function: Callable[..., Any]) -> Callable[..., Any]:
    return functools.partial(function, "cpu")


#: Whether torch gives each warning whenever there is a reason, and not once in a process.
_HEARD_AGAIN = False


def hear_warnings_again() -> None:
    """
    Have torch repeat, from here on, the warnings that it gives once in a process.

    For several programs in one process: a program must not be spared a warning that an earlier one
    was given. One that alone is given a warning once is given it too often then; that can only
    make it fail.
    """
    global _HEARD_AGAIN  # noqa: PLW0603 - it holds for the process
    _HEARD_AGAIN = True
    torch.set_warn_always(True)


# Read when this module is imported: in the sandbox that is before any learner code. A case reads each twice,
# so where torch has a function in C, that is it.
_SWITCHES = (
    _switch(torch.is_grad_enabled, torch._C._set_grad_enabled),
    _switch(torch.get_default_dtype, torch._C._set_default_dtype),
    _switch(torch.get_num_threads, torch.set_num_threads),
    _switch(torch._C._get_deterministic_algorithms, _put_deterministic),
    _switch(torch._C._get_deterministic_algorithms_warn_only, _put_warn_only),
    _switch(torch.is_anomaly_enabled, _put_anomaly),
    _switch(torch.is_anomaly_check_nan_enabled, _put_check_nan),
    _switch(_print_options, _put_print_options),
    _switch(torch._C._get_warnAlways, lambda on: torch._C._set_warnAlways(on or _HEARD_AGAIN)),
    _switch(_of_the_cpu(torch.is_autocast_enabled), _of_the_cpu(torch.set_autocast_enabled)),
    _switch(_of_the_cpu(torch.get_autocast_dtype), _of_the_cpu(torch.set_autocast_dtype)),
    _switch(saved_tensors_hooks, _put_saved_tensors_hooks),
    _switch(torch._C._is_multithreading_enabled, torch._C._set_multithreading_enabled),
)


@contextlib.contextmanager
def torch_as_imported() -> Iterator[None]:
    """
    Set torch's global switches as they are when torch is imported; afterwards put them back.

    A default device that a submission chose is dropped when a case begins.
    """
    _leave_modes()
    found = [switch.read() for switch in _SWITCHES]
    for switch, value in zip(_SWITCHES, found, strict=True):
        if value is not switch.imported:  # By identity: what a learner has set may say to be equal.
            switch.put(switch.imported)
    try:
        yield
    finally:
        _leave_modes()
        for switch, value in zip(_SWITCHES, found, strict=True):
            if switch.read() is not value:
                switch.put(value)


def _leave_modes() -> None:
    """Pop what was pushed on torch's stack of function modes, including a default device."""
    if _device.CURRENT_DEVICE is not None:
        torch.set_default_device(None)
    while torch._C._len_torch_function_stack():
        torch._C._pop_torch_function_stack()
