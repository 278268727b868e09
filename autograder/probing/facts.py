"""
Learner values into facts.

Anything may come back from a learner's function: a tensor subclass with
``__torch_function__``, a float that lies, an endless list. Only exact types
are read, with the type's own methods; everything else is reported by name.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from autograder.observations import (
    MAX_DEPTH,
    MAX_INTEGER,
    MAX_NUMBERS,
    MAX_TEXT,
    ErrorFact,
    Fact,
    ObjectFact,
    TensorFact,
)

__all__ = ["describe", "describe_call", "describe_error", "describe_tensor"]

#: Most entries of one container that are looked at; the fact says that there were more.
_MAX_ENTRIES = 1_000
_MAX_TENSOR = MAX_NUMBERS // 4


def describe(value: Any, depth: int = MAX_DEPTH - 1) -> Fact:
    """
    Return *value* as a fact. Never raises, never runs learner code, modifies nothing.

    Lists and tuples are one kind: which brackets a learner chose is no mistake.
    """
    kind = type(value)
    plain: Fact = None
    if kind in (type(None), bool, float):
        plain = value
    elif kind is int:
        plain = value if abs(value) <= MAX_INTEGER else ObjectFact("huge int")
    elif kind is str:
        plain = value[:MAX_TEXT]
    elif kind in (TensorFact, ObjectFact, ErrorFact):
        plain = value
    elif kind in (list, tuple):
        if depth <= 0 or len(value) > _MAX_ENTRIES:
            return ObjectFact(f"{kind.__name__} too long or too deep to show")
        plain = tuple(describe(part, depth - 1) for part in value)
    else:
        plain = _describe_object(value)
    return plain


def _describe_object(value: Any) -> Fact:
    kind = type(value)
    if kind is torch.Tensor or kind is torch.nn.Parameter:
        return describe_tensor(value)
    if kind.__module__ == "numpy" and isinstance(value, float):
        return float.__add__(value, 0.0)
    if isinstance(value, type):
        return ObjectFact(f"class {_type_name(value)}")
    return ObjectFact(_type_name(kind))


def describe_tensor(tensor: Tensor) -> Fact:
    """Return a plain *tensor* as a fact; its graph, its hooks and its version stay untouched."""
    with torch._C.DisableTorchFunction(), torch.no_grad():
        dtype = str(tensor.dtype).removeprefix("torch.")
        shape = tuple(tensor.shape)
        if tensor.numel() > _MAX_TENSOR or len(shape) > MAX_DEPTH:
            return ObjectFact(f"tensor of shape {shape}, too large to show")
        if tensor.layout is not torch.strided or tensor.is_meta or tensor.is_quantized:
            return ObjectFact(f"tensor, layout {tensor.layout}, device {tensor.device}")
        plain = tensor.detach().resolve_conj().resolve_neg().cpu()
        if plain.is_complex():
            plain = torch.view_as_real(plain)
            shape = (*shape, 2)
        values = plain.to(torch.float64).flatten().tolist()
    return TensorFact(dtype, shape, tuple(values))


def describe_error(error: BaseException, line: int = 0, code: str = "") -> ErrorFact:
    """Return *error* as a fact. Its text is asked for once, and may be refused."""
    try:
        # A SyntaxError's text repeats file and line; its msg does not.
        message = str(error.msg if type(error) is SyntaxError else error)
    except BaseException:  # noqa: BLE001 - the learner's own __str__ may do anything
        message = ""
    # torch appends where in C++ an error was found; that is no part of the message.
    message = message.split("\nException raised from ")[0]
    return ErrorFact(_type_name(type(error)), message[: MAX_TEXT // 2], line, code[:200])


def describe_call(function: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """Return a call as a learner would type it; long arguments are shown by their shape."""
    shown = [_argument(value) for value in args]
    shown += [f"{name}={_argument(value)}" for name, value in kwargs.items()]
    return f"{function}({', '.join(shown)})"[:MAX_TEXT]


def _argument(value: object) -> str:
    if isinstance(value, Tensor):
        with torch._C.DisableTorchFunction():
            if value.numel() > 12:
                return f"<tensor of shape {tuple(value.shape)}>"
            return f"tensor({_rounded(value.tolist())})"
    if isinstance(value, int | float | str | bool | list | tuple | None):
        text = repr(value)
        return text if len(text) <= 80 else text[:77] + "…"
    return f"<{type(value).__name__}>"


def _rounded(value: Any) -> Any:
    if isinstance(value, list):
        return [_rounded(part) for part in value]
    return round(value, 4) if isinstance(value, float) else value


def _type_name(kind: type) -> str:
    """``builtins`` and ``torch`` need no prefix; elsewhere the module tells two names apart."""
    module = str(type.__getattribute__(kind, "__module__"))
    name = str(type.__getattribute__(kind, "__qualname__"))
    prefix = "" if module in ("builtins", "torch", "submission") else f"{module}."
    return f"{prefix}{name}"[:100]
