"""One submission on its own, as platforms hand it over: graded here, by a bundle."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder.assignments import Bundle
from autograder.grading.classes import ClassWork, class_work
from autograder.grading.ledger import Ledger
from autograder.grading.pool import Desk, Fault, try_to_grade
from autograder.sandbox import Tier
from autograder.submissions import Attempt, File, collect, read_bytes

__all__ = ["Student", "files_of", "grade_one", "read_metadata"]


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
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError):
        return Student()
    try:
        submitted = datetime.fromisoformat(str(data.get("created_at")).replace("Z", "+00:00"))
    except ValueError:
        return Student(student, name)
    return Student(student, name, submitted if submitted.tzinfo else None)


def files_of(path: Path) -> tuple[File, ...]:
    """
    Return the scripts and notebooks in *path*, a file or a folder, by their path inside it.

    Raises:
        SubmissionError: If *path* itself can't be read.
    """
    if not path.is_dir():
        return (File(path.name, read_bytes(path)),)
    found = collect(path)
    # All is one student's, whatever folders it came in.
    return tuple(File(file.name, file.data) for attempt in found.attempts for file in attempt.files)


def grade_one(
    bundle: Bundle,
    attempt: Attempt,
    floor: Tier,
    *,
    after_each: Callable[[ClassWork, Ledger], object] = lambda _work, _ledger: None,
) -> tuple[ClassWork, Ledger]:
    """
    Grade one attempt and return its work with a ledger in memory.

    Args:
        after_each: Called after each exercise, so that what is known can be written down
            before the next one: a platform may stop us at any time.
    """
    work = class_work(bundle, {attempt.student: [attempt]})
    ledger = Ledger(Path(":memory:"))
    desk = Desk.of(bundle, floor)
    after_each(work, ledger)
    for line, one in work.works.items():
        done = try_to_grade(desk, one)
        if isinstance(done, Fault):
            ledger.note_fault(line, done.why)
        else:
            ledger.record([(line, done.verdict, done.seconds)])
        after_each(work, ledger)
    return work, ledger
