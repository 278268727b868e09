"""Events of a terminal: keys, and new sizes of its window."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.keyboard import read_key, single_keys
from autograder.watch.events import Events, Interrupted, Key, Resized

__all__ = ["send_keys", "single_keys", "telling_of_resizes"]


def send_keys(events: Events, handled: threading.Semaphore) -> None:
    """
    Send each key that is pressed, while there is a terminal; when it is gone, send ``q``.

    The next key is read once the last one is *handled*: meanwhile an editor may have the terminal.
    """
    try:
        while key := read_key():
            events.put(Key(key))
            handled.acquire()
    except OSError:  # The terminal is gone.
        events.put(Key("q"))
    except KeyboardInterrupt:  # Ctrl-C, in a console that passes it on as a key.
        events.put(Interrupted())


@contextmanager
def telling_of_resizes(events: Events) -> Iterator[None]:
    """Send an event whenever the window has a new size; Windows does not report it."""
    if not hasattr(signal, "SIGWINCH"):
        yield
        return
    before = signal.signal(signal.SIGWINCH, lambda *_: events.put(Resized()))
    try:
        yield
    finally:
        signal.signal(signal.SIGWINCH, before)
