"""Enrolment: which hand-ins, answers and people of the roster are one student."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo

from autograder.rosters import Ambiguous, Person, Roster, people_of
from autograder.submissions import Attempt, Responses, printable

__all__ = ["Doubt", "Enrolment", "enrol"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """
    A hand-in of which it can't be told whose it is; it has a row of its own.

    Attributes:
        who: The id and name that came with it, fit to be shown.
        could_be: The students who could be meant, fit to be shown.
    """

    who: str
    could_be: tuple[str, ...]


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

    By a name, no two ids of one platform become one student. A student's id is that of the first
    hand-in, so that the same hand-in gets the same hidden cases with and without a roster.

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
    _ids: dict[Person, str] = field(default_factory=dict)
    _people: dict[str, Person] = field(default_factory=dict)
    _attempts: list[Attempt] = field(default_factory=list)
    _responses: list[Responses] = field(default_factory=list)
    _strangers: set[str] = field(default_factory=set)
    _doubts: list[Doubt] = field(default_factory=list)

    def take_attempts(self, attempts: Sequence[Attempt]) -> None:
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
        """
        Who has the id that came with *attempt*; asked, if the name that came with it is another's.

        A roster of one's own may use numbers that are somebody else's on the platform.
        """
        roster, platform = self.roster, attempt.platform
        if roster.has_numbers(platform):
            return roster.numbered(platform, attempt.student)
        found = roster.known_as(attempt.student)
        known = people_of(found)
        called = people_of(roster.called(attempt.name))
        if not known or not called or known == called:
            return found
        # Of several with the id, the one with the name; of several with the name, the one with the id.
        return _one_of(known & called or known | called)

    def _called(self, attempt: Attempt) -> Person | Ambiguous | None:
        """Who has the name that came with *attempt*; asked, if on the platform that is another."""
        found = self.roster.called(attempt.name) or self.roster.called(attempt.student)
        if isinstance(found, Person) and attempt.platform in dict(found.numbers):
            return Ambiguous((found,))
        return found

    def _take(self, attempt: Attempt, person: Person | Ambiguous | None) -> None:
        if isinstance(person, Ambiguous):
            self._doubt(attempt.student, attempt.name, person.people)
        if not isinstance(person, Person):
            self._people.setdefault(attempt.student, Person((attempt.student,), attempt.name))
            self._strangers.add(attempt.student)
            self._attempts.append(attempt)
            return
        student = self._ids.setdefault(person, attempt.student)
        self._people[student] = person
        when = attempt.submitted
        if when is None and (when := person.submitted) is not None and when.tzinfo is None:
            when = when.replace(tzinfo=self.zone)
        name = person.name or attempt.name
        self._attempts.append(replace(attempt, student=student, name=name, submitted=when))

    def take_responses(self, responses: Sequence[Responses]) -> None:
        known = self._known()
        students = {person: student for student, person in known.items()}
        everybody = Roster(tuple(students))
        named: dict[Person, set[str]] = defaultdict(set)
        found: list[tuple[Responses, Person | Ambiguous | None, bool]] = []
        for one in responses:
            person = everybody.known_as(one.student)
            sure = person is not None
            if person is None:
                person = everybody.called(one.name)
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
                student = one.student
                self._people.setdefault(student, Person((student,), one.name))
                self._strangers.add(student)
            self._responses.append(replace(one, student=student, name=self._people[student].name))

    def _known(self) -> dict[str, Person]:
        """Everybody of whom anything is known so far, with all ids."""
        known = {
            student: replace(person, ids=tuple(dict.fromkeys((student, *person.ids))))
            for student, person in self._people.items()
        }
        for person in self.roster.people:
            if person not in self._ids:
                known.setdefault(person.id, person)
        return known

    def _doubt(self, ident: str, name: str, people: Sequence[Person]) -> None:
        who = ident if name in ("", ident) else f"{name} ({ident})"
        could_be = tuple(printable(f"{one.name} ({one.id})") for one in people)
        doubt = Doubt(printable(who), could_be)
        if doubt not in self._doubts:
            self._doubts.append(doubt)

    def enrolment(self) -> Enrolment:
        people = dict(self._people)
        for person in self.roster.people:
            if person not in self._ids:
                people.setdefault(person.id, person)
        strangers = frozenset(self._strangers) if self.roster.people else frozenset()
        return Enrolment(people, self._attempts, self._responses, strangers, self._doubts)


def _one_of(people: Collection[Person]) -> Person | Ambiguous:
    if len(people) == 1:
        return next(iter(people))
    return Ambiguous(tuple(sorted(people, key=lambda one: (one.name, one.id))))
