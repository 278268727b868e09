"""What a watcher is, and those that need no torch."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from autograder.observations import Fact
from autograder.probing.facts import describe_error

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["Named", "Report", "Silent", "Warnings", "Watcher", "hooked"]


def hooked(method: Callable[..., Any]) -> Callable[..., Any]:
    """
    Return a plain function that calls *method*, to be hung on what learner code can reach.

    A bound method would hand a watcher, and by it all that was seen, to whoever looks into
    ``W._backward_hooks``: by its ``__self__``, which nothing tells of.
    """

    def calls(*args: Any) -> Any:
        return method(*args)

    return calls


class Report(Protocol):
    """Where a watcher writes what it saw; :class:`~autograder.probing.watching.Seen` is one."""

    @property
    def facts(self) -> Mapping[str, Fact]: ...
    def fact(self, name: str, value: object) -> None: ...
    def clue(self, name: str, value: object) -> None: ...


class Watcher:
    """Base of all watchers: does nothing, so that each overrides only what it needs."""

    def start(self) -> None:
        """Begin to watch, just before learner code runs."""

    def stop(self) -> None:
        """Stop watching and undo every change made by :meth:`start`."""

    def report(self, seen: Report) -> None:
        """Write facts and clues."""

    def record(self, recording: dict[str, Fact]) -> None:
        """Add to what is shown of a loop, pass by pass; nothing of it is judged."""


class Silent(Watcher):
    """Lets a watcher see, and leaves it to the check when and whether it reports."""

    def __init__(self, watcher: Watcher) -> None:
        self.watcher = watcher

    def start(self) -> None:
        self.watcher.start()

    def stop(self) -> None:
        self.watcher.stop()

    def record(self, recording: dict[str, Fact]) -> None:
        self.watcher.record(recording)


class Named(Watcher):
    """A watcher of one tensor that the check handed in."""

    #: Filled in by :func:`watching` from the caller's variable when not given.
    name: str

    def __init__(self, tensor: Tensor, name: str = "") -> None:
        self.tensor = tensor
        self.name = name


class Warnings(Watcher):
    """D10. Warnings raised meanwhile. Clue: ``warnings``, the first line of each, without repeats."""

    def __init__(self) -> None:
        self.caught: list[warnings.WarningMessage] = []

    def start(self) -> None:
        self._stack = contextlib.ExitStack()
        caught = self._stack.enter_context(warnings.catch_warnings(record=True))
        assert caught is not None  # with record=True
        self.caught = caught
        warnings.simplefilter("always")

    def stop(self) -> None:
        self._stack.close()

    def lines(self) -> tuple[str, ...]:
        """Return the first line of each warning, without repeats."""
        # A learner's own warning may refuse its text, or bring a text with methods along.
        messages = [describe_error(warning.message).message for warning in self.caught[:50]]  # type: ignore[arg-type]
        return tuple(dict.fromkeys(message.partition("\n")[0][:300] for message in messages))

    def report(self, seen: Report) -> None:
        seen.clue("warnings", self.lines())
