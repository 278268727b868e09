"""The events of watch mode. Several threads put them into one queue, and one loop handles them."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
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
    "Trouble",
    "Warm",
    "sending",
]


@dataclass(frozen=True, slots=True)
class Saved:
    """Files were saved, in one burst."""

    paths: frozenset[Path]


@dataclass(frozen=True, slots=True)
class Key:
    """A key was pressed: a character, or a name from :mod:`autograder.keyboard`."""

    key: str


@dataclass(frozen=True, slots=True)
class Interrupted:
    """Ctrl-C was pressed, in a console that passes it on as a key."""


@dataclass(frozen=True, slots=True)
class Resized:
    """The window has a new size."""


@dataclass(frozen=True, slots=True)
class Blind:
    """Saves can't be seen for now; *message* tells the learner."""

    message: str


@dataclass(frozen=True, slots=True)
class Seeing:
    """Saves can be seen again; some may have been missed. *message*, if any, tells the learner."""

    message: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that the learner asked for went wrong after all; *message* tells what."""

    message: str


@dataclass(frozen=True, slots=True)
class Warm:
    """Checks need not wait for a start any more; or they will tell why nothing starts."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A thread has ended by an unexpected *error*, which the loop will raise."""

    error: Exception


Event = Saved | Key | Interrupted | Resized | Blind | Seeing | Trouble | Warm | Failed

#: A SimpleQueue, since a signal handler may put an event while another is being put.
Events = queue.SimpleQueue[Event]


def sending(events: Events, send: Callable[[], None]) -> None:
    """Let a thread *send* events; if it fails, its error is an event, too."""

    def run() -> None:
        try:
            send()
        except Exception as error:  # noqa: BLE001 - the loop raises it again
            events.put(Failed(error))

    threading.Thread(target=run, daemon=True).start()
