"""A layout: how a learning platform names what students handed in."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from autograder.languages import mark

__all__ = ["LONGEST", "Layout", "Owner", "Platform", "cut", "share"]

#: Characters of a student's name or id that are kept.
LONGEST = 200


class Platform:
    """Names of the layouts that are recognised."""

    BLACKBOARD = "blackboard"
    BRIGHTSPACE = "brightspace"
    CANVAS = "canvas"
    GRADESCOPE = "gradescope"
    ILIAS = "ilias"
    MOODLE = "moodle"
    NAMED = mark("names as --names says")
    FOLDERS = mark("a folder for each student")
    FLAT = mark("a file for each student")


@dataclass(frozen=True, slots=True)
class Owner:
    """
    The owner of a file, according to its path.

    Attributes:
        id: The platform's id of the student, or a name in its place; empty if the file is nobody's.
            In NFC: macOS packs the same name in another form.
        file: The file's name without what the platform added; empty for a file of the platform's
            own, such as its note on an attempt.
        attempt: What sets the file's attempt apart from the student's others in the same download.
        late: Whether the platform says that it was late.
        order: Puts attempts in order, and files of one name.
        submitted: When it was handed in; without a time zone if the platform gives none.
        why_not: Why the file is no submission, if it is none.
        came_as: The folder as the platform named it, with a slash; of a file without a folder, what
            the platform put before the file's own name.
    """

    id: str
    name: str
    file: str
    attempt: str = ""
    late: bool = False
    order: tuple[int, ...] = ()
    submitted: datetime | None = None
    why_not: str = ""
    came_as: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", unicodedata.normalize("NFC", self.id))

    def of(self, file: str) -> Owner:
        """Return the same owner, of another *file*."""
        return replace(self, file=file)


class Layout(Protocol):
    """
    A way of naming files.

    Attributes:
        platform: Its name, one of :class:`Platform`'s.
    """

    platform: str

    def owners(self, path: str) -> tuple[Owner, ...]:
        """
        Return the owners of the file at *path*; several for the submission of a group.

        None if the file does not follow the layout.
        """
        ...


def share(tops: Sequence[str], fits: int) -> float:
    """Return which part of *tops*, the first parts of all paths, the number *fits* is."""
    return fits / len(tops) if tops else 0.0


def cut(name: str) -> str:
    """Return *name*, or its beginning if it is too long."""
    return name[:LONGEST]
