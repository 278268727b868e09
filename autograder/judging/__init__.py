"""Judging: observations against a key, as verdicts. Trusted; imports no torch, runs nothing."""

from autograder.judging.comparing import Difference, Kind, compare_facts
from autograder.judging.key import (
    PUBLIC_SEED,
    CaseKey,
    Key,
    KeyFormatError,
    misconception_of,
    misfit,
    read_key,
    write_key,
)
from autograder.judging.outcomes import (
    CheckVerdict,
    Outcome,
    Reason,
    ReasonKind,
    Rubric,
    RubricLine,
    Verdict,
)
from autograder.judging.records import RecordError, read_verdict, write_verdict
from autograder.judging.relations import Relation, RelationKind, find_relation
from autograder.judging.silence import silent
from autograder.judging.verdicts import broken_verdict, judge, judge_both, refused, shows_no_more

__all__ = [
    "PUBLIC_SEED",
    "CaseKey",
    "CheckVerdict",
    "Difference",
    "Key",
    "KeyFormatError",
    "Kind",
    "Outcome",
    "Reason",
    "ReasonKind",
    "RecordError",
    "Relation",
    "RelationKind",
    "Rubric",
    "RubricLine",
    "Verdict",
    "broken_verdict",
    "compare_facts",
    "find_relation",
    "judge",
    "judge_both",
    "misconception_of",
    "misfit",
    "read_key",
    "read_verdict",
    "refused",
    "shows_no_more",
    "silent",
    "write_key",
    "write_verdict",
]
