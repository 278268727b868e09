"""What can happen in watch mode. Whoever notices puts an event into the one queue; one loop answers."""

from __future__ import annotations

import queue
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "Blind",
    "Event",
    "Events",
    "Failed",
    "Interrupted",
    "Key",
    "Resized",
    "Saved",
    "Seeing",
]


@dataclass(frozen=True, slots=True)
class Saved:
    """Files were saved, in one burst."""

    paths: frozenset[Path]


@dataclass(frozen=True, slots=True)
class Key:
    """A key was pressed: a character, or a name of :mod:`autograder.keyboard`."""

    key: str


@dataclass(frozen=True, slots=True)
class Interrupted:
    """Ctrl-C, where a console hands it out as a key."""


@dataclass(frozen=True, slots=True)
class Resized:
    """The window has another size."""


@dataclass(frozen=True, slots=True)
class Blind:
    """Saves are not seen for now; *message* says so to the learner."""

    message: str


@dataclass(frozen=True, slots=True)
class Seeing:
    """Saves are seen again; some may have been missed. *message* says so, if that is news."""

    message: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """A thread has ended by an *error* that nobody expected: it is raised where the loop is."""

    error: Exception


Event = Saved | Key | Interrupted | Resized | Blind | Seeing | Failed

#: Simple, since a signal may come while something is being put into it.
Events = queue.SimpleQueue[Event]
