"""Backward passes from what a submission returned, and the gradients that they bring."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from autograder.observations import Fact
from autograder.probing.facts import is_plain_tensor
from autograder.probing.graphs import leaves_of
from autograder.probing.returned import is_leaf_of, is_tracked, requires_grad_of
from autograder.probing.submission import answer_or_none, call_learner
from autograder.probing.uses import gradient_in_use, gradient_of
from autograder.probing.watching import Seen

__all__ = [
    "go_back",
    "gone_back",
    "gradient_at_result",
    "gradient_by_data",
    "gradients_at_leaves",
    "mean_in_use",
    "step_by_gradient",
    "trainable",
]


def go_back(result: object, weights: float | Tensor | None = None) -> None:
    """
    Run a backward pass from *result* into the ``.grad`` of its leaves; its graph is used up.

    If *result* is no ordinary tracked tensor, nothing happens, and no leaf gets a gradient.

    Args:
        weights: The loss is ``(weights * result).sum()``. If None, the loss is *result* itself, as
            in ``result.backward()``, so *result* has to be a single number.

    Raises:
        LearnerError: If the backward pass raises.
    """
    if not is_tracked(result):
        return
    # So that no journal takes this for the learner's doing.
    with torch._C.DisableTorchFunction(), torch.enable_grad():
        loss = result if weights is None else (result * weights).sum()
        call_learner(lambda: loss.backward())  # type: ignore[no-untyped-call]


def gone_back(seen: Seen, weights: float | Tensor | None = None, **leaves: Tensor) -> Seen:
    """
    Go back from what the learner's function returned, as :func:`go_back` does.

    The facts are ``w.grad`` of each of *leaves*; what the backward pass raises is ``raised``.
    """
    with seen.asking():
        go_back(seen.answer, weights)
    return seen.judging({f"{name}.grad": one.grad for name, one in leaves.items()})


def gradient_at_result(result: object, number: float) -> Tensor | None:
    """
    Return the gradient that *result* gets when it is used with *number*.

    It is a witness that *result* was calculated with tracking; None for any other value and for a leaf.
    """
    if not is_tracked(result) or result.is_leaf:
        return None
    return gradient_of(lambda: (number * result).sum(), result)


def gradient_by_data(tensor: object, data: Tensor) -> Tensor | None:
    """
    Return the gradient that *tensor* gets as a parameter of ``(data @ tensor).sum()``.

    None if *data* can't train it: if it is no tracked leaf, or its dtype or shape doesn't fit.
    """
    if not is_plain_tensor(tensor) or not tensor.is_leaf:
        return None
    return answer_or_none(lambda: gradient_of(lambda: (data @ tensor).sum(), tensor))


def gradients_at_leaves(result: object, number: float, *leaves: Tensor) -> Any:
    """
    Return the gradients of *number* times *result* at each of *leaves*, then at its other leaves.

    None if *result* is not tracked, or if a tensor that the backward pass needs was changed in
    place meanwhile. No ``.grad`` changes.
    """
    if not is_tracked(result):
        return None
    others = [one for one in leaves_of(result) if all(one is not known for known in leaves)]
    loss = (number * result).sum()
    return answer_or_none(lambda: torch.autograd.grad(loss, [*leaves, *others], allow_unused=True))


def mean_in_use(tensor: object, number: float | None) -> float | None:
    """
    Return the mean of the gradient that *tensor* gets when it is used with *number*.

    It is a single number, since which numbers the tensor holds, and how many, is judged by another
    claim. None where :func:`~autograder.probing.uses.gradient_in_use` gives None or *number* is None.
    """
    gradient = None if number is None else gradient_in_use(tensor, number)
    return None if gradient is None else gradient.mean().item()


def trainable(value: object, number: float) -> dict[str, Fact]:
    """
    Return the facts that tell whether *value*, which was returned, is a leaf that can be trained.

    They are ``returned.requires_grad``, ``returned.is_leaf``, and their witness
    ``returned.in_use``; see :func:`mean_in_use`.
    """
    return {
        "returned.requires_grad": requires_grad_of(value),
        "returned.is_leaf": is_leaf_of(value),
        "returned.in_use": mean_in_use(value, number),
    }


def step_by_gradient(*parameters: Tensor) -> None:
    """Make a step of gradient descent with a learning rate of 1, and empty the gradients."""
    with torch.no_grad():
        for parameter in parameters:
            if parameter.grad is not None:
                parameter.sub_(parameter.grad)
            parameter.grad = None
