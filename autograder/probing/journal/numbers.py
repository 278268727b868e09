"""The numbers by which events speak of tensors, modules and optimizers."""

from __future__ import annotations

from autograder.probing.identity import identity

__all__ = ["Numbers"]


class Numbers:
    """
    Gives each thing a number, from 1 on, in the order in which they are met.

    Args:
        keep: Whether everything that is met is kept alive, so that no other thing can get its
            place in memory and, with it, its number. If not, only what is named has a number.

    Attributes:
        names: The numbers of what has a name.
        known: All numbers, by :data:`~autograder.probing.identity.identity`.
    """

    def __init__(self, *, keep: bool) -> None:
        self._keep = keep
        self.known: dict[int, int] = {}
        self._alive: list[object] = []
        self.names: dict[str, int] = {}

    def of(self, value: object, *, keep: bool = False) -> int:
        """
        Return the number of *value*, a new one if it was not met before.

        Args:
            keep: Whether *value* is kept even where not everything is.

        Returns:
            0 for what is not kept.
        """
        place = identity(value)
        number = self.known.get(place)
        if number is None:
            if not (keep or self._keep):
                return 0
            number = self.known[place] = len(self.known) + 1
            self._alive.append(value)
        return number

    def name(self, name: str, value: object) -> None:
        """Let *name* stand for *value*, which is kept."""
        self.names[name] = self.of(value, keep=True)
