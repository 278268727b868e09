"""How torch's own optimizers make a step: dozens of calls, of which no mode need be told, and no time be kept."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch.optim.optimizer import Optimizer

__all__ = ["OPTIMIZERS", "tell_no_steps", "time_no_steps"]

#: torch's own optimizers that have a way of their own to make a step.
OPTIMIZERS: tuple[type[Optimizer], ...] = tuple(
    kind
    for kind in vars(torch.optim).values()
    if isinstance(kind, type) and issubclass(kind, Optimizer) and "step" in vars(kind)
)


def tell_no_steps(kinds: Iterable[type[Optimizer]] = OPTIMIZERS) -> None:
    """
    Make optimizers of these *kinds* tell no function mode what they call within a step.

    How torch makes a step is nothing that a learner does, and to tell a mode of a call takes longer
    than most calls. What a closure does is told, and a step that is recorded.

    Changes the classes, so this is for a process of the sandbox, before any learner code is loaded
    there, and before there is an optimizer of these kinds: the first one has torch change them, too.
    """
    for kind in kinds:
        kind.step = _untold(kind.step)  # type: ignore[method-assign]


def _untold(step: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(step)
    def untold(self: Optimizer, *closure: Any, **options: Any) -> Any:
        if closure or options or self.defaults.get("differentiable"):
            return step(self, *closure, **options)
        with torch._C.DisableTorchFunction():
            return step(self)

    return untold


def time_no_steps() -> None:
    """
    Make ``record_function``, which torch puts around all that optimizers do, nothing where no profiler runs.

    It takes longer than to empty the gradients of a small model. Changes the class, so this is for a process
    of the sandbox, before any learner code is loaded there.
    """
    kind, is_profiled = (
        torch.autograd.profiler.record_function,
        torch._C._autograd._profiler_enabled,
    )
    enter, leave = kind.__enter__, kind.__exit__

    @functools.wraps(enter)
    def entered(self: Any) -> Any:
        return enter(self) if is_profiled() else self  # type: ignore[no-untyped-call]

    @functools.wraps(leave)
    def left(self: Any, *error: Any) -> None:
        if self.record is not None:
            leave(self, *error)

    kind.__enter__, kind.__exit__ = entered, left  # type: ignore[method-assign]
