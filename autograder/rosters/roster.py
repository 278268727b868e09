"""A roster: the people of a class, found by id, by e-mail address, or by name."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

__all__ = ["Ambiguous", "Person", "Roster", "name_key"]


@dataclass(frozen=True, slots=True)
class Person:
    """
    A student of the class. All texts may be the student's own choice, and hostile.

    Attributes:
        ids: All ids, the first being the one to show.
        submitted: When the platform says that something was handed in; without a time zone if the
            platform gives none.
    """

    ids: tuple[str, ...] = ()
    name: str = ""
    email: str = ""
    section: str = ""
    group: str = ""
    submitted: datetime | None = None

    @property
    def id(self) -> str:
        """The id to show; the address or the name if there is none."""
        return next(iter(self.ids), "") or self.email or self.name


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several people could be meant; *people* are they."""

    people: tuple[Person, ...]


@dataclass(frozen=True)
class Roster:
    """
    The people of a class.

    They are found by id; else by e-mail address; else by name, in any order of its words, with or
    without accents and punctuation. Who could be two people is nobody.
    """

    people: tuple[Person, ...] = ()
    _ids: Mapping[str, Sequence[Person]] = field(init=False, repr=False, compare=False)
    _mails: Mapping[str, Sequence[Person]] = field(init=False, repr=False, compare=False)
    _names: Mapping[str, Sequence[Person]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        people = self.people
        object.__setattr__(self, "_ids", _indexed((_plain(i), p) for p in people for i in p.ids))
        object.__setattr__(self, "_mails", _indexed((_plain(p.email), p) for p in people))
        object.__setattr__(self, "_names", _indexed((name_key(p.name), p) for p in people))

    def find(
        self, ident: str = "", *, email: str = "", name: str = ""
    ) -> Person | Ambiguous | None:
        """
        Return who is meant: by *ident* (an id, an address or a name), *email* or *name*.

        The surest that finds anybody decides.
        """
        return self.known_as(ident, email) or self.called(name) or self.called(ident)

    def known_as(self, ident: str, email: str = "") -> Person | Ambiguous | None:
        """Return who has the id or address *ident*, or the address *email*."""
        for index, key in ((self._ids, ident), (self._mails, email), (self._mails, ident)):
            if found := _only(index.get(_plain(key))):
                return found
        return None

    def called(self, name: str) -> Person | Ambiguous | None:
        """Return who has that *name*, in whatever order its words are."""
        return _only(self._names.get(name_key(name)))

    def joined(self, other: Roster) -> Roster:
        """
        Return this roster with what *other* says besides of the same people: ids, times, the rest.

        People whom only *other* has are left out, unless this roster is empty.
        """
        if not self.people:
            return other
        more: dict[Person, Person] = {}
        for person in other.people:
            known = next(filter(None, (self.known_as(i, person.email) for i in person.ids)), None)
            found = known or self.called(person.name)
            if isinstance(found, Person):
                more[found] = person
        return Roster(tuple(_both(one, more[one]) if one in more else one for one in self.people))

    def in_group(self, name: str) -> tuple[Person, ...]:
        """Return the members of a group, or of a section, called *name*."""
        key = _plain(name)
        return tuple(p for p in self.people if key in (_plain(p.group), _plain(p.section)))


def _both(one: Person, other: Person) -> Person:
    return Person(
        tuple(dict.fromkeys((*one.ids, *other.ids))),
        one.name or other.name,
        one.email or other.email,
        one.section or other.section,
        one.group or other.group,
        one.submitted or other.submitted,
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
    bare = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(c for c in bare if not unicodedata.combining(c))
    # O'Neil and ONeil are one; Kis-Tóth and Kis Tóth, too.
    words = re.split(r"[\W_]+", re.sub(r"['’`´]", "", letters))
    return " ".join(sorted(word for word in words if word))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _indexed(pairs: Iterable[tuple[str, Person]]) -> dict[str, list[Person]]:
    index: dict[str, list[Person]] = defaultdict(list)
    for key, person in pairs:
        if key and person not in index[key]:
            index[key].append(person)
    return dict(index)
