"""
Who has a quiz sheet of their own; kept beside the assignment, in ``hw1.students.json``.

What stands on such a sheet follows from the assignment's secret and the student's id alone, so a longer
list changes nobody's sheet.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from autograder.errors import InputError
from autograder.files import write_whole
from autograder.rosters import Person, Roster

__all__ = ["SheetOwner", "owners_in", "owners_path", "read_owners", "write_owners"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SheetOwner(_Model):
    """
    A student with a sheet of their own. All texts are the roster's, and may be hostile.

    Attributes:
        id: What the sheet is drawn by; no two owners have the same.
        ids: Further ids by which the student may hand in.
    """

    id: str
    ids: tuple[str, ...] = ()
    name: str = ""
    email: str = ""

    @property
    def person(self) -> Person:
        """The student as one of a roster; a mere name is no id, since a namesake may have it, too."""
        ids = tuple(one for one in (self.id, *self.ids) if one != self.name)
        return Person(ids, self.name, self.email)


class _File(_Model):
    schema_version: Literal[1] = 1
    students: tuple[SheetOwner, ...]


def owners_in(roster: Roster) -> tuple[SheetOwner, ...]:
    """Return the people of *roster*; of several with nothing but one name, each has an id of its own."""
    seen = set[str]()
    owners = []
    for person in roster.people:
        # Counted on past what somebody else is called: of two "Anna" and one "Anna (2)", say.
        numbered = (f"{person.id} ({number})" for number in itertools.count(2))
        ident = next(one for one in itertools.chain([person.id], numbered) if one not in seen)
        seen.add(ident)
        others = [*person.ids, *(number for _, number in person.numbers)]
        further = tuple(one for one in dict.fromkeys(others) if one != ident)
        owners.append(SheetOwner(id=ident, ids=further, name=person.name, email=person.email))
    return tuple(owners)


def owners_path(assignment: Path) -> Path:
    """Return where the owners of sheets of the *assignment* at this path are kept."""
    return assignment.with_name(f"{assignment.stem}.students.json")


def read_owners(assignment: Path) -> tuple[SheetOwner, ...]:
    """
    Return who has a sheet of the *assignment* at this path; nobody if there is no file.

    Raises:
        InputError: If the file is not one that :func:`write_owners` wrote; names it.
    """
    path = owners_path(assignment)
    try:
        return _File.model_validate_json(path.read_bytes()).students
    except FileNotFoundError:
        return ()
    except ValidationError:
        raise InputError(
            f"{path} does not hold the owners of quiz sheets, as gradlings generate --students "
            "writes them; rename it, or restore it"
        ) from None


def write_owners(assignment: Path, owners: Sequence[SheetOwner]) -> Path:
    """
    Write who has a sheet of the *assignment* at this path, for the owner of the file alone.

    Raises:
        InputError: If there is a file of that name that is something else.
        OSError: If it can't be written.
    """
    read_owners(assignment)
    text = _File(students=tuple(owners)).model_dump_json(indent=1) + "\n"
    return write_whole(owners_path(assignment), text, private=True)
