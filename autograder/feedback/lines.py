"""Lines of feedback, and the role of each."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.enums import StrEnum

__all__ = ["Line", "Role"]


class Role(StrEnum):
    """The role of a line of feedback; renderers choose its style by the role."""

    CALL = "call"
    EXPECTED = "expected"
    OBSERVED = "observed"
    CODE = "code"
    ERROR = "error"
    #: Why nothing could be judged, in our own words.
    PROBLEM = "problem"
    NAME = "name"
    IDEA = "idea"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of feedback. *label* is a short word before the text, or empty."""

    role: Role
    text: str
    label: str = ""
