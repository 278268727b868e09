"""What came of each answer of a student: to exercises, quiz items and written exercises."""

from __future__ import annotations

from dataclasses import dataclass, field

from autograder.judging import Outcome, Verdict
from autograder.quizzes import AnswerVerdict
from autograder.submissions import Gist

__all__ = ["ExerciseResult", "ItemResult", "WrittenResult"]


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
        in_text: Where there is no other answer than one in a notebook's cell of text, that cell's
            kind: ``"markdown"`` or ``"raw"``.
    """

    exercise: str
    verdict: Verdict | None
    score: float
    max_score: float
    program: str = ""
    graded: bool = True
    gist: Gist = field(default_factory=Gist)
    in_text: str = ""
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
class ItemResult:
    """
    A student's judged answer to a quiz item.

    Attributes:
        given: The answer in canonical form, or unchanged if it could not be read; hostile. Empty
            without an answer, and for the shape of a single number.
        verdict: None if there is no answer, or if it could not be read.
        why: The verdict on the answer to the item's *why*, which is worth no points.
    """

    item: str
    given: str
    verdict: AnswerVerdict | None
    score: float
    max_score: float
    excused: bool = False
    why: AnswerVerdict | None = None

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """What the answers to the item and to its *why* show."""
        verdicts = [verdict for verdict in (self.verdict, self.why) if verdict is not None]
        return tuple(dict.fromkeys(name for one in verdicts for name in one.misconceptions))

    @property
    def answered(self) -> bool:
        """Whether an answer was given; that of an empty shape is written as nothing."""
        return self.verdict is not None or bool(self.given)


@dataclass(frozen=True, slots=True)
class WrittenResult:
    """
    A student's answer to a written exercise, and what a person gave for it.

    Attributes:
        answer: In words, without control characters; hostile. Empty without one.
        given: The points that the person gave; None as long as nothing was.
        decided: Whether the instructor decided on the points apart from that.
        comment: The person's, for the student.
        cut: Whether the answer goes on, and the rest was not read.
        fault: Why the answer was not read, if we failed ourselves.
        number: By which it is known where there are no names.
        version: A digest of the answer.
        outdated: Whether another answer was graded than this, which was handed in later.
    """

    exercise: str
    answer: str
    score: float
    max_score: float
    given: float | None = None
    decided: bool = False
    comment: str = ""
    cut: bool = False
    fault: str = ""
    number: str = ""
    version: str = ""
    outdated: bool = False
    excused: bool = False

    @property
    def words(self) -> str:
        """What the answer says: blanks, line ends and case make no other answer."""
        return " ".join(self.answer.casefold().split())

    @property
    def graded(self) -> bool:
        """Whether a person has decided on the points; until then the score is 0."""
        return self.given is not None or self.decided

    @property
    def waits(self) -> bool:
        """Whether it is still to be graded: there is an answer, or one that we failed to read."""
        return bool(self.answer or self.fault) and not self.graded and not self.excused
