"""
The walls that stand between learner code and this machine, and the tier that they add up to.

Nothing here is assumed: the server raises the walls in a child of its own, that
child tries what each should stop, and only the walls that held are reported.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.errors import OurFault

__all__ = ["AdvisedError", "Isolation", "IsolationError", "Tier", "Wall"]


class Tier(enum.IntEnum):
    """
    How far hostile code is shut in; a higher tier has all walls of a lower one.

    PROCESS: a process of its own with limits. For a learner's own work: it stops
        accidents (endless loops, crashes, floods), not somebody who means harm.
    STANDARD: no file, socket, process or system call but those that grading needs
        (Landlock and seccomp); namespaces and a user id of its own where the system allows them.
    STRONG: STANDARD inside bubblewrap, where the machine's other files don't even exist.
    """

    PROCESS = 1
    STANDARD = 2
    STRONG = 3

    @property
    def label(self) -> str:
        """The tier's name on the command line."""
        return self.name.lower()

    @classmethod
    def named(cls, label: str) -> Tier:
        """Return the tier whose :attr:`label` is *label*; KeyError if there is none."""
        return cls[label.upper()]


class Wall(enum.Enum):
    """One layer of isolation. The value is its name in messages and reports."""

    LIMITS = "limits"
    NO_NEW_PRIVILEGES = "no new privileges"
    LANDLOCK = "Landlock"
    SECCOMP = "seccomp"
    NETWORK = "network namespace"
    PROCESSES = "PID namespace"
    SCRATCH = "scratch disk"
    USER = "user id"
    BUBBLEWRAP = "bubblewrap"


#: Without one of these there is no STANDARD.
_STANDARD = (Wall.LIMITS, Wall.NO_NEW_PRIVILEGES, Wall.LANDLOCK, Wall.SECCOMP)


class AdvisedError(OurFault, RuntimeError):
    """
    An error whose message ends with advice.

    Attributes:
        what: The message without the advice, for ``gradlings doctor``, which is what it advises.
    """

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(what, advice)
        self.what = what
        self._advice = advice

    def __str__(self) -> str:
        return f"{self.what}; {self._advice}" if self._advice else self.what


class IsolationError(AdvisedError):
    """There is less isolation here than was asked for; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Isolation:
    """
    What holds on this machine.

    Attributes:
        standing: Each wall that was tried and held, with a short remark (``ABI 7``).
        missing: Each other wall, with the reason why it is missing.
        instead: What this system lacks besides walls (``pidfd_open``), with why, and what is done
            instead. No check sees a difference, but it helps when looking for a fault.
    """

    standing: Mapping[Wall, str] = field(default_factory=dict)
    missing: Mapping[Wall, str] = field(default_factory=dict)
    instead: Mapping[str, str] = field(default_factory=dict)

    @property
    def tier(self) -> Tier:
        """The highest tier whose walls all stand."""
        if any(wall not in self.standing for wall in _STANDARD):
            return Tier.PROCESS
        return Tier.STRONG if Wall.BUBBLEWRAP in self.standing else Tier.STANDARD

    def shared_with(self, other: Isolation) -> Isolation:
        """Return the walls that stand both here and in *other*."""
        standing = {wall: word for wall, word in self.standing.items() if wall in other.standing}
        missing = {**other.missing, **self.missing}
        missing = {wall: missing[wall] for wall in missing if wall not in standing}
        return Isolation(standing, missing, {**other.instead, **self.instead})

    @property
    def lacking(self) -> Sequence[tuple[Sequence[Wall], str]]:
        """Missing walls, grouped by the reason why they are missing, each group with its reason."""
        reasons: dict[str, list[Wall]] = {}
        for wall in (wall for wall in Wall if wall in self.missing):
            reasons.setdefault(self.missing[wall], []).append(wall)
        return [(tuple(walls), why) for why, walls in reasons.items()]

    def require(self, floor: Tier) -> None:
        """
        Do nothing if this is enough for *floor*.

        Raises:
            IsolationError: If it is less than *floor*.
        """
        if self.tier >= floor:
            return
        needed = [*_STANDARD, *([Wall.BUBBLEWRAP] if floor is Tier.STRONG else [])]
        lacking = [
            f"{wall.value}: {self.missing.get(wall, 'not asked for')}"
            for wall in needed
            if wall not in self.standing
        ]
        raise IsolationError(
            f"isolation {floor.label!r} was asked for, this machine gives "
            f"{self.tier.label!r}; missing: {'; '.join(lacking)}",
            f"see: gradlings doctor; to go below it knowingly: --isolation {self.tier.label}",
        )

    def summary(self) -> str:
        """Return one line for reports: ``standard: limits, Landlock (ABI 7), …``."""
        walls = [f"{wall.value} ({word})" if word else wall.value for wall, word in self._pairs()]
        instead = [f"; no {name} ({what})" for name, what in self.instead.items()]
        return f"{self.tier.label}: {', '.join(walls) or 'no walls'}{''.join(instead)}"

    def _pairs(self) -> list[tuple[Wall, str]]:
        return [(wall, self.standing[wall]) for wall in Wall if wall in self.standing]

    def to_json(self) -> dict[str, Any]:
        """Return tier and walls for a report, in the order of :class:`Wall`."""
        report = {
            "tier": self.tier.label,
            "standing": {wall.value: word for wall, word in self._pairs()},
            "missing": {wall.value: self.missing[wall] for wall in Wall if wall in self.missing},
        }
        return {**report, "instead": dict(self.instead)} if self.instead else report

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Isolation:
        """Read what :meth:`to_json` wrote; the sender is our own server."""
        return cls(
            {Wall(name): str(word) for name, word in data["standing"].items()},
            {Wall(name): str(why) for name, why in data["missing"].items()},
            {str(name): str(what) for name, what in data.get("instead", {}).items()},
        )
