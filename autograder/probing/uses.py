"""Witnesses that put tensors to use; see :mod:`autograder.probing.witnesses`."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeGuard

import torch
from torch import Tensor

from autograder.probing.facts import is_plain_tensor
from autograder.probing.returned import is_tracked, only_number
from autograder.probing.submission import call_learner
from autograder.probing.switches import saved_tensors_hooks

__all__ = ["brought_by", "gradient_in_use", "gradient_of", "read_back", "shares_memory"]

#: The class under ``Tensor``: nobody can put a property of their own in the place of one of its.
_OWN: Any = torch._C.TensorBase


def gradient_in_use(tensor: object, number: float | Tensor) -> Tensor | None:
    """
    Return the gradient that *tensor* gets as a parameter, when it is used with *number*.

    The loss is ``(number * tensor).sum()``; it is recorded, whether the learner left recording on or
    off. Nothing is modified, not even ``.grad``.

    Args:
        number: One, or a tensor of them that broadcasts with *tensor*.

    Returns:
        A gradient of the shape and dtype of *tensor*; None if *tensor* would keep none: if it is no
        ordinary tensor, no leaf, or does not require grad.

    Raises:
        LearnerError: If a hook that the learner hung on *tensor* raises.
    """
    with _unwatched():
        if not is_plain_tensor(tensor) or not tensor.is_leaf or not tensor.requires_grad:
            return None
        if _is_known(number, tensor):
            return number.detach().clone()
        return call_learner(lambda: torch.autograd.grad((number * tensor).sum(), tensor)[0])


def _is_known(number: float | Tensor, tensor: Tensor) -> TypeGuard[Tensor]:
    """
    Whether the gradient of ``(number * tensor).sum()`` is *number* itself, for a leaf that requires grad.

    So it is where nothing of a learner's has a say in it: no hook on *tensor* or on what graphs save, no
    mode, and no watch for NaN. To record a graph and to go back through it would take many times as long.
    """
    own = _OWN
    return (
        isinstance(number, Tensor)
        and own.size(number) == own.size(tensor)
        and own.dtype.__get__(number) is own.dtype.__get__(tensor) is torch.float32
        and own.is_leaf.__get__(tensor)
        and own.requires_grad.__get__(tensor)
        and _dtype_of_gradient(tensor) is torch.float32
        and not own.requires_grad.__get__(number)
        and not own._backward_hooks.__get__(tensor)
        and not (own.is_inference(number) or own.is_inference(tensor))
        and not saved_tensors_hooks()
        and not torch.is_anomaly_enabled()
        and not torch.is_inference_mode_enabled()
        and not torch._C._len_torch_dispatch_stack()
    )


def _dtype_of_gradient(tensor: Tensor) -> torch.dtype:
    """The dtype that the gradient of a leaf gets; a learner may choose another one, where torch knows of that."""
    chosen = getattr(_OWN, "grad_dtype", None)
    return (chosen or _OWN.dtype).__get__(tensor)  # type: ignore[no-any-return]


def gradient_of(loss: Callable[[], Tensor], tensor: Tensor) -> Tensor:
    """
    Return the gradient of *loss* at *tensor*, as a check needs it between two calls.

    It is recorded, whether the learner left recording on or off, and no journal has it.

    Raises:
        LearnerError: If a hook that the learner hung on *tensor* raises.
    """
    with _unwatched():
        return call_learner(lambda: torch.autograd.grad(loss(), tensor)[0])


def brought_by(result: object, **leaves: Tensor) -> dict[str, object]:
    """
    Run a backward pass from *result* and return the gradients of *leaves* afterwards, as facts.

    They are ``returned.requires_grad``, and ``W.grad`` for each leaf. If *result* is no ordinary
    tracked tensor, no pass is run. The graph of *result* is used up.

    Raises:
        LearnerError: If the backward pass raises.
    """
    tracked = is_tracked(result)
    if tracked:
        call_learner(lambda: result.sum().backward())  # type: ignore[attr-defined]
    gradients = {f"{name}.grad": one.grad for name, one in leaves.items()}
    return {"returned.requires_grad": tracked, **gradients}


def read_back(tensors: Sequence[object], numbers: Sequence[float]) -> list[float | None]:
    """
    Write one of *numbers* into each of *tensors*, one after the other, and read what they hold.

    Tensors that share memory hold what was written last. All tensors are overwritten, so this has
    to come after everything else that is noted of them.

    Returns:
        For each the number in all of its places; None for a mixture of several, for an empty
        tensor, and for what can't be written to.
    """
    writable = [
        tensor if _overwrite(tensor, n) else None
        for tensor, n in zip(tensors, numbers, strict=True)
    ]
    return [only_number(tensor) for tensor in writable]


def shares_memory(*values: object) -> bool:
    """Tell whether any two ordinary tensors among *values* begin at the same place in memory."""
    with _unwatched():
        tensors = [value for value in values if is_plain_tensor(value)]
        return len({tensor.data_ptr() for tensor in tensors}) < len(tensors)


def _overwrite(tensor: object, number: float) -> bool:
    if not is_plain_tensor(tensor):
        return False
    try:
        # In this mode writing is allowed, whatever is tracked or was made in inference mode.
        with _unwatched(), torch.inference_mode():
            tensor.fill_(number)
    except RuntimeError:
        return False
    return True


@contextlib.contextmanager
def _unwatched() -> Iterator[None]:
    """Record the graph, and keep what is called out of the journal: it is not the learner's doing."""
    with torch._C.DisableTorchFunction(), torch.enable_grad():
        yield
