"""
The ledger: every verdict as it comes, in one SQLite file that survives a power cut.

A verdict is kept under what it depends on: the exercise with its keys, and the program.
So the same command goes on where it was stopped, a changed program is graded again, and an
equal one never is. What we failed to grade is never kept as done.
"""

from __future__ import annotations

import hashlib
import math
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import Self

from autograder.errors import OurFault
from autograder.files import PRIVATE
from autograder.judging import RecordError, Verdict, read_verdict

__all__ = ["Ledger", "LedgerError", "LedgerKey", "program_hash"]

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


class LedgerError(OurFault):
    """The ledger can't be used; the message says what to do."""


@dataclass(frozen=True, slots=True, order=True)
class LedgerKey:
    """What a verdict is kept under: an exercise, the digest of what judges it, and a program."""

    exercise: str
    digest: str
    program: str


class Ledger:
    """
    Verdicts on disk. A context manager; open to one process at a time.

    Every :meth:`record` is one transaction, on disk before it returns. Only the owner can read
    the file.

    Raises:
        LedgerError: If the file is no ledger, of another version, damaged, or in use; or if there
            is no space left, from every method. What was recorded is on disk then.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: dict[LedgerKey, Verdict] = {}
        self._faults: dict[LedgerKey, str] = {}
        with self._asking():
            if str(path) != ":memory:":
                # SQLite's own files beside it take its rights.
                os.close(os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE))
                path.chmod(PRIVATE)
            self._connection = sqlite3.connect(path, timeout=0.5, isolation_level=None)
        try:
            self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self) -> None:
        with self._asking():
            self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._connection.execute("PRAGMA journal_mode = WAL")
            # FULL: a transaction is on disk when COMMIT returns, also if the power goes.
            self._connection.execute("PRAGMA synchronous = FULL")
            version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, _SCHEMA):
            raise LedgerError(
                f"{self.path} is of version {version}; this is {_SCHEMA}. Move it away."
            )
        if version == 0:
            with self._transaction():
                for statement in _TABLES.split(";"):
                    self._connection.execute(statement)
                self._connection.execute(f"PRAGMA user_version = {_SCHEMA}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def known(self, keys: Iterable[LedgerKey]) -> set[LedgerKey]:
        """Return those of *keys* that have a verdict which can be read."""
        return {key for key in keys if self.verdict(key) is not None}

    def record(self, verdicts: Iterable[tuple[LedgerKey, str, float]]) -> None:
        """Keep verdicts (as JSON) and their seconds, all or none of them; newer ones win."""
        rows = list(verdicts)
        with self._transaction():
            self._connection.executemany(
                "INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?, ?)",
                (
                    (key.exercise, key.digest, key.program, text, seconds)
                    for key, text, seconds in rows
                ),
            )
        for key, _, _ in rows:
            self._read.pop(key, None)
            self._faults.pop(key, None)

    def note_fault(self, key: LedgerKey, why: str) -> None:
        """
        Remember that we failed to grade what stands under *key*, as long as this object lives.

        It is not written down, so the next run tries again.
        """
        self._faults[key] = why

    def note_faults(self, faults: Mapping[LedgerKey, str]) -> None:
        self._faults |= faults

    def fault(self, key: LedgerKey) -> str | None:
        """Return why we failed to grade what stands under *key* in this run, if we did."""
        return self._faults.get(key)

    def verdict(self, key: LedgerKey) -> Verdict | None:
        """
        Return the verdict kept under *key*, or None.

        One that can't be read (it was edited, or another version wrote it) is none: it has to
        be made again.
        """
        if key in self._read:
            return self._read[key]
        with self._asking():
            row = self._connection.execute(
                "SELECT verdict FROM verdicts WHERE exercise = ? AND digest = ? AND program = ?",
                (key.exercise, key.digest, key.program),
            ).fetchone()
        try:
            verdict = read_verdict(row[0]) if row else None
        except RecordError:
            return None
        if verdict is None or not _makes_sense(verdict, key):
            return None
        self._read[key] = verdict
        return verdict

    def forget(self, keys: Iterable[LedgerKey]) -> None:
        """Drop verdicts, so that they are made again."""
        with self._transaction():
            self._connection.executemany(
                "DELETE FROM verdicts WHERE exercise = ? AND digest = ? AND program = ?",
                ((key.exercise, key.digest, key.program) for key in keys),
            )
        self._read.clear()

    def note_answers(self, answers: Iterable[tuple[str, int, LedgerKey]]) -> None:
        """Write down who handed in what: student, attempt, key. Replaces what was there."""
        with self._transaction():
            self._connection.execute("DELETE FROM answers")
            self._connection.executemany(
                "INSERT INTO answers VALUES (?, ?, ?, ?, ?)",
                (
                    (_storable(student), attempt, key.exercise, key.digest, key.program)
                    for student, attempt, key in answers
                ),
            )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._asking():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # Where the disk is full, SQLite has rolled back by itself.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """What SQLite or the system says, as a sentence that names the file and what to do."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise LedgerError(_message(self.path, error)) from None


def _message(path: Path, error: Exception) -> str:
    text = str(error)
    if "locked" in text:
        return f"{path} is in use; is another `gradlings grade` writing there?"
    if "full" in text or "I/O error" in text or "No space" in text:
        return (
            f"{path} can't be written ({text}); make space, then run the same command again: "
            "what was graded is kept"
        )
    if isinstance(error, OSError) or "unable to open" in text or "readonly" in text:
        return f"{path} can't be written; look at its rights, or choose another folder with -o"
    return f"{path} is no ledger, or damaged ({text}); move it away, and all is graded again"


def _makes_sense(verdict: Verdict, key: LedgerKey) -> bool:
    """Whether points can be given by it; text that was edited may still be a verdict's."""
    numbers = [number for check in verdict.checks for number in (check.score, check.max_score)]
    return (
        verdict.exercise == key.exercise
        and all(map(math.isfinite, numbers))
        and all(0 <= check.score <= check.max_score for check in verdict.checks)
        and verdict.max_score > 0
    )


def program_hash(source: str) -> str:
    """SHA-256 of a program's text."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()


def _storable(text: str) -> str:
    """*text* without lone surrogates, which names of files may hold and SQLite refuses."""
    return text.encode("utf-8", "backslashreplace").decode()
