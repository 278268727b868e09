"""The base class of all walls, and the data that they share."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from autograder.sandbox.isolation import Wall
from autograder.sandbox.jobs import Limits

__all__ = ["Ground", "Layer"]


@dataclass(slots=True)
class Ground:
    """
    Data that the walls of one server share.

    Attributes:
        scratch: A folder for this server alone.
        work: The folder below it where a child may write; empty when it starts, gone when it ends.
        user: The user id that children run as; 0 if they keep the server's.
        own_mounts: Whether nobody else sees what is mounted here.
        packages: Whether children may read installed packages, not just Python's own library.
    """

    scratch: Path
    packages: bool = True
    user: int = 0
    own_mounts: bool = False
    work: Path = field(init=False)

    def __post_init__(self) -> None:
        self.move_to(self.scratch)

    def move_to(self, scratch: Path) -> None:
        """Have *scratch* for this server alone from here on."""
        # Joined once: a child that does so copies forty pages.
        self.scratch, self.work = scratch, scratch / "work"


class Layer:
    """
    One wall, raised in up to five places. Methods other than :meth:`raise_in_child` may raise
    OSError, RuntimeError or ImportError to say that this machine can't have the wall.
    """

    wall: ClassVar[Wall]

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    def raise_around_server(self) -> None:
        """Raise what holds for the server and all children; called first, with one thread."""

    def raise_around_copy(self) -> None:
        """Raise, in a copy of the server with a scratch folder of its own, what no two servers share."""

    def prepare(self) -> str:
        """Prepare what each child raises, once torch is imported; return a remark on it."""
        return ""

    def around_child(self) -> contextlib.AbstractContextManager[None]:
        """Hold, as a context, what is needed while a child works."""
        return contextlib.nullcontext()

    def before_fork(self) -> None:
        """Prepare the server for the fork of a child."""

    def after_fork(self) -> None:
        """Undo that in the server, not in the child."""

    def raise_in_child(self, limits: Limits) -> None:
        """Shut this process in, for good."""

    def breach(self) -> str:
        """Try, behind all walls, what this one should stop; return what got through, or ``""``."""
        return ""
