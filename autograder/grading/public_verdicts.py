"""Verdicts on public cases, which programs with the same code share, whatever their hidden cases are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from autograder.grading.ledger import Ledger, LedgerKey
from autograder.grading.pool import Work
from autograder.grading.twins import Telling, Twins, telling_of
from autograder.judging import read_verdict, write_verdict

__all__ = ["PublicVerdicts"]


class PublicVerdicts:
    """
    The verdicts on public cases that were made in this run, and to whose programs they apply.

    Students have different sets of hidden cases, but all the same public ones. So a program that is
    known to fail there is run on its hidden cases beside others, and not alone to explain that. With
    whom what is shared follows the same rules as for whole verdicts (:class:`Twins`).

    Args:
        works: Those of the class that are to be graded, by their ledger keys.
    """

    def __init__(self, works: Mapping[LedgerKey, Work]) -> None:
        in_public = {_in_public(key): work for key, work in works.items()}
        self._asked_for = Counter(map(_in_public, works))
        self._twins = Twins(in_public)
        self._ledger = Ledger(Path(":memory:"))

    def told_to(self, key: LedgerKey, work: Work) -> Work:
        """Return *work* with the verdict that applies to its program, if there is one by now."""
        verdict = self._ledger.verdict(_in_public(key))
        return replace(work, public=write_verdict(verdict)) if verdict else work

    def note(self, key: LedgerKey, verdict: str) -> None:
        """Note the *verdict* (as JSON) on public cases of the program of *key*, if it is of use to others."""
        public = _in_public(key)
        is_asked_for = self._asked_for[public] > 1 or len(self._twins.of(public)) > 1
        if is_asked_for and telling_of(read_verdict(verdict)) is not Telling.OWN:
            self._ledger.record([(public, verdict, 0.0)])
            self._twins.share_with_twins([public], self._ledger)


def _in_public(key: LedgerKey) -> LedgerKey:
    return replace(key, digest="public")
