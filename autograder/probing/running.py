"""Running the checks of one exercise on one submission; a message for each thing seen."""

from __future__ import annotations

import types
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from traceback import extract_tb
from types import MappingProxyType
from typing import Any

from autograder.observations import ErrorFact, Observation, encode_observation
from autograder.probing.case import Case
from autograder.probing.facts import describe_error
from autograder.probing.harness import case_by_itself
from autograder.probing.loading import LoadError, Tell, load_submission
from autograder.probing.originals import hold_originals
from autograder.probing.submission import (
    LearnerError,
    Submission,
    forget_calls,
    is_learners_file,
    learner_fact,
)
from autograder.probing.told import telling
from autograder.probing.watching import Seen

__all__ = ["Check", "load_checks", "observe", "run_checks"]

Check = Callable[[Submission, Case], "Seen | Observation"]


#: What tracebacks show as the file of an exercise's checks.
CHECKS_FILENAME = "checks.py"


def load_checks(text: str) -> Mapping[str, Check]:
    """
    Return the public functions that the *text* of a ``checks.py`` defines, by name.

    Raises:
        Exception: Whatever running the text raises; it is the author's code.
    """
    module = types.ModuleType("checks")
    module.__file__ = CHECKS_FILENAME
    code = compile(text, CHECKS_FILENAME, "exec", dont_inherit=True)
    exec(code, module.__dict__)  # noqa: S102 - the author's own checks
    hold_originals(module.__dict__)
    return {
        name: value
        for name, value in module.__dict__.items()
        if isinstance(value, types.FunctionType)
        and value.__code__.co_filename == CHECKS_FILENAME
        and not name.startswith("_")
    }


def observe(check: Check, submission: Submission, case: Case) -> Observation:
    """
    Run one *check* on one *case*, by itself: see :mod:`autograder.probing.harness`.

    Raises:
        Exception: Only for a bug in the check; what the learner's code raises is a fact.
    """
    forget_calls(submission)
    with case_by_itself(case):
        seen = _seen(check, submission, case)
    if isinstance(seen, Observation):
        return seen
    if not isinstance(seen, Seen):
        raise TypeError(f"the check returned {type(seen).__name__}, not what watching() saw")
    return seen.observation(submission, case)


def _seen(check: Check, submission: Submission, case: Case) -> Seen | Observation:
    try:
        return check(submission, case)
    except LearnerError as error:
        # Outside a watching block: the check had nothing else to tell.
        seen = Seen()
        seen.facts["raised"] = error.error
    except Exception as error:
        if not _passed_through_submission(error):
            raise
        # A returned object whose methods raise: the learner's doing, not the check's.
        seen = Seen()
        seen.facts["raised"] = learner_fact(error)
    return seen


def run_checks(
    checks: Mapping[str, Check],
    *,
    source: str,
    function: str,
    exercise: str,
    seed: str,
    cases: int,
    names: Sequence[str],
    helpers: Mapping[str, str] = MappingProxyType({}),
    left_out: Collection[int] = (),
    only_facts: bool = False,
    first: int = 0,
    tell: Tell = lambda _: None,
) -> Iterator[dict[str, Any]]:
    """
    Load a submission and run the named checks on it; yield a message for each thing seen.

    Messages: ``{"load": kind, "error": fact, "nearest": name}`` when it can't
    be loaded (and then nothing else), ``{"check", "case", "observation"}``, and
    ``{"check", "case", "broken": text}`` for a bug in the check. The global generators are left
    as the last case left them; see :func:`~autograder.probing.harness.program_by_itself`.

    Args:
        helpers: Files that the submission can import, by the names of their modules.
        left_out: Statements that are not run; *tell* is told of those, and of each that is: see
            :func:`load_submission`.
        only_facts: Whether observations have no clues and nothing to be shown.
        first: The number of the first case that is run.
    """
    try:
        submission = load_submission(
            source, function, helpers=helpers, left_out=left_out, tell=tell
        )
    except LoadError as error:
        yield {"load": error.kind, "error": _encoded(error.error), "nearest": error.nearest}
        return
    with telling(only_facts=only_facts):
        for name in names:
            for index in range(first, cases):
                case = Case(seed, f"{exercise}/{name}", index)
                yield {"check": name, "case": index, **_told(checks, name, submission, case)}


def _told(
    checks: Mapping[str, Check], name: str, submission: Submission, case: Case
) -> dict[str, Any]:
    """The part of a message that tells what was seen, or what is wrong with the check."""
    try:
        return {"observation": encode_observation(observe(checks[name], submission, case))}
    except Exception as error:  # noqa: BLE001 - our own fault, told as such
        return {"broken": _where(error)}


def _encoded(error: ErrorFact) -> dict[str, Any]:
    return {
        "type": error.type_name,
        "message": error.message,
        "line": error.line,
        "code": error.code,
        **({"missed": error.missed} if error.missed else {}),
    }


def _where(error: Exception) -> str:
    fact = describe_error(error)
    frames = extract_tb(error.__traceback__)
    place = next((f for f in reversed(frames) if f.filename.endswith("checks.py")), frames[-1])
    return f"{fact.type_name}: {fact.message[:300]} ({Path(place.filename).name}:{place.lineno})"


def _passed_through_submission(error: BaseException) -> bool:
    return any(is_learners_file(frame.filename) for frame in extract_tb(error.__traceback__))
