"""A graded class as plain data: what every report about it is written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.content import Course, Exercise, Language
from autograder.judging import Outcome, Verdict

__all__ = ["Answer", "ClassResults", "StudentResult", "Unread"]


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What one student handed in for one exercise, graded.

    Attributes:
        verdict: None if there was nothing to grade.
        score: In the assignment's points, before any penalty.
        program: The student's program. Hostile: escape it wherever it is shown.
    """

    exercise: str
    verdict: Verdict | None
    score: float
    max_score: float
    program: str = ""

    @property
    def outcome(self) -> Outcome:
        return self.verdict.outcome if self.verdict else Outcome.SKIPPED


@dataclass(frozen=True, slots=True)
class StudentResult:
    """
    One student of the class.

    Attributes:
        id: What the learning platform calls the student; hostile, as *name* is.
        file: A name for the student's files, safe on every system and unique in the class.
        score: After the late policy, in the assignment's points.
        penalty: What lateness took off the sum of the answers.
        notes: Sentences about the hand-in: late, several attempts, files that were not read.
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
    notes: tuple[str, ...] = ()

    def answer(self, exercise: str) -> Answer:
        return next(answer for answer in self.answers if answer.exercise == exercise)


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read, and why; it costs nobody else anything. *name* is hostile."""

    name: str
    why: str


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
