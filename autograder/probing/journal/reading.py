"""What the recorder reads of tensors, modules and optimizers; to be called beside all modes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim.optimizer import Optimizer

from autograder.observations import TensorFact
from autograder.probing.facts import describe_tensor
from autograder.probing.identity import identity
from autograder.probing.journal.numbers import Numbers
from autograder.probing.tensors import sampled
from autograder.probing.uses import gradient_in_use

__all__ = [
    "held_by",
    "kind_of",
    "looked_at",
    "place_of",
    "sampled_if_tensor",
    "state_of",
    "sum_in_use",
    "tensors_in",
]

#: In one tuple, made once: a recorder asks at each call of torch.
_LISTS = (list, tuple)
_NONE: frozenset[int] = frozenset()
_NOTHING = (), (), False, _NONE


def tensors_in(values: Iterable[object]) -> list[Tensor]:
    """Return the tensors among *values*, and in the lists and tuples among them."""
    found: list[Tensor] = []
    for value in values:
        if isinstance(value, Tensor):
            found.append(value)
        elif isinstance(value, _LISTS):
            found += [part for part in value if isinstance(part, Tensor)]
    return found


def state_of(tensor: Tensor) -> dict[str, Any]:
    """Return what is noted of a watched *tensor* at the begin and the end, by the names of events."""
    value = describe_tensor(tensor)
    return {
        "value": value,
        "digest": "" if isinstance(value, TensorFact) else _digest(tensor),
        "requires_grad": tensor.requires_grad,
        "is_leaf": tensor.is_leaf,
        "version": tensor._version,
        "holds": sampled_if_tensor(tensor.grad),
    }


def _digest(tensor: Tensor) -> str:
    """Return a digest of all numbers of *tensor*; nothing for one that has no plain storage."""
    try:
        plain = Tensor.detach(tensor).contiguous().flatten().view(torch.uint8).cpu()
        return hashlib.blake2b(plain.numpy().tobytes(), digest_size=16).hexdigest()
    except RuntimeError:  # sparse, quantized and other tensors
        return ""


def sampled_if_tensor(value: object) -> TensorFact | None:
    """Return *value* as a fact that is never large, if it is a tensor."""
    return sampled(value) if isinstance(value, Tensor) else None


def place_of(tensor: Tensor) -> int:
    """Where the numbers of *tensor* lie; a place of its own for one without memory of its own."""
    try:
        return tensor.data_ptr() or identity(tensor)
    except RuntimeError:  # sparse and other tensors without a plain storage
        return identity(tensor)


def looked_at(
    tensors: Sequence[Tensor], numbers: Numbers, places: Mapping[int, int]
) -> tuple[tuple[int, ...], tuple[tuple[int, ...], ...], bool, frozenset[int]]:
    """
    Return what is noted of the *tensors* that a call of torch was given, or gave.

    Their *numbers* and shapes, whether one of them requires grad, and the numbers of those at whose
    *places* in memory some of them lie. In one loop and with few calls, for a run makes thousands of calls.
    """
    if not tensors:
        return _NOTHING
    known, tracked, met = numbers.known, False, _NONE
    numbered: tuple[int, ...] = ()
    shapes: tuple[tuple[int, ...], ...] = ()
    for one in tensors:
        numbered += (known.get(identity(one)) or numbers.of(one),)
        shapes += (one.shape,)
        tracked = tracked or one.requires_grad
        if places and (there := places.get(place_of(one))):
            met |= {there}
    return numbered, shapes, tracked, met


def held_by(optimizer: Optimizer) -> list[Tensor]:
    """Return the tensors of all groups of *optimizer*."""
    return [p for group in optimizer.param_groups for p in group["params"]]


def kind_of(module: nn.Module) -> str:
    """Return the name of the class of *module* if it is one of torch.nn's, else nothing."""
    kind = type(module)
    return kind.__name__ if getattr(nn, kind.__name__, None) is kind else ""


def sum_in_use(tensor: Tensor, before: Tensor) -> float | None:
    """
    Return the sum of the gradient that *tensor* gets when it is used with what was there *before*.

    Raises:
        LearnerError: If a hook that the learner hung on *tensor* raises.
    """
    if tensor.shape != before.shape or not tensor.requires_grad:
        return None  # of another shape, it has nothing to do with what it began with
    gradient = gradient_in_use(tensor, before)
    return None if gradient is None else gradient.double().sum().item()
