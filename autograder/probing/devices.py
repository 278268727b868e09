"""Where tensors lie and in which precision, in words; where two places met; a model with data to move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from autograder.probing.case import Case
from autograder.probing.facts import type_in_words
from autograder.probing.journal.mode import function_name, leave
from autograder.probing.models import with_drawn_numbers
from autograder.probing.submission import call_learner
from autograder.probing.tensors import is_tensor_type
from autograder.probing.watcher import Report, Watcher

__all__ = ["Meetings", "Move", "held_by", "place_of", "places_of", "shapes_at"]

#: Calls that bring a tensor to another place, be it that of a second tensor.
_MOVES = ("to", "type", "type_as", "copy_")


@dataclass(frozen=True)
class Move:
    """
    A model and data on the cpu in float32, and where they are to go.

    Attributes:
        X: Of shape (N, 3), each column about one of *centre*; y: of shape (N, 1).
    """

    model: nn.Module
    X: Tensor
    y: Tensor
    centre: list[float]
    device: torch.device
    dtype: torch.dtype

    @classmethod
    def drawn(cls, case: Case, device: str, dtype: torch.dtype) -> Move:
        """Return a model of two layers with a drawn number of units, and its data."""
        units, (X, y) = case.integer(2, 9), case.samples(5, 1, 7)
        model = nn.Sequential(nn.Linear(3, units), nn.Tanh(), nn.Linear(units, 1))
        # Quarters are the same numbers in all precisions.
        centre = [case.integer(5, 99) / 4 for _ in range(3)]
        X += torch.tensor(centre)
        return cls(with_drawn_numbers(model, case), X, y, centre, torch.device(device), dtype)

    @property
    def goal(self) -> str:
        """Where everything is to be, as :func:`place_of` says it."""
        return _in_words(self.device, self.dtype)

    @property
    def arguments(self) -> tuple[object, ...]:
        """What the learner's function is called with; the list is its own."""
        return self.model, self.X, self.y, list(self.centre), self.device, self.dtype


class Meetings(Watcher):
    """
    Watches for tensors at different places that are arguments of one call, and for moves, as clues.

    ``met`` is the first such call, whether it came back or raised: ``sub: meta float16, cpu float32``;
    ``asked_to_move`` has the names of those tensors that were asked to, whatever became of the result.

    Args:
        named: The tensors to watch, by name.
    """

    def __init__(self, **named: Tensor) -> None:
        self._mode = _MeetingsMode({id(tensor): name for name, tensor in named.items()})

    def start(self) -> None:
        self._mode.__enter__()  # type: ignore[no-untyped-call]

    def stop(self) -> None:
        leave(self._mode)

    def report(self, seen: Report) -> None:
        seen.clue("met", self._mode.met)
        seen.clue("asked_to_move", sorted(self._mode.asked))


class _MeetingsMode(TorchFunctionMode):
    def __init__(self, names: Mapping[int, str]) -> None:
        super().__init__()
        self._names = names
        self.met = ""
        self.asked: set[str] = set()

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs, name = kwargs or {}, function_name(func)
        tensors = [one for one in (*args, *kwargs.values()) if _is_tensor(one)]
        if name in _MOVES:
            self.asked.update(self._names[id(one)] for one in tensors if id(one) in self._names)
        elif not (self.met or name.endswith("__") or "._" in name):
            places = dict.fromkeys(map(place_of, tensors))
            self.met = f"{name}: {', '.join(places)}" if len(places) > 1 else ""
        return func(*args, **kwargs)


def place_of(value: Any) -> str:
    """Return device and dtype of an ordinary tensor, ``meta float16``; of anything else its type."""
    return _in_words(value.device, value.dtype) if _is_tensor(value) else type_in_words(value)


def places_of(tensors: Iterable[object]) -> str:
    """Return the different places of *tensors*, with commas in between."""
    return ", ".join(sorted({place_of(one) for one in tensors}))


def held_by(optimizer: Any) -> list[object]:
    """
    Return the tensors that *optimizer* holds; none if it is no optimizer, by its type.

    Raises:
        LearnerError: If asking for them raises.
    """
    if not issubclass(type(optimizer), torch.optim.Optimizer):
        return []
    return call_learner(lambda: [p for group in optimizer.param_groups for p in group["params"]])


def shapes_at(place: str, tensors: Iterable[object]) -> list[list[int]]:
    """Return the shapes of those ordinary tensors that are at *place*."""
    return [list(one.shape) for one in tensors if _is_tensor(one) and place_of(one) == place]


def _is_tensor(value: object) -> TypeGuard[Tensor]:
    # Tensors on meta have no numbers to read, so they are no plain tensors.
    return is_tensor_type(type(value))


def _in_words(device: torch.device, dtype: torch.dtype) -> str:
    return f"{device.type} {str(dtype).removeprefix('torch.')}"
