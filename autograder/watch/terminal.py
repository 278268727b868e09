"""What a terminal tells of, as events: keys, and that its window has another size."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.keyboard import read_key, single_keys
from autograder.watch.events import Events, Interrupted, Key, Resized

__all__ = ["send_keys", "single_keys", "telling_of_resizes"]


def send_keys(events: Events) -> None:
    """Send each key that is pressed, as long as there is a terminal; its end is a ``q``."""
    try:
        while key := read_key():
            events.put(Key(key))
    except OSError:  # The terminal is gone.
        events.put(Key("q"))
    except KeyboardInterrupt:  # Ctrl-C, where a console hands it out as a key.
        events.put(Interrupted())


@contextmanager
def telling_of_resizes(events: Events) -> Iterator[None]:
    """Send an event whenever the window has another size; Windows tells of none."""
    if not hasattr(signal, "SIGWINCH"):
        yield
        return
    before = signal.signal(signal.SIGWINCH, lambda *_: events.put(Resized()))
    try:
        yield
    finally:
        signal.signal(signal.SIGWINCH, before)
