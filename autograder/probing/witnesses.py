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

from dataclasses import replace

from autograder.observations import ArrayFact, Fact, TensorFact
from autograder.probing.facts import describe

__all__ = ["filled", "number_in", "plus"]


def plus(value: object, number: float) -> Fact:
    """
    Return *value* with *number* added to it, or to each entry of a tensor or array; nothing is modified.

    Dtype and shape stay those of *value*. None for what can't be added to.
    """
    fact = describe(value)
    if type(fact) is int or type(fact) is float:
        return fact + number
    if isinstance(fact, TensorFact | ArrayFact):
        return replace(fact, values=tuple(one + number for one in fact.values))
    return None


def filled(value: object, number: float) -> Fact:
    """
    Return a float32 tensor or array of the shape of *value* with *number* in every place.

    It shows a shape, whatever numbers are there. Nothing is modified; None for what is neither a
    tensor nor an array.
    """
    fact = describe(value)
    if not isinstance(fact, TensorFact | ArrayFact):
        return None
    return replace(fact, dtype="float32", values=(number,) * len(fact.values))


def number_in(value: object) -> Fact:
    """
    Return the one number that *value* holds, be it a float or a tensor; else *value* as a fact.

    It is for checks where either may be kept, as a matter of taste.
    """
    fact = describe(value)
    return fact.values[0] if isinstance(fact, TensorFact) and len(fact.values) == 1 else fact
