"""Who may come in, by a link or the class's code; and who has come in, by a cookie."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.classroom.database import Database
from autograder.rosters import Person
from autograder.texts import one_line

__all__ = ["INSTRUCTOR", "SESSION_AGE", "Admission", "Guest"]

#: Seconds for which a cookie lets in: a term.
SESSION_AGE = 180 * 86_400

#: Letters of a code: none that is mistaken for another when it is read from a board.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_CODE_LENGTH = 8
#: Sessions that a learner may have at a time; the oldest end.
_MOST_SESSIONS = 6


@dataclass(frozen=True, slots=True)
class Guest:
    """
    Somebody who has come in.

    Attributes:
        learner: The learner's id; None for the instructor.
    """

    learner: str | None


INSTRUCTOR = Guest(None)


@dataclass(frozen=True, slots=True)
class _Session:
    guest: Guest
    since: float


class Admission:
    """
    The classroom's door. Of links and cookies only hashes are stored, so nobody who reads the
    database can come in. Its methods may be called from several threads at a time.

    Args:
        with_code: Whether learners may come in by the class's code and their id. Whoever comes
            first under an id has it, until the instructor gives that learner a link.
    """

    def __init__(self, database: Database, *, with_code: bool = False) -> None:
        self._database = database
        self._lock = threading.RLock()  # held from a look at who is in to a change of that
        self.code = (
            "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH)) if with_code else ""
        )
        self._instructor = secrets.token_urlsafe(32)
        self._enrolled: set[str] = set()
        found = database.rows("SELECT hash, learner, since FROM sessions")
        self._sessions = {
            str(hash_): _Session(
                Guest(None if learner is None else str(learner)), float(str(since))
            )
            for hash_, learner, since in found
        }

    @property
    def instructor_token(self) -> str:
        """The token of the instructor's link; another one each time the server starts."""
        return self._instructor

    def enrol(self, people: Iterable[Person], language: str) -> None:
        """
        Take *people* in; those who are in keep their work, under a new name perhaps.

        Nobody else comes in, whatever they came in by before; their work is kept.
        """
        class_ = list(people)
        with self._database.changing() as rows:
            rows.executemany(
                "INSERT INTO learners VALUES (?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET name = excluded.name",
                # Platforms let learners choose their names: they may turn no line around.
                [(one.id, one_line(one.name) or one_line(one.id), language) for one in class_],
            )
        self._enrolled |= {one.id for one in class_}

    def is_enrolled(self, learner: str) -> bool:
        """Tell whether *learner* is in the class now."""
        return learner in self._enrolled

    def without_link(self) -> list[str]:
        """Return the ids of learners who have never got a link."""
        query = "SELECT id FROM learners WHERE id NOT IN (SELECT learner FROM links) ORDER BY id"
        return [str(found[0]) for found in self._database.rows(query)]

    def new_links(self, learners: Iterable[str]) -> dict[str, str]:
        """
        Return the token of a new link for each of *learners*.

        Their older links let nobody in any more, and nor do cookies that were got by them.
        """
        tokens = {learner: secrets.token_urlsafe(32) for learner in learners}
        with self._lock, self._database.changing() as rows:
            for learner, token in tokens.items():
                rows.execute(
                    "INSERT OR REPLACE INTO links VALUES (?, ?)", (_hashed(token), learner)
                )
                rows.execute("DELETE FROM sessions WHERE learner = ?", (learner,))
            self._sessions = {
                hash_: one
                for hash_, one in self._sessions.items()
                if one.guest.learner not in tokens
            }
        return tokens

    def end_instructors_sessions(self) -> None:
        """Let nobody in as the instructor but by the link of now."""
        with self._lock, self._database.changing() as rows:
            rows.execute("DELETE FROM sessions WHERE learner IS NULL")
            self._sessions = {
                hash_: one for hash_, one in self._sessions.items() if one.guest != INSTRUCTOR
            }

    def enter_by_token(self, token: str) -> tuple[Guest, str] | None:
        """Return who comes by the link of that *token*, with a new cookie; None if it is nobody's."""
        if hmac.compare_digest(token.encode("utf-8", "replace"), self._instructor.encode()):
            return INSTRUCTOR, self._let_in(INSTRUCTOR)
        with self._lock:  # A link that is replaced meanwhile lets nobody in after that.
            learner = self.whose(token)
            if learner is None or not self.is_enrolled(learner):
                return None
            guest = Guest(learner)
            return guest, self._let_in(guest)

    def whose(self, token: str) -> str | None:
        """Return the learner whose link has that *token*; None if it is nobody's."""
        query = "SELECT learner FROM links WHERE hash = ?"
        found = self._database.rows(query, _hashed(token))
        return str(found[0][0]) if found else None

    def enter_by_code(self, code: str, learner: str) -> tuple[Guest, str] | None:
        """
        Return who comes by the class's *code*, with a new cookie.

        None if the code is wrong, there is no such learner, or somebody has come as them before
        and could still be in.
        """
        typed = code.strip().lower().replace("-", "").replace(" ", "")
        if not self.code or not hmac.compare_digest(
            typed.encode("utf-8", "replace"), self.code.encode()
        ):
            return None
        with self._lock:
            query = (
                "SELECT 1 FROM learners WHERE id = ? "
                "AND id NOT IN (SELECT learner FROM sessions WHERE learner IS NOT NULL AND since > ?)"
            )
            ident, since = learner.strip(), time.time() - SESSION_AGE
            if not self.is_enrolled(ident) or not self._database.rows(query, ident, since):
                return None
            guest = Guest(ident)
            return guest, self._let_in(guest)

    def who(self, cookie: str) -> Guest | None:
        """Return who has that *cookie*; None if nobody has."""
        found = self._sessions.get(_hashed(cookie)) if cookie else None
        if found is None or time.time() - found.since > SESSION_AGE:
            return None
        learner = found.guest.learner
        return found.guest if learner is None or self.is_enrolled(learner) else None

    def _let_in(self, guest: Guest) -> str:
        """Begin a session, and return its cookie."""
        cookie, now = secrets.token_urlsafe(32), time.time()
        with self._lock, self._database.changing() as rows:
            # Before the new one is there: by a clock that was put back it could be the oldest.
            ended = rows.execute(
                "DELETE FROM sessions WHERE learner IS ? AND hash NOT IN (SELECT hash FROM sessions "
                "WHERE learner IS ? ORDER BY since DESC LIMIT ?) RETURNING hash",
                (guest.learner, guest.learner, _MOST_SESSIONS - 1),
            ).fetchall()
            values = (_hashed(cookie), guest.learner, now)
            rows.execute("INSERT INTO sessions VALUES (?, ?, ?)", values)
            sessions = {**self._sessions, _hashed(cookie): _Session(guest, now)}
            for (hash_,) in ended:
                sessions.pop(hash_, None)
            self._sessions = sessions
        return cookie


def _hashed(token: str) -> str:
    # A token has 256 random bits: there is nothing that a slow hash would protect.
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
