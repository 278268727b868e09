"""
Learner values into facts.

Anything may come back from a learner's function: a tensor subclass with
``__torch_function__``, a float that lies, an endless list. Only Python's own
types are read, with their own methods; everything else is reported by name.
A named tuple is a tuple, and a member of a text's enumeration is a text: of a
subclass of list, tuple and text, what Python keeps is read, and none of its
own methods. torch is asked only about what says to be torch's.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, TypeGuard

from autograder.observations import (
    MAX_DEPTH,
    MAX_INTEGER,
    MAX_NUMBERS,
    MAX_TEXT,
    ArrayFact,
    ErrorFact,
    Fact,
    ObjectFact,
    TensorFact,
)
from autograder.probing.identity import identity
from autograder.probing.torch_parts import arrays_part, part

if TYPE_CHECKING:
    from torch import Tensor

__all__ = [
    "describe",
    "describe_call",
    "describe_error",
    "describe_tensor",
    "is_list",
    "is_plain_tensor",
    "items_of",
    "kind_in_words",
    "type_in_words",
    "values_of",
]


def _ids_of(*kinds: type) -> frozenset[int]:
    """By these a type is known: ``kind in kinds`` would ask a learner's metaclass for its ``__eq__``."""
    return frozenset(map(identity, kinds))


#: Types whose values are facts.
_AS_THEY_ARE = _ids_of(type(None), bool, float, TensorFact, ArrayFact, ObjectFact, ErrorFact)
#: Types whose values are shown as Python writes them.
_AS_WRITTEN = _ids_of(int, float, bool, str, type(None))
_SYNTAX_ERRORS = _ids_of(SyntaxError, IndentationError, TabError)
_TENSORS = (("torch", "Tensor"), ("torch.nn.parameter", "Parameter"))
_PLACES = (("torch", "device"), ("torch", "dtype"))
#: Most entries of one list that are looked at.
_MAX_LIST = 1_000
#: Most numbers and entries of one value that are taken over, nested lists and tensors together.
_MAX_ENTRIES = MAX_NUMBERS // 4


def describe(value: Any) -> Fact:
    """
    Return *value* as a fact. Never raises, never runs learner code, modifies nothing.

    Lists and tuples are one kind: which brackets a learner chose is no mistake.
    """
    if identity(type(value)) in _AS_THEY_ARE:
        return value  # type: ignore[no-any-return]
    return _Description().of(value, MAX_DEPTH - 1)


def describe_tensor(tensor: Tensor) -> Fact:
    """Return a plain *tensor* as a fact; its graph, its hooks and its version stay untouched."""
    fact: Fact = part("tensors").read(tensor, _MAX_ENTRIES)
    return fact


def is_plain_tensor(value: Any) -> TypeGuard[Tensor]:
    """Tell whether *value* is an ordinary tensor, whose memory and attributes can be read."""
    return _is_tensor(type(value)) and isinstance(describe_tensor(value), TensorFact)


def is_list(value: Any) -> bool:
    """Tell whether *value* is a list or tuple, a named tuple and the like among them."""
    return issubclass(type(value), list | tuple)


def items_of(value: Any, limit: int) -> list[Any]:
    """
    Return the first *limit* entries of a list or tuple, as Python keeps them; none of anything else.

    No learner's code runs: a subclass may have methods of its own.
    """
    base = list if issubclass(type(value), list) else tuple
    return list(itertools.islice(base.__iter__(value), limit)) if is_list(value) else []


def values_of(value: Any, limit: int) -> list[Any]:
    """Return the first *limit* values of a dict, as Python keeps them; none of anything else."""
    is_dict = issubclass(type(value), dict)
    return list(itertools.islice(dict.values(value), limit)) if is_dict else []


def type_in_words(value: Any) -> str:
    """Return what *value* is, for a fact that a check expects of a tensor: its type's name."""
    fact = describe(value)
    if isinstance(fact, ArrayFact):
        return "numpy.ndarray"
    return getattr(fact, "type_name", type(fact).__name__)


def kind_in_words(value: Any) -> str:
    """Return the same, but ``tensor`` for an ordinary tensor: what an entry of a list is."""
    return "tensor" if is_plain_tensor(value) else type_in_words(value)


def describe_error(error: BaseException, line: int = 0, code: str = "") -> ErrorFact:
    """Return *error* as a fact. Its text is asked for once, and may be refused."""
    try:
        # A SyntaxError's text repeats file and line; its msg does not.
        text = error.msg if identity(type(error)) in _SYNTAX_ERRORS else str(error)  # type: ignore[attr-defined]
        # A subclass of str could bring methods of its own along.
        message = str.__str__(text)
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


