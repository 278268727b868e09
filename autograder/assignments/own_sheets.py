"""The quiz sheets of single students, as a bundle holds them: whose they are, and their keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

from autograder.assignments.assignment import sheet_variant_of
from autograder.assignments.sheet_owners import SheetOwner
from autograder.quizzes import Solved
from autograder.rosters import Person, Roster, people_of

__all__ = ["OwnSheets", "read_own_sheets", "write_own_sheets"]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: Literal[1] = 1
    owners: tuple[SheetOwner, ...]
    keys: dict[str, tuple[Solved, ...]]


@dataclass(frozen=True)
class OwnSheets:
    """
    Everybody's own sheet.

    Attributes:
        keys: By item, and by the variant's number, the questions that stand on somebody's sheet.
        salt: What variants are drawn with.
    """

    owners: tuple[SheetOwner, ...]
    keys: Mapping[str, Mapping[int, Solved]]
    salt: str

    def on_sheet_of(self, owner: SheetOwner) -> dict[str, Solved]:
        """Return the questions on *owner*'s sheet by item, in the assignment's order."""
        return {item: self._asked_of(owner, item) for item in self.keys}

    def asked_of(self, owners: Iterable[SheetOwner], item: str) -> dict[int, Solved]:
        """Return what the sheets of *owners* ask of *item*, by the variant's number."""
        asked = [self._asked_of(owner, item) for owner in owners]
        return {solved.question.variant: solved for solved in asked}

    def _asked_of(self, owner: SheetOwner, item: str) -> Solved:
        return self.keys[item][sheet_variant_of(self.salt, owner.id, item)]

    def owners_known_as(self, names: Iterable[str]) -> tuple[SheetOwner, ...]:
        """Return the owners who could be meant by ids, addresses or names, the first that are any."""
        for name in names:
            found = people_of(self._roster.find(name))
            if found:
                return tuple(one for person in found for one in self._by_person[person])
        return ()

    @cached_property
    def _roster(self) -> Roster:
        return Roster(tuple(owner.person for owner in self.owners))

    @cached_property
    def _by_person(self) -> Mapping[Person, Sequence[SheetOwner]]:
        found: dict[Person, list[SheetOwner]] = {}
        for owner in self.owners:
            found.setdefault(owner.person, []).append(owner)
        return found


def read_own_sheets(data: bytes, salt: str) -> OwnSheets:
    """
    Read what :func:`write_own_sheets` wrote.

    Raises:
        pydantic.ValidationError: If it is something else.
    """
    file = _File.model_validate_json(data)
    keys = {
        item: {solved.question.variant: solved for solved in several}
        for item, several in file.keys.items()
    }
    return OwnSheets(file.owners, keys, salt)


def write_own_sheets(owners: Sequence[SheetOwner], keys: Mapping[str, Sequence[Solved]]) -> str:
    """Return the text of a bundle's file about the sheets of *owners*; *keys* by item."""
    solved = {item: tuple(several) for item, several in keys.items()}
    return _File(owners=tuple(owners), keys=solved).model_dump_json() + "\n"
