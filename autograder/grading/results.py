"""A graded class as plain data: what every report about it is written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.content import Course, Exercise, Language
from autograder.judging import Outcome, Verdict
from autograder.quizzes import AnswerVerdict, Solved
from autograder.submissions import Gist

__all__ = ["Answer", "ClassResults", "Fault", "QuizAnswer", "StudentResult", "Unread"]


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What one student handed in for one exercise, graded.

    Attributes:
        verdict: None if there was nothing to grade.
        score: In the assignment's points, before any penalty.
        program: The student's program. Hostile: escape it wherever it is shown.
        gist: Of the program; empty where none was made.
        graded: False if something was handed in that was not graded yet (``--only``).
    """

    exercise: str
    verdict: Verdict | None
    score: float
    max_score: float
    program: str = ""
    graded: bool = True
    gist: Gist = field(default_factory=Gist)

    @property
    def integrity(self) -> tuple[str, ...]:
        """What of the program reached for the grader; for the instructor alone."""
        return self.verdict.integrity if self.verdict else ()

    @property
    def outcome(self) -> Outcome:
        return self.verdict.outcome if self.verdict else Outcome.SKIPPED


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read, and why; it costs nobody else anything. *name* is hostile."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Fault:
    """That an attempt of a student could not be graded, and why. *student* is hostile."""

    student: str
    exercise: str
    why: str


@dataclass(frozen=True, slots=True)
class QuizAnswer:
    """
    A student's answer to a quiz item, judged.

    Attributes:
        given: In canonical form, or as it came where it could not be read; hostile. Empty where
            nothing was answered.
        verdict: None where nothing was answered, or it could not be read.
    """

    item: str
    given: str
    verdict: AnswerVerdict | None
    score: float
    max_score: float


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
        quiz: Answers to the assignment's quiz items.
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
    quiz: tuple[QuizAnswer, ...] = ()

    @property
    def questionable(self) -> tuple[Answer, ...]:
        """Answers by programs that reached for the grader."""
        return tuple(answer for answer in self.answers if answer.integrity)

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
        items: Quiz items, in the assignment's order.
        keys: Their variants with keys.
        faults: What we could not grade, through a fault of ours: it costs nobody a point.
        platform: Where the hand-ins were downloaded from; empty where it is not known.
    """

    assignment: str
    title: Mapping[Language, str]
    languages: tuple[Language, ...]
    course: Course
    exercises: tuple[Exercise, ...]
    students: tuple[StudentResult, ...]
    unread: tuple[Unread, ...] = ()
    isolation: str = ""
    items: tuple[str, ...] = ()
    keys: Mapping[str, tuple[Solved, ...]] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    platform: str = ""
