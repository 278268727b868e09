"""Loops of steps: the facts of one claim about the way, and of another about what came back."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.observations import Fact
from autograder.probing.journal.book import Journal
from autograder.probing.journal.facts.updates import (
    by_gradient,
    detour_of_loop,
    leaf_facts,
    state,
    steps,
)
from autograder.probing.journal.signs import picked
from autograder.probing.source import Source, called_without_parentheses

__all__ = ["came_back", "way_of_loop", "way_told_apart"]


def way_of_loop(journal: Journal, tensor: str) -> dict[str, Fact]:
    """How a loop moved *tensor*, and where to, to be judged."""
    asked = steps(journal, tensor)
    backwards = {"backwards": asked.pop("backwards")}
    return asked | by_gradient(journal, tensor) | backwards | leaf_facts(journal, tensor)


def way_told_apart(
    journal: Journal, tensor: str, source: Source, *, looks: tuple[str, ...] = ()
) -> dict[str, Fact]:
    """
    How a loop moved *tensor*, as clues.

    Numbers are left out: they would separate programs with the same mistake.

    Args:
        source: The learner's text.
        looks: See :func:`~autograder.probing.journal.facts.updates.detour_of_loop`.
    """
    return {
        "road": detour_of_loop(journal, tensor, looks=looks),
        "backward_uncalled": called_without_parentheses(source, "backward"),
        **steps(journal, tensor),
        **state(journal, tensor),
    }


def came_back(
    journal: Journal, tensor: str, returned: Mapping[str, object]
) -> Mapping[str, object]:
    """
    The facts of *returned*, for a claim that is not about the way.

    If the loop raised, nothing came back. Many mistakes end in the same exception; a few facts about
    how *tensor* was moved tell them apart.
    """
    if not journal.raised:
        return returned
    way = steps(journal, tensor)
    return picked(way, f"{tensor}.replaced_by", "gradient_missed", "emptied_too_early", "backwards")
