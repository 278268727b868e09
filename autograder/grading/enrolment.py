"""Enrolment: which hand-ins, answers and people of the roster are one student."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from itertools import chain, count

from autograder.rosters import Ambiguous, Person, Roster, people_of
from autograder.submissions import Attempt, Platform, Responses, printable

__all__ = ["Doubt", "Enrolment", "enrol", "roster_of_class"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """
    A hand-in of which it can't be told whose it is; it has a row of its own.

    Attributes:
        who: The id and name that came with it, fit to be shown.
        could_be: The students who could be meant, fit to be shown.
        downloads: The downloads in each of which there is another hand-in of that name, fit to be
            shown, where nothing tells whether these are one student's.
    """

    who: str
    could_be: tuple[str, ...]
    downloads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Enrolment:
    """
    Everybody of a class, under one id each.

    Attributes:
        people: By student's id, what the roster says; of others, what came with the hand-in.
        attempts: All attempts, under the students' ids.
        responses: All answers to quiz items, under the students' ids.
        strangers: Ids of students who are not on the roster, if there is one.
        doubts: What is to be asked.
    """

    people: Mapping[str, Person]
    attempts: Sequence[Attempt]
    responses: Sequence[Responses]
    strangers: frozenset[str] = frozenset()
    doubts: Sequence[Doubt] = ()


def enrol(
    attempts: Sequence[Attempt], responses: Sequence[Responses], roster: Roster, zone: tzinfo
) -> Enrolment:
    """
    Bring together what belongs to one student: by id, else by address, else by name.

    By a name, no two ids of one platform become one student, and where an id is one student's and
    the name another's, it is asked. So is a name of one's own (a folder's) that is in two downloads,
    unless the roster tells. A student's id is that of the first hand-in, so that the same
    hand-in gets the same hidden cases with and without a roster.

    Args:
        zone: The time zone of times in the roster that have none.
    """
    enrolling = _Enrolling(roster, zone)
    enrolling.take_attempts(attempts)
    enrolling.take_responses(responses)
    return enrolling.enrolment()


@dataclass
class _Enrolling:
    roster: Roster
    zone: tzinfo
    _rows: dict[Person | _Stranger, str] = field(default_factory=dict)
    _owned: set[str] = field(default_factory=set)
    _people: dict[str, Person] = field(default_factory=dict)
    _attempts: list[Attempt] = field(default_factory=list)
    _responses: list[Responses] = field(default_factory=list)
    _strangers: set[str] = field(default_factory=set)
    _doubts: list[Doubt] = field(default_factory=list)
    _downloads: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def take_attempts(self, attempts: Sequence[Attempt]) -> None:
        self._downloads = _by_own_name(attempts)
        sure = [(attempt, self._known_as(attempt)) for attempt in attempts]
        taken = {(person, attempt.platform) for attempt, person in sure if person}
        called: dict[tuple[object, str], set[str]] = defaultdict(set)
        for attempt, person in sure:
            if person is None and (found := self._called(attempt)):
                called[found, attempt.platform].add(attempt.student)
        for attempt, person in sorted(sure, key=lambda pair: pair[1] is None):
            if person is None:
                found = self._called(attempt)
                key = (found, attempt.platform)
                if isinstance(found, Person) and (key in taken or len(called[key]) > 1):
                    found = Ambiguous((found,))
                self._take(attempt, found)
            else:
                self._take(attempt, person)

    def _known_as(self, attempt: Attempt) -> Person | Ambiguous | None:
        """Who has the id that came with *attempt*; asked, if the name that came is another's."""
        roster, platform = self.roster, attempt.platform
        if roster.has_numbers(platform):
            return roster.numbered(platform, attempt.student)
        return _agreed(roster.known_as(attempt.student), roster.called(attempt.name))

    def _called(self, attempt: Attempt) -> Person | Ambiguous | None:
        """Who has the name that came with *attempt*; asked, if on the platform that is another."""
        found = self.roster.called(attempt.name) or self.roster.called(attempt.student)
        if isinstance(found, Ambiguous):
            return _of_section(found, attempt.download)
        if isinstance(found, Person) and attempt.platform in dict(found.numbers):
            return Ambiguous((found,))
        return found

    def _take(self, attempt: Attempt, person: Person | Ambiguous | None) -> None:
        if isinstance(person, Ambiguous):
            self._doubt(attempt.student, attempt.name, person.people)
        if not isinstance(person, Person):
            several = _numbering(attempt) == "" and self._downloads.get(attempt.student, ())
            if several and person is None:
                self._doubt(attempt.student, attempt.name, (), several)
            apart = attempt.download if several else _numbering(attempt)
            student = self._row_of(_Stranger(attempt.student, apart))
            self._people.setdefault(student, Person((attempt.student,), attempt.name))
            self._strangers.add(student)
            self._attempts.append(replace(attempt, student=student))
            return
        student = self._row_of(person, attempt.student)
        self._people[student] = person
        when = attempt.submitted
        if when is None and (when := person.submitted) is not None and when.tzinfo is None:
            when = when.replace(tzinfo=self.zone)
        name = person.name or attempt.name
        self._attempts.append(replace(attempt, student=student, name=name, submitted=when))

    def _row_of(self, whose: Person | _Stranger, ident: str = "") -> str:
        """
        Return the id under which somebody is listed; it is nobody else's.

        It is *ident* for whoever is new, unless somebody else has that already: numbers of two
        platforms, or of a platform and of the roster, may look the same and be two students'.
        """
        if whose in self._rows:
            return self._rows[whose]
        if isinstance(whose, Person):
            own: tuple[str, ...] = (*whose.ids, whose.email, whose.name)
        else:
            own = (f"{whose.id} ({whose.numbering})",) if whose.numbering else ()
        wanted = ident or whose.id
        spellings = chain([wanted], own, (f"{wanted} ({number})" for number in count(2)))
        student = next(one for one in spellings if one and one not in self._owned)
        self._rows[whose] = student
        self._owned.add(student)
        return student

    def take_responses(self, responses: Sequence[Responses]) -> None:
        known = self._known()
        students = {person: student for student, person in known.items()}
        everybody = Roster(tuple(students))
        named: dict[Person, set[str]] = defaultdict(set)
        found: list[tuple[Responses, Person | Ambiguous | None, bool]] = []
        for one in responses:
            called = everybody.called(one.name)
            person = _identified(one, everybody, called)
            sure = person is not None
            if person is None:
                person = called
            if isinstance(person, Person) and not sure:
                named[person].add(one.student)
            found.append((one, person, sure))
        for one, person, sure in found:
            if isinstance(person, Person) and not sure and len(named[person]) > 1:
                person = Ambiguous((person,))  # noqa: PLW2901 - two people answered under this name
            if isinstance(person, Ambiguous):
                self._doubt(one.student, one.name, person.people)
            if isinstance(person, Person):
                student = students[person]
                self._people.setdefault(student, person)
            else:
                student = self._row_of(_Stranger(one.student, "quiz"))
                email = next((ident for ident in (one.student, *one.ids) if "@" in ident), "")
                self._people.setdefault(student, Person((one.student,), one.name, email))
                self._strangers.add(student)
            self._responses.append(replace(one, student=student, name=self._people[student].name))

    def _known(self) -> dict[str, Person]:
        """Everybody of whom anything is known so far, with all ids."""
        for person in self.roster.people:
            self._row_of(person)
        known = self._people | {
            student: person for person, student in self._rows.items() if isinstance(person, Person)
        }
        return {
            student: replace(person, ids=tuple(dict.fromkeys((student, *person.ids))))
            for student, person in known.items()
        }

    def _doubt(
        self, ident: str, name: str, people: Sequence[Person], downloads: Sequence[str] = ()
    ) -> None:
        who = ident if name in ("", ident) else f"{name} ({ident})"
        could_be = tuple(printable(f"{one.name} ({one.id})") for one in people)
        doubt = Doubt(printable(who), could_be, tuple(map(printable, downloads)))
        if doubt not in self._doubts:
            self._doubts.append(doubt)

    def enrolment(self) -> Enrolment:
        people = dict(self._people)
        for person in self.roster.people:
            people.setdefault(self._row_of(person), person)
        strangers = frozenset(self._strangers) if self.roster.people else frozenset()
        return Enrolment(people, self._attempts, self._responses, strangers, self._doubts)


@dataclass(frozen=True, slots=True)
class _Stranger:
    """
    Somebody whom the roster does not have.

    Attributes:
        numbering: Whose numbers the id is one of, or the download in which somebody is called so;
            empty if it is a name that is the same everywhere.
    """

    id: str
    numbering: str


#: Platforms that count people; elsewhere an id is a login or a name, and the same everywhere.
_COUNTING = {Platform.BRIGHTSPACE, Platform.CANVAS, Platform.ILIAS, Platform.MOODLE}


#: Where an id is what somebody called a folder or a file.
_CALLED = {Platform.FOLDERS, Platform.FLAT}


def _by_own_name(attempts: Sequence[Attempt]) -> dict[str, tuple[str, ...]]:
    """By name of a folder or file: the downloads, where it is in several."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for attempt in attempts:
        if attempt.platform in _CALLED:
            found[attempt.student][attempt.download] = None
    return {student: tuple(names) for student, names in found.items() if len(names) > 1}


def _of_section(found: Ambiguous, download: str) -> Person | Ambiguous:
    """The one of several namesakes whose section or group the *download* is called after."""
    names = {part.strip().casefold() for part in download.split("/")}
    here = [p for p in found.people if {p.section.casefold(), p.group.casefold()} & names - {""}]
    return here[0] if len(here) == 1 else found


def _numbering(attempt: Attempt) -> str:
    return attempt.platform if attempt.platform in _COUNTING else ""


def _identified(
    one: Responses, everybody: Roster, called: Person | Ambiguous | None
) -> Person | Ambiguous | None:
    """Who is meant by Canvas's number, else by any id or address that came with the answers."""
    ids = (one.student, *one.ids)
    for ident in ids:
        if number := everybody.numbered(Platform.CANVAS, ident):
            return number
    for ident in ids:
        if known := everybody.known_as(ident):
            return _agreed(known, called)
    return None


def _agreed(
    known: Person | Ambiguous | None, called: Person | Ambiguous | None
) -> Person | Ambiguous | None:
    """
    Who is meant by an id and a name: who is *known* by the id, unless the name is another's.

    A roster of one's own may have numbers that are somebody else's on the platform.
    """
    by_id, by_name = people_of(known), people_of(called)
    if not by_id or not by_name or by_id == by_name:
        return known
    # Of several with the id, the one with the name; of several with the name, the one with the id.
    people = by_id & by_name or by_id | by_name
    if len(people) == 1:
        return next(iter(people))
    return Ambiguous(tuple(sorted(people, key=lambda one: (one.name, one.id))))


def roster_of_class(people: Mapping[str, Person]) -> tuple[Roster, Mapping[Person, str]]:
    """
    Return a class as a roster in which everybody is found, and the id under which each is graded.

    Args:
        people: Everybody by the id under which they are graded.
    """
    ids = {
        replace(person, ids=tuple(dict.fromkeys((student, *person.ids)))): student
        for student, person in people.items()
    }
    return Roster(tuple(ids)), ids
