"""Arrays of numpy: made for a case, and read into facts with numpy's own methods alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.observations import MAX_DEPTH, MAX_INTEGER, ArrayFact, Fact, ObjectFact

__all__ = ["array_of", "read", "shares_memory", "written_through"]

# Held from the start: a learner's program can put others in their place.
_ARRAY = np.ndarray
_BOOL, _INTEGER, _FLOAT = np.bool_, np.integer, np.floating
#: The types of numpy's own numbers, by their identity: a learner's class may say to be one.
_SCALARS = frozenset(map(id, np.sctypeDict.values()))
_MAY_SHARE = np.may_share_memory
#: Kinds of dtypes whose entries are numbers: truth values, integers, floats.
_NUMBERS = "biuf"


def array_of(numbers: Sequence[float], shape: Sequence[int]) -> np.ndarray[Any, Any]:
    """Return a float64 array of *shape* that holds *numbers* row by row, in memory of its own."""
    array: np.ndarray[Any, Any] = np.array(numbers, dtype=np.float64).reshape(tuple(shape)).copy()
    return array


def read(value: Any, most: int) -> Fact | None:
    """
    Return an array or a number of numpy's as a fact; None for anything else.

    Numbers of numpy's are the same facts as Python's. An array of more than *most* numbers, or of
    entries that are no numbers, is described in words.
    """
    kind = type(value)
    if kind is _ARRAY:
        return _of_array(value, most)
    if id(kind) not in _SCALARS:
        return None
    if issubclass(kind, _BOOL):
        return bool(value)
    if issubclass(kind, _INTEGER):
        number = int(value)
        return number if abs(number) <= MAX_INTEGER else ObjectFact("huge int")
    return float(value) if issubclass(kind, _FLOAT) else None


def _of_array(array: np.ndarray[Any, Any], most: int) -> Fact:
    dtype, shape = array.dtype, array.shape
    if dtype.kind not in _NUMBERS:
        return ObjectFact(f"numpy.ndarray of {dtype.name}")
    if array.size > most or len(shape) > MAX_DEPTH:
        return ObjectFact(f"numpy.ndarray of shape {shape}, too large to show")
    values = _ARRAY.tolist(_ARRAY.ravel(array))
    return ArrayFact(dtype.name, tuple(shape), tuple(float(number) for number in values))


def shares_memory(one: Any, other: Any) -> bool:
    """Tell whether two values are arrays, and a change of one of them may show in the other."""
    return type(one) is type(other) is _ARRAY and bool(_MAY_SHARE(one, other))


def written_through(answer: Any, given: np.ndarray[Any, Any], number: float) -> Fact:
    """
    Write *number* into every place of *answer*, and return what *given* holds then.

    It shows whether the answer is a view of what was given: no fact that can be stated without
    having made it. None if the answer is no array that can be written to. Both are modified.
    """
    if type(answer) is not _ARRAY or not answer.flags.writeable:
        return None
    _ARRAY.__setitem__(answer, ..., number)
    return _of_array(given, given.size)
