"""A learner's rows as a store, with the rules of a working copy: nothing unseen is overwritten."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Container
from dataclasses import dataclass

from autograder.classroom.database import Database
from autograder.content import Exercise, Language
from autograder.errors import InputError, Say
from autograder.languages import Words
from autograder.submissions import Sources
from autograder.submissions.refusals import refuse_long
from autograder.web.stores import Kept, OvertakenError, digest_of, save_held
from autograder.workspace import Progress, render_stub

__all__ = ["LearnerRows", "NoRoomError", "ProgressRow", "copy_of", "count_passed"]

#: Bytes that all texts of a learner may have together, copies included.
_MOST_BYTES = 8_000_000
#: Copies that are kept of an exercise; the oldest go.
_MOST_COPIES = 20


class NoRoomError(InputError):
    """A learner's texts take all the room that they may have."""

    def message(self, say: Say) -> str:
        return say(
            "Your programs take all the room that there is for you; shorten one, then this is saved."
        )


class ProgressRow:
    """
    A learner's progress as a row; see :class:`autograder.workspace.ProgressKeeper`.

    Args:
        exercises: Those that count as passed, by id; None for all. See :func:`count_passed`.
    """

    def __init__(
        self, database: Database, learner: str, exercises: Container[str] | None = None
    ) -> None:
        self._database, self._learner, self._exercises = database, learner, exercises

    def load(self) -> Progress:
        """Return the current progress, for reading only."""
        found = self._database.rows(
            "SELECT document FROM progress WHERE learner = ?", self._learner
        )
        return _progress(found)

    def note(self, change: Callable[[Progress], object]) -> Progress:
        """Make *change* to the progress, and return the result once it is on disk."""
        with self._database.changing() as rows:
            query = "SELECT document FROM progress WHERE learner = ?"
            progress = _progress(rows.execute(query, (self._learner,)).fetchall())
            change(progress)
            rows.execute(
                "INSERT OR REPLACE INTO progress VALUES (?, ?, ?)",
                (self._learner, _passed(progress, self._exercises), progress.model_dump_json()),
            )
        return progress


def count_passed(database: Database, exercises: Container[str]) -> None:
    """Count anew how many of *exercises* each learner has passed: on another day it may have been others."""
    query = "SELECT learner, passed, document FROM progress"
    with database.changing() as rows:
        for learner, before, document in rows.execute(query).fetchall():
            passed = _passed(Progress.model_validate_json(document), exercises)
            if passed != before:
                change = "UPDATE progress SET passed = ? WHERE learner = ?"
                rows.execute(change, (passed, learner))


def _passed(progress: Progress, exercises: Container[str] | None) -> int:
    return sum(
        one.passed_at is not None
        for name, one in progress.exercises.items()
        if exercises is None or name in exercises
    )


def _progress(found: list[tuple[object, ...]]) -> Progress:
    return Progress.model_validate_json(str(found[0][0])) if found else Progress()


