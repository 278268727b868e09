"""A single submission, as platforms hand it over, graded by a bundle in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder.assignments import Bundle
from autograder.grading.classes import ClassWork, class_work
from autograder.grading.ledger import Ledger
from autograder.grading.pool import Fault, WorkerConfig, try_to_grade
from autograder.moments import moment_in
from autograder.sandbox import Tier
from autograder.submissions import Attempt, Reader

__all__ = ["Student", "grade_one", "read_metadata"]


@dataclass(frozen=True, slots=True)
class Student:
    """
    The student and the time of handing in, as far as the platform gives them.

    Attributes:
        due: The due date that the platform has for this student: it may have given more time.
    """

    id: str = "submission"
    name: str = "submission"
    submitted: datetime | None = None
    due: datetime | None = None


def read_metadata(path: Path) -> Student:
    """
    Read Gradescope's ``submission_metadata.json``; missing values are left empty.

    Source: gradescope-autograders.readthedocs.io, "Submission Metadata".
    """
    try:
        data = json.loads(path.read_bytes())
        user = data["users"][0]
        student = str(user.get("sid") or user.get("email") or "submission")
        name = str(user.get("name") or student)
    except (
        OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError,
    ):  # fmt: skip
        return Student()
    # An extension is told with the student, the class's due date with the assignment.
    own = user.get("assignment") if isinstance(user.get("assignment"), dict) else {}
    of_all = data.get("assignment") if isinstance(data.get("assignment"), dict) else {}
    due = _moment(own.get("due_date")) or _moment(of_all.get("due_date"))
    return Student(student, name, _moment(data.get("created_at")), due)


def _moment(value: object) -> datetime | None:
    moment = moment_in(str(value))
    return moment if moment and moment.tzinfo else None


def grade_one(
    bundle: Bundle,
    attempt: Attempt,
    floor: Tier,
    *,
    after_each: Callable[[ClassWork, Ledger], object] = lambda _work, _ledger: None,
    reader: Reader | None = None,
) -> tuple[ClassWork, Ledger]:
    """
    Grade one attempt and return its work with a ledger in memory.

    Args:
        floor: The weakest isolation to accept.
        reader: Reads files; a new reader by default.
        after_each: Called before the first exercise and after each, so that results so far can be
            saved: a platform may stop us at any time.
    """
    with nullcontext(reader) if reader else Reader(floor) as asked:
        work = class_work(bundle, {attempt.student: [attempt]}, reader=asked)
    ledger = Ledger(Path(":memory:"))
    ledger.note_faults(work.faults)
    config = WorkerConfig.of(bundle, floor)
    after_each(work, ledger)
    for key, one in work.works.items():
        done = try_to_grade(config, one)
        if isinstance(done, Fault):
            ledger.note_fault(key, done.why)
        else:
            ledger.record([(key, done.verdict, done.seconds)])
        after_each(work, ledger)
    return work, ledger
