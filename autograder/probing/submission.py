"""A learner's file, loaded; the only place where learner code is called."""

from __future__ import annotations

import ast
import contextlib
import linecache
import types
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from autograder.observations import ErrorFact
from autograder.probing.facts import describe_call, describe_error
from autograder.probing.told import only_facts
from autograder.probing.unbound import cause_of, cause_of_name

__all__ = [
    "FILENAME",
    "LearnerError",
    "Submission",
    "answer_or_none",
    "call_learner",
    "call_of",
    "calls_apart",
    "forget_calls",
    "is_learners_file",
    "learner_fact",
    "note_calls",
    "runs_of",
    "source_of",
    "tree_of",
]

Result = TypeVar("Result")

#: What tracebacks of learner code show as its file.
FILENAME = "<submission>"


class LearnerError(Exception):
    """The learner's code raised; *error* says what, *exception* is the original."""

    def __init__(self, exception: BaseException, error: ErrorFact) -> None:
        super().__init__(error.type_name)
        self.exception = exception
        self.error = error


class Submission:
    """
    The names of a learner's file; its functions are called through this.

    ``submission.zero_it(W, x)`` calls the learner's ``zero_it`` and returns
    what it returns. Whatever it raises (``sys.exit`` too) comes out as
    :class:`LearnerError`, so that a bug in a check is never taken for the
    learner's.

    Every name is the learner's, whatever it is: what we know about the submission is asked for by
    functions (:func:`source_of`, :func:`tree_of`, :func:`call_of`, :func:`forget_calls`).
    """

    __slots__ = ("__weakref__", "_calls", "_module", "_runs", "_source", "_tree")

    def __init__(self, module: types.ModuleType, source: str, tree: ast.Module) -> None:
        object.__setattr__(self, "_module", module)
        object.__setattr__(self, "_source", source)
        object.__setattr__(self, "_tree", tree)
        object.__setattr__(self, "_calls", [])
        object.__setattr__(self, "_runs", {})

    def __getattribute__(self, name: str) -> Any:
        # Not by __dict__: once it runs often, Python 3.11 gives a learner's own function of that name.
        names = vars(_own(self, "_module"))
        if name not in names:
            if name.startswith("__") and name.endswith("__") and hasattr(Submission, name):
                return _own(self, name)  # Python itself asks: for __class__, say
            raise LearnerError(NameError(name), _why_missing(name)) from None
        function = names[name]

        def call(*args: Any, **kwargs: Any) -> Any:
            calls = _own(self, "_calls")
            if not only_facts():  # Only the first is told; of others, how many there were.
                calls.append("" if calls else describe_call(name, args, kwargs))
            return call_learner(lambda: function(*args, **kwargs))

        return call


#: Reads what is ours of a submission, whatever names the learner's file has.
_own: Callable[[object, str], Any] = object.__getattribute__


def source_of(submission: Submission) -> str:
    """Return the text of the learner's file."""
    return _own(submission, "_source")  # type: ignore[no-any-return]


def tree_of(submission: Submission) -> ast.Module:
    """Return the tree of the learner's file, which nobody may change."""
    return _own(submission, "_tree")  # type: ignore[no-any-return]


def call_of(submission: Submission) -> str:
    """
    Return the first call since :func:`forget_calls`, as a learner types it, and how often.

    Nothing where :func:`~autograder.probing.told.only_facts` are told.
    """
    calls = _own(submission, "_calls")
    often = f"   ×{len(calls)}" if len(calls) > 1 else ""
    return calls[0] + often if calls else ""


def forget_calls(submission: Submission) -> None:
    """Start a new case: :func:`call_of` tells calls from here on. *submission* is modified."""
    _own(submission, "_calls").clear()


@contextlib.contextmanager
def calls_apart(submission: Submission) -> Iterator[Sequence[str]]:
    """Keep the calls of the block apart: it gives their list, for :func:`note_calls`."""
    before = _own(submission, "_calls")
    within: list[str] = []
    object.__setattr__(submission, "_calls", within)
    try:
        yield within
    finally:
        object.__setattr__(submission, "_calls", before)


def note_calls(submission: Submission, calls: Sequence[str]) -> None:
    """Let :func:`call_of` tell *calls* as if they had been made now. *submission* is modified."""
    _own(submission, "_calls").extend(calls)


def runs_of(submission: Submission) -> dict[str, Any]:
    """
    Return the runs that several claims are judged on, by the seeds of their cases.

    They are :func:`~autograder.probing.shared_runs.one_run`'s, and end with the submission.
    """
    return _own(submission, "_runs")  # type: ignore[no-any-return]


def call_learner(question: Callable[[], Result]) -> Result:
    """
    Run what runs learner code and return what it gives: ``call_learner(lambda: model(X))``.

    For what a submission returned, a module or an object of its own class: whatever that raises
    is the learner's too.

    Raises:
        LearnerError: With what was raised.
    """
    try:
        return question()
    except BaseException as exception:  # noqa: BLE001 - SystemExit is an answer too
        raise LearnerError(exception, learner_fact(exception)) from None


def answer_or_none(question: Callable[[], Result]) -> Result | None:
    """Return what *question* gives; None where it raises, for what nobody is obliged to survive."""
    try:
        return call_learner(question)
    except LearnerError:
        return None


def is_learners_file(file: str) -> bool:
    """Tell whether tracebacks show *file* for the submission, or for a file handed in beside it."""
    return file == FILENAME or file.startswith(f"{FILENAME}/")


def learner_fact(exception: BaseException) -> ErrorFact:
    """
    Return *exception* as a fact, with the innermost line of the learner's own file.

    For a name that has no value because a statement of the file failed, that is the failure.
    """
    if (cause := cause_of(exception)) is not None:
        return cause
    line = 0
    traceback = exception.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == FILENAME:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    code = linecache.cache[FILENAME][2] if FILENAME in linecache.cache else []  # type: ignore[misc]
    return describe_error(exception, line, code[line - 1].strip() if 0 < line <= len(code) else "")


def _why_missing(name: str) -> ErrorFact:
    failure = cause_of_name(name, FILENAME)
    return failure or ErrorFact("NameError", f"name {name!r} is not defined")
