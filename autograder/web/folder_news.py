"""Changes in a working copy, from wherever they come, as news for open pages."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

from typing_extensions import Self

from autograder.content import Course
from autograder.errors import GradlingsError
from autograder.languages import words_in
from autograder.watch.events import Blind, Events, Saved, Seeing
from autograder.watch.files import FileWatcher
from autograder.web.hub import Hub, News
from autograder.web.stores import Store
from autograder.workspace import Workspace

__all__ = ["FolderNews"]


class FolderNews:
    """
    Watches a working copy and publishes what changes there; a context manager.

    Changes that a page made itself are published, too: the page knows its own by their digest.
    """

    def __init__(self, workspace: Workspace, course: Course, store: Store, hub: Hub) -> None:
        self._workspace, self._course, self._store, self._hub = workspace, course, store, hub
        self._events = Events()
        self._stop = threading.Event()

    def __enter__(self) -> Self:
        say = words_in(self._store.language)
        for folder in (self._workspace.exercises_folder, self._workspace.progress_file.path.parent):
            watcher = FileWatcher(folder, self._events, self._stop, say)
            threading.Thread(target=watcher.run, daemon=True).start()
        threading.Thread(target=self._publish, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._events.put(Seeing())  # so that the thread that waits for events sees the end

    def _publish(self) -> None:
        while not self._stop.is_set():
            match self._events.get():
                case Saved(paths):
                    for path in sorted(paths):
                        self._tell(path)
                case Blind(sentence):
                    self._hub.publish(News("blind", {"message": sentence}))
                case Seeing(sentence):
                    self._hub.publish(News("seeing", {"message": sentence}))

    def _tell(self, path: Path) -> None:
        if path.name == self._workspace.progress_file.path.name:
            self._hub.publish(News("progress"))
        elif path.name == self._workspace.settings_path.name:
            self._tell_language()
        elif path.suffix == ".py":
            self._tell_text(path)

    def _tell_language(self) -> None:
        with contextlib.suppress(OSError, GradlingsError):  # Half of it is written, perhaps.
            self._workspace.reread()
            self._hub.publish(News("language", {"language": self._workspace.language}))

    def _tell_text(self, path: Path) -> None:
        exercise = self._workspace.exercise_of(path, self._course)
        if exercise is None:
            return
        try:
            digest = self._store.read(exercise).digest
        except (OSError, GradlingsError):  # The page that asks for it is told why.
            digest = ""
        self._hub.publish(News("changed", {"exercise": exercise.id, "digest": digest}))
