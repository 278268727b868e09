"""A graded class as plain data: what every report about it is written from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from autograder.assignments import Bundle, QuizTask
from autograder.content import LANGUAGES, Course, Exercise, Language
from autograder.grading.classes import ClassWork, HandedIn
from autograder.grading.lateness import lateness
from autograder.grading.ledger import Ledger
from autograder.grading.quizzes import ItemAnswer, QuizWork
from autograder.judging import Outcome, Rubric, RubricLine, Verdict, broken_verdict, refused
from autograder.quizzes import AnswerVerdict, Solved
from autograder.submissions import Gist, shown

__all__ = [
    "Answer",
    "ClassResults",
    "Fault",
    "QuizAnswer",
    "StudentResult",
    "Unread",
    "results_of",
]


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


def results_of(
    bundle: Bundle,
    work: ClassWork,
    ledger: Ledger,
    *,
    names: Mapping[str, str],
    unread: Sequence[Unread] = (),
    isolation: str = "",
    quiz: QuizWork | None = None,
    platform: str = "",
) -> ClassResults:
    """
    Put together what *ledger* knows of everybody's work.

    Of several attempts the best counts, after the late policy; of equal ones the last.

    Args:
        names: A file name for each student (:func:`autograder.submissions.safe_file_names`),
            also for those who only answered questions.
        quiz: Answers to quiz items; they come on top, and no late policy touches them.
    """
    sheet, asked = bundle.sheet, quiz or QuizWork({}, {})
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
    only_quiz = [
        _absent(bundle, student, asked.names[student], names[student])
        for student in asked.answers
        if student not in work.handed_in
    ]
    students = [_with_quiz(bundle, s, asked.answers.get(s.id, {})) for s in students + only_quiz]
    told = [Unread(name, why) for name, why in asked.unread]
    told += [
        Unread(shown(f"{handed_in.attempt.place}/{name}"), why)
        for several in work.handed_in.values()
        for handed_in in several
        for name, why in handed_in.reading.unread
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
        items=tuple(task.item for task in bundle.quiz),
        keys=bundle.quiz_keys if bundle.quiz else {},
        faults=tuple(_faults(work, ledger)),
        platform=platform,
    )


def _faults(work: ClassWork, ledger: Ledger) -> Iterator[Fault]:
    for student, several in sorted(work.handed_in.items()):
        lines = {line for handed_in in several for line in handed_in.lines.values()}
        for line in sorted(lines):
            if (why := ledger.fault(line)) is not None:
                yield Fault(shown(student), line.exercise, why)


def _absent(bundle: Bundle, student: str, name: str, file: str) -> StudentResult:
    """Somebody who answered questions and handed in no program."""
    answers = tuple(Answer(e.id, None, 0.0, bundle.points[e.id]) for e in bundle.exercises)
    most = sum(answer.max_score for answer in answers)
    return StudentResult(student, name, file, 0.0, most, answers, attempts=0)


def _with_quiz(
    bundle: Bundle, result: StudentResult, given: Mapping[str, ItemAnswer]
) -> StudentResult:
    quiz = tuple(_quiz_answer(task, given.get(task.item)) for task in bundle.quiz)
    return replace(
        result,
        quiz=quiz,
        score=result.score + sum(answer.score for answer in quiz),
        max_score=result.max_score + sum(answer.max_score for answer in quiz),
    )


def _quiz_answer(task: QuizTask, given: ItemAnswer | None) -> QuizAnswer:
    verdict = given.verdict if given else None
    score = task.points * verdict.credit if verdict else 0.0
    return QuizAnswer(task.item, given.given if given else "", verdict, score, task.points)


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
        unread=tuple(Unread(name, why) for name, why in handed_in.reading.unread),
    )


def _answer(exercise: Exercise, bundle: Bundle, handed_in: HandedIn, ledger: Ledger) -> Answer:
    points = bundle.points[exercise.id]
    line = handed_in.lines.get(exercise.id)
    verdict = ledger.verdict(line) if line else None
    if line and verdict is None and (why := ledger.fault(line)) is not None:
        rubric = Rubric(tuple(RubricLine(c.check, c.points) for c in exercise.sheet.claims))
        verdict = broken_verdict(exercise.id, rubric, why)
    if verdict is None:
        return Answer(exercise.id, None, 0.0, points, graded=line is None)
    if bundle.sheet.integrity == "refuse":
        verdict = refused(verdict)
    score = points * verdict.score / verdict.max_score
    reading = handed_in.reading
    gist = reading.gists.get(exercise.id, Gist())
    return Answer(
        exercise.id,
        verdict,
        score,
        points,
        program=reading.programs.get(exercise.id, ""),
        gist=gist,
    )
