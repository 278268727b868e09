"""A roster: the people of a class, found by id, by e-mail address, or by name."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import TypeVar

from autograder.texts import without_accents

__all__ = ["Ambiguous", "Person", "Roster", "name_key", "people_of"]


@dataclass(frozen=True, slots=True)
class Person:
    """
    A student of the class. All texts may be the student's own choice, and hostile.

    Attributes:
        ids: All ids, the first being the one to show.
        numbers: Names of platforms, each with its own number of the student: Canvas's, or Moodle's for
            one assignment. Such a number says nothing about ids elsewhere that look the same.
        submitted: When the platform says that something was handed in; without a time zone if the
            platform gives none.
    """

    ids: tuple[str, ...] = ()
    name: str = ""
    email: str = ""
    section: str = ""
    group: str = ""
    submitted: datetime | None = None
    numbers: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """The id to show; a platform's number, the address or the name if there is none."""
        numbers = (number for _, number in self.numbers)
        return next(chain(self.ids, numbers), "") or self.email or self.name


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several people could be meant; *people* are they."""

    people: tuple[Person, ...]


@dataclass(frozen=True)
class Roster:
    """
    The people of a class.

    They are found by id; else by e-mail address; else by name, in any order of its words, with or
    without accents, punctuation and blanks. Who could be two people is nobody.
    """

    people: tuple[Person, ...] = ()
    _ids: Mapping[str, Sequence[Person]] = field(init=False, repr=False, compare=False)
    _mails: Mapping[str, Sequence[Person]] = field(init=False, repr=False, compare=False)
    _names: Mapping[str, Sequence[Person]] = field(init=False, repr=False, compare=False)
    _letters: Mapping[str, Sequence[Person]] = field(init=False, repr=False, compare=False)
    _numbers: Mapping[tuple[str, str], Sequence[Person]] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        people = self.people
        object.__setattr__(self, "_ids", _indexed((_plain(i), p) for p in people for i in p.ids))
        object.__setattr__(self, "_mails", _indexed((_plain(p.email), p) for p in people))
        object.__setattr__(self, "_names", _indexed((name_key(p.name), p) for p in people))
        object.__setattr__(
            self, "_letters", _indexed((_letters(name_key(p.name)), p) for p in people)
        )
        object.__setattr__(self, "_numbers", _indexed((n, p) for p in people for n in p.numbers))

    def find(
        self, ident: str = "", *, email: str = "", name: str = ""
    ) -> Person | Ambiguous | None:
        """
        Return who is meant: by *ident* (an id, an address or a name), *email* or *name*.

        The surest that finds anybody decides.
        """
        return (
            self.known_as(ident, email)
            or self.called(name)
            or self.called(ident)
            or _only([p for p in self.people if ident in (number for _, number in p.numbers)])
        )

    def has_numbers(self, platform: str) -> bool:
        """Tell whether the *platform*'s own numbers of anybody are known."""
        return any(known == platform for known, _ in self._numbers)

    def numbered(self, platform: str, number: str) -> Person | Ambiguous | None:
        """Return who has that *number* on that *platform*."""
        return _only(self._numbers.get((platform, number)))

    def known_as(self, ident: str, email: str = "") -> Person | Ambiguous | None:
        """Return who has the id or address *ident*, or the address *email*."""
        for index, key in ((self._ids, ident), (self._mails, email), (self._mails, ident)):
            if found := _only(index.get(_plain(key))):
                return found
        return None

    def called(self, name: str) -> Person | Ambiguous | None:
        """
        Return who has that *name*, in whatever order its words are.

        A name of one word may be several that were run together, as Canvas does: ``kovacsagnes``.
        """
        key = name_key(name)
        if found := self._names.get(key):
            return _only(found)
        if not key or " " in key:
            return None
        made = [
            p for p in self._letters.get(_letters(key), ()) if _is_made_of(key, name_key(p.name))
        ]
        return _only(made)

    def joined(self, other: Roster) -> Roster:
        """
        Return this roster with what *other* says besides of the same people: ids, times, the rest.

        People whom only *other* has are left out, unless this roster is empty.
        """
        if not self.people:
            return other
        more: dict[Person, list[Person]] = defaultdict(list)
        for person in other.people:
            found = self._same(person)
            if isinstance(found, Person):
                more[found].append(person)
        # Where several of the other table could be one of this, none is.
        one_of = {person: several[0] for person, several in more.items() if len(several) == 1}
        return Roster(
            tuple(_both(one, one_of[one]) if one in one_of else one for one in self.people)
        )

    def _same(self, person: Person) -> Person | Ambiguous | None:
        """Who of this roster *person* of another table is: by address, by id, by name."""
        called = self.called(person.name)
        if found := person.email and self.known_as("", person.email):
            return found
        for ident in person.ids:
            found = self.known_as(ident)
            # Two tables may count people from 1, each in an order of its own.
            if found and (called is None or not people_of(called).isdisjoint(people_of(found))):
                return found
        # A platform's own number is an id of the roster only where the name says so, too.
        for _, number in person.numbers:
            found = self.known_as(number)
            if not people_of(called).isdisjoint(people_of(found)):
                return found
        return called

    def has(self, who: str) -> bool:
        """Tell whether anybody has the id, address or name *who*."""
        return bool(self.known_as(who) or self.called(who))

    def in_group(self, name: str) -> tuple[Person, ...]:
        """Return the members of a group, or of a section, called *name*."""
        key = _plain(name)
        return tuple(p for p in self.people if key in (_plain(p.group), _plain(p.section)))


