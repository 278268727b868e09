"""
Models that a submission was given or gave back: what they hold, and how they answer.

Their classes may be the learner's, so whatever is asked of one is asked by
:func:`~autograder.probing.submission.ask`, and what it raises is the learner's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from autograder.observations import Fact
from autograder.probing.facts import describe, is_plain_tensor
from autograder.probing.submission import ask
from autograder.probing.uses import gradient_in_use

__all__ = [
    "answers_without_chance",
    "fill",
    "gradients_in_use",
    "is_module",
    "mode_of",
    "names_and_shapes",
    "numbers_of",
    "registered",
    "registered_count",
    "through_a_hook",
    "tracked",
    "weights_and_answers",
]


def is_module(value: object) -> bool:
    """Tell whether *value* is a module. Asks its type, about which a model can't lie."""
    return issubclass(type(value), nn.Module)


def numbers_of(model: nn.Module) -> dict[str, list[Fact]]:
    """
    Return what *model* is in numbers: its ``parameters``, ``gradients`` and ``statistics``.

    The last are its buffers; without batch normalization there are none.
    """
    parameters = list(model.parameters())
    return {
        "parameters": [describe(one) for one in parameters],
        "gradients": [describe(one.grad) for one in parameters],
        "statistics": [describe(one) for one in model.buffers()],
    }


def mode_of(model: nn.Module) -> str:
    """Return in which mode *model* is with all of its parts: ``train``, ``eval`` or ``mixed``."""
    modes = [module.__dict__.get("training") for module in model.modules()]
    return "train" if all(modes) else "mixed" if any(modes) else "eval"


def tracked(model: nn.Module) -> bool:
    """Tell whether all parameters of *model* require grad."""
    return all(parameter.requires_grad for parameter in model.parameters())


def gradients_in_use(model: nn.Module, number: float) -> list[Tensor | None]:
    """Return what each parameter collects when it is used with *number*."""
    return [gradient_in_use(parameter, number) for parameter in model.parameters()]


def answers_without_chance(model: nn.Module, X: Tensor) -> Any:
    """
    Return what *model* answers to *X* in the mode in which it is, unrecorded.

    Dropout drops everything from now on, if it drops at all: no answer hangs on chance. Running
    statistics move, so this comes after all else that is noted of the model.

    Raises:
        LearnerError: If the model raises.
    """
    for layer in model.modules():
        if type(layer) is nn.Dropout:
            layer.p = 1.0
    with torch.no_grad():
        return ask(lambda: model(X))


def names_and_shapes(named: Iterable[tuple[str, Tensor]]) -> list[str]:
    """Return ``"0.weight (4, 3)"`` for each of *named*, sorted."""
    return sorted(f"{name} {tuple(tensor.shape)}" for name, tensor in named)


def registered(model: nn.Module) -> list[str]:
    """
    Return names and shapes of the parameters that *model* has registered.

    Raises:
        LearnerError: If the model raises.
    """
    return ask(lambda: names_and_shapes(model.named_parameters()))


def registered_count(model: nn.Module) -> int:
    """
    Return how many numbers the parameters of *model* hold together.

    Raises:
        LearnerError: If the model raises.
    """
    return ask(lambda: sum(parameter.numel() for parameter in model.parameters()))


def weights_and_answers(
    model: nn.Module,
    rows: Tensor,
    shapes: Sequence[tuple[int, ...]] = ((4, 3), (4,), (1, 4), (1,)),
) -> list[Tensor]:
    """
    Return the parameters of *model* by their *shapes*, and what it then answers to *rows*.

    Raises:
        LearnerError: If the model raises.

    Returns:
        Nothing if a parameter is missing. The model is left in evaluation mode.
    """

    def found() -> list[Tensor]:
        by_shape = {tuple(one.shape): one for one in model.parameters()}
        weights = [by_shape[shape] for shape in shapes if shape in by_shape]
        if len(weights) < len(shapes):
            return []
        with torch.no_grad():
            return [*weights, model.eval()(rows)]

    return ask(found)


def fill(model: nn.Module, values: Mapping[str, Tensor]) -> None:
    """
    Put *values* into those parameters of *model* that are registered with the right shape.

    Raises:
        LearnerError: If the model raises.
    """

    def put() -> None:
        with torch.no_grad():
            for name, parameter in model.named_parameters():
                if name in values and parameter.shape == values[name].shape:
                    parameter.copy_(values[name])

    ask(put)


def through_a_hook(model: nn.Module, X: Tensor, factor: float) -> Any:
    """
    Return what a call gives when torch's own call multiplies by *factor* what ``forward`` gives.

    Raises:
        LearnerError: If the model raises.
    """

    def multiply(_module: nn.Module, _inputs: Any, output: Any) -> Any:
        return factor * output if is_plain_tensor(output) else output

    hook = nn.Module.register_forward_hook(model, multiply)
    try:
        return ask(lambda: model(X))
    finally:
        hook.remove()
