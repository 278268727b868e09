"""What a submission gave back, in the words and numbers that facts are made of; no torch is needed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from autograder.observations import Fact, TensorFact
from autograder.probing.facts import describe, is_plain_tensor, type_in_words

__all__ = [
    "dtype_in_words",
    "entry_of",
    "is_leaf_of",
    "is_list_of",
    "is_new_leaf",
    "list_of",
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
    "types_as_written",
]

#: Entries of a returned list that are looked at.
_MAX_PARTS, _MAX_NAMES, _MAX_NAME = 100, 200, 200


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

    To facts a list and a tuple are the same kind; here they are not.
    """
    if is_plain_tensor(value):
        return "Tensor"
    return "list" if type(value) is list else type_in_words(value)


def types_as_written(value: Any) -> str:
    """Return the same of each entry of a list or tuple, of the first three: ``Tensor, float``."""
    return ", ".join(map(type_as_written, value[:3])) if _is_list(value) else type_as_written(value)


def tracked_in_words(value: object) -> bool | str:
    """Return whether autograd tracks a tensor; of anything else its type."""
    return value.requires_grad if is_plain_tensor(value) else type_in_words(value)


def requires_grad_of(value: object) -> bool | None:
    """Return whether *value* requires grad; None for what is no ordinary tensor."""
    return value.requires_grad if is_plain_tensor(value) else None


def is_leaf_of(value: object) -> bool | None:
    """Return whether *value* is a leaf; None for what is no ordinary tensor."""
    return value.is_leaf if is_plain_tensor(value) else None


def is_new_leaf(value: object) -> bool:
    """
    Tell whether *value* is a tracked leaf.

    Of a function that calculates with what it was handed that is a result made anew, with no way
    back to it. Only where a tensor is tracked does being a leaf tell the two apart.
    """
    return is_plain_tensor(value) and value.requires_grad and value.is_leaf


def parts_of(value: Any) -> Sequence[Any]:
    """Return the entries of a list or tuple, the first 100; no other type is looked into."""
    return value[:_MAX_PARTS] if _is_list(value) else [value]


def is_list_of(value: Any, count: int) -> bool:
    """Tell whether *value* is a list or tuple of *count* entries."""
    return _is_list(value) and len(value) == count


def list_of(value: Any, count: int) -> Sequence[Any]:
    """Return the entries of a list or tuple of *count*; of anything else None in place of each."""
    return value if is_list_of(value, count) else (None,) * count


def tensors_in(value: Any, count: int) -> Sequence[Any]:
    """Return the same if all of them are ordinary tensors; else None in place of each."""
    parts = list_of(value, count)
    return parts if all(map(is_plain_tensor, parts)) else (None,) * count


def entry_of(table: Any, key: str) -> Any:
    """
    Return what a dict holds under the text *key*; None for what is no dict.

    A learner's own keys are never compared: they may have methods of their own.
    """
    if type(table) is not dict:
        return None
    return next((v for k, v in dict.items(table) if type(k) is str and k == key), None)


def names_in(value: Any) -> Fact:
    """
    Return the texts in a list, names of autograd's nodes, say; of anything else its type.

    An entry that is no text is told by its type: a node is not its name.
    """
    if not _is_list(value):
        return type_in_words(value)
    return tuple(map(_name, value[:_MAX_NAMES]))


def numbers_in(value: object) -> list[float]:
    """Return the finite numbers of a tensor, row by row; none of anything else."""
    fact = describe(value)
    values = fact.values if isinstance(fact, TensorFact) else ()
    return [number for number in values if math.isfinite(number)]


def rows_in(value: object) -> list[list[float]] | str:
    """Return the numbers of a tensor in rows, as long as its last axis; of anything else its type."""
    fact = describe(value)
    if not isinstance(fact, TensorFact):
        return type_in_words(value)
    width = fact.shape[-1] if fact.shape else 1
    places = range(0, len(fact.values), width or 1)
    return [list(fact.values[place : place + width]) for place in places]


def only_number(value: object) -> float | None:
    """Return the number that stands in every place of a tensor; None for a mixture or anything else."""
    fact = describe(value)
    numbers = set(fact.values) if isinstance(fact, TensorFact) else set()
    return numbers.pop() if len(numbers) == 1 else None


def number_everywhere(value: object, number: float) -> bool | str:
    """
    Return whether *number* stands in every place of a tensor; of anything else its type.

    ``"nan"`` where any place holds NaN: memory that was only reserved is told from wrong numbers,
    see :class:`~autograder.probing.memory.FreshMemoryIsNaN`.
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


def _is_list(value: object) -> bool:
    return type(value) is list or type(value) is tuple
