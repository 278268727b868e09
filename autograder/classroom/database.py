"""The classroom's database: one SQLite file in which all that was acknowledged survives a power cut."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.errors import OurFault
from autograder.files import PRIVATE

__all__ = ["Database", "StorageError"]

_SCHEMA = 1
_TABLES = """
CREATE TABLE learners (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    language TEXT NOT NULL DEFAULT 'en'
) WITHOUT ROWID;
CREATE TABLE links (
    hash    TEXT PRIMARY KEY,   -- SHA-256 of the link's token
    learner TEXT NOT NULL UNIQUE REFERENCES learners
) WITHOUT ROWID;
CREATE TABLE sessions (
    hash    TEXT PRIMARY KEY,   -- SHA-256 of the cookie's value
    learner TEXT,               -- NULL: the instructor
    since   REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE texts (
    learner  TEXT NOT NULL,
    exercise TEXT NOT NULL,
    saved_at REAL NOT NULL,
    bytes    INTEGER NOT NULL,
    text     TEXT NOT NULL,
    PRIMARY KEY (learner, exercise)
);
CREATE TABLE copies (
    number   INTEGER PRIMARY KEY,
    learner  TEXT NOT NULL,
    exercise TEXT NOT NULL,
    kept_at  REAL NOT NULL,
    bytes    INTEGER NOT NULL,
    text     TEXT NOT NULL
);
CREATE INDEX copies_of ON copies (learner, exercise);
CREATE TABLE progress (
    learner  TEXT PRIMARY KEY,
    passed   INTEGER NOT NULL,   -- exercises of the course that is served
    document TEXT NOT NULL       -- JSON, as in a working copy
);
CREATE TABLE checks (
    at             REAL NOT NULL,
    learner        TEXT NOT NULL,
    exercise       TEXT NOT NULL,
    outcome        TEXT NOT NULL,
    misconceptions TEXT NOT NULL   -- ids, separated by blanks
);
CREATE INDEX checks_at ON checks (at);
"""


class StorageError(OurFault):
    """The database can't be used; the message says why."""


class Database:
    """
    A classroom's rows. Its methods may be called from several threads at a time.

    Each change is one transaction, and is on disk when it returns, unless it may be lost. Only the
    owner can read the file.

    Raises:
        StorageError: If the file is none of ours, of another version or damaged. Every method raises
            it if the disk is full; then nothing has changed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        # SQLite gives its own files beside this one the same permissions.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE))
        path.chmod(PRIVATE)
        self._writing, self._reading = threading.Lock(), threading.Lock()
        with self._told():
            self._writer, self._reader = self._connected(), self._connected()
        self._prepare()

    def close(self) -> None:
        """Close the file."""
        self._reader.close()
        self._writer.close()

    @contextmanager
    def changing(self, *, may_be_lost: bool = False) -> Iterator[sqlite3.Connection]:
        """
        Give a connection whose changes are all made, and on disk, when the block ends; or none.

        Args:
            may_be_lost: Whether a power cut may undo them (all of them), so that nobody waits for
                the disk; after a mere end of this process they are there.
        """
        with self._writing, self._told():
            # FULL: a transaction is on disk when COMMIT returns, so it survives a power cut.
            self._writer.execute(f"PRAGMA synchronous = {'NORMAL' if may_be_lost else 'FULL'}")
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """Return what *query* finds."""
        with self._reading, self._told():
            return self._reader.execute(query, values).fetchall()

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=10, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode = WAL")
        return connection

    def _prepare(self) -> None:
        version = self.rows("PRAGMA user_version")[0][0]
        if version not in (0, _SCHEMA):
            raise StorageError(
                f"{self.path} is of version {version}; this Gradlings reads version {_SCHEMA}"
            )
        if version == 0:
            with self.changing() as connection:
                for statement in _TABLES.split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {_SCHEMA}")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StorageError(f"{self.path} can't be used: {error}") from error