class LearnerRows:
    """
    Keeps a learner's work in rows of *database*; a :class:`autograder.web.Store`.

    Args:
        root: What precedes the addresses of copies, behind a proxy.
        exercises: Those that count as passed, by id; None for all.
    """

    def __init__(
        self,
        database: Database,
        learner: str,
        root: str = "",
        exercises: Container[str] | None = None,
    ) -> None:
        self._database, self._learner, self._root = database, learner, root
        self.progress = ProgressRow(database, learner, exercises)
        self._language: Language | None = None

    @property
    def language(self) -> Language:
        """The language that the learner chose."""
        if self._language is None:
            query = "SELECT language FROM learners WHERE id = ?"
            found = self._database.rows(query, self._learner)
            self._language = str(found[0][0]) if found else "en"
        return self._language

    def use_language(self, language: Language) -> None:
        """Remember *language*."""
        with self._database.changing() as rows:
            rows.execute("UPDATE learners SET language = ? WHERE id = ?", (language, self._learner))
        self._language = language

    def read(self, exercise: Exercise) -> Kept:
        """Return the learner's text; the stub if there is none."""
        query = "SELECT text FROM texts WHERE learner = ? AND exercise = ?"
        return self._kept(exercise, self._database.rows(query, self._learner, exercise.id))

    def save(
        self, exercise: Exercise, text: str, based_on: str, *, keep_other: bool = False
    ) -> Kept:
        """Keep *text*; see :meth:`autograder.web.Store.save`."""
        refuse_long(f"{exercise.id}.py", len(text.encode("utf-8")))
        with self._database.changing() as rows:
            query = "SELECT text FROM texts WHERE learner = ? AND exercise = ?"
            now = self._kept(exercise, rows.execute(query, (self._learner, exercise.id)).fetchall())
            held = _HeldRow(self, rows, exercise, now)
            saved = save_held(held, text, based_on, keep_other=keep_other)
        if isinstance(saved, OvertakenError):  # The copy is to stay: no error ends the transaction.
            raise saved
        return saved

    def reset(self, exercise: Exercise) -> str:
        """Put the stub back; return where a copy of the learner's text is, if there was one."""
        with self._database.changing() as rows:
            where = (self._learner, exercise.id)
            query = "SELECT text FROM texts WHERE learner = ? AND exercise = ?"
            found = rows.execute(query, where).fetchall()
            if not found or found[0][0] == render_stub(exercise, self.language):
                return ""
            rows.execute("DELETE FROM texts WHERE learner = ? AND exercise = ?", where)
            return self.put_aside(rows, exercise, found[0][0])

    def sources(self, exercise: Exercise) -> Sources:
        """Return the learner's program; there is nothing beside it that it could import."""
        return Sources(self.read(exercise).text)

    def trouble(self, say: Words) -> str:  # noqa: ARG002 - what can't be kept raises
        """Return an empty text: what can't be kept is refused at once."""
        return ""

    def _kept(self, exercise: Exercise, found: list[tuple[object, ...]]) -> Kept:
        if not found:
            return Kept.nothing(render_stub(exercise, self.language))
        text = str(found[0][0])
        return Kept(text, digest_of(text.encode()))

    def write(self, rows: sqlite3.Connection, exercise: Exercise, text: str) -> None:
        """Keep *text* in a transaction that has begun."""
        rows.execute(
            "INSERT OR REPLACE INTO texts VALUES (?, ?, ?, ?, ?)",
            (self._learner, exercise.id, time.time(), len(text.encode()), text),
        )
        self._refuse_too_much(rows)

    def put_aside(self, rows: sqlite3.Connection, exercise: Exercise, text: str) -> str:
        """Keep a copy of *text*, unless it is the newest copy already; return its address."""
        of_exercise = (self._learner, exercise.id)
        newest = rows.execute(
            "SELECT number, text FROM copies WHERE learner = ? AND exercise = ? "
            "ORDER BY number DESC LIMIT 1",
            of_exercise,
        ).fetchone()
        if newest is not None and newest[1] == text:
            return f"{self._root}/copies/{newest[0]}"
        number = rows.execute(
            "INSERT INTO copies (learner, exercise, kept_at, bytes, text) VALUES (?, ?, ?, ?, ?)",
            (*of_exercise, time.time(), len(text.encode()), text),
        ).lastrowid
        rows.execute(
            "DELETE FROM copies WHERE learner = ? AND exercise = ? AND number NOT IN (SELECT number "
            "FROM copies WHERE learner = ? AND exercise = ? ORDER BY number DESC LIMIT ?)",
            (*of_exercise, *of_exercise, _MOST_COPIES),
        )
        self._refuse_too_much(rows)
        return f"{self._root}/copies/{number}"

    def _refuse_too_much(self, rows: sqlite3.Connection) -> None:
        taken = sum(
            rows.execute(
                f"SELECT coalesce(sum(bytes), 0) FROM {table} WHERE learner = ?",  # noqa: S608 - ours
                (self._learner,),
            ).fetchone()[0]
            for table in ("texts", "copies")
        )
        if taken > _MOST_BYTES:
            raise NoRoomError("no room is left for this learner")


@dataclass(frozen=True)
class _HeldRow:
    """A learner's text in a transaction that has begun."""

    store: LearnerRows
    rows: sqlite3.Connection
    exercise: Exercise
    now: Kept

    def write(self, text: str) -> Kept:
        self.store.write(self.rows, self.exercise, text)
        return Kept(text, digest_of(text.encode()))

    def put_aside(self, text: str | None = None) -> str:
        aside = self.now.text if text is None else text
        return self.store.put_aside(self.rows, self.exercise, aside)


def copy_of(database: Database, learner: str, number: int) -> str | None:
    """Return the copy of that *number*, if it is this *learner*'s."""
    query = "SELECT text FROM copies WHERE number = ? AND learner = ?"
    found = database.rows(query, number, learner)
    return str(found[0][0]) if found else None
