"""Bubblewrap around a server, and what a server says that did not start for it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

from autograder.sandbox.isolation import IsolationError
from autograder.sandbox.runner import ASK, SandboxError

__all__ = ["around_server", "not_started"]


def around_server() -> Callable[[list[str], Path], list[str]]:
    """
    Return a function that puts bubblewrap around a command with its scratch folder.

    Raises:
        IsolationError: If bubblewrap is not installed.
    """
    from autograder.sandbox.walls.bubblewrap import bubblewrapped, find_bubblewrap  # noqa: PLC0415 - on Linux only

    program = find_bubblewrap()
    if program is None:
        raise IsolationError(
            "isolation 'strong' needs bubblewrap, which is not installed",
            "try: apt install bubblewrap, or --isolation standard",
        )
    return functools.partial(bubblewrapped, program)


def not_started(why: str) -> SandboxError | IsolationError:
    """Return the error for a server that did not start; *why* is the end of its standard error."""
    if why.startswith("bwrap:"):
        return IsolationError(
            f"isolation 'strong' needs bubblewrap, which is refused here ({why})",
            "gradlings doctor tells what mends it; or: --isolation standard",
        )
    return SandboxError(f"the grading server did not start ({why})", ASK)
