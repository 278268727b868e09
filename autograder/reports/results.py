"""A graded class as plain data: what every report about it is written from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.assignments import Bundle, lateness
from autograder.content import LANGUAGES, Course, Exercise, Language
from autograder.grading.classes import ClassWork, HandedIn
from autograder.grading.ledger import Ledger
from autograder.judging import Outcome, Verdict
from autograder.submissions import shown

__all__ = ["Answer", "ClassResults", "StudentResult", "Unread", "results_of"]


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What one student handed in for one exercise, graded.

    Attributes:
        verdict: None if there was nothing to grade.
        score: In the assignment's points, before any penalty.
        program: The student's program. Hostile: escape it wherever it is shown.
        graded: False if something was handed in that was not graded yet (``--only``).
    """

    exercise: str
    verdict: Verdict | None
    score: float
    max_score: float
    program: str = ""
    graded: bool = True

    @property
    def outcome(self) -> Outcome:
        return self.verdict.outcome if self.verdict else Outcome.SKIPPED


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read, and why; it costs nobody else anything. *name* is hostile."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class StudentResult:
    """
    One student of the class.

    Attributes:
        id: What the learning platform calls the student; hostile, as *name* is.
        file: A name for the student's files, safe on every system and unique in the class.
        score: After the late policy, in the assignment's points.
        penalty: What lateness took off the sum of the answers.
        submitted: ISO 8601, or empty where the platform does not say.
        attempts: How many were looked at.
        days_late: Days begun after the due date.
        unread: Files of the counted attempt that could not be read.
    """

    id: str
    name: str
    file: str
    score: float
    max_score: float
    answers: tuple[Answer, ...]
    penalty: float = 0.0
    submitted: str = ""
    attempts: int = 1
    days_late: int = 0
    unread: tuple[Unread, ...] = ()

    def answer(self, exercise: str) -> Answer:
        return next(answer for answer in self.answers if answer.exercise == exercise)


@dataclass(frozen=True, slots=True)
class ClassResults:
    """
    A graded class.

    Attributes:
        assignment: The assignment's id, ``hw1``.
        title: By language.
        languages: Of the reports, the first one shown first.
        exercises: In the assignment's order.
        students: Sorted by name.
        isolation: What stood between their code and the grader, in words.
    """

    assignment: str
    title: Mapping[Language, str]
    languages: tuple[Language, ...]
    course: Course
    exercises: tuple[Exercise, ...]
    students: tuple[StudentResult, ...]
    unread: tuple[Unread, ...] = ()
    isolation: str = ""


def results_of(
    bundle: Bundle,
    work: ClassWork,
    ledger: Ledger,
    *,
    names: Mapping[str, str],
    unread: Sequence[Unread] = (),
    isolation: str = "",
) -> ClassResults:
    """
    Put together what *ledger* knows of everybody's work.

    Of several attempts the best counts, after the late policy; of equal ones the last.

    Args:
        names: A file name for each student (:func:`autograder.submissions.safe_file_names`).
    """
    sheet = bundle.sheet
    students = [
        max(
            (
                _student(bundle, handed_in, ledger, names[student], len(several))
                for handed_in in reversed(several)
            ),
            key=lambda result: result.score,
        )
        for student, several in work.handed_in.items()
    ]
    told = [
        Unread(shown(f"{handed_in.attempt.place}/{name}"), why)
        for several in work.handed_in.values()
        for handed_in in several
        for name, why in handed_in.programs.unread
    ]
    return ClassResults(
        assignment=bundle.id,
        title={language: sheet.title[language] for language in LANGUAGES},
        languages=tuple(sheet.languages),
        course=bundle.course,
        exercises=bundle.exercises,
        students=tuple(sorted(students, key=lambda s: (s.name.casefold(), s.id))),
        unread=tuple(sorted({*unread, *told}, key=lambda u: (u.name, u.why))),
        isolation=isolation,
    )


def _student(
    bundle: Bundle, handed_in: HandedIn, ledger: Ledger, file: str, attempts: int
) -> StudentResult:
    answers = tuple(_answer(exercise, bundle, handed_in, ledger) for exercise in bundle.exercises)
    scored = sum(answer.score for answer in answers)
    attempt, sheet = handed_in.attempt, bundle.sheet
    late = lateness(sheet.late, sheet.due, attempt.submitted, told=attempt.late)
    return StudentResult(
        id=attempt.student,
        name=attempt.name,
        file=file,
        score=scored * late.share,
        max_score=sum(answer.max_score for answer in answers),
        answers=answers,
        penalty=scored * (1 - late.share),
        submitted=attempt.submitted.isoformat() if attempt.submitted else "",
        attempts=attempts,
        days_late=late.days,
        unread=tuple(Unread(name, why) for name, why in handed_in.programs.unread),
    )


def _answer(exercise: Exercise, bundle: Bundle, handed_in: HandedIn, ledger: Ledger) -> Answer:
    points = bundle.points[exercise.id]
    line = handed_in.lines.get(exercise.id)
    verdict = ledger.verdict(line) if line else None
    if verdict is None:
        return Answer(exercise.id, None, 0.0, points, graded=line is None)
    score = points * verdict.score / verdict.max_score
    return Answer(exercise.id, verdict, score, points, handed_in.programs.by_exercise[exercise.id])
