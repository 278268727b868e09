"""A graded class as plain data, from which every report is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.assignments import WrittenTask
from autograder.assignments.worth import total
from autograder.content import Course, Exercise, Language, Text
from autograder.enums import StrEnum
from autograder.errors import Say
from autograder.grading.answer_results import ExerciseResult, ItemResult, WrittenResult
from autograder.grading.enrolment import Doubt
from autograder.quizzes import Solved

__all__ = [
    "ClassResults",
    "ExerciseResult",
    "Fault",
    "ItemResult",
    "Status",
    "Stranger",
    "StudentResult",
    "Unread",
    "UnreadAnswer",
    "WrittenResult",
]


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read, and why; no other student is affected. *name* is hostile."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class UnreadAnswer:
    """
    An answer to a quiz question without a verdict; it counts nothing, and never without a word.

    Attributes:
        student: The student's id; hostile.
        asked: The item; else the beginning of the question's text, or its number in the quiz. Fit to
            be shown, as *given* and *parts* are.
        problem: A marked sentence for the instructor, filled in by *parts*.
        matched: Whether it is known which item was asked.
    """

    student: str
    asked: str
    given: str
    problem: str
    parts: tuple[tuple[str, object], ...] = ()
    matched: bool = True

    def why(self, say: Say) -> str:
        """Return why there is no verdict, in the language of *say*."""
        return say(self.problem, **dict(self.parts))


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an attempt of a student could not be graded. *student* is hostile."""

    student: str
    exercise: str
    why: str


@dataclass(frozen=True, slots=True)
class Stranger:
    """A row in a table of marks that is nobody's: its *place* and its id; hostile."""

    place: str
    id: str


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
    WRITTEN = "written answers only"
    WRITTEN_AND_QUIZ = "written answers and quiz"
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
        unread_answers: Answers to quiz questions without a verdict.
        written: Answers to the assignment's written exercises.
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
    unread_answers: tuple[UnreadAnswer, ...] = ()
    written: tuple[WrittenResult, ...] = ()

    @property
    def ungraded(self) -> float:
        """The points of written answers that are still to be graded; *score* lacks them."""
        return total([one.max_score for one in self.written if one.waits])

    @property
    def status(self) -> Status:
        """What the student handed in."""
        programs = any(answer.verdict is not None or not answer.graded for answer in self.answers)
        answered = any(answer.answered for answer in self.quiz)
        if programs:
            return Status.BOTH if answered else Status.PROGRAMS
        if any(one.answer for one in self.written):
            return Status.WRITTEN_AND_QUIZ if answered else Status.WRITTEN
        if answered:
            return Status.QUIZ
        return Status.UNREAD if self.attempts or self.unread_answers else Status.ABSENT

    @property
    def questionable(self) -> tuple[ExerciseResult, ...]:
        """The answers whose programs reached for the grader."""
        return tuple(answer for answer in self.answers if answer.integrity)

    @property
    def in_text(self) -> tuple[ExerciseResult, ...]:
        """The answers that stand in a notebook's cell of text."""
        return tuple(answer for answer in self.answers if answer.in_text)

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
        written: The written exercises in the assignment's order.
        strangers: Rows with marks for written answers that are nobody's.
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
    written: tuple[WrittenTask, ...] = ()
    strangers: tuple[Stranger, ...] = ()

    @property
    def unread_answers(self) -> tuple[UnreadAnswer, ...]:
        """Everybody's answers without a verdict."""
        return tuple(one for student in self.students for one in student.unread_answers)

    def written_answers(self, exercise: str) -> list[tuple[StudentResult, WrittenResult]]:
        """
        Return everybody's result in a written *exercise*: first the answers, each part by number.

        Numbers are drawn, so their order tells nothing of the students.
        """
        own = [(s, one) for s in self.students for one in s.written if one.exercise == exercise]
        return sorted(own, key=lambda pair: (not pair[1].answer, int(pair[1].number or 0)))

    def same_answers(self, exercise: str) -> dict[str, list[str]]:
        """Return, by the number of an answer to a written *exercise*, those that say the same."""
        groups: dict[str, list[str]] = defaultdict(list)
        for _, one in self.written_answers(exercise):
            if one.words:
                groups[one.words].append(one.number)
        return {n: [m for m in group if m != n] for group in groups.values() for n in group}
