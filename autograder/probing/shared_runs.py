"""``@one_run``: a run of the learner's code on which several claims are judged."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, TypeVar

from autograder.probing.case import Case
from autograder.probing.facts import describe, is_plain_tensor, items_of, values_of
from autograder.probing.harness import case_within
from autograder.probing.returned import as_it_is_now
from autograder.probing.submission import Submission, calls_apart, note_calls, runs_of
from autograder.probing.torch_parts import part
from autograder.probing.watching import Seen

__all__ = ["one_run"]

Result = TypeVar("Result")

#: Entries of a list or dict that are looked at.
_MOST = 100


def one_run(helper: Callable[[Submission, Case], Result]) -> Callable[[Submission, Case], Result]:
    """
    Let claims that ask *helper* of the same case be judged on one run; a decorator in a ``checks.py``.

    *helper* is run for the claim that asks first, on a case of its own, which is the same whoever
    asks: a claim sees the same alone, beside the others and in any order. It is run as if nothing
    had run before it, and leaves seeds and switches as the claim had them. Sizes and calls are told
    as if the claim had made the run itself, and what ended *helper* by an exception ends each claim.
    Where what came back has been written into since, the run is made again.

    Each claim gets a :class:`Seen` of its own, with what *helper* noted: what a claim notes, another
    doesn't see. All else that *helper* returns, several things as a tuple, is shared. So a claim
    may change something, by a backward pass say, only if no other looks at it; ``gradlings lint``
    runs the claims in the reverse order, too, and compares.

    Args:
        helper: A function ``(submission, case)``; its name is part of the seed of its cases.
    """

    @functools.wraps(helper)
    def asked(submission: Submission, case: Case) -> Result:
        runs, own = runs_of(submission), case.of_run(helper.__name__)
        if own.seed not in runs or runs[own.seed].is_overwritten():
            runs[own.seed] = _made(helper, submission, case, own)
        return runs[own.seed].told(submission, case)  # type: ignore[no-any-return]

    return asked


@dataclass(frozen=True)
class _OneRun:
    """
    What came of a helper on one case.

    Attributes:
        result: What it returned.
        error: What ended it, if it did not return.
        calls: The calls of the submission, as :func:`note_calls` wants them.
        sizes: The sizes that were drawn.
        parts: All that came back, as :func:`_parts_of` saw it then.
    """

    result: Any
    error: Exception | None
    calls: Sequence[str]
    sizes: Mapping[str, int]
    parts: Sequence[tuple[Any, object]]

    def is_overwritten(self) -> bool:
        """Whether what came back has been written into since: the same tensor may come back each time."""
        now = zip_longest(self.parts, _parts_of(self.result), fillvalue=(None, None))
        return any(one is not other or then != state for (one, then), (other, state) in now)

    def told(self, submission: Submission, case: Case) -> Any:
        """Return the result for one more claim, whose *submission* and *case* then know of the run."""
        note_calls(submission, self.calls)
        case.sizes |= self.sizes
        if self.error is not None:
            raise self.error
        return _for_one_claim(self.result)


def _made(
    helper: Callable[[Submission, Case], object], submission: Submission, case: Case, own: Case
) -> _OneRun:
    result: object = None
    error: Exception | None = None
    with calls_apart(submission) as calls, case_within(own, case):
        try:
            result = _kept(helper(submission, own))
        except Exception as raised:  # noqa: BLE001 - each claim gets it
            error = raised
    return _OneRun(result, error, calls, own.sizes, [*_parts_of(result)])


def _kept(result: Any) -> Any:
    """*result*, in which no later call of the learner's code changes a list that came back."""
    for one in result if type(result) is tuple else (result,):
        if _is_seen(one):
            one.answer = as_it_is_now(one.answer)
    return as_it_is_now(result)


def _parts_of(value: Any, depth: int = 4) -> Iterator[tuple[Any, object]]:
    """*value*, or all in it that is neither list nor dict, with what it holds. No learner's code runs."""
    if _is_seen(value):
        value = value.answer
    if depth and (inner := items_of(value, _MOST) or values_of(value, _MOST)):
        for one in inner:
            yield from _parts_of(one, depth - 1)
    else:
        # In words, since no NaN equals itself. What torch does not count (.data) shows in the numbers.
        writes = part("tensors").writes_to(value) if is_plain_tensor(value) else 0
        yield value, (writes, repr(describe(value)))


def _for_one_claim(result: Any) -> Any:
    """*result*, in which a claim's notes are its own."""
    return tuple(map(_own, result)) if type(result) is tuple else _own(result)


def _own(value: Any) -> Any:
    return value.for_another_claim() if _is_seen(value) else value


def _is_seen(value: Any) -> bool:
    # Not isinstance: what a learner's function returned may say of itself that it is one.
    return issubclass(type(value), Seen)
