"""Whose turn it is: the order in which the programs of a class are graded."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping

from autograder.grading.ledger import Ledger, LedgerKey
from autograder.grading.pool import Work
from autograder.grading.twins import Twins

__all__ = ["Turns"]

#: How many programs make a task, at least if there are so many; those of one hand-in stay together.
#: A task costs Dask 2 ms; eight programs take 50 ms or more.
_CHUNK = 8


class Turns:
    """
    The programs that are still to be graded, in parts for workers, those of a hand-in together.

    Of twins, one is graded at first. The others wait for what it shows, whichever worker has it, so that
    equal work is done once.

    Args:
        keys: The programs to grade.
        works: All works of the class.
        twins: Who of them may get whose verdict.
        ledger: Where verdicts are recorded.
        chunk: How many programs make a part, at least.
    """

    def __init__(
        self,
        keys: Collection[LedgerKey],
        works: Mapping[LedgerKey, Work],
        twins: Twins,
        ledger: Ledger,
        *,
        chunk: int = _CHUNK,
    ) -> None:
        self._works, self._twins, self._ledger, self._chunk = works, twins, ledger, chunk
        self._undone = set(keys)
        #: By program, those of its twins that wait; and those that are ready or under way.
        self._waiting: dict[LedgerKey, set[LedgerKey]] = {}
        self._called: dict[LedgerKey, set[LedgerKey]] = {}
        self._ready: deque[LedgerKey] = deque()
        in_order = sorted(keys, key=lambda key: (works[key].hand_in, key))
        place = {key: number for number, key in enumerate(in_order)}
        for key in in_order:
            if key not in self._waiting:
                self._line_up(
                    sorted(self._undone.intersection(twins.of(key)), key=place.__getitem__)
                )
        self._ready = deque(sorted(self._ready, key=place.__getitem__))

    def _line_up(self, keys: Iterable[LedgerKey]) -> None:
        waiting = dict.fromkeys(keys)
        group, called = set(waiting), set[LedgerKey]()
        self._waiting |= dict.fromkeys(waiting, group)
        self._called |= dict.fromkeys(waiting, called)
        self._call(next(iter(waiting)))

    def _call(self, key: LedgerKey) -> None:
        """Make ready those of the twins of *key* whose turn it is."""
        waiting, called = self._waiting[key], self._called[key]
        waiting &= self._undone
        if waiting and not called:
            turn = self._twins.next_of(waiting, self._ledger)
            waiting.difference_update(turn)
            called.update(turn)
            self._ready.extend(turn)

    def take(self) -> tuple[LedgerKey, ...]:
        """Return the next part; empty if there is none before others are done."""
        part: list[LedgerKey] = []
        while self._ready:
            key = self._ready.popleft()
            if key not in self._undone:  # A twin was faster.
                self._leave(key)
                continue
            if len(part) >= self._chunk and not self._is_of_hand_in(key, part[-1]):
                self._ready.appendleft(key)
                break
            part.append(key)
        return tuple(part)

    def _is_of_hand_in(self, key: LedgerKey, before: LedgerKey) -> bool:
        hand_in = self._works[key].hand_in
        return self._chunk > 1 and hand_in != "" and hand_in == self._works[before].hand_in

    def done(self, keys: Collection[LedgerKey]) -> int:
        """
        Note that *keys* have a verdict, or a fault of ours; share what applies to their twins.

        Returns:
            How many programs are done with that.
        """
        before = len(self._undone)
        self._undone.difference_update(keys)
        self._undone.difference_update(self._twins.share_with_twins(keys, self._ledger))
        for key in keys:
            self._leave(key)
        return before - len(self._undone)

    def _leave(self, key: LedgerKey) -> None:
        self._called[key].discard(key)
        self._call(key)
