"""
Witnesses: facts with a drawn number in them.

"It is a leaf", "the error is 0": such a fact is the same on every case, so whoever has read a
public key can say it without having done anything. A witness puts what the learner returned to
use with a number that was drawn, and notes what comes of it: the same for every right answer,
something else on every case, and None where there is nothing to put to use.

Draw the number after the inputs and note the witness last: where something differs before it,
that is what a learner should hear. Uses that take torch are in :mod:`autograder.probing.uses`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograder.observations import Fact, TensorFact
from autograder.probing.facts import describe, is_list, items_of

__all__ = ["entries", "filled", "listed", "number_in", "plus"]


def plus(value: object, number: float) -> Fact:
    """
    Return *value* with *number* added to it, or to each entry of a tensor; nothing is modified.

    Dtype and shape stay those of *value*. None for what can't be added to.
    """
    fact = describe(value)
    if type(fact) is int or type(fact) is float:
        return fact + number
    if isinstance(fact, TensorFact):
        return TensorFact(fact.dtype, fact.shape, tuple(one + number for one in fact.values))
    return None


def filled(value: object, number: float) -> Fact:
    """
    Return a float32 tensor of the shape of *value* with *number* in every place.

    It tells of a shape, whatever stands in the tensor, which is not modified. None for what is
    no tensor.
    """
    fact = describe(value)
    if not isinstance(fact, TensorFact):
        return None
    return TensorFact("float32", fact.shape, (number,) * len(fact.values))


def number_in(value: object) -> Fact:
    """
    Return the one number that *value* holds, be it a float or a tensor; else *value* as a fact.

    For where it is taste which of the two a learner keeps.
    """
    fact = describe(value)
    return fact.values[0] if isinstance(fact, TensorFact) and len(fact.values) == 1 else fact


def entries(returned: Any, count: int) -> Sequence[Any]:
    """Return the *count* entries of the list that was *returned*, or *returned* in place of each."""
    parts = items_of(returned, count + 1)
    return parts if is_list(returned) and len(parts) == count else [returned] * count


def listed(returned: Any) -> Sequence[Any]:
    """Return the first thousand entries of what was *returned*; none if it is no list."""
    return items_of(returned, 1000)
