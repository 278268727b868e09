"""Twins: programs of a class that differ in comments, blank lines and layout only."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from autograder.grading.ledger import Ledger, LedgerKey
from autograder.grading.pool import Work
from autograder.judging import Outcome, Verdict, write_verdict

__all__ = ["Twins"]


class Twins:
    """
    Who of a class may get whose verdict.

    Only passes without a word are shared. Whatever else is told of a program may name its lines,
    and no student's program may make another one fail: that two are twins is told by the processes
    that read them.

    Args:
        works: All works of the class by their ledger keys.
    """

    def __init__(self, works: Mapping[LedgerKey, Work]) -> None:
        self._group_of = {
            key: (key.exercise, key.digest, work.form) for key, work in works.items() if work.form
        }
        self._groups: dict[tuple[str, str, str], list[LedgerKey]] = {}
        for key, group in self._group_of.items():
            self._groups.setdefault(group, []).append(key)

    def split(self, keys: Collection[LedgerKey]) -> tuple[list[LedgerKey], list[LedgerKey]]:
        """Return of *keys* one of each group of twins, to be graded first, and all the others."""
        first: list[LedgerKey] = []
        others: list[LedgerKey] = []
        met = set[tuple[str, str, str]]()
        for key in keys:
            group = self._group_of.get(key)
            (others if group in met else first).append(key)
            if group is not None:
                met.add(group)
        return first, others

    def share(self, ledger: Ledger) -> int:
        """Record in *ledger* for each twin of a program that passed that it passed, too; tell how many."""
        shared: list[tuple[LedgerKey, str, float]] = []
        for keys in self._groups.values():
            if len(keys) > 1:
                shared += self._shared(keys, ledger)
        if shared:
            ledger.record(shared)
        return len(shared)

    def _shared(
        self, keys: Sequence[LedgerKey], ledger: Ledger
    ) -> list[tuple[LedgerKey, str, float]]:
        verdicts = {key: ledger.verdict(key) for key in keys}
        passed = next((one for one in verdicts.values() if one and _says_nothing_more(one)), None)
        if passed is None:
            return []
        text = write_verdict(passed)
        return [(key, text, 0.0) for key, verdict in verdicts.items() if verdict is None]


def _says_nothing_more(verdict: Verdict) -> bool:
    more = verdict.advice or verdict.integrity or verdict.left_out
    return verdict.outcome is Outcome.PASSED and not more
