"""Who has a sheet of their own: everybody another id."""

from __future__ import annotations

import pytest

from autograder.assignments.sheet_owners import owners_in
from autograder.rosters import Person, Roster


def ids(*names):
    return [one.id for one in owners_in(Roster(tuple(Person((), name) for name in names)))]


@pytest.mark.parametrize(
    "names",
    [
        ["Anna", "Anna", "Anna (2)"],
        ["Anna (2)", "Anna", "Anna"],
        ["Anna", "Anna (2)", "Anna", "Anna", "Anna (2)", "Anna (2) (2)"],
    ],
)
def test_whoever_is_called_as_namesakes_are_numbered_has_another_id(names):
    assert len(set(ids(*names))) == len(names)


def test_a_longer_roster_changes_no_id():
    assert ids("Anna", "Anna", "Anna (2)", "Béla")[:2] == ids("Anna", "Anna")
