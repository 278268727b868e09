"""Tensors: made for a case, and read into facts with torch's own methods alone."""

from __future__ import annotations

import functools
import itertools
import random
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.observations import MAX_DEPTH, Fact, ObjectFact, TensorFact

#: Held, since numpy finds it anew each time.
_SEED_NUMPY = np.random.seed
#: Numbers of a tensor that :func:`sampled` takes over.
_SAMPLE = 256

__all__ = [
    "data",
    "is_place_type",
    "is_tensor_type",
    "leaf",
    "numbers_of",
    "read",
    "sampled",
    "seed_generators",
    "tensor_of",
    "writes_to",
]


def tensor_of(numbers: Sequence[float], shape: Sequence[int]) -> Tensor:
    """Return a float32 tensor of *shape*, untracked, that holds *numbers* row by row."""
    if 0 in shape:
        return torch.empty(tuple(shape), dtype=torch.float32)
    # Through numpy, which reads a list in half the time; and a copy, which has its memory for itself.
    rows = np.array(numbers, dtype=np.float32).reshape(tuple(shape))
    return torch.from_numpy(rows).clone()


def leaf(value: float | Sequence[float] | Tensor) -> Tensor:
    """
    Return a fresh trainable leaf, float32, holding *value* (a copy; *value* is not modified).

    A float gives shape ``()``, a list of n floats ``(n,)``.
    """
    return torch.as_tensor(value, dtype=torch.float32).detach().clone().requires_grad_()


def data(value: float | Sequence[float]) -> Tensor:
    """Return *value* as data: untracked, float32, in the shapes of :func:`leaf`."""
    return torch.tensor(value, dtype=torch.float32)


def near(one: Tensor, other: Tensor) -> bool:
    """Tell whether both have the same dtype and numbers, but for the rounding of a few operations."""
    one = Tensor.detach(one)
    return one.dtype == other.dtype and torch.allclose(one, other, rtol=1e-4, atol=1e-6)


def rows_differ(tensor: Tensor) -> bool:
    """Tell whether some two rows of *tensor* differ by more than rounding."""
    values = Tensor.detach(tensor)
    spread = (values - values[:1]).abs().max()
    return bool(spread > 1e-4 * values.abs().max())


def seed_generators(seed: int) -> None:
    """Seed the global generators of torch, Python and NumPy."""
    torch.default_generator.manual_seed(seed)  # torch.manual_seed asks every kind of device
    random.seed(seed)
    _SEED_NUMPY(seed)  # the global one, from which learners draw


def is_tensor_type(kind: type) -> bool:
    """Tell whether *kind* is one of the two types whose values are ordinary tensors."""
    return kind is torch.Tensor or kind is torch.nn.Parameter


def is_place_type(kind: type) -> bool:
    """Tell whether *kind* is the type of devices or of dtypes."""
    return kind is torch.device or kind is torch.dtype


def read(tensor: Tensor, most: int) -> Fact:
    """
    Return an ordinary *tensor* as a fact; its graph, its hooks and its version stay untouched.

    A tensor of more than *most* numbers, or of an unusual layout, is described in words.
    """
    try:
        with torch._C.DisableTorchFunction():
            return _read(tensor, most)
    except Exception:  # noqa: BLE001 - nested, functional and other tensors refuse some of it
        return ObjectFact("tensor that can't be read")


def sampled(tensor: Tensor) -> TensorFact | None:
    """
    Return *tensor* as a fact that is never large, with its shape and dtype.

    Of more than 256 numbers the fact holds the largest absolute value, then numbers from evenly
    spread places; None for a tensor that can't be read.
    """
    try:
        with torch._C.DisableTorchFunction():
            if torch.Tensor.numel(tensor) <= _SAMPLE:
                fact = _read(tensor, _SAMPLE)
                return fact if isinstance(fact, TensorFact) else None
            flat = torch.Tensor.detach(tensor).reshape(-1)
            places = torch.arange(_SAMPLE) * (flat.numel() - 1) // (_SAMPLE - 1)
            fact = _read(torch.cat([flat.abs().max().reshape(1), flat[places]]), _SAMPLE + 1)
    except Exception:  # noqa: BLE001 - nested, functional and other tensors refuse some of it
        return None
    if not isinstance(fact, TensorFact):
        return None
    return TensorFact(fact.dtype, tuple(torch.Tensor.size(tensor)), fact.values)


def writes_to(tensor: Tensor) -> int:
    """Return how often *tensor* has been written into, as torch counts; 0 in inference mode, where it does not."""
    kind = torch.Tensor
    return 0 if kind.is_inference(tensor) else kind._version.__get__(tensor)  # type: ignore[attr-defined]


def numbers_of(tensor: Tensor) -> Any:
    """Return the numbers of *tensor* in nested lists, without asking a subclass."""
    with torch._C.DisableTorchFunction():
        return torch.Tensor.tolist(tensor)


@functools.cache
def _name_of(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


def _in_a_row(numbers: Any, depth: int) -> tuple[float, ...]:
    """The *numbers* of nested lists; quicker than to have torch put the numbers of a small tensor in a row."""
    if not depth:
        return (numbers,)
    for _ in range(depth - 1):
        numbers = itertools.chain.from_iterable(numbers)
    return tuple(numbers)


def _read(tensor: Tensor, most: int) -> Fact:
    # Methods of the class: a learner can hang others on the tensor itself.
    kind = torch.Tensor
    shape = tuple(kind.size(tensor))
    dtype: torch.dtype = kind.dtype.__get__(tensor)  # type: ignore[attr-defined]
    if kind.numel(tensor) > most or len(shape) + dtype.is_complex > MAX_DEPTH:
        return ObjectFact(f"tensor of shape {shape}, too large to show")
    if tensor.layout is not torch.strided or tensor.is_meta or tensor.is_quantized:
        return ObjectFact(f"tensor, layout {tensor.layout}, device {tensor.device}")
    if dtype is torch.float32:
        return TensorFact("float32", shape, _in_a_row(kind.tolist(tensor), len(shape)))
    plain = kind.detach(tensor).resolve_conj().resolve_neg().cpu()
    values = torch.view_as_real(plain) if dtype.is_complex else plain
    shape += (2,) * dtype.is_complex
    return TensorFact(_name_of(dtype), shape, tuple(values.to(torch.float64).flatten().tolist()))
