"""Several leaves that one loop trains: which of them a fact is true of."""

from __future__ import annotations

from collections.abc import Iterable

from autograder.observations import Fact
from autograder.probing.journal.book import Journal
from autograder.probing.journal.facts.forward import called
from autograder.probing.journal.facts.passes import adds_up_over_steps, backwards
from autograder.probing.journal.facts.updates import by_gradient, detour_of_loop, steps
from autograder.probing.source import Source, drops_result

__all__ = ["by_gradients", "changed_elsewhere", "detours", "steps_of_leaves"]

_OF_ONE = (
    "stale_gradient", "by_hand", "gradient_missed", "gradient_unused",
    "emptied_too_early", "step_without_gradient",
)  # fmt: skip


def steps_of_leaves(journal: Journal, *leaves: str, due: int) -> dict[str, Fact]:
    """
    How the steps of a loop were made, as facts.

    ``W1.replaced_by`` of each; and of all together the same as
    :func:`~autograder.probing.journal.facts.updates.steps` has, but each with the names of the
    leaves of which it is true, or ``"nothing"``.

    Args:
        due: The steps that were to be made. More passes than steps are no mistake: a batch may be
            processed row by row.
    """
    of_each = {leaf: steps(journal, leaf) for leaf in leaves}
    replaced = {f"{leaf}.replaced_by": of_each[leaf][f"{leaf}.replaced_by"] for leaf in leaves}
    adding = _names(leaf for leaf in leaves if adds_up_over_steps(journal, leaf))
    true_of = {fact: _names(leaf for leaf in leaves if of_each[leaf][fact]) for fact in _OF_ONE}
    return replaced | {"adds_up": adding} | true_of | {"backwards": min(backwards(journal), due)}


def detours(journal: Journal, *leaves: str) -> dict[str, Fact]:
    """By which way of copying each of *leaves* was left: ``W1.road`` …, as clues."""
    return {f"{leaf}.road": detour_of_loop(journal, leaf) for leaf in leaves}


def changed_elsewhere(journal: Journal, source: Source, *leaves: str) -> dict[str, Fact]:
    """
    By what something else than the *leaves* themselves may have been changed, as clues.

    Args:
        source: The learner's text.
    """
    return detours(journal, *leaves) | {
        "cloned": called(journal, "clone", "torch.clone"),
        "difference_dropped": drops_result(source, "sub", "add"),
    }


def by_gradients(journal: Journal, *leaves: str) -> dict[str, Fact]:
    """A witness: of each of *leaves* the sum of what it began with, if autograd was asked."""
    if journal.raised:
        return {}
    return {"by_gradient": tuple(total for leaf in leaves for total in _total(journal, leaf))}


def _total(journal: Journal, leaf: str) -> Iterable[Fact]:
    return by_gradient(journal, leaf).values()


def _names(leaves: Iterable[str]) -> str:
    return ", ".join(leaves) or "nothing"
