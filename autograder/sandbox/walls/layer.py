"""What every wall is made of."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from autograder.sandbox.isolation import Wall
from autograder.sandbox.jobs import Limits

__all__ = ["Ground", "Layer"]


@dataclass(slots=True)
class Ground:
    """
    What the walls of one server share.

    Attributes:
        scratch: A folder for this server alone.
        user: The user id that children run as; 0 if they keep the server's.
        own_mounts: Whether what is mounted here is seen by nobody else.
        packages: Whether children may read installed packages, and not just Python's own library.
    """

    scratch: Path
    packages: bool = True
    user: int = 0
    own_mounts: bool = False

    @property
    def work(self) -> Path:
        """Where a child may write; empty when it starts, gone when it ends."""
        return self.scratch / "work"


class Layer:
    """
    One wall, raised in four places. Each method may raise OSError, RuntimeError or
    ImportError to say that this machine does not give it; only :meth:`raise_in_child` may not.
    """

    wall: ClassVar[Wall]

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    def raise_around_server(self) -> None:
        """Do what holds for the server and every child; called first, in a single thread."""

    def prepare(self) -> str:
        """Make ready what a child raises, once torch is imported; return a word on it."""
        return ""

    @contextlib.contextmanager
    def around_child(self) -> Iterator[None]:
        """Stand while a child is forked and runs."""
        yield

    def raise_in_child(self, limits: Limits) -> None:
        """Shut this process in, for good."""

    def breach(self) -> str:
        """Try, behind all walls, what this one should stop; return what got through, if any."""
        return ""
