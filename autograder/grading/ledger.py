"""
The ledger: every verdict as it comes, in one SQLite file that survives a power cut.

A verdict is kept under what it depends on: the exercise with its keys, and the program.
So the same command goes on where it was stopped, a changed program is graded again, and an
equal one never is.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import Self

from autograder.judging import RecordError, Verdict, read_verdict

__all__ = ["Ledger", "LedgerError", "Line", "program_hash"]

_SCHEMA = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS verdicts (
    exercise TEXT NOT NULL,
    digest   TEXT NOT NULL,   -- of checks, keys and sheets
    program  TEXT NOT NULL,   -- SHA-256 of the program
    verdict  TEXT NOT NULL,   -- JSON
    seconds  REAL NOT NULL,
    PRIMARY KEY (exercise, digest, program)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answers (
    student  TEXT NOT NULL,
    attempt  INTEGER NOT NULL,
    exercise TEXT NOT NULL,
    digest   TEXT NOT NULL,
    program  TEXT NOT NULL,
    PRIMARY KEY (student, attempt, exercise)
) WITHOUT ROWID;
"""


class LedgerError(Exception):
    """The ledger can't be used; the message says what to do."""


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """What a verdict is kept under: an exercise, the digest of what judges it, and a program."""

    exercise: str
    digest: str
    program: str


class Ledger:
    """
    Verdicts on disk. A context manager; open to one process at a time.

    Every :meth:`record` is one transaction, on disk before it returns.

    Raises:
        LedgerError: If the file is no ledger, of another version, or in use.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._connection = sqlite3.connect(path, timeout=0.5, isolation_level=None)
            self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._connection.execute("PRAGMA journal_mode = WAL")
            # FULL: a transaction is on disk when COMMIT returns, also if the power goes.
            self._connection.execute("PRAGMA synchronous = FULL")
            version = self._connection.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, _SCHEMA):
                raise LedgerError(
                    f"{path} is of version {version}; this is {_SCHEMA}. Move it away."
                )
            with self._transaction():
                for statement in _TABLES.split(";"):
                    self._connection.execute(statement)
                self._connection.execute(f"PRAGMA user_version = {_SCHEMA}")
        except sqlite3.OperationalError as error:
            raise LedgerError(
                f"{path} can't be used ({error}); is another `gradlings grade` writing there?"
            ) from None
        except sqlite3.DatabaseError as error:
            raise LedgerError(f"{path} is no ledger ({error}); move it away") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def known(self) -> set[Line]:
        """Return what has a verdict."""
        rows = self._connection.execute("SELECT exercise, digest, program FROM verdicts")
        return {Line(*row) for row in rows}

    def record(self, verdicts: Iterable[tuple[Line, str, float]]) -> None:
        """Keep verdicts (as JSON) and their seconds, all or none of them; newer ones win."""
        with self._transaction():
            self._connection.executemany(
                "INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?, ?)",
                (
                    (line.exercise, line.digest, line.program, text, seconds)
                    for line, text, seconds in verdicts
                ),
            )

    def verdict(self, line: Line) -> Verdict | None:
        """Return the verdict kept under *line*, or None; one that can't be read is none."""
        row = self._connection.execute(
            "SELECT verdict FROM verdicts WHERE exercise = ? AND digest = ? AND program = ?",
            (line.exercise, line.digest, line.program),
        ).fetchone()
        try:
            return read_verdict(row[0]) if row else None
        except RecordError:
            return None

    def forget(self, lines: Iterable[Line]) -> None:
        """Drop verdicts, so that they are made again."""
        with self._transaction():
            self._connection.executemany(
                "DELETE FROM verdicts WHERE exercise = ? AND digest = ? AND program = ?",
                ((line.exercise, line.digest, line.program) for line in lines),
            )

    def note_answers(self, answers: Iterable[tuple[str, int, Line]]) -> None:
        """Write down who handed in what: student, attempt, line. Replaces what was there."""
        with self._transaction():
            self._connection.execute("DELETE FROM answers")
            self._connection.executemany(
                "INSERT INTO answers VALUES (?, ?, ?, ?, ?)",
                (
                    (_storable(student), attempt, line.exercise, line.digest, line.program)
                    for student, attempt, line in answers
                ),
            )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


def program_hash(source: str) -> str:
    """SHA-256 of a program's text."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()


def _storable(text: str) -> str:
    """*text* without lone surrogates, which names of files may hold and SQLite refuses."""
    return text.encode("utf-8", "backslashreplace").decode()
