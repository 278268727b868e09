"""A learner's own small autograd engine: values that know how they came about; no torch is needed."""

from __future__ import annotations

import functools
import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograder.probing.source import names_autograd
from autograder.probing.submission import Submission, answer_or_none, call_learner, source_of
from autograder.probing.watching import Seen
from autograder.probing.witnesses import number_in

__all__ = ["Engine", "without_torch"]

Make = Callable[..., Sequence[Any]]


class Engine:
    """
    A learner's class of values, and numbers to make leaves of.

    All methods take a *make*: it gets as many leaves as it has parameters, and returns values that
    are made from them, step by step.

    Args:
        kind: ``kind(0.5)`` is a leaf; values have ``data``, ``grad`` and ``backward``.

    Raises:
        LearnerError: By all methods but the last, if anything of the learner's raises.
    """

    def __init__(self, kind: Callable[[float], Any], *numbers: float) -> None:
        self._kind, self._numbers = kind, numbers

    def data(self, make: Make) -> list[Any]:
        """Return what ``data`` holds of all that is made, then of the leaves."""

        def made() -> list[Any]:
            leaves = self._leaves(make)
            return [value.data for value in [*make(*leaves), *leaves]]

        return call_learner(made)

    def gradients(self, make: Make, *, times: int = 1) -> list[Any]:
        """
        Return what ``grad`` holds, of leaves and of all that is made, after ``backward`` of the last.

        Before it stand the numbers of the leaves, for the learner to follow.

        Args:
            times: How often ``backward`` is called.
        """

        def gone_back() -> list[Any]:
            leaves = self._leaves(make)
            made = make(*leaves)
            for _ in range(times):
                made[-1].backward()
            return [*self._used(make), *(value.grad for value in [*leaves, *made])]

        return call_learner(gone_back)

    def gradients_in_turn(self, *makes: Callable[..., Any]) -> list[Any]:
        """
        Return the same of the leaves alone, when what each of *makes* gives is made and gone back
        from, one after the other.

        Here each of *makes* takes all leaves and returns one value.
        """

        def gone_back() -> list[Any]:
            leaves = [self._kind(number) for number in self._numbers]
            for make in makes:
                make(*leaves).backward()
            return [*self._numbers, *(value.grad for value in leaves)]

        return call_learner(gone_back)

    def passed_on(self) -> str | None:
        """
        Return how much of its gradient a value passes on when two roads meet in it.

        It is measured by what it passes on where there is one road, so it doesn't matter whether the
        slopes are right. The values are made of two leaves, the sizes of the first two numbers.

        Returns:
            ``"whole"``, ``"less"`` (it was passed on before all had arrived) or ``"more"`` (what had
            been passed on was passed on again); None where nothing arrives.
        """
        positive = Engine(self._kind, *map(abs, self._numbers[:2]))
        alone = positive._part_passed_on(lambda a, b: [d := a * b, d.tanh()])
        meeting = positive._part_passed_on(lambda a, b: [d := a * b, d * d.tanh() + d])
        if not alone or meeting is None:
            return None
        if math.isclose(meeting, alone, rel_tol=1e-4):
            return "whole"
        return "more" if meeting / alone > 1 else "less"

    def _part_passed_on(self, make: Make) -> float | None:
        """What arrives at the first leaf for each unit that arrives at the first value made."""
        numbers = [number_in(gradient) for gradient in self.gradients(make)[2:]]
        at_leaf, _, at_middle, _ = numbers
        if not isinstance(at_leaf, int | float) or not isinstance(at_middle, int | float):
            return None
        return at_leaf / at_middle if at_middle else None

    def note_gradients(self, seen: Seen, makes: Mapping[str, Make]) -> None:
        """Note :meth:`gradients` of each of *makes* as the fact of its name."""
        for name, make in makes.items():
            seen.fact(name, self.gradients(make))

    def note_gradients_of_leaves(
        self, seen: Seen, makes: Mapping[str, Make], *, results: int
    ) -> None:
        """
        Note what the leaves alone hold, when each of the last *results* of all that is made is gone
        back from, one after the other.
        """

        def gone_back(make: Make) -> list[Any]:
            leaves = self._leaves(make)
            for result in make(*leaves)[-results:]:
                result.backward()
            return [*self._used(make), *(value.grad for value in leaves)]

        for name, make in makes.items():
            seen.fact(name, call_learner(functools.partial(gone_back, make)))

    def gradients_or_none(self, make: Make, *, times: int) -> list[Any] | None:
        """Return :meth:`gradients`; None where something raises that nobody is obliged to survive."""
        return answer_or_none(lambda: self.gradients(make, times=times))

    def _used(self, make: Make) -> Sequence[float]:
        return self._numbers[: len(inspect.signature(make).parameters)]

    def _leaves(self, make: Make) -> list[Any]:
        return [self._kind(number) for number in self._used(make)]


def without_torch(seen: Seen, submission: Submission) -> Seen:
    """
    Return *seen* with a clue that parts programs that would ask autograd where there is no torch.

    All of them raise the same; what for stands in the text alone.
    """
    return seen.judging({}, clues={"names_autograd": names_autograd(source_of(submission))})
