"""
Witnesses: facts with a drawn number in them.

"It is a leaf", "the error is 0": such a fact is the same on every case, so anybody who has read a
public key can state it without having done anything. A witness puts what the learner returned to
use with a drawn number and notes the result: the same for every right answer, another on every
case, and None if there is nothing to put to use.

Draw the number after the inputs and note the witness last: if a fact before it differs, that fact
tells the learner more. Uses that need torch are in :mod:`autograder.probing.uses`.
"""

from __future__ import annotations

from autograder.observations import Fact, TensorFact
from autograder.probing.facts import describe

__all__ = ["filled", "number_in", "plus"]


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

    It shows a shape, whatever numbers the tensor holds. The tensor is not modified; None for what
    is no tensor.
    """
    fact = describe(value)
    if not isinstance(fact, TensorFact):
        return None
    return TensorFact("float32", fact.shape, (number,) * len(fact.values))


def number_in(value: object) -> Fact:
    """
    Return the one number that *value* holds, be it a float or a tensor; else *value* as a fact.

    It is for checks where either may be kept, as a matter of taste.
    """
    fact = describe(value)
    return fact.values[0] if isinstance(fact, TensorFact) and len(fact.values) == 1 else fact
