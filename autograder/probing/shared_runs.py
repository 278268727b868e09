"""``@one_run``: a run of the learner's code on which several claims are judged."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from autograder.probing.case import Case
from autograder.probing.facts import is_plain_tensor
from autograder.probing.harness import case_within
from autograder.probing.returned import as_it_is_now
from autograder.probing.submission import Submission, calls_apart, note_calls, runs_of
from autograder.probing.watching import Seen

__all__ = ["one_run"]

Result = TypeVar("Result")


def one_run(helper: Callable[[Submission, Case], Result]) -> Callable[[Submission, Case], Result]:
    """
    Let claims that ask *helper* of the same case be judged on one run; a decorator in a ``checks.py``.

    *helper* is run for the claim that asks first, on a case of its own, which is the same whoever
    asks: a claim sees the same alone, beside the others and in any order. It is run as if nothing
    had run before it, and leaves seeds and switches as the claim had them. Sizes and calls are told
    as if the claim had made the run itself, and what ended *helper* by an exception ends each claim.
    Where a tensor that came back has been written into since, the run is made again.

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
        versions: The tensors that came back, and how often each had been written into by then.
    """

    result: Any
    error: Exception | None
    calls: Sequence[str]
    sizes: Mapping[str, int]
    versions: Sequence[tuple[Any, int]]

    def is_overwritten(self) -> bool:
        """Whether a tensor that came back has been written into since: the same one may come back each time."""
        return any(_version(tensor) != version for tensor, version in self.versions)

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
    versions = [(tensor, _version(tensor)) for tensor in _tensors_in(result)]
    return _OneRun(result, error, calls, own.sizes, versions)


def _kept(result: Any) -> Any:
    """*result*, in which no later call of the learner's code changes a list that came back."""
    for part in result if type(result) is tuple else (result,):
        if _is_seen(part):
            part.answer = as_it_is_now(part.answer)
    return as_it_is_now(result)


def _tensors_in(value: Any, depth: int = 4) -> Iterator[Any]:
    if _is_seen(value):
        value = value.answer
    if is_plain_tensor(value):
        yield value
    elif type(value) in (list, tuple, dict) and depth:
        for part in value.values() if type(value) is dict else value:
            yield from _tensors_in(part, depth - 1)


def _version(tensor: Any) -> int:
    """How often *tensor* has been written into; 0 for one made in inference mode, which keeps no count."""
    return 0 if tensor.is_inference() else tensor._version


def _for_one_claim(result: Any) -> Any:
    """*result*, in which a claim's notes are its own."""
    return tuple(map(_own, result)) if type(result) is tuple else _own(result)


def _own(part: Any) -> Any:
    return part.for_another_claim() if _is_seen(part) else part


def _is_seen(part: Any) -> bool:
    # Not isinstance: what a learner's function returned may say of itself that it is one.
    return issubclass(type(part), Seen)
