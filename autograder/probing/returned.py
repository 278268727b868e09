"""What a submission gave back, in the words and numbers that facts are made of; no torch is needed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeGuard

from autograder.observations import Fact, TensorFact
from autograder.probing.facts import (
    describe,
    is_list,
    is_plain_tensor,
    items_of,
    type_in_words,
)

if TYPE_CHECKING:
    from torch import Tensor

__all__ = [
    "as_it_is_now",
    "dtype_in_words",
    "entries",
    "entry_of",
    "how_many",
    "is_leaf_of",
    "is_list_of",
    "is_new_leaf",
    "is_tracked",
    "list_of",
    "listed",
    "names_in",
    "number_everywhere",
    "numbers_in",
    "only_number",
    "parts_of",
    "requires_grad_of",
    "rows_in",
    "shape_in_words",
    "tensors_in",
    "tracked_in_words",
    "type_as_written",
    "type_with_parts",
    "types_as_written",
]

#: Entries of a returned list that are looked at.
_MAX_PARTS, _MAX_NAMES, _MAX_NAME = 100, 200, 200


def as_it_is_now(value: Any, depth: int = 3) -> Any:
    """
    Return *value* with its lists, tuples and dicts copied, those within each other *depth* deep.

    A function may give back the same list each time, and what it writes into that the next time is to
    change nothing of what came back this time. Other entries are the same objects, and so is a dict
    with keys of the learner's own, which may have methods of their own.
    """
    # By identity: a class of the learner's may say of itself that it equals any.
    kind = type(value)
    if not depth:
        return value
    if kind is list or kind is tuple:
        return kind(as_it_is_now(part, depth - 1) for part in value)
    if kind is dict and all(type(key) is str or type(key) is int for key in value):
        return {key: as_it_is_now(part, depth - 1) for key, part in value.items()}
    return value


def shape_in_words(value: object) -> str:
    """Return the shape of a tensor as torch writes it, ``(4, 1)``; of anything else its type."""
    fact = describe(value)
    return str(fact.shape) if isinstance(fact, TensorFact) else type_in_words(value)


def dtype_in_words(value: object) -> str:
    """Return the dtype of a tensor, ``float32``; of anything else its type."""
    fact = describe(value)
    return fact.dtype if isinstance(fact, TensorFact) else type_in_words(value)


def type_as_written(value: object) -> str:
    """
    Return the type of *value* in the learner's own word: ``Tensor``, ``list``, ``tuple``, ``float``.

    To facts a list and a tuple are the same kind; here they are not. A subclass of Python's own
    types goes by the name of these: an ``OrderedDict`` is a ``dict``.
    """
    if is_plain_tensor(value):
        return "Tensor"
    own = next((kind for kind in (list, dict) if issubclass(type(value), kind)), None)
    return own.__name__ if own else type_in_words(value)


def types_as_written(value: Any) -> str:
    """Return the same of each entry of a list or tuple, of the first three: ``Tensor, float``."""
    parts = items_of(value, 3)
    return ", ".join(map(type_as_written, parts)) if is_list(value) else type_as_written(value)


def type_with_parts(value: Any) -> str:
    """Return the type of *value*, of a list or tuple with the types of its first entries: ``list[float]``."""
    written = type_as_written(value)
    return f"{written}[{types_as_written(value)}]" if is_list(value) else written


def tracked_in_words(value: object) -> bool | str:
    """Return whether autograd tracks a tensor; of anything else its type."""
    return value.requires_grad if is_plain_tensor(value) else type_in_words(value)


def requires_grad_of(value: object) -> bool | None:
    """Return whether *value* requires grad; None for what is no ordinary tensor."""
    return value.requires_grad if is_plain_tensor(value) else None


def is_leaf_of(value: object) -> bool | None:
    """Return whether *value* is a leaf; None for what is no ordinary tensor."""
    return value.is_leaf if is_plain_tensor(value) else None


def is_tracked(value: object) -> TypeGuard[Tensor]:
    """Tell whether *value* is an ordinary tensor that requires grad."""
    return is_plain_tensor(value) and value.requires_grad


def is_new_leaf(value: object) -> bool:
    """
    Tell whether *value* is a tracked leaf.

    If a function calculates with its arguments, such a result was made anew, and no backward pass
    leads from it to the arguments. An untracked tensor is a leaf in any case.
    """
    return is_tracked(value) and value.is_leaf


def listed(value: Any, most: int = 1_000) -> Sequence[Any]:
    """Return the entries of a list or tuple, the first *most*; none of anything else."""
    return items_of(value, most) if is_list(value) else []


def parts_of(value: Any) -> Sequence[Any]:
    """Return the entries of a list or tuple, the first 100; anything else is its own only part."""
    return listed(value, _MAX_PARTS) if is_list(value) else [value]


def is_list_of(value: Any, count: int) -> bool:
    """Tell whether *value* is a list or tuple of *count* entries."""
    return is_list(value) and len(items_of(value, count + 1)) == count


def how_many(value: object) -> int | str:
    """Return how many entries a list or tuple has, 100 at most; of anything else its type."""
    return len(items_of(value, _MAX_PARTS)) if is_list(value) else type_in_words(value)


def list_of(value: Any, count: int, otherwise: Any = None) -> Sequence[Any]:
    """Return the entries of a list or tuple of *count*; of anything else *otherwise* for each."""
    return tuple(items_of(value, count)) if is_list_of(value, count) else (otherwise,) * count


def entries(value: Any, count: int) -> Sequence[Any]:
    """Return the entries of a list or tuple of *count*; of anything else *value* itself for each."""
    return list_of(value, count, otherwise=value)


def tensors_in(value: Any, count: int) -> Sequence[Any]:
    """Return the same if all of them are ordinary tensors; else None in place of each."""
    parts = list_of(value, count)
    return parts if all(map(is_plain_tensor, parts)) else (None,) * count


def entry_of(table: Any, key: str) -> Any:
    """
    Return what a dict holds under the text *key*; None for what is no dict.

    An ``OrderedDict`` and the like are dicts, too. A learner's own keys are never compared: they
    may have methods of their own.
    """
    if not issubclass(type(table), dict):
        return None
    return next((v for k, v in dict.items(table) if type(k) is str and k == key), None)


def names_in(value: Any) -> Fact:
    """
    Return the texts in a list, such as names of autograd's nodes.

    Of anything else its type is returned. An entry that is no text is shown by its type, since a
    node is not its name.
    """
    if not is_list(value):
        return type_in_words(value)
    return tuple(map(_name, items_of(value, _MAX_NAMES)))


def numbers_in(value: object) -> list[float]:
    """Return the finite numbers of a tensor, row by row; none of anything else."""
    fact = describe(value)
    values = fact.values if isinstance(fact, TensorFact) else ()
    return [number for number in values if math.isfinite(number)]


def rows_in(value: object) -> list[list[float]] | str:
    """
    Return the numbers of a tensor in rows, as long as its last axis; of anything else its type.

    Whole numbers are ints: they are compared exactly, whatever the tensor's dtype.
    """
    fact = describe(value)
    if not isinstance(fact, TensorFact):
        return type_in_words(value)
    width = fact.shape[-1] if fact.shape else 1
    numbers = [int(n) if math.isfinite(n) and n == int(n) else n for n in fact.values]
    return [numbers[place : place + width] for place in range(0, len(numbers), width or 1)]


def only_number(value: object) -> float | None:
    """Return the number that stands in every place of a tensor; None for a mixture or anything else."""
    fact = describe(value)
    numbers = set(fact.values) if isinstance(fact, TensorFact) else set()
    return numbers.pop() if len(numbers) == 1 else None


def number_everywhere(value: object, number: float) -> bool | str:
    """
    Return whether *number* stands in every place of a tensor; of anything else its type.

    ``"nan"`` if any place holds NaN, so that memory which was only reserved differs from wrong
    numbers; see :class:`~autograder.probing.memory.FreshMemoryIsNaN`.
    """
    fact = describe(value)
    if not isinstance(fact, TensorFact):
        return type_in_words(value)
    if any(map(math.isnan, fact.values)):
        return "nan"
    return set(fact.values) == {number}


def _name(value: object) -> str:
    if type(value) is str:
        return value[:_MAX_NAME]
    return f"<{type_in_words(value)} object>"
