"""One line of the doctor's table."""

from __future__ import annotations

import enum
from dataclasses import dataclass

__all__ = ["Finding", "State"]


class State(enum.Enum):
    """The state of a thing that was looked at. The value is the sign for it."""

    GOOD = "ok"
    #: It is missing, but checks run all the same.
    LACKING = "no"
    BAD = "!!"


@dataclass(frozen=True, slots=True)
class Finding:
    """
    What was looked at, its state, and what was found.

    Attributes:
        mend: The command that mends it, or what to do if there is none; often empty.
    """

    what: str
    state: State
    message: str
    mend: str = ""
