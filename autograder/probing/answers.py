"""
How a model that a submission was given or gave back answers, learns and passes numbers on.

What the model raises is the learner's error, so each call of it goes through
:func:`~autograder.probing.submission.call_learner`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from autograder.probing.facts import describe, is_plain_tensor
from autograder.probing.returned import is_tracked
from autograder.probing.submission import call_learner
from autograder.probing.watching import Seen

__all__ = [
    "answer",
    "answer_twice",
    "answers_without_chance",
    "forward_noted",
    "gradients_of_loss",
    "moved_by_a_step",
    "passed_on",
    "through_a_hook",
    "weights_and_answers",
]


def answer(model: nn.Module, X: Tensor) -> Any:
    """
    Return what calling *model* with *X* gives.

    Raises:
        LearnerError: If the model raises.
    """
    return call_learner(lambda: model(X))


def answer_twice(model: nn.Module, X: Tensor) -> tuple[Any, bool]:
    """
    Return what calling *model* with *X* gives, and whether it gives the same a second time.

    Raises:
        LearnerError: If the model raises.
    """
    first, again = answer(model, X), answer(model, X)
    return first, describe(first) == describe(again)


@contextlib.contextmanager
def forward_noted(seen: Seen) -> Iterator[None]:
    """
    Note in *seen* whether the block, which asks a model, raises: the fact ``forward_raises``.

    It tells an exception in ``forward`` from the same one in the constructor, before the block.
    """
    seen.fact("forward_raises", True)
    yield
    seen.fact("forward_raises", False)


def answers_without_chance(model: nn.Module, X: Tensor) -> Any:
    """
    Return what *model* answers to *X* in the mode in which it is, unrecorded.

    Dropout drops everything from now on, if it drops at all, so that no answer depends on chance.
    Running statistics move, so this has to come after everything else that is noted of the model.

    Raises:
        LearnerError: If the model raises.
    """
    for layer in model.modules():
        if type(layer) is nn.Dropout:
            layer.p = 1.0
    with torch.no_grad():
        return call_learner(lambda: model(X))


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

    return call_learner(found)


def moved_by_a_step(model: nn.Module, X: Tensor, y: Tensor) -> list[str]:
    """
    Return the names of the registered tensors of *model* that a step of an optimizer changes.

    The step is one of SGD for the mean squared error of *X* and *y*, with lr 0.1.

    Raises:
        LearnerError: If the model raises.
    """

    def moved() -> list[str]:
        registered = [*model.named_parameters(), *model.named_buffers()]
        before = [describe(one) for _, one in registered]
        # What torch.optim.SGD does, without its first use, which takes seconds in a cold process.
        handed_over = list(model.parameters())
        ((model(X) - y) ** 2).mean().backward()
        with torch.no_grad():
            for one in handed_over:
                if one.grad is not None:
                    one.sub_(0.1 * one.grad)
        pairs = zip(registered, before, strict=True)
        return sorted(f"{name}" for (name, one), was in pairs if describe(one) != was)

    return call_learner(moved)


def passed_on(model: Any, weights: Sequence[float], places: Sequence[float]) -> Any:
    """
    Return what the layers make of each of *places*, whatever their sizes.

    Each linear layer is changed to multiply the mean of its inputs by one of *weights*, without bias.

    Raises:
        LearnerError: If a layer raises.
    """

    def passed() -> Tensor:
        waiting, numbers = list(weights), torch.tensor(places)
        with torch.no_grad():
            for layer in model:
                width = 1
                if type(layer) is nn.Linear:
                    width = layer.weight.shape[1]
                    layer.weight.fill_(waiting.pop(0) / width)
                    if layer.bias is not None:
                        layer.bias.zero_()
                numbers = layer(numbers[:, None].repeat(1, width)).mean(1)
        return numbers

    return call_learner(passed)


def gradients_of_loss(
    model: nn.Module, forecast: Any, y: Tensor, names: Iterable[str]
) -> dict[str, object]:
    """
    Run a backward pass from the mean squared error of *forecast* and *y*, which fills gradients in.

    Returns:
        Facts: ``forecast.requires_grad`` and, if so, ``model.NAME.grad`` for those of *names* that
        *model* has registered.

    Raises:
        LearnerError: If the model raises.
    """
    if not is_tracked(forecast):
        return {"forecast.requires_grad": False}
    call_learner(lambda: torch.autograd.backward(((forecast - y) ** 2).mean()))
    found = call_learner(lambda: dict(model.named_parameters()))
    parameters = ((name, found.get(name)) for name in names)
    gradients = {f"model.{name}.grad": one.grad for name, one in parameters if is_plain_tensor(one)}
    return {"forecast.requires_grad": True, **gradients}


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
        return call_learner(lambda: model(X))
    finally:
        hook.remove()
