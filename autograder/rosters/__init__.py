"""Rosters: who is in a class, and under which ids, addresses and names."""

from autograder.rosters.reading import RosterError, read_roster, without_number
from autograder.rosters.roster import Ambiguous, Person, Roster, name_key, people_of

__all__ = [
    "Ambiguous",
    "Person",
    "Roster",
    "RosterError",
    "name_key",
    "people_of",
    "read_roster",
    "without_number",
]
