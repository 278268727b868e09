"""
The ledger: every verdict as soon as it is made, in one SQLite file that survives a power cut.

The key of a verdict is everything that it depends on: the exercise with its keys, and the program.
So the same command continues where it stopped, a changed program is graded again, and an equal
program never is. A program that we failed to grade never counts as done.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

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
#: Of later versions; made in ledgers of before, too.
_ADDED = """
CREATE TABLE IF NOT EXISTS standings (
    student  TEXT NOT NULL,
    exercise TEXT NOT NULL,   -- empty for the sum
    points   REAL NOT NULL,
    causes   TEXT NOT NULL,   -- JSON: what the points depend on
    PRIMARY KEY (student, exercise)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS agreements (stamp TEXT NOT NULL)
"""


class LedgerError(OurFault):
    """The ledger can't be used; the message says what to do."""


@dataclass(frozen=True, slots=True, order=True)
class LedgerKey:
    """The key of a verdict: an exercise, the digest of what judges it, and the program's hash."""

    exercise: str
    digest: str
    program: str


class Ledger:
    """
    Verdicts on disk. A context manager; only one process at a time can open it.

    Every :meth:`record` is one transaction, on disk before it returns. Only the owner can read
    the file.

    Raises:
        LedgerError: If the file is no ledger, of another version, damaged, or in use. Every method
            raises it if no space is left; what was recorded before is still on disk.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: dict[LedgerKey, Verdict] = {}
        #: Most verdicts of a class are equal to others, so each text is decoded, and held, only once.
        self._decoded: dict[str, Verdict] = {}
        self._faults: dict[LedgerKey, str] = {}
        with self._asking():
            if str(path) != ":memory:":
                # SQLite gives its own files beside this one the same permissions.
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
            # FULL: a transaction is on disk when COMMIT returns, so it survives a power cut.
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
        with self._transaction():
            for statement in _ADDED.split(";"):
                self._connection.execute(statement)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def known(self, keys: Iterable[LedgerKey]) -> set[LedgerKey]:
        """Return those of *keys* that have a readable verdict."""
        return {key for key in keys if self.verdict(key) is not None}

    def record(self, verdicts: Iterable[tuple[LedgerKey, str, float]]) -> None:
        """Write verdicts (as JSON) and their seconds, all or none; older ones are replaced."""
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
        Remember, as long as this object lives, that we failed to grade the program of *key*.

        This is not written to disk, so the next run tries again.
        """
        self._faults[key] = why

    def note_faults(self, faults: Mapping[LedgerKey, str]) -> None:
        """Remember several *faults*, each as :meth:`note_fault` does."""
        self._faults |= faults

    def fault(self, key: LedgerKey) -> str | None:
        """Return why we failed to grade the program of *key* in this run; None if we did not."""
        return self._faults.get(key)

    def verdict(self, key: LedgerKey) -> Verdict | None:
        """
        Return the verdict of *key*, or None.

        A verdict that can't be read (it was edited, or another version wrote it) counts as None, so
        that it is made again.
        """
        if key in self._read:
            return self._read[key]
        with self._asking():
            row = self._connection.execute(
                "SELECT verdict FROM verdicts WHERE exercise = ? AND digest = ? AND program = ?",
                (key.exercise, key.digest, key.program),
            ).fetchone()
        try:
            verdict = self._verdict_in(row[0]) if row else None
        except RecordError:
            return None
        if verdict is None or not _makes_sense(verdict, key):
            return None
        self._read[key] = verdict
        return verdict

    def _verdict_in(self, text: str) -> Verdict:
        if text not in self._decoded:
            self._decoded[text] = read_verdict(text)
        return self._decoded[text]

    def forget(self, keys: Iterable[LedgerKey]) -> None:
        """Drop verdicts, so that they are made again."""
        with self._transaction():
            self._connection.executemany(
                "DELETE FROM verdicts WHERE exercise = ? AND digest = ? AND program = ?",
                ((key.exercise, key.digest, key.program) for key in keys),
            )
        self._read.clear()

    def note_answers(self, answers: Iterable[tuple[str, int, LedgerKey]]) -> None:
        """Replace the table of hand-ins by *answers*: student, number of the attempt, key."""
        with self._transaction():
            self._connection.execute("DELETE FROM answers")
            self._connection.executemany(
                "INSERT INTO answers VALUES (?, ?, ?, ?, ?)",
                (
                    (_storable(student), attempt, key.exercise, key.digest, key.program)
                    for student, attempt, key in answers
                ),
            )

    def note_standings(self, rows: Iterable[tuple[str, str, float, Mapping[str, str]]]) -> None:
        """
        Remember everybody's points for the next run to compare with; those of others stay.

        Args:
            rows: Student, exercise (empty for the sum), points, and what they depend on.
        """
        with self._transaction():
            self._connection.executemany(
                "INSERT OR REPLACE INTO standings VALUES (?, ?, ?, ?)",
                (
                    (_storable(student), exercise, points, json.dumps(dict(causes), sort_keys=True))
                    for student, exercise, points, causes in rows
                ),
            )

    def standings(self) -> Iterator[tuple[str, str, float, dict[str, str]]]:
        """Yield what :meth:`note_standings` remembered; rows that can't be read are left out."""
        with self._asking():
            rows = self._connection.execute("SELECT * FROM standings").fetchall()
        for student, exercise, points, text in rows:
            try:
                causes = json.loads(text)
                yield (
                    str(student),
                    str(exercise),
                    float(points),
                    {k: str(causes[k]) for k in causes},
                )
            except (TypeError, ValueError):
                continue

    def knows_agreement(self, stamp: str) -> bool:
        """Tell whether :meth:`note_agreement` was called with *stamp* last."""
        with self._asking():
            rows = self._connection.execute("SELECT stamp FROM agreements").fetchall()
        return rows == [(stamp,)]

    def note_agreement(self, stamp: str) -> None:
        """Remember that an assignment's file and its bundle agree, which *stamp* stands for."""
        with self._transaction():
            self._connection.execute("DELETE FROM agreements")
            self._connection.execute("INSERT INTO agreements VALUES (?)", (stamp,))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._asking():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # If the disk is full, SQLite has already rolled back.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Turn errors of SQLite or the system into a LedgerError that names the file and a fix."""
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
    """Whether *verdict* is fit for points: an edited one may still have a verdict's form."""
    numbers = [number for check in verdict.checks for number in (check.score, check.max_score)]
    return (
        verdict.exercise == key.exercise
        and all(map(math.isfinite, numbers))
        and all(0 <= check.score <= check.max_score for check in verdict.checks)
        and verdict.max_score > 0
    )


def program_hash(source: str, helpers: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the SHA-256 of a program's text, and of the files that it imports."""
    main = _digest(source)
    if not helpers:
        return main.hex()
    # Digests have one length, so no text can pass for another name and text.
    parts = [_digest(name) + _digest(text) for name, text in sorted(helpers.items())]
    return hashlib.sha256(b"".join([main, *parts])).hexdigest()


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _storable(text: str) -> str:
    """*text* without lone surrogates, which file names may contain but SQLite refuses."""
    return text.encode("utf-8", "backslashreplace").decode()
