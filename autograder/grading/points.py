"""What everybody's work is worth: points, the best of several attempts, what lateness takes off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from autograder.assignments import Bundle, QuizTask
from autograder.content import LANGUAGES, Exercise
from autograder.grading.classes import ClassWork, HandedIn
from autograder.grading.lateness import lateness
from autograder.grading.ledger import Ledger
from autograder.grading.quizzes import ItemAnswer, QuizWork
from autograder.grading.results import (
    Answer,
    ClassResults,
    Fault,
    QuizAnswer,
    StudentResult,
    Unread,
)
from autograder.judging import Rubric, RubricLine, broken_verdict, refused
from autograder.submissions import Gist, shown

__all__ = ["results_of"]


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
