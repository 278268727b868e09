"""Facts that have a usual value, so that what is odd can be told from what is not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from autograder.observations import Fact

__all__ = ["Sign", "odd", "picked"]


@dataclass(frozen=True, slots=True)
class Sign:
    """
    A fact about how something came about.

    Attributes:
        name: That of the fact.
        value: What the journal shows.
        usual: What it shows where nothing went amiss in this respect.
    """

    name: str
    value: Fact
    usual: Fact = False


def odd(signs: Iterable[Sign]) -> dict[str, Fact]:
    """Return those of *signs* that are not as usual, as facts."""
    return {sign.name: sign.value for sign in signs if sign.value != sign.usual}


def picked(facts: Mapping[str, Fact], *names: str) -> dict[str, Fact]:
    """Return the *facts* that have one of *names*, in the order of the names."""
    return {name: facts[name] for name in names}