def people_of(found: Person | Ambiguous | None) -> frozenset[Person]:
    """Return who could be meant."""
    if found is None:
        return frozenset()
    return frozenset({found} if isinstance(found, Person) else found.people)


def _both(one: Person, other: Person) -> Person:
    return Person(
        tuple(dict.fromkeys((*one.ids, *other.ids))),
        one.name or other.name,
        one.email or other.email,
        one.section or other.section,
        one.group or other.group,
        one.submitted or other.submitted,
        tuple(dict.fromkeys((*one.numbers, *other.numbers))),
    )


def _only(found: Sequence[Person] | None) -> Person | Ambiguous | None:
    if not found:
        return None
    return found[0] if len(found) == 1 else Ambiguous(tuple(found))


def name_key(name: str) -> str:
    """
    Return what two spellings of one name share: ``Kovács, Ágnes`` and ``Agnes KOVACS``.

    Example:
        >>> name_key("Kovács, Ágnes") == name_key("Agnes KOVACS")
        True
    """
    letters = without_accents(name.casefold())
    # O'Neil and ONeil are one; Kis-Tóth and Kis Tóth, too.
    words = re.split(r"[\W_]+", re.sub(r"['’`´]", "", letters))
    return " ".join(sorted(word for word in words if word))


def _letters(key: str) -> str:
    """The letters of a name's key in the order of the alphabet: alike for any order of its words."""
    return "".join(sorted(key.replace(" ", "")))


def _is_made_of(joined: str, key: str) -> bool:
    """Tell whether *joined* is the words of *key*, in some order, without blanks."""
    words = key.split()
    if not joined or not words:
        return not joined and not words
    return any(
        joined.startswith(word)
        and _is_made_of(joined[len(word) :], " ".join(words[:place] + words[place + 1 :]))
        for place, word in enumerate(words)
    )


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


_Key = TypeVar("_Key", str, tuple[str, str])


def _indexed(pairs: Iterable[tuple[_Key, Person]]) -> dict[_Key, list[Person]]:
    index: dict[_Key, dict[Person, None]] = defaultdict(dict)
    for key, person in pairs:
        if key:
            index[key][person] = None
    return {key: list(people) for key, people in index.items()}
