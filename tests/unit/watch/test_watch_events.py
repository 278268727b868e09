"""What threads of watch mode notice comes as events, of files that are really saved."""

from __future__ import annotations

import queue
import shutil
import threading

import pytest

from autograder.languages import words_in
from autograder.watch.events import Blind, Events, Saved, Seeing
from autograder.watch.files import FileWatcher

#: Seconds for an event; a second look is taken every second.
PATIENCE = 60


@pytest.fixture
def watched(tmp_path):
    """A folder, and the events about it; the watch ends with the test."""
    folder, events, stop = tmp_path / "exercises", Events(), threading.Event()
    folder.mkdir()
    watcher = FileWatcher(folder, events, stop, words_in("en"))
    thread = threading.Thread(target=watcher.run, daemon=True)
    thread.start()
    yield folder, events
    stop.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def saved_until_seen(events, path):
    """Save *path* until the watch, which may have to begin, tells of it."""
    for number in range(PATIENCE):
        path.write_text(f"x = {number}\n", encoding="utf-8")
        try:
            event = events.get(timeout=1)
        except queue.Empty:
            continue
        if isinstance(event, Saved):
            return event
    pytest.fail("no save was told of")


def test_a_save_is_told_with_its_file(watched):
    folder, events = watched

    assert folder / "slope.py" in saved_until_seen(events, folder / "slope.py").paths


def test_that_the_folder_is_gone_and_that_it_is_back_are_told(watched):
    folder, events = watched
    saved_until_seen(events, folder / "slope.py")
    shutil.rmtree(folder)

    message = next_of(events, Blind).message
    assert message == "exercises is gone: no save is seen until it is back."
    folder.mkdir()
    assert next_of(events, Seeing).message == "Your files are watched again."
    assert folder / "new.py" in saved_until_seen(events, folder / "new.py").paths


def next_of(events, kind):
    """The next event of a kind; what else is told (that files were removed, say) goes by."""
    while not isinstance(event := events.get(timeout=PATIENCE), kind):
        pass
    return event
