"""The journal itself: events in the order in which they happened, and a table of names."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Concatenate, ParamSpec, TypeVar

from autograder.probing.journal.events import (
    Accumulated,
    Began,
    Call,
    Ended,
    Event,
    GradientArrived,
    OptimizerStepped,
)

__all__ = ["Journal", "told_once"]

Kind = TypeVar("Kind")
Told = TypeVar("Told")
About = ParamSpec("About")


@dataclass(frozen=True)
class Journal:
    """
    What happened while a learner's code ran.

    Attributes:
        events: In the order in which they happened.
        names: The number of each tensor, module and optimizer that the check named, and of each
            parameter of such a module (``model.weight``).
        raised: Whether the learner's code ended by an exception.
        left_recording: Whether autograd records afterwards, as it does before.
    """

    events: tuple[Event, ...]
    names: Mapping[str, int] = field(default_factory=dict)
    raised: bool = False
    left_recording: bool = True
    _told: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "events", tuple(self.events))
        object.__setattr__(self, "names", MappingProxyType(dict(self.names)))

    def of(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """Return the events of one *kind*, those of its subclasses too."""
        return self.among(kind)  # type: ignore[return-value]

    def among(self, *kinds: type[Any]) -> tuple[Event, ...]:
        """Return the events of several *kinds*, in the order in which they happened."""
        return _among(self, kinds)

    def at(self, tensor: int) -> list[GradientArrived | Accumulated | OptimizerStepped]:
        """Return what arrived at *tensor*, what it added up to, and steps that optimizers made with it."""
        return self._by_tensor.get(tensor, [])

    @functools.cached_property
    def _by_tensor(self) -> dict[int, list[GradientArrived | Accumulated | OptimizerStepped]]:
        found = defaultdict(list)
        for event in self.among(GradientArrived, Accumulated, OptimizerStepped):
            tensors = event.tensors if isinstance(event, OptimizerStepped) else (event.tensor,)  # type: ignore[union-attr]
            for tensor in dict.fromkeys(tensors):
                found[tensor].append(event)
        return found  # type: ignore[return-value]

    @functools.cached_property
    def _kinds(self) -> set[type]:
        return set(map(type, self.events))

    def calls(self, names: Iterable[str]) -> list[Call]:
        """Return the calls that have one of these *names*."""
        wanted = frozenset(names)
        return [call for call in self.of(Call) if call.name in wanted]

    def parameters(self, model: str = "model") -> tuple[int, ...]:
        """Return the numbers of the parameters of the module named *model*."""
        return tuple(one for name, one in self.names.items() if name.startswith(f"{model}."))

    def before(self, name: str) -> Began:
        """Return what the tensor called *name* was before the learner's code ran."""
        return next(one for one in self.of(Began) if one.tensor == self.names[name])

    def after(self, name: str) -> Ended:
        """Return what the tensor called *name* was afterwards."""
        return next(one for one in self.of(Ended) if one.tensor == self.names[name])


def told_once(
    fact: Callable[Concatenate[Journal, About], Told],
) -> Callable[Concatenate[Journal, About], Told]:
    """
    Return *fact*, a function of a journal, so that it is computed only once of each journal.

    Facts ask for each other, and a check judges some of them and has others as clues. What is told is
    shared by all who ask, so nobody may change it.
    """

    @functools.wraps(fact)
    def told(journal: Journal, /, *about: About.args, **how: About.kwargs) -> Told:
        key = (fact, *about, *how.items())
        if key not in journal._told:
            journal._told[key] = fact(journal, *about, **how)
        return journal._told[key]  # type: ignore[no-any-return]

    return told


@told_once
def _among(journal: Journal, kinds: tuple[type[Any], ...]) -> tuple[Event, ...]:
    wanted = {kind for kind in journal._kinds if issubclass(kind, kinds)}
    return tuple([event for event in journal.events if type(event) in wanted])
