"""
What a verdict on hidden cases may hold: our own words and few numbers, nothing that a
submission chose.

Inputs of hidden cases are secret, but the submission sees them. Whatever it can put into a
verdict (a text, a name, a number) would carry them out, and the next attempt would hold a
table of answers.
"""

from __future__ import annotations

import builtins
import re

from autograder.judging.comparing import ABSENT, Absent, Difference, Kind
from autograder.judging.outcomes import CheckVerdict, Reason, ReasonKind, Verdict
from autograder.observations import ErrorFact
from autograder.runs import LoadFailure

__all__ = ["MOST_LINES", "silent"]

#: Line numbers above this are left out: a long file could encode a number as the line that raises.
MOST_LINES = 500
#: Exceptions whose names are kept; any other may be of the submission's own making.
_KNOWN_ERRORS = frozenset(
    {name for name, value in vars(builtins).items()
     if isinstance(value, type) and issubclass(value, BaseException)}
    | {"AcceleratorError", "GradcheckError", "LinAlgError", "OutOfMemoryError", "_LinAlgError"}
)  # fmt: skip
#: The detail of a broken check: type, message, and its place in our own file.
_BROKEN = re.compile(r"(\w+): .*\((\w+\.py:\d{1,6})\)", re.DOTALL)


def silent(verdict: Verdict) -> Verdict:
    """
    Return *verdict*, on hidden cases, without anything that the submission could choose.

    What stays: outcomes and points; for a claim that failed, the kind of reason, which of the
    key's facts differs, the line of an exception, and its type if that is one of Python's or
    torch's; what reached for the grader, which no student reads. Misconceptions do not stay: by
    choosing among many wrong programs, a submission could send a message.
    """
    # Built anew, here and below: a field that is added later is left out until somebody
    # decides about it.
    return Verdict(
        verdict.exercise,
        verdict.outcome,
        tuple(map(_silent_check, verdict.checks)),
        seconds=verdict.seconds,
        # Our own words, and lines of the program; only the instructor reads them.
        integrity=verdict.integrity,
    )


def _silent_check(check: CheckVerdict) -> CheckVerdict:
    return CheckVerdict(
        check.check,
        check.outcome,
        check.score,
        check.max_score,
        _silent_reason(check.reason) if check.reason else None,
    )


def _silent_reason(reason: Reason) -> Reason:
    if reason.hidden:  # It is silent already: only this module sets the flag.
        return reason
    return Reason(
        reason.kind,
        difference=_named(reason.difference) if reason.kind is ReasonKind.DIFFERS else None,
        error=_placed(reason.error) if reason.kind is ReasonKind.RAISED else None,
        load=_silent_load(reason.load) if reason.load else None,
        end=reason.end,
        detail=_place_of_ours(reason.detail) if reason.kind is ReasonKind.BROKEN else "",
        hidden=True,
    )


def _named(difference: Difference | None) -> Difference | None:
    """Only which fact differs; None if the key lacks its name, which is the submission's then."""
    if difference is None or isinstance(difference.expected, Absent):
        return None
    return Difference(difference.name, Kind.VALUE, ABSENT, ABSENT)


def _placed(error: ErrorFact | None) -> ErrorFact | None:
    """Type and line of *error*; no type for one that is of the submission's own making."""
    if error is None:
        return None
    known = error.type_name if error.type_name in _KNOWN_ERRORS else ""
    return ErrorFact(known, "", error.line if error.line <= MOST_LINES else 0)


def _silent_load(load: LoadFailure) -> LoadFailure:
    error = _placed(load.error)
    assert error is not None
    return LoadFailure(load.kind, error)


def _place_of_ours(detail: str) -> str:
    """Where a check of ours broke, without the message, which may hold what was drawn."""
    found = _BROKEN.fullmatch(detail)
    return f"{found[1]} ({found[2]})" if found and found[1] in _KNOWN_ERRORS else ""
