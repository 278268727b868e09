"""Feedback on a hand-in as a whole, and on each of its exercises."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Any

from autograder.content import Course
from autograder.feedback.feedback import ExerciseFeedback, feedback_on
from autograder.feedback.not_read import why_not_read
from autograder.feedback.quiz import sentences
from autograder.grading.results import (
    ClassResults,
    ExerciseResult,
    ItemResult,
    StudentResult,
    WrittenResult,
)
from autograder.judging import Verdict
from autograder.languages import Words, mark
from autograder.tables import number_of

__all__ = [
    "absence",
    "feedback_by_exercise",
    "feedback_in",
    "in_text",
    "messages_on",
    "notes_of_ours",
    "notes_on",
    "on_written",
    "remarks_on",
    "unread_answers",
]


def feedback_by_exercise(
    results: ClassResults, student: StudentResult, say: Words
) -> Iterator[tuple[ExerciseResult, ExerciseFeedback | None]]:
    """Yield each of *student*'s answers with its feedback; None if there is no verdict."""
    for answer in student.answers:
        verdict = answer.verdict
        yield answer, feedback_in(results.course, verdict, say) if verdict else None


def feedback_in(course: Course, verdict: Verdict, say: Words) -> ExerciseFeedback:
    """
    Return feedback on *verdict* as :func:`autograder.feedback.feedback_on` does, for reports of a class.

    They show the same verdict several times, and many of a class share one; so the last are kept.
    """
    return _feedback(_Itself(verdict), _Itself(course), say)


class _Itself:
    """An object as the key of a cache, equal to nothing but itself: verdicts take long to compare."""

    def __init__(self, one: Any) -> None:
        self.one = one

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self.one is other.one

    def __hash__(self) -> int:
        return id(self.one)


@functools.lru_cache(maxsize=256)
def _feedback(verdict: _Itself, course: _Itself, say: Words) -> ExerciseFeedback:
    return feedback_on(verdict.one, course.one.exercise(verdict.one.exercise), course.one, say)


def notes_on(student: StudentResult, say: Words) -> list[str]:
    """Return notes on the hand-in itself: lateness, several attempts, files that were not read."""
    unread = [f"{file.name}: {why_not_read(file.why, say)}" for file in student.unread]
    unread += [f"{asked}: {told}" for asked, told in unread_answers(student, say)]
    return [*notes_of_ours(student, say), *unread]


def unread_answers(student: StudentResult, say: Words) -> list[tuple[str, str]]:
    """Return what was asked, and a note, for each quiz answer without a verdict; both are hostile."""
    unread = mark("your answer “{given}” could not be judged and counts 0: {why}")
    # Why a question is not known is for the instructor, who can download the answers again.
    unmatched = mark(
        "your answer “{given}” could not be matched with a question and counts 0 for now; tell your "
        "instructor"
    )
    return [
        (one.asked, say(unread if one.matched else unmatched, given=one.given, why=one.why(say)))
        for one in student.unread_answers
    ]


def notes_of_ours(student: StudentResult, say: Words) -> list[str]:
    """Return those of :func:`notes_on` without student's text: lateness, attempts, lost cells."""
    notes = []
    if student.days_late:
        notes.append(
            say.many(
                "Handed in late: {n} day begun, {points} points off.",
                "Handed in late: {n} days begun, {points} points off.",
                n=student.days_late,
                points=number_of(student.penalty),
            )
        )
    if student.ungraded:
        notes.append(
            say(
                "Written answers are still to be graded by hand: {points} points, which the sum lacks.",
                points=number_of(student.ungraded),
            )
        )
    if student.excused:
        notes.append(say("Your instructor excused you: this does not count."))
    elif student.automatic is not None and student.automatic != student.score:
        notes.append(
            say(
                "Your instructor adjusted the points; graded automatically: {points}.",
                points=number_of(student.automatic),
            )
        )
    notes += remarks_on(student, "", say)
    if student.attempts > 1:
        notes.append(say("{n} attempts were looked at; the best counts.", n=student.attempts))
    return [*notes, *(in_text(a.exercise, a.in_text, say) for a in student.in_text)]


def in_text(exercise: str, kind: str, say: Words) -> str:
    """Return that an answer stands in a cell of text, and what to do; *kind* is that cell's."""
    if kind == "raw":
        return say(
            "Your answer to {exercise} stands in a raw cell, which no notebook runs. Make it a code "
            "cell.",
            exercise=exercise,
        )
    return say(
        "Your answer to {exercise} stands in a Markdown cell, which no notebook runs. Make it a "
        "code cell.",
        exercise=exercise,
    )


def remarks_on(student: StudentResult, exercise: str, say: Words) -> list[str]:
    """
    Return what the instructor decided and remarked about an exercise or quiz item of *student*'s.

    Args:
        exercise: Its id; empty for the hand-in as a whole, of which only the remarks are returned.
    """
    remarks = []
    by_hand = {answer.exercise for answer in student.written}
    for one in student.adjusted:
        if one.exercise != exercise:
            continue
        if exercise and one.after != one.before and exercise not in by_hand:
            remarks.append(
                say(
                    "Adjusted by your instructor; graded automatically: {points}.",
                    points=number_of(one.before),
                )
            )
        if one.comment is not None:
            remarks.append(one.comment[say.language])
    return remarks


def absence(answer: ExerciseResult, say: Words, remarks: Sequence[str] = ()) -> str:
    """Return why there is no verdict on *answer*, in words that go with the instructor's *remarks*."""
    if answer.excused:
        return say("Excused: it does not count.")
    if answer.in_text:
        return in_text(answer.exercise, answer.in_text, say)
    return _nothing_came(say, remarks) if answer.graded else say("Not graded yet.")


def on_written(answer: WrittenResult, say: Words, remarks: Sequence[str] = ()) -> str:
    """
    Return why a written exercise has no points yet, or none at all; empty if it was graded.

    The words go with the grader's comment and the instructor's *remarks*, if there are any.
    """
    if answer.excused:
        return say("Excused: it does not count.")
    if answer.waits:
        return say("Still to be graded by hand.")
    return "" if answer.graded else _nothing_came(say, [*remarks, *filter(None, [answer.comment])])


def _nothing_came(say: Words, remarks: Sequence[str]) -> str:
    # Who is told something about an answer, on paper maybe, is not told in the same breath that there is none.
    if remarks:
        return say("No file came in for this exercise.")
    return say("Nothing was handed in for this exercise.")


def messages_on(answer: ItemResult, course: Course, say: Words) -> list[str]:
    """Return the feedback on an answer to a quiz item; it never gives away the right answer."""
    if answer.verdict is not None:
        verdicts = [verdict for verdict in (answer.verdict, answer.why) if verdict is not None]
        texts = [text for one in verdicts for text in one.messages(sentences(course))]
        return list(dict.fromkeys(text[say.language] for text in texts))
    if answer.answered:
        return [say("This could not be read as an answer.")]
    return [say("No answer.")]
