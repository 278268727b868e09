"""A graded class as plain data, from which every report is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.content import Course, Exercise, Language, Text
from autograder.enums import StrEnum
from autograder.grading.enrolment import Doubt
from autograder.judging import Outcome, Verdict
from autograder.quizzes import AnswerVerdict, Solved
from autograder.submissions import Gist

__all__ = [
    "ClassResults",
    "ExerciseResult",
    "Fault",
    "ItemResult",
    "Status",
    "StudentResult",
    "Unread",
]


@dataclass(frozen=True, slots=True)
class ExerciseResult:
    """
    One student's graded answer to one exercise.

    Attributes:
        verdict: None if there was nothing to grade.
        score: The score in the assignment's points, before any penalty.
        program: The student's program. Hostile: escape it wherever it is shown.
        gist: The gist of the program; empty if none was made.
        excused: Whether the instructor decided that it does not count; then it has no points.
        graded: False if a program was handed in but not graded yet (``--only``).
    """

    exercise: str
    verdict: Verdict | None
    score: float
    max_score: float
    program: str = ""
    graded: bool = True
    gist: Gist = field(default_factory=Gist)
    excused: bool = False

    @property
    def integrity(self) -> tuple[str, ...]:
        """How the program reached for the grader; for the instructor alone."""
        return self.verdict.integrity if self.verdict else ()

    @property
    def outcome(self) -> Outcome:
        """The outcome of the verdict; SKIPPED if there is none."""
        return self.verdict.outcome if self.verdict else Outcome.SKIPPED


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read, and why; no other student is affected. *name* is hostile."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an attempt of a student could not be graded. *student* is hostile."""

    student: str
    exercise: str
    why: str


@dataclass(frozen=True, slots=True)
class ItemResult:
    """
    A student's judged answer to a quiz item.

    Attributes:
        given: The answer in canonical form, or unchanged if it could not be read; hostile. Empty
            without an answer, and for the shape of a single number.
        verdict: None if there is no answer, or if it could not be read.
    """

    item: str
    given: str
    verdict: AnswerVerdict | None
    score: float
    max_score: float
    excused: bool = False

    @property
    def answered(self) -> bool:
        """Whether an answer was given; that of an empty shape is written as nothing."""
        return self.verdict is not None or bool(self.given)


@dataclass(frozen=True, slots=True)
class Adjusted:
    """
    What an instructor decided about a student, as it was applied.

    Attributes:
        exercise: The exercise or quiz item; empty for the hand-in as a whole.
        before: The points before, and *after*; equal if the decision is not about points.
        reason: For instructors alone.
        comment: For the student.
        what: The decision in the words of ``adjust.yaml``.
    """

    exercise: str
    before: float
    after: float
    reason: str
    comment: Text | None
    what: str


class Status(StrEnum):
    """What a student handed in."""

    PROGRAMS = "programs"
    QUIZ = "quiz only"
    BOTH = "programs and quiz"
    UNREAD = "nothing that can be read"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class StudentResult:
    """
    One student of the class.

    Attributes:
        id: The learning platform's id of the student; hostile, as *name* is.
        file: A name for the student's files, safe on every system and unique in the class.
        score: The score after the late policy, in the assignment's points.
        penalty: The points that lateness took off the sum of the answers.
        submitted: The time in ISO 8601; empty if the platform gives none.
        attempts: How many attempts were considered.
        days_late: Days begun after the due date.
        unread: Files of the counted attempt that could not be read.
        quiz: Answers to the assignment's quiz items.
        email, section, group: As the roster has them; hostile, too.
        stranger: Whether there is a roster, and the student is not on it.
        platform: The layout in which the hand-in was found, and *came_as* how the platform named it
            (:class:`autograder.submissions.Attempt`); hostile.
        automatic: The score as it was graded, if the instructor changed it.
        excused: Whether the instructor decided that the hand-in does not count.
        adjusted: What the instructor decided.
    """

    id: str
    name: str
    file: str
    score: float
    max_score: float
    answers: tuple[ExerciseResult, ...]
    penalty: float = 0.0
    submitted: str = ""
    attempts: int = 1
    days_late: int = 0
    unread: tuple[Unread, ...] = ()
    quiz: tuple[ItemResult, ...] = ()
    email: str = ""
    section: str = ""
    group: str = ""
    stranger: bool = False
    platform: str = ""
    came_as: str = ""
    automatic: float | None = None
    excused: bool = False
    adjusted: tuple[Adjusted, ...] = ()

    @property
    def status(self) -> Status:
        """What the student handed in."""
        programs = any(answer.verdict is not None or not answer.graded for answer in self.answers)
        answered = any(answer.answered for answer in self.quiz)
        if programs:
            return Status.BOTH if answered else Status.PROGRAMS
        if answered:
            return Status.QUIZ
        return Status.UNREAD if self.attempts else Status.ABSENT

    @property
    def questionable(self) -> tuple[ExerciseResult, ...]:
        """The answers whose programs reached for the grader."""
        return tuple(answer for answer in self.answers if answer.integrity)

    def answer(self, exercise: str) -> ExerciseResult:
        """Return the answer to the exercise with this id, which must be in the assignment."""
        return next(answer for answer in self.answers if answer.exercise == exercise)


@dataclass(frozen=True, slots=True)
class ClassResults:
    """
    A graded class.

    Attributes:
        assignment: The assignment's id, ``hw1``.
        title: The title by language.
        languages: The languages of reports; the first is shown first.
        exercises: The exercises in the assignment's order.
        students: The students sorted by name.
        isolation: The isolation between their code and the grader, in words.
        items: The quiz items in the assignment's order.
        keys: The variants of quiz items, with their keys.
        faults: Attempts that we failed to grade, through a fault of ours: they cost nobody a point.
        platform: The platform that the hand-ins were downloaded from; empty if unknown.
        guessed: Layouts of hand-ins that were only guessed.
        doubts: Hand-ins of which it can't be told whose they are.
        untimed: How many students' lateness can't be judged, since no time is known.
        reported: How many students are late because the platform says so, without a time.
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
    guessed: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    untimed: int = 0
    reported: int = 0
