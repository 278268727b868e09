"""What a warm server is for: the task of its children, and what these find around them."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["BY_HAND", "CHECKING", "Kind", "Task", "Write"]

#: Takes a message, plain data that is sent as a line of JSON.
Write = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """
    Attributes:
        task: What a child runs, as ``"module:function"``; see :class:`Task`.
        torch: Whether the server imports torch, so that every child has it. Where checks run
            without, there is numpy.
        packages: Whether children may read installed packages. Those that the server has
            imported are there in any case; torch needs its own files.
    """

    task: str
    torch: bool = False
    packages: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """
    The functions behind a kind's :attr:`~Kind.task`. Of its module, *start*, *prepare* and
    *when_idle* may be missing.

    Attributes:
        run: Runs in a child, behind all walls: reads a payload, and the files that go with it if
            there are any, and writes messages.
        start: Runs in the server, once: imports what every child needs.
        prepare: Runs in the server before a fork, with what the grader says to all; what it
            raises is dropped, for *run* meets it again.
        when_idle: Runs in the server when nobody waits: imports what a child might need.
    """

    run: Callable[..., None]  # (payload: BinaryIO, write: Write, *files: BinaryIO)
    start: Callable[[Kind], None]
    prepare: Callable[[Mapping[str, Any]], None]
    when_idle: Callable[[], None]

    @classmethod
    def of(cls, kind: Kind) -> Task:
        """Import the module of *kind*'s task."""
        module_name, _, name = kind.task.partition(":")
        module = importlib.import_module(module_name)

        def nothing(*_: Any) -> None:
            pass

        hooks = (getattr(module, hook, nothing) for hook in ("start", "prepare", "when_idle"))
        return cls(getattr(module, name), *hooks)


#: Checks on learners' code.
CHECKING = Kind("autograder.sandbox.checking:run", torch=True, packages=True)
#: The same for exercises by hand: autograd is not forbidden there, it isn't there. numpy is.
BY_HAND = Kind("autograder.sandbox.checking:run")
