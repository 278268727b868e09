"""One submission on its own, as platforms hand it over: graded by a bundle, told as results."""

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
    Grade one *submission*, a file or a folder, by the bundle in a folder.

    Args:
        owner: Who handed it in and when, as far as that is known.
        after_each: Called with what is known before the first exercise and after each.

    Returns:
        The results of a class of one.

    Raises:
        BundleError: If there is no bundle.
        IsolationError, SandboxError: If nothing can be run here, as *isolation* asks for.
    """
    opened, floor, owner = open_bundle(bundle), Tier.named(isolation), owner or Student()
    found = isolation_at(WorkerConfig.of(opened, floor))
    with Reader(floor) as reader:
        files, _ = files_in(submission, reader)
        attempt = Attempt(owner.id, owner.name, files, submitted=owner.submitted)
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
    Grade one *attempt*, which is in memory, by a *bundle*; as :func:`grade_submission` does.

    Args:
        isolation: What stands between it and this machine, in the words of the results.
        reader: Reads its files; one of its own, unless given.
    """

    def results(work: ClassWork, ledger: Ledger) -> ClassResults:
        names = {attempt.student: "results"}
        return results_of(bundle, work, ledger, names=names, isolation=isolation)

    return results(
        *grade_one(
            bundle,
            attempt,
            floor,
            after_each=lambda work, ledger: after_each(results(work, ledger)),
            reader=reader,
        )
    )
