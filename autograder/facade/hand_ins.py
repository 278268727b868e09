"""What a class handed in: collected, each brought to its student, and read."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.assignments import Bundle
from autograder.assignments.sheet import zone_of
from autograder.content import nearest
from autograder.errors import InputError
from autograder.gradebooks.exports import Gradebooks
from autograder.grading.adjusting import Decisions
from autograder.grading.attempts import allowed_attempts, choose_attempts
from autograder.grading.classes import ClassWork, class_work
from autograder.grading.enrolment import Enrolment, enrol
from autograder.grading.ledger import LedgerKey
from autograder.grading.quizzes import QuizWork, answers_in, quiz_work
from autograder.grading.written import WrittenAnswer, attempts_allowed
from autograder.grading.written import answers_in as written_in
from autograder.rosters import Roster, RosterError, read_roster
from autograder.submissions import Collection, Reader, collect, printable
from autograder.tables import table_at

__all__ = ["Enrolled", "HandIns", "enrolled", "hand_ins", "roster_of"]


def roster_of(path: Path | None, gradebooks: Gradebooks) -> Roster:
    """
    Return everybody in the class, by the roster at *path* or, without one, by a gradebook.

    What a gradebook says besides (other ids, the time of handing in) is added.

    Raises:
        RosterError, GradebookError: If *path* is no roster; names the file.
    """
    found = Roster()
    if path is not None:
        try:
            found = read_roster(table_at(path))
        except RosterError as error:
            raise RosterError(f"{path}: {error}") from None
    for table in (gradebooks.canvas, gradebooks.moodle):
        if table is not None:
            with contextlib.suppress(RosterError):  # what it is, is told where it is filled in
                found = found.joined(read_roster(table_at(table)))
    return found


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What was collected, and whose each is."""

    collection: Collection
    enrolment: Enrolment


def enrolled(
    bundle: Bundle,
    submissions: Sequence[Path],
    roster: Roster,
    names: str,
    quizzes: Sequence[Path],
    reader: Reader,
) -> Enrolled:
    """
    Collect the files of a class and bring each to its student.

    Args:
        names: As for :func:`autograder.submissions.collect`.
        quizzes: Platforms' files of answers to quiz items.
        reader: Lists and reads files.

    Raises:
        InputError: If a file or a pattern can't be used.
    """
    if quizzes and not bundle.quiz:
        raise InputError("--quiz: this assignment has no quiz items; name some under its key quiz")
    zone = zone_of(bundle.sheet.due)
    collection = collect(
        *submissions,
        only_exercises=set(bundle.points),
        written=[task.id for task in bundle.written],
        names=names,
        zone=zone,
        is_student=roster.has if roster.people else None,
        reader=reader,
    )
    responses = [one for path in quizzes for one in reader.responses(path)]
    return Enrolled(collection, enrol(collection.attempts, responses, roster, zone))


@dataclass(frozen=True, slots=True)
class HandIns:
    """
    The work of a class that is to be graded, whose each is, and what was decided.

    Attributes:
        written: Answers in words, by student and exercise.
    """

    work: ClassWork
    quiz: QuizWork
    enrolled: Enrolled
    decisions: Decisions
    written: Mapping[str, Mapping[str, WrittenAnswer]]

    @property
    def students(self) -> Sequence[str]:
        """Everybody's id, sorted."""
        return sorted({*self.work.attempts, *self.quiz.answers, *self.enrolled.enrolment.people})


def hand_ins(
    bundle: Bundle,
    enrolled: Enrolled,
    decisions: Decisions,
    only: Sequence[str],
    reader: Reader,
    tell: Callable[[Sequence[LedgerKey]], object] = lambda _: None,
) -> HandIns:
    """
    Read the attempts that may count, by the assignment's policy and the instructor's *decisions*.

    Args:
        tell: As for :func:`class_work`.

    Raises:
        InputError: If *only* names neither an exercise nor a student.
    """
    policy, enrolment = bundle.sheet.attempts, enrolled.enrolment
    accepted = decisions.attempts()
    attempts = choose_attempts(
        enrolment.attempts, keep=policy.keep, most=policy.most, accepted=accepted
    )
    _refuse_unknown(only, [*bundle.points, *attempts])
    work = class_work(bundle, attempts, only=only, reader=reader, tell=tell)
    if policy.keep != "first":
        # Whoever hands in a program again need not hand in the answers again.
        attempts = allowed_attempts(enrolment.attempts, most=policy.most, accepted=accepted)
    written = written_in(bundle, attempts_allowed(bundle, work, attempts, reader))
    if not bundle.quiz:
        return HandIns(work, QuizWork({}, {}), enrolled, decisions, written)
    # What the platform says of a student comes after what lies beside the programs, and wins.
    responses = [*answers_in(work, enrolment.people), *enrolment.responses]
    return HandIns(work, quiz_work(bundle, responses), enrolled, decisions, written)


def _refuse_unknown(only: Sequence[str], known: Sequence[str]) -> None:
    for name in only:
        if name not in known:
            text = f"--only {printable(name)}: no such exercise or student.{nearest(name, known)}"
            raise InputError(text)
