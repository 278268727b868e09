"""
What throwaway processes wrote about others' files, kept so that files that have not changed are not read again.

A reply is kept as it came through the pipe, and is decoded as hostile each time. It is found by a
digest of all that it depends on: what was asked, the bytes of the files, and our own code. Losing it
costs time alone, so whatever goes wrong with it is ignored, and nothing is synced to disk.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path

from autograder.files import PRIVATE
from autograder.stamps import our_stamp

__all__ = ["KeptReplies"]

_TABLE = "CREATE TABLE IF NOT EXISTS replies (key BLOB PRIMARY KEY, data BLOB) WITHOUT ROWID"
_CHUNK = 1 << 20
#: Bytes of a file that may be a download of a whole class.
_LARGE = 1 << 20
#: A file as it was: device, inode, size, and times of change.
_State = tuple[int, int, int, int, int]


class KeptReplies:
    """
    Replies in a SQLite file that only its owner can read. Fit for several threads.

    If the file can't be used (it is damaged, in use, or there is no space left), nothing is kept.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._asked: set[bytes] = set()
        self._digests: dict[_State, bytes] = {}
        self._connection = _opened(path)

    def key_of(self, request: bytes, files: Sequence[int]) -> bytes:
        """
        Return the key of the reply to *request* about *files*.

        Args:
            files: Descriptors; the whole files count, wherever their positions are.
        """
        parts = [our_stamp().encode(), hashlib.sha256(request).digest()]
        parts += [self._digest(file) for file in files]
        return hashlib.sha256(b"".join(parts)).digest()

    def find(self, key: bytes, most: int) -> bytes | None:
        """Return the reply of *key*; None if there is none, or one that has more bytes than *most*."""
        with self._lock, contextlib.suppress(sqlite3.Error):
            self._asked.add(key)
            row = self._connection.execute(
                "SELECT data FROM replies WHERE key = ? AND length(data) <= ?", (key, most)
            ).fetchone()
            return bytes(row[0]) if row else None
        return None

    def keep(self, key: bytes, data: bytes) -> None:
        """Keep *data* as the reply of *key*."""
        with self._lock, contextlib.suppress(sqlite3.Error):
            self._connection.execute("INSERT OR REPLACE INTO replies VALUES (?, ?)", (key, data))

    def close(self, *, forget: bool = False) -> None:
        """
        Close the file.

        Args:
            forget: Whether replies are removed that nobody asked for since it was opened.
        """
        with self._lock, contextlib.suppress(sqlite3.Error):
            if forget:
                self._forget()
            self._connection.execute("COMMIT")
        self._connection.close()

    def _forget(self) -> None:
        rows = self._connection.execute("SELECT key FROM replies").fetchall()
        old = [row for row in rows if row[0] not in self._asked]
        self._connection.executemany("DELETE FROM replies WHERE key = ?", old)

    def _digest(self, file: int) -> bytes:
        """The digest of a whole file; of a download that all of a class are in, it is made only once."""
        status = os.fstat(file)
        if status.st_size < _LARGE:
            return _digest_of(file)
        state = (
            status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
        )  # fmt: skip
        found = self._digests.get(state)
        if found is None:
            found = self._digests[state] = _digest_of(file)
        return found


def _digest_of(file: int) -> bytes:
    digest, place = hashlib.sha256(), 0
    while part := os.pread(file, _CHUNK, place):
        digest.update(part)
        place += len(part)
    return digest.digest()


def _opened(path: Path) -> sqlite3.Connection:
    """A connection in a transaction that is as long as it is open; to memory, if the file is of no use."""
    for place in (path, ":memory:"):
        with contextlib.suppress(sqlite3.Error, OSError):
            if isinstance(place, Path):
                os.close(os.open(place, os.O_RDWR | os.O_CREAT | _NO_LINKS, PRIVATE))
            return _prepared(place)
    raise AssertionError("memory takes a table")


#: A link in an output folder that others can write to leads nowhere.
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)


def _prepared(place: Path | str) -> sqlite3.Connection:
    connection = sqlite3.connect(place, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(_TABLE)
    except BaseException:
        connection.close()
        raise
    return connection
