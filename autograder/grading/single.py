"""One submission on its own, as platforms hand it over: graded here, by a bundle."""

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
from autograder.sandbox import Tier
from autograder.submissions import Attempt, Reader

__all__ = ["Student", "grade_one", "read_metadata"]


@dataclass(frozen=True, slots=True)
class Student:
    """Who handed it in and when, as far as the platform says."""

    id: str = "submission"
    name: str = "submission"
    submitted: datetime | None = None


def read_metadata(path: Path) -> Student:
    """
    Read Gradescope's ``submission_metadata.json``; what is not there is left open.

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
    try:
        submitted = datetime.fromisoformat(str(data.get("created_at")).replace("Z", "+00:00"))
    except ValueError:
        return Student(student, name)
    return Student(student, name, submitted if submitted.tzinfo else None)


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
        reader: Reads files; one of its own, unless given.
        after_each: Called after each exercise, so that what is known can be written down
            before the next one: a platform may stop us at any time.
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
