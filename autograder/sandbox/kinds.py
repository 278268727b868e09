"""Kinds of warm servers: the task of a server's children, and what is imported for them."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["BY_HAND", "CHECKING", "Kind", "Task", "Write", "kind_of"]

#: Sends messages: plain data, each as a line of JSON.
Write = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Kind:
    """
    What the children of one server do, and what they have for it.

    Attributes:
        task: The function that a child runs, as ``"module:function"``; see :class:`Task`.
        torch: Whether the server imports torch, so that every child has it. Checks that run
            without torch have numpy.
        packages: Whether children may read installed packages. Packages that the server has
            imported can be used in any case; torch needs its own files.
    """

    task: str
    torch: bool = False
    packages: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """
    The functions behind a kind's :attr:`~Kind.task`. Its module need have *run* alone.

    Attributes:
        run: Runs in a child, behind all walls: reads a payload and the files that go with it, if
            any, and writes messages.
        start: Runs in the server, once: imports what every child needs.
        prepare: Runs in the server before a fork, with the data that all children share; its
            errors are dropped, for *run* meets them again.
        when_idle: Runs in a server before it takes over from one without this: imports what a
            child might need.
        needs_the_rest: Whether a job with that shared data is better left to a server after
            *when_idle*.
        warm_up: Runs in a child that waits for its payload, before the walls: does the like of
            *run* with nothing of anybody's, so that memory is copied before somebody waits.
    """

    run: Callable[..., None]  # (payload: BinaryIO, write: Write, *files: BinaryIO)
    start: Callable[[Kind], None]
    prepare: Callable[[Mapping[str, Any]], None]
    when_idle: Callable[[], None]
    needs_the_rest: Callable[[Mapping[str, Any]], bool]
    warm_up: Callable[[], None]

    @classmethod
    def of(cls, kind: Kind) -> Task:
        """Import the module of *kind*'s task."""
        module_name, _, name = kind.task.partition(":")
        module = importlib.import_module(module_name)

        def nothing(*_: Any) -> Any:
            return None

        names = ("start", "prepare", "when_idle", "needs_the_rest", "warm_up")
        return cls(getattr(module, name), *(getattr(module, hook, nothing) for hook in names))


#: Checks on learners' code.
CHECKING = Kind("autograder.sandbox.checking:run", torch=True, packages=True)
#: The same for exercises by hand: autograd is not forbidden there but absent; numpy is there.
BY_HAND = Kind("autograder.sandbox.checking:run")


def kind_of(*, torch: bool) -> Kind:
    """Return the kind of process for an exercise with *torch*, or for one by hand."""
    return CHECKING if torch else BY_HAND
