"""
Reading rosters: a table with headers in English, Hungarian or German, or a platform's gradebook.

Canvas's gradebook has ``Student``, ``ID``, ``SIS User ID``, ``SIS Login ID``, ``Section``; Moodle's
grading worksheet ``Participant 12``, the name, the address and the time of the last change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from autograder.errors import InputError
from autograder.moments import moment_in
from autograder.rosters.roster import Person, Roster, name_key
from autograder.submissions.layouts import Platform
from autograder.tables import read_rows

__all__ = ["RosterError", "read_roster", "without_number"]

#: Headers, as :func:`name_key` writes them.
_HEADERS: Mapping[str, frozenset[str]] = {
    field: frozenset(name_key(header) for header in headers.split("|"))
    for field, headers in {
        "id": "id|sid|student id|user id|userid|username|user name|login|login id|sis user id|"
        "sis login id|sis id|identifier|id number|idnumber|student number|student no|org defined id|"
        "orgdefinedid|matriculation number|matrikelnummer|neptun|neptun kód|neptun-kód|neptunkód|"
        "azonosító|felhasználónév|azonosítószám|törzsszám|github|github username|benutzername|"
        "anmeldename|kennung|roster_identifier|github_username|submission id",
        "name": "name|full name|fullname|student|student name|teljes név|név|hallgató|tanuló|"
        "vollständiger name|github_name",
        "first": "first name|firstname|given name|keresztnév|utónév|vorname",
        "last": "last name|lastname|surname|family name|vezetéknév|családnév|nachname",
        "email": "email|e mail|mail|email address|e mail address|e mail cím|email cím|"
        "e mail adresse|emailcím",
        "section": "section|sections|szekció|kurzus|gyakorlat|tankör|sektion|course section",
        "group": "group|groups|team|csoport|csoportok|gruppe",
    }.items()
}
# ``Participant 12``, whatever the word is in that language.
_PARTICIPANT = re.compile(r"[^\W\d]+ (\d+)")
# Where marking is blind, the name as well: ``Participant 12 (Ágnes Kovács)``.
_BLIND = re.compile(r"^[^\W\d]+ \d+ \((.+)\)$")
_POINTS_POSSIBLE = "    Points Possible"


class RosterError(InputError):
    """The table is no roster; the message says what is missing."""


def read_roster(text: str) -> Roster:
    """
    Read a roster from *text*, CSV with any of the usual delimiters.

    Raises:
        RosterError: If it has no column that says who somebody is, or one id twice.
        GradebookError: If it is no CSV.
    """
    rows, _ = read_rows(text)
    if not rows:
        raise RosterError("the file is empty; a roster has a header and a row for each student")
    columns = _columns(rows[0])
    if not columns.ids and not columns.emails and not columns.named:
        raise RosterError(
            f"no column says who a student is; the first row has: {', '.join(rows[0])[:200]}. "
            "Name one of them id, name or email"
        )
    found: dict[Person, int] = {}
    lines: dict[str, int] = {}
    for line, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row) or row[0].startswith(_POINTS_POSSIBLE):
            continue
        person = columns.person(row)
        ident = next((number for _, number in person.numbers), next(iter(person.ids), ""))
        if ident and ident in lines:
            raise RosterError(f"lines {lines[ident]} and {line} have the same id, {ident[:60]!r}")
        lines[ident] = line
        if person in found:
            raise RosterError(
                f"lines {found[person]} and {line} say the same; add ids or e-mail addresses"
            )
        found[person] = line
    return Roster(tuple(found))


@dataclass(frozen=True, slots=True)
class _Columns:
    """The indices of columns by what they hold, and whether it is Canvas's gradebook."""

    is_canvas: bool
    ids: Sequence[int]
    names: Sequence[int]
    first: Sequence[int]
    last: Sequence[int]
    emails: Sequence[int]
    sections: Sequence[int]
    groups: Sequence[int]

    @property
    def named(self) -> bool:
        return bool(self.names or self.last)

    def person(self, row: Sequence[str]) -> Person:
        name = _first(row, self.names)
        if not name:
            name = " ".join(filter(None, [_first(row, self.first), _first(row, self.last)]))
        ids = dict.fromkeys(_values(row, self.ids))
        numbers = list(self._numbers(row))
        for _, number in numbers:
            ids.pop(number, None)
        return Person(
            ids=tuple(i for i in ids if not _PARTICIPANT.fullmatch(i)),
            name=without_number(name),
            email=_first(row, self.emails),
            section=_first(row, self.sections),
            group=_first(row, self.groups),
            submitted=_submitted(row),
            numbers=tuple(numbers),
        )

    def _numbers(self, row: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The numbers that are the platform's own, whose gradebook or worksheet it is."""
        if row and (found := _PARTICIPANT.fullmatch(row[0].strip())):
            yield Platform.MOODLE, found[1]
        if self.is_canvas and len(row) > 1 and row[1].strip():
            yield Platform.CANVAS, row[1].strip()[:200]


def _columns(head: Sequence[str]) -> _Columns:
    keys = [name_key(cell) for cell in head]

    def of(field: str) -> list[int]:
        return [index for index, key in enumerate(keys) if key in _HEADERS[field]]

    is_canvas = list(head[:2]) == ["Student", "ID"] and "Section" in head
    fields = ("id", "name", "first", "last", "email", "section", "group")
    return _Columns(is_canvas, *map(of, fields))


def _values(row: Sequence[str], columns: Sequence[int]) -> Iterator[str]:
    for column in columns:
        if column < len(row) and (value := row[column].strip()):
            yield value[:200]


def _first(row: Sequence[str], columns: Sequence[int]) -> str:
    return next(_values(row, columns), "")


def without_number(name: str) -> str:
    """Return the name alone, where Moodle's worksheet of blind marking has a number before it."""
    return _BLIND.sub(r"\1", name)


def _submitted(row: Sequence[str]) -> datetime | None:
    """The first time in a row of Moodle's worksheet: of handing in; that of grading comes later."""
    if not row or not _PARTICIPANT.fullmatch(row[0].strip()):
        return None
    cells = (cell for cell in row[3:] if re.search(r"\d{4}.*\d:\d\d", cell) and len(cell) < 60)
    return next(filter(None, map(moment_in, cells)), None)
