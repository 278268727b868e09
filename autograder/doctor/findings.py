"""One line of the doctor's."""

from __future__ import annotations

import enum
from dataclasses import dataclass

__all__ = ["Finding", "State"]


class State(enum.Enum):
    """How a thing is. The value is its sign."""

    GOOD = "ok"
    #: Not there, and checks run all the same.
    LACKING = "no"
    BAD = "!!"


@dataclass(frozen=True, slots=True)
class Finding:
    """
    What was looked at, how it is, and what was found.

    Attributes:
        mend: What to type, or to do where no command does it, so that it is better; often nothing.
    """

    what: str
    state: State
    message: str
    mend: str = ""
