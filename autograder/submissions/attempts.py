"""The files that one student handed in at one time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from autograder.submissions.reader import File

__all__ = ["Attempt"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """
    What one student handed in at one time.

    Attributes:
        student: The platform's id of the student; hostile, as *name* is.
        submitted: When it was handed in, with a time zone, if the platform says so.
        due: The student's own due date, if the platform says one.
        late: Whether the platform says that it was late.
        place: Where it was found, for messages.
        order: Puts attempts in order if their times are not known.
        unread: Names of files that are not read, each with the reason; fit to be shown.
        platform: The layout in which it was found.
        came_as: How the platform named the student's folder, or the beginning of the names of files
            without folders; hostile.
        download: What the download is called in which it was found: a section, perhaps.
    """

    student: str
    name: str
    files: tuple[File, ...]
    submitted: datetime | None = None
    late: bool = False
    place: str = ""
    order: tuple[int, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
    platform: str = ""
    came_as: str = ""
    due: datetime | None = None
    download: str = ""
