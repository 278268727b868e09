"""What is asked of the sandbox, and the limits that it keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from autograder.sandbox.kinds import BY_HAND, CHECKING, Kind

__all__ = ["Job", "Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """
    Attributes:
        seconds: CPU time of one run: how busy the machine is refuses no right answer.
        memory: Address space beyond what the warm server already maps, in bytes.
            torch 2.13 needs about 600 MiB of address space for a backward pass,
            most of it mapped once in the server.
        threads: Most threads.
        file_size: Largest file that may be written, in bytes.
        disk: Most bytes in all files that are written.
        files: Most files and folders that are made.
        open_files: Most open file descriptors.
        reply: Largest reply, in bytes; what comes beyond it ends the run.
        printed: Most characters of learner output that are kept.
    """

    seconds: float = 5.0
    memory: int = 1 << 30
    threads: int = 64
    file_size: int = 16 << 20
    disk: int = 32 << 20
    files: int = 1_000
    open_files: int = 64
    reply: int = 4 << 20
    printed: int = 8_000

    @property
    def patience(self) -> float:
        """
        Seconds that a run may take by the clock on the wall: so that what sleeps ends, too.

        Several times its CPU time. What it spends waiting for a core comes on top.
        """
        return 4 * self.seconds


@dataclass(frozen=True, slots=True)
class Job:
    """
    One submission to run on the checks of one exercise.

    Attributes:
        checks: The text of the exercise's ``checks.py``: the sandbox reads no file of ours.
        source: The submission's text.
        function: The name of the learner's function.
        names: The checks to run, in order.
        seed: What the cases are drawn from.
        cases: How many cases each check gets.
        torch: Whether torch is there; see :attr:`kind`.
    """

    exercise: str
    checks: str
    source: str
    function: str
    names: tuple[str, ...]
    seed: str
    cases: int
    limits: Limits = field(default_factory=Limits)
    torch: bool = True

    @property
    def kind(self) -> Kind:
        """What has to stand around it."""
        return CHECKING if self.torch else BY_HAND

    def only(self, names: Sequence[str]) -> Job:
        """Return the same job for fewer checks."""
        return replace(self, names=tuple(names))

    def shared(self) -> dict[str, Any]:
        """What the server may hear, since it is the same for everybody: see ``checking.prepare``."""
        return {"checks": self.checks, "optimizes": "optim" in self.checks}

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Job:
        """Read what :meth:`to_json` wrote; the sender is trusted."""
        limits = Limits(**data.pop("limits"))
        names = tuple(data.pop("names"))
        return cls(**data, names=names, limits=limits)
