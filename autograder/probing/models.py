"""
Models that a submission was given or gave back: what they hold, and how they answer.

Their classes may be the learner's, so each question to one goes through
:func:`~autograder.probing.submission.call_learner`, and what it raises is the learner's error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from autograder.observations import Fact
from autograder.probing.case import Case
from autograder.probing.facts import describe, type_in_words
from autograder.probing.returned import is_list_of
from autograder.probing.submission import call_learner
from autograder.probing.uses import gradient_in_use
from autograder.probing.watching import Seen

__all__ = [
    "attribute",
    "buffers",
    "drawn_sizes",
    "fill",
    "first_number",
    "gradients_in_use",
    "is_module",
    "is_sequential",
    "kind_of_layer",
    "linear_values",
    "made",
    "mode_of",
    "names_and_shapes",
    "numbers_of",
    "pair",
    "parameter_names",
    "registered",
    "registered_count",
    "stored",
    "tracked",
    "turned_sizes",
    "type_of_model",
    "weight_and_bias",
    "with_drawn_numbers",
    "write",
]


def with_drawn_numbers(model: nn.Module, case: Case) -> nn.Module:
    """Put numbers of the *case* into the parameters of *model*, which is returned."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(case.tensor(*parameter.shape, low=-1, high=1))
    return model


def linear_values(
    case: Case, layer: str, inputs: int, outputs: int, *, width: float = 3.0
) -> dict[str, Tensor]:
    """Return numbers within *width* of 0 for the weight and the bias of a linear layer called so."""
    weight = case.tensor(outputs, inputs, low=-width, high=width)
    bias = case.tensor(outputs, low=-width, high=width)
    return {f"{layer}.weight": weight, f"{layer}.bias": bias}


def is_module(value: object) -> bool:
    """Tell whether *value* is a module. Its type decides, about which a model can't lie."""
    return issubclass(type(value), nn.Module)


def made(seen: Seen, value: Any) -> Any:
    """Return *value*, if it is a module; if not, the block of *seen* ends here. The fact ``is_module``."""
    seen.requiring("is_module", is_module(value))
    return value


def pair(returned: Any) -> tuple[Any, Any]:
    """Return the two things that were *returned*; what is no pair, and None."""
    return tuple(returned) if is_list_of(returned, 2) else (returned, None)


def weight_and_bias(layer: Any) -> tuple[Any, Any]:
    """
    Return weight and bias of *layer*, or twice None if it is no ``nn.Linear``.

    Raises:
        LearnerError: If the layer raises.
    """
    return (
        call_learner(lambda: (layer.weight, layer.bias))
        if type(layer) is nn.Linear
        else (None, None)
    )


def parameter_names(model: Any) -> list[str]:
    """
    Return the names of the parameters of *model*, in order.

    Raises:
        LearnerError: If it is no module, or raises.
    """
    return call_learner(lambda: [name for name, _ in nn.Module.named_parameters(model)])


def write(tensors: Iterable[Tensor], number: float) -> None:
    """Add *number* to each of *tensors* in place, as a step would."""
    with torch.no_grad():
        for tensor in tensors:
            Tensor.add_(tensor, number)


def first_number(tensor: Tensor | None) -> Tensor | None:
    """Return the first number of *tensor*, which has the same number everywhere, in shape (1,)."""
    return None if tensor is None else tensor.flatten()[:1]


def drawn_sizes(case: Case) -> tuple[int, int]:
    """Return how many inputs and hidden units a network has: two different numbers from 2 to 9."""
    inputs = case.integer(2, 9)
    return inputs, case.choice([size for size in range(2, 10) if size != inputs])


def turned_sizes(case: Case) -> tuple[int, int]:
    """Return two different numbers of inputs and hidden units, by turns."""
    return case.cycle((3, 4), (5, 2), (2, 6), (4, 3))


def attribute(model: nn.Module, name: str) -> Any:
    """
    Return what *model* has as *name*, or None.

    Raises:
        LearnerError: If the model raises.
    """
    return call_learner(lambda: getattr(model, name, None))


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


def names_and_shapes(named: Iterable[tuple[str, Tensor]]) -> list[str]:
    """Return ``"0.weight (4, 3)"`` for each of *named*, sorted."""
    return sorted(f"{name} {tuple(tensor.shape)}" for name, tensor in named)


def registered(model: nn.Module) -> list[str]:
    """
    Return names and shapes of the parameters that *model* has registered.

    Raises:
        LearnerError: If the model raises.
    """
    return call_learner(lambda: names_and_shapes(model.named_parameters()))


def buffers(model: nn.Module, only: str) -> list[str]:
    """
    Return names and shapes of the buffers of *model* with *only* in their name.

    Raises:
        LearnerError: If the model raises.
    """
    return call_learner(lambda: names_and_shapes(_with(only, model.named_buffers())))


def stored(model: nn.Module, only: str) -> list[str]:
    """
    Return names and shapes of what *model* stores beside its parameters, with *only* in their name.

    Raises:
        LearnerError: If the model raises.
    """

    def beside() -> list[str]:
        parameters = {name for name, _ in model.named_parameters()}
        named = _with(only, model.state_dict().items())
        return names_and_shapes((name, one) for name, one in named if name not in parameters)

    return call_learner(beside)


def _with(part: str, named: Iterable[tuple[str, Tensor]]) -> list[tuple[str, Tensor]]:
    return [(name, one) for name, one in named if part in name]


def is_sequential(model: object) -> bool:
    """Tell whether *model* is a ``nn.Sequential``, by its type."""
    return issubclass(type(model), nn.Sequential)


def type_of_model(model: object) -> str:
    """Return what *model* is in words; lists and tuples are one."""
    if is_sequential(model):
        return "nn.Sequential"
    return "list" if type(model) in (list, tuple) else type_in_words(model)


def kind_of_layer(layer: object) -> str:
    """Return what *layer* is called in code: ``Linear``, ``Tanh``."""
    name = type_in_words(layer)
    return name.rpartition(".")[2] if name.startswith("torch.nn.") else name


def registered_count(model: nn.Module) -> int:
    """
    Return how many numbers the parameters of *model* hold together.

    Raises:
        LearnerError: If the model raises.
    """
    return call_learner(lambda: sum(parameter.numel() for parameter in model.parameters()))


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

    call_learner(put)
