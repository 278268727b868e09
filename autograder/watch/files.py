"""Saves as events, noticed by whichever way of watching a folder works."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from watchfiles import watch as watch_files

from autograder.languages import Words
from autograder.watch.events import Blind, Events, Saved, Seeing

__all__ = ["FileWatcher"]

#: Milliseconds: how long a burst of file events may last, and how long a pause ends it. An
#: editor writes a file in well under 5 ms; watchfiles' own 50 ms would be most of our delay.
_DEBOUNCE, _QUIET = 50, 5
#: Milliseconds between looks whether the folder is still there, and, if the system can't report
#: changes, between looks for changes.
_LOOK, _POLL = 1000, 300
#: Seconds between two attempts to watch a folder that can't be watched.
_AGAIN = 1.0


class _Moved(Exception):  # noqa: N818 - it does not mean a program's error
    """The watched folder is gone, or another has taken its place."""


@dataclass(frozen=True, slots=True)
class FileWatcher:
    """
    Puts an event into *events* for each save in *folder*, until *stop* is set.

    Further events say when saves can't be seen: the folder may disappear and come back, and the
    system may have no watch left for it.
    """

    folder: Path
    events: Events
    stop: threading.Event
    say: Words

    def run(self) -> None:
        """Send saves until *stop* is set; if one way of watching fails, go on by another."""
        folder, say, polling = self.folder, self.say, False
        seeing: Seeing | None = None
        while not self.stop.is_set():
            try:
                self._watch(folder, seeing, polling=polling)
            except _Moved:
                seeing = Seeing(say("Your files are watched again."))
                if not folder.is_dir():
                    message = say("{folder} is gone: no save is seen until it is back.",
                                     folder=folder.name)  # fmt: skip
                    self.events.put(Blind(message))
                while not (folder.is_dir() or self.stop.wait(_AGAIN)):
                    pass
            except (OSError, RuntimeError) as error:  # watchfiles' own errors are RuntimeErrors
                # The system may have no watch left for us; polling needs none.
                polling, seeing = True, Seeing()
                message = say(
                    "Watching your files has stopped ({why}); from now on they are looked at every "
                    "second.",
                    why=error,
                )
                self.events.put(Blind(message))
                self.stop.wait(_AGAIN)

    def _watch(self, folder: Path, seeing: Seeing | None, *, polling: bool) -> None:
        """
        Send *seeing*, if given, once the watch works, and then saves in *folder*.

        Raises:
            _Moved: If the folder is gone; its watch would wait forever.
            OSError, RuntimeError: If it can't be watched.
        """
        inode = _inode(folder)
        changes = watch_files(
            folder,
            debounce=_DEBOUNCE,
            step=_QUIET,
            stop_event=self.stop,
            raise_interrupt=False,
            rust_timeout=_LOOK,
            yield_on_timeout=True,
            force_polling=polling or None,
            poll_delay_ms=_POLL,
        )
        for found in changes:
            if seeing is not None:
                self.events.put(seeing)
                seeing = None
            if found:
                self.events.put(Saved(frozenset(Path(path) for _, path in found)))
            if _inode(folder) != inode:
                raise _Moved


def _inode(folder: Path) -> int:
    """
    Return the number that distinguishes a folder from another of the same name.

    Raises:
        _Moved: If there is no such folder.
    """
    try:
        return folder.stat().st_ino
    except FileNotFoundError:
        raise _Moved from None
