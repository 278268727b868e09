"""Commands that are imported when they are run: most need much that the others don't."""

from __future__ import annotations

import click

from autograder.cli.imports import imported

__all__ = ["Later", "loaded"]


class Later(click.Command):
    """
    A command in another module, which is imported once the command is run.

    Args:
        place: Where it is, as ``"module:name"``, in this room.
        line: The beginning of its help, for the list of commands.
    """

    def __init__(self, name: str, place: str, line: str) -> None:
        super().__init__(name, help=line)
        self._module, _, self._attribute = place.partition(":")

    def load(self) -> click.Command:
        """Return the command itself."""
        module = imported(f"{__package__}.{self._module}")
        command = getattr(module, self._attribute)
        assert isinstance(command, click.Command)
        return command


def loaded(command: click.Command) -> click.Command:
    """Return *command* itself, imported if that has not been done."""
    return command.load() if isinstance(command, Later) else command
