"""Lines of feedback, and what each is for."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.enums import StrEnum

__all__ = ["Line", "Role"]


class Role(StrEnum):
    """What a line of feedback is for; renderers choose its looks by it."""

    CALL = "call"
    EXPECTED = "expected"
    OBSERVED = "observed"
    CODE = "code"
    ERROR = "error"
    NAME = "name"
    IDEA = "idea"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of feedback. *label* is a short word before it, or empty."""

    role: Role
    text: str
    label: str = ""
