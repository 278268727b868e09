"""
``gradlings lint``: prove an exercise before a learner meets it.

Every rule is a function from what is known of an exercise to complaints. The first rules
look at files, the next ones run programs, the last ones look at a whole course.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from autograder.authoring.lint.complaints import Complaint, LintReport, ProgramResult
from autograder.authoring.lint.course import COURSE_RULES
from autograder.authoring.lint.facts import (
    claims_have_witnesses,
    facts_have_words,
    key_is_current,
)
from autograder.authoring.lint.files import files_are_all_there, no_stray_files, not_utf_8
from autograder.authoring.lint.giveaways import hints_do_not_solve
from autograder.authoring.lint.names import (
    concepts_and_needs_are_known,
    ids_are_known,
    place_is_known,
)
from autograder.authoring.lint.proven import Proven
from autograder.authoring.lint.shared_runs import claims_show_the_same_in_any_order
from autograder.authoring.lint.stubs import (
    by_hand_needs_no_library,
    signatures_agree,
    stub_is_a_stub,
)
from autograder.authoring.lint.subject import Subject
from autograder.authoring.lint.verdicts import (
    constants_fail,
    programs_can_be_told_apart,
    reference_passes,
    stub_fails,
    wrong_programs_are_named,
)
from autograder.authoring.lock import LockError
from autograder.content import Course, Exercise
from autograder.grading import Grader

__all__ = [
    "RULES",
    "Complaint",
    "LintReport",
    "ProgramResult",
    "Proven",
    "lint_course",
    "lint_exercise",
]

Rule = Callable[[Subject], Iterable[Complaint]]

FILE_RULES: tuple[Rule, ...] = (
    files_are_all_there,
    no_stray_files,
    ids_are_known,
    concepts_and_needs_are_known,
    place_is_known,
    stub_is_a_stub,
    signatures_agree,
    by_hand_needs_no_library,
    hints_do_not_solve,
)
RUNNING_RULES: tuple[Rule, ...] = (
    reference_passes,
    stub_fails,
    wrong_programs_are_named,
    programs_can_be_told_apart,
    constants_fail,
    claims_have_witnesses,
    claims_show_the_same_in_any_order,
    facts_have_words,
    key_is_current,
)
RULES = (*FILE_RULES, *RUNNING_RULES)


def lint_exercise(
    grader: Grader,
    exercise: Exercise,
    *,
    key_must_be_current: bool = True,
    proven: Proven | None = None,
) -> LintReport:
    """
    Check *exercise* against every rule.

    Args:
        grader: Runs its programs, which takes most of the time: seconds for an exercise.
        key_must_be_current: Whether a stale ``key.json`` is a complaint. All other rules use a
            key that is made afresh and stored nowhere.
        proven: Exercises whose programs need not be run again; one without complaints is added.
    """
    unreadable = tuple(not_utf_8(grader.course, exercise))
    if unreadable:
        return LintReport(exercise.id, unreadable)
    subject = Subject(grader.course, exercise, grader)
    complaints = [complaint for rule in FILE_RULES for complaint in rule(subject)]
    results = proven.results(exercise) if proven else None
    if results is None:
        rules = [r for r in RUNNING_RULES if r is not key_is_current or key_must_be_current]
        told, results = _told_by_running(subject, rules)
        complaints += told
        if proven and not told and key_must_be_current:
            proven.keep(exercise, results)
    return LintReport(exercise.id, tuple(complaints), results, len(subject.programs.right))


def _told_by_running(
    subject: Subject, rules: Iterable[Rule]
) -> tuple[list[Complaint], tuple[ProgramResult, ...]]:
    """The complaints of *rules*, up to where a program can't be observed; and results, if all can."""
    complaints: list[Complaint] = []
    try:
        for rule in rules:
            complaints += rule(subject)
        results = tuple(
            ProgramResult(name, verdict.outcome, verdict.misconceptions, verdict.advice)
            for name, verdict in subject.wrong_verdicts.items()
        )
    except LockError as error:
        complaints.append(Complaint(subject.file(subject.programs.folder), str(error)))
        return complaints, ()
    return complaints, results


def lint_course(course: Course) -> list[Complaint]:
    """Check *course* against the rules about what belongs to no single exercise."""
    return [complaint for rule in COURSE_RULES for complaint in rule(course)]
