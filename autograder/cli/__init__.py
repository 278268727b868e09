"""
The command line: it alone parses arguments, prints, and sets the exit code.

The commands themselves are imported once it is clear that no warm front runs this one.
"""

from __future__ import annotations

import sys

from autograder.cli.imports import imported
from autograder.front.client import LOST, handed_over, leave

TYPE_CHECKING = False  # For mypy, without importing typing: see autograder.front.
if TYPE_CHECKING:
    from typing import Any

    from autograder.cli.commands import cli

__all__ = ["cli", "main"]


def main() -> None:
    """Run the command: by a warm front if there is one, else here."""
    code = handed_over(sys.argv[1:])
    if code is not None and code != LOST:
        leave(code)
    commands = imported("autograder.cli.commands")
    if code == LOST:
        commands.tell_lost()
    commands.main()


def __getattr__(name: str) -> Any:
    if name == "cli":
        return imported("autograder.cli.commands").cli
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
