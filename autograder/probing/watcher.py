"""What a watcher is, and the one that every check has: of warnings."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from autograder.observations import Fact
from autograder.probing.facts import describe_error

__all__ = ["Report", "Warnings", "Watcher", "hooked"]


def hooked(method: Callable[..., Any]) -> Callable[..., Any]:
    """
    Return a plain function that calls *method*, for a hook on what learner code can reach.

    The ``__self__`` of a bound method would give a watcher, with all that it has seen, to anybody
    who looks into ``W._backward_hooks``, and nothing would report it.
    """

    def calls(*args: Any) -> Any:
        return method(*args)

    return calls


class Report(Protocol):
    """What a watcher writes to; :class:`~autograder.probing.watching.Seen` is one."""

    @property
    def facts(self) -> Mapping[str, Fact]: ...
    def fact(self, name: str, value: object) -> None: ...
    def clue(self, name: str, value: object) -> None: ...


class Watcher:
    """Base of all watchers. It does nothing: each watcher overrides what it needs."""

    def start(self) -> None:
        """Begin to watch; called just before learner code runs."""

    def stop(self) -> None:
        """Stop watching and undo every change made by :meth:`start`."""

    def report(self, seen: Report) -> None:
        """Write facts and clues."""

    def record(self, recording: dict[str, Fact]) -> None:
        """Add to the recording of a loop, which is shown pass by pass and never judged."""


class Warnings(Watcher):
    """Collects the warnings that are raised, whatever the filters say; reports nothing by itself."""

    def __init__(self) -> None:
        self.caught: list[warnings.WarningMessage] = []

    def start(self) -> None:
        self._catching = warnings.catch_warnings(record=True)
        caught = self._catching.__enter__()
        assert caught is not None  # with record=True
        self.caught = caught
        warnings.simplefilter("always")

    def stop(self) -> None:
        self._catching.__exit__(None, None, None)

    def lines(self) -> tuple[str, ...]:
        """Return the first line of each warning, without repeats."""
        # A learner's own warning may refuse its text, or bring a text with methods along.
        messages = [describe_error(warning.message).message for warning in self.caught[:50]]  # type: ignore[arg-type]
        return tuple(dict.fromkeys(message.partition("\n")[0][:300] for message in messages))
