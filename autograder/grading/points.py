"""The points of every student: the best of several attempts, after the penalty for lateness."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from autograder.assignments import Bundle, QuizTask
from autograder.assignments.worth import rounded, total
from autograder.content import Exercise
from autograder.grading.adjusting import Decisions
from autograder.grading.classes import ClassWork, GradedAttempt
from autograder.grading.earning import earned
from autograder.grading.enrolment import Enrolment
from autograder.grading.lateness import late_by
from autograder.grading.ledger import Ledger
from autograder.grading.quizzes import ItemAnswer, QuizWork
from autograder.grading.results import (
    ClassResults,
    ExerciseResult,
    Fault,
    ItemResult,
    Stranger,
    StudentResult,
    Unread,
)
from autograder.grading.written import WrittenWork, with_written
from autograder.judging import Rubric, RubricLine, broken_verdict, refused
from autograder.submissions import Gist, printable

__all__ = ["results_of"]


def results_of(
    bundle: Bundle,
    work: ClassWork,
    ledger: Ledger,
    *,
    names: Mapping[str, str],
    enrolment: Enrolment | None = None,
    unread: Sequence[Unread] = (),
    isolation: str = "",
    quiz: QuizWork | None = None,
    platform: str = "",
    guessed: Sequence[str] = (),
    decisions: Decisions | None = None,
    written: WrittenWork | None = None,
    strangers: Sequence[Stranger] = (),
) -> ClassResults:
    """
    Compile the results of a class from the verdicts in *ledger*.

    The best of several attempts counts, after the late policy; the last of equal ones.

    Args:
        names: A file name for each student (:func:`autograder.submissions.safe_file_names`),
            including those who only answered questions or handed in nothing.
        enrolment: Who everybody is; if not given, those who handed something in are the class.
        quiz: Answers to quiz items; their points are added, and no late policy applies to them.
        decisions: What the instructor decided.
        written: Written answers, and the marks for them.
        strangers: Rows of marks that are nobody's.
    """
    sheet, asked = bundle.sheet, quiz or QuizWork({}, {})
    in_words = written or WrittenWork()
    decided = decisions or Decisions()
    students = [
        max(
            (
                _student(bundle, graded, ledger, names[student], len(several), decided)
                for graded in reversed(several)
            ),
            key=lambda result: result.score,
        )
        for student, several in work.attempts.items()
    ]
    everybody = enrolment or Enrolment({}, (), ())
    without = {student: asked.names[student] for student in asked.answers}
    without |= {student: person.name for student, person in everybody.people.items()}
    students += [
        _absent(bundle, student, name, names[student], decided)
        for student, name in without.items()
        if student not in work.attempts
    ]
    students = [with_written(bundle, s, in_words, decided) for s in students]
    students = [
        decided.adjusted(_enrolled(_with_quiz(bundle, s, asked, decided), everybody))
        for s in students
    ]
    judged = sheet.due is not None and (sheet.late.penalty > 0 or sheet.late.until is not None)
    untimed = [g.attempt for several in work.attempts.values() for g in several[-1:]
               if judged and g.attempt.submitted is None]  # fmt: skip
    listed = [
        Unread(printable(f"{place}/{name}"), why)
        for place, graded in _places(work)
        for name, why in graded.reading.unread
    ]
    return ClassResults(
        assignment=bundle.id,
        title={language: sheet.title[language] for language in sheet.languages},
        languages=tuple(sheet.languages),
        course=bundle.course,
        exercises=bundle.exercises,
        students=tuple(sorted(students, key=lambda s: (s.name.casefold(), s.id))),
        unread=tuple(sorted({*unread, *listed}, key=lambda u: (u.name, u.why))),
        isolation=isolation,
        items=tuple(task.item for task in bundle.quiz),
        keys=bundle.quiz_keys if bundle.quiz else {},
        faults=tuple(_faults(work, ledger)),
        platform=platform,
        guessed=tuple(guessed),
        doubts=tuple(everybody.doubts),
        untimed=sum(not attempt.late for attempt in untimed),
        reported=sum(attempt.late for attempt in untimed),
        written=bundle.written,
        strangers=tuple(strangers),
    )


def _places(work: ClassWork) -> Iterator[tuple[str, GradedAttempt]]:
    """Yield each attempt and where it was found; with the student's id if others' place is called so."""
    pairs = [(student, one) for student, several in work.attempts.items() for one in several]
    students: dict[str, set[str]] = {}
    for student, graded in pairs:
        students.setdefault(graded.attempt.place, set()).add(student)
    for student, graded in pairs:
        place = graded.attempt.place
        yield (f"{place} ({student})" if len(students[place]) > 1 else place), graded


def _enrolled(result: StudentResult, enrolment: Enrolment) -> StudentResult:
    """*result* with what the roster says of the student."""
    person = enrolment.people.get(result.id)
    if person is None:
        return result
    return replace(
        result,
        name=person.name or result.name,
        email=person.email,
        section=person.section,
        group=person.group,
        stranger=result.id in enrolment.strangers,
    )


def _faults(work: ClassWork, ledger: Ledger) -> Iterator[Fault]:
    for student, several in sorted(work.attempts.items()):
        keys = {key for graded in several for key in graded.ledger_keys.values()}
        for key in sorted(keys):
            if (why := ledger.fault(key)) is not None:
                yield Fault(printable(student), key.exercise, why)


def _absent(
    bundle: Bundle, student: str, name: str, file: str, decisions: Decisions
) -> StudentResult:
    """The result of a student who handed in no program."""
    nothing = [ExerciseResult(e.id, None, 0.0, bundle.points[e.id]) for e in bundle.exercises]
    answers, adjusted = decisions.adjusted_answers(student, nothing)
    return StudentResult(
        student,
        name,
        file,
        _sum(answer.score for answer in answers),
        _sum(answer.max_score for answer in answers),
        answers,
        attempts=0,
        automatic=0.0 if adjusted else None,
        adjusted=adjusted,
    )


def _sum(points: Iterable[float]) -> float:
    """The sum of *points*, each of which has two decimals."""
    return total(list(points))


def _with_quiz(
    bundle: Bundle, result: StudentResult, asked: QuizWork, decisions: Decisions
) -> StudentResult:
    given = asked.answers.get(result.id, {})
    graded = [
        _item_result(task, given.get(task.item), given.get(f"{task.item}.why"))
        for task in bundle.quiz
    ]
    quiz, adjusted = decisions.adjusted_items(result.id, graded)
    automatic = result.automatic
    if adjusted or automatic is not None:
        before = result.score if automatic is None else automatic
        automatic = _sum([before, *(answer.score for answer in graded)])
    return replace(
        result,
        quiz=quiz,
        score=_sum([result.score, *(answer.score for answer in quiz)]),
        max_score=_sum([result.max_score, *(answer.max_score for answer in quiz)]),
        automatic=automatic,
        adjusted=(*result.adjusted, *adjusted),
        unread_answers=tuple(one for one in asked.unread if one.student == result.id),
    )


def _item_result(
    task: QuizTask, given: ItemAnswer | None, why: ItemAnswer | None = None
) -> ItemResult:
    verdict = given.verdict if given else None
    score = rounded(task.points * verdict.credit) if verdict else 0.0
    return ItemResult(
        task.item,
        given.given if given else "",
        verdict,
        score,
        task.points,
        why=why.verdict if why else None,
    )


def _student(
    bundle: Bundle,
    graded: GradedAttempt,
    ledger: Ledger,
    file: str,
    attempts: int,
    decisions: Decisions,
) -> StudentResult:
    found = [_exercise_result(exercise, bundle, graded, ledger) for exercise in bundle.exercises]
    attempt, sheet = graded.attempt, bundle.sheet
    answers, adjusted = decisions.adjusted_answers(attempt.student, found)
    scored = _sum(answer.score for answer in answers)
    own = decisions.due(attempt.student)
    late, automatic = late_by(sheet, attempt, own), None
    if adjusted or own:
        as_graded = late_by(sheet, attempt)
        automatic = rounded(_sum(answer.score for answer in found) * as_graded.share)
    return StudentResult(
        id=attempt.student,
        name=attempt.name,
        file=file,
        score=rounded(scored * late.share),
        max_score=_sum(answer.max_score for answer in answers),
        answers=answers,
        penalty=total([scored, -rounded(scored * late.share)]),
        submitted=attempt.submitted.isoformat() if attempt.submitted else "",
        attempts=attempts,
        days_late=late.days,
        unread=tuple(Unread(name, why) for name, why in graded.reading.unread),
        platform=attempt.platform,
        came_as=attempt.came_as,
        automatic=automatic,
        adjusted=adjusted,
    )


def _exercise_result(
    exercise: Exercise, bundle: Bundle, graded: GradedAttempt, ledger: Ledger
) -> ExerciseResult:
    points = bundle.points[exercise.id]
    key = graded.ledger_keys.get(exercise.id)
    verdict = ledger.verdict(key) if key else None
    if key and verdict is None and (why := ledger.fault(key)) is not None:
        rubric = Rubric(tuple(RubricLine(c.check, c.points) for c in exercise.sheet.claims))
        verdict = broken_verdict(exercise.id, rubric, why)
    if verdict is None:
        in_text = graded.reading.in_text.get(exercise.id, "")
        return ExerciseResult(exercise.id, None, 0.0, points, graded=key is None, in_text=in_text)
    if bundle.sheet.integrity == "refuse":
        verdict = refused(verdict)
    score = earned(verdict, points)
    reading = graded.reading
    gist = reading.gists.get(exercise.id, Gist())
    return ExerciseResult(
        exercise.id,
        verdict,
        score,
        points,
        program=reading.programs.get(exercise.id, ""),
        gist=gist,
        in_text=reading.in_text.get(exercise.id, ""),
    )
