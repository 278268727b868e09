"""The journal itself: events in the order in which they happened, and a table of names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

from autograder.probing.journal.events import Began, Call, Ended, Event

__all__ = ["Journal"]

Kind = TypeVar("Kind")


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
    _by_kinds: dict[tuple[type, ...], tuple[Event, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "events", tuple(self.events))
        object.__setattr__(self, "names", MappingProxyType(dict(self.names)))

    def of(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """Return the events of one *kind*, those of its subclasses too."""
        return self.among(kind)  # type: ignore[return-value]

    def among(self, *kinds: type[Any]) -> tuple[Event, ...]:
        """Return the events of several *kinds*, in the order in which they happened."""
        if kinds not in self._by_kinds:
            self._by_kinds[kinds] = tuple(one for one in self.events if isinstance(one, kinds))
        return self._by_kinds[kinds]

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
