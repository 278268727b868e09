"""
Witnesses: facts with a drawn number in them.

"It is a leaf", "the error is 0": such a fact is the same on every case, so whoever has read a
public key can say it without having done anything. A witness puts what the learner returned to
use with a number that was drawn, and notes what comes of it: the same for every right answer,
something else on every case, and None where there is nothing to put to use.

Draw the number after the inputs and note the witness last: where something differs before it,
that is what a learner should hear.
"""

from __future__ import annotations

import torch
from torch import Tensor

from autograder.observations import Fact, TensorFact
from autograder.probing.facts import describe, is_plain_tensor
from autograder.probing.submission import ask

__all__ = ["filled", "gradient_in_use", "plus"]


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


def gradient_in_use(tensor: object, number: float | Tensor) -> Tensor | None:
    """
    Return the gradient that *tensor* collects when it is used with *number*.

    It is used as a parameter is: ``(number * tensor).sum().backward()``, whatever the learner
    left autograd switched to. What ``.grad`` held before is dropped.

    Args:
        number: One, or a tensor of them that broadcasts with *tensor*.

    Returns:
        What ``.grad`` holds then, of the shape and dtype of *tensor*; None where nothing arrives:
        no plain tensor, no leaf, or one that does not require grad.

    Raises:
        LearnerError: If a hook that the learner hung on *tensor* raises.
    """
    if not is_plain_tensor(tensor) or not tensor.is_leaf or not tensor.requires_grad:
        return None

    def use() -> None:
        # Watchers of calls are not to take this for something that the learner did.
        with torch._C.DisableTorchFunction(), torch.enable_grad():
            (number * tensor).sum().backward()  # type: ignore[operator, no-untyped-call]

    tensor.grad = None
    ask(use)
    return tensor.grad
