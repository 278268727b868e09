"""Grading a single submission, as platforms hand it over, by a bundle."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from autograder.assignments import Bundle, open_bundle
from autograder.grading.classes import ClassWork
from autograder.grading.ledger import Ledger
from autograder.grading.points import results_of
from autograder.grading.pool import WorkerConfig, isolation_at
from autograder.grading.results import ClassResults
from autograder.grading.single import Student, grade_one
from autograder.grading.written import WrittenWork, answers_in, attempts_of
from autograder.sandbox import Tier
from autograder.submissions import Attempt, Reader, files_in

__all__ = ["grade_attempt", "grade_submission"]


def grade_submission(
    bundle: Path,
    submission: Path,
    *,
    owner: Student | None = None,
    isolation: str = Tier.PROCESS.label,
    after_each: Callable[[ClassResults], object] = lambda _: None,
) -> ClassResults:
    """
    Grade one *submission*, a file or a folder, by the bundle in the folder *bundle*.

    Args:
        owner: The student, and the time of handing in, if known.
        isolation: The weakest isolation to accept.
        after_each: Called with the results so far, before the first exercise and after each.

    Returns:
        The results of a class of one student.

    Raises:
        BundleError: If there is no bundle.
        IsolationError, SandboxError: If nothing can be run here with that isolation.
    """
    opened, floor, owner = open_bundle(bundle), Tier.named(isolation), owner or Student()
    found = isolation_at(WorkerConfig.of(opened, floor))
    with Reader(floor) as reader:
        files, _ = files_in(submission, reader, [task.id for task in opened.written])
        attempt = Attempt(owner.id, owner.name, files, submitted=owner.submitted, due=owner.due)
        return grade_attempt(
            opened, attempt, floor, isolation=found, after_each=after_each, reader=reader
        )


def grade_attempt(
    bundle: Bundle,
    attempt: Attempt,
    floor: Tier,
    *,
    isolation: str = "",
    after_each: Callable[[ClassResults], object] = lambda _: None,
    reader: Reader | None = None,
) -> ClassResults:
    """
    Grade one *attempt* in memory by an opened *bundle*, as :func:`grade_submission` does.

    Args:
        floor: The weakest isolation to accept.
        isolation: The isolation that the results shall name, in words.
        reader: Reads the attempt's files; a new reader by default.
    """

    def results(work: ClassWork, ledger: Ledger) -> ClassResults:
        names = {attempt.student: "results"}
        written = WrittenWork(answers_in(bundle, attempts_of(work)))
        return results_of(bundle, work, ledger, names=names, isolation=isolation, written=written)

    return results(
        *grade_one(
            bundle,
            attempt,
            floor,
            after_each=lambda work, ledger: after_each(results(work, ledger)),
            reader=reader,
        )
    )