class _Description:
    """One value on its way into a fact, with what may still be taken over of it."""

    def __init__(self) -> None:
        self._left = _MAX_ENTRIES

    def of(self, value: Any, depth: int) -> Fact:
        # type() can't be lied to; isinstance() would ask the object for its __class__.
        kind = type(value)
        if identity(kind) in _AS_THEY_ARE:
            return value  # type: ignore[no-any-return]
        if kind is int:
            return value if abs(value) <= MAX_INTEGER else ObjectFact("huge int")
        if _module(kind) == "numpy" and (fact := self._of_numpy(value)) is not None:
            return fact
        if issubclass(kind, str):
            return str.__getitem__(value, slice(MAX_TEXT))
        if is_list(value):
            return self._of_list(value, depth)
        if _is_tensor(kind):
            return self.of_tensor(value)
        if issubclass(kind, type):
            return ObjectFact(f"class {_type_name(value)}"[:100])
        return ObjectFact(_type_name(kind))

    def _of_list(self, value: Any, depth: int) -> Fact:
        parts = items_of(value, _MAX_LIST + 1)
        self._left -= len(parts)
        if depth <= 0 or len(parts) > _MAX_LIST or self._left < 0:
            return ObjectFact(f"{_type_name(type(value))} too long or too deep to show")
        return tuple(self.of(part, depth - 1) for part in parts)

    def _of_numpy(self, value: Any) -> Fact | None:
        arrays = arrays_part()
        fact: Fact | None = arrays.read(value, self._left) if arrays else None
        if isinstance(fact, ArrayFact):
            self._left -= len(fact.values)
        return fact

    def of_tensor(self, tensor: Tensor) -> Fact:
        fact: Fact = part("tensors").read(tensor, self._left)
        if isinstance(fact, TensorFact):
            self._left -= len(fact.values)
        return fact


def _argument(value: Any, depth: int = 3) -> str:
    kind = type(value)
    if kind is int and abs(value) > MAX_INTEGER:
        return "<huge int>"
    if identity(kind) in _AS_WRITTEN:
        return _shortened(repr(value))
    if any(map(_is_tensor, _MRO(kind))):
        return _tensor_argument(value)
    if _module(kind) == "numpy" and isinstance(fact := describe(value), ArrayFact):
        return _array_argument(fact)
    if (kind is list or kind is tuple) and depth:
        shown = [_argument(part, depth - 1) for part in value[:20]]
        inside = ", ".join([*shown, *(["…"] if len(value) > 20 else [])])
        if kind is tuple:
            inside = f"({inside},)" if len(value) == 1 else f"({inside})"
        return _shortened(inside if kind is tuple else f"[{inside}]")
    if _is_of_torch(kind, _PLACES, "is_place_type"):
        return str(value)
    return f"<{str.__str__(type.__dict__['__name__'].__get__(kind))}>"


def _tensor_argument(tensor: Tensor) -> str:
    fact = describe_tensor(tensor)
    if not isinstance(fact, TensorFact) or len(fact.values) > 12:
        return f"<tensor of shape {fact.shape}>" if isinstance(fact, TensorFact) else "<tensor>"
    return f"tensor({_rounded(part('tensors').numbers_of(tensor))})"


def _array_argument(fact: ArrayFact) -> str:
    if len(fact.values) > 12:
        return f"<array of shape {fact.shape}>"
    numbers = [round(number, 4) for number in fact.values]
    return f"array({_nested(numbers, fact.shape)})"


def _nested(numbers: list[float], shape: tuple[int, ...]) -> Any:
    if not shape:
        return numbers[0]
    step = len(numbers) // shape[0] if shape[0] else 0
    return [_nested(numbers[at * step : (at + 1) * step], shape[1:]) for at in range(shape[0])]


def _shortened(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "…"


def _rounded(value: Any) -> Any:
    if isinstance(value, list):
        return [_rounded(part) for part in value]
    return round(value, 4) if isinstance(value, float) else value


# The getters of type itself: a metaclass may have put its own in their place.
_MODULE = type.__dict__["__module__"].__get__
_QUALNAME = type.__dict__["__qualname__"].__get__
_MRO = type.__dict__["__mro__"].__get__


def _module(kind: type) -> str:
    module = _MODULE(kind)
    return module if type(module) is str else ""


def _type_name(kind: type) -> str:
    """``builtins`` and ``torch`` need no prefix; elsewhere the module tells two names apart."""
    module = _module(kind)
    prefix = "" if module in ("", "builtins", "torch", "submission") else f"{module}."
    return f"{prefix}{str.__str__(_QUALNAME(kind))}"[:100]


def _is_tensor(kind: type) -> bool:
    """Whether *kind* is an ordinary tensor's."""
    return _is_of_torch(kind, _TENSORS, "is_tensor_type")


def _is_of_torch(kind: type, names: tuple[tuple[str, str], ...], question: str) -> bool:
    """Whether *kind* is torch's own. Torch is asked only about types with one of these names."""
    if (_module(kind), str.__str__(_QUALNAME(kind))) not in names:
        return False
    try:
        return bool(getattr(part("tensors"), question)(kind))
    except Exception:  # noqa: BLE001 - there is no torch, or what a learner took for it: a namesake
        return False
