"""A learner's own small autograd engine: values that know how they came about; no torch is needed."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any

from autograder.probing.source import names_autograd
from autograder.probing.submission import Submission, ask
from autograder.probing.watching import Seen

__all__ = ["data_after", "gradients_after", "without_torch"]


def gradients_after(
    kind: Callable[[float], Any],
    numbers: Sequence[float],
    make: Callable[..., Sequence[Any]],
    *,
    times: int = 1,
) -> list[Any]:
    """
    Return what ``grad`` holds after ``backward``: of the leaves, then of what *make* returns.

    Before them stand the *numbers* themselves, for the learner to follow.

    Args:
        kind: The learner's class; ``kind(0.5)`` is a leaf, with ``data``, ``grad``, ``backward``.
        make: Gets as many leaves as it has parameters, and returns values made
            from them; ``backward`` starts from the last.
        times: How often ``backward`` is called.

    Raises:
        LearnerError: If anything of the learner's raises.
    """
    used = numbers[: len(inspect.signature(make).parameters)]

    def gone_back() -> list[Any]:
        leaves = [kind(number) for number in used]
        made = make(*leaves)
        for _ in range(times):
            made[-1].backward()
        return [*used, *(value.grad for value in [*leaves, *made])]

    return ask(gone_back)


def data_after(
    kind: Callable[[float], Any], numbers: Sequence[float], make: Callable[..., Sequence[Any]]
) -> list[Any]:
    """
    Return what ``data`` holds of all that *make* returns, to which leaves of the *numbers* are given.

    Raises:
        LearnerError: If anything of the learner's raises.
    """
    return ask(lambda: [value.data for value in make(*map(kind, numbers))])


def without_torch(seen: Seen, submission: Submission) -> Seen:
    """
    Return *seen* with a clue that parts programs that would ask autograd where there is no torch.

    All of them raise the same; what for stands in the text alone.
    """
    return seen.judging({}, clues={"names_autograd": names_autograd(submission.source)})
