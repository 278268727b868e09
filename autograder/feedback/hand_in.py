"""Feedback on a hand-in as a whole, and on each of its exercises."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.content import Course
from autograder.feedback.feedback import ExerciseFeedback, feedback_on
from autograder.feedback.quiz import sentences
from autograder.grading.results import ClassResults, ExerciseResult, ItemResult, StudentResult
from autograder.languages import Words

__all__ = [
    "absence",
    "feedback_by_exercise",
    "messages_on",
    "notes_of_ours",
    "notes_on",
    "remarks_on",
]


def feedback_by_exercise(
    results: ClassResults, student: StudentResult, say: Words
) -> Iterator[tuple[ExerciseResult, ExerciseFeedback | None]]:
    """Yield each of *student*'s answers with its feedback; None if there is no verdict."""
    for answer in student.answers:
        exercise = results.course.exercise(answer.exercise)
        verdict = answer.verdict
        yield answer, feedback_on(verdict, exercise, results.course, say) if verdict else None


def notes_on(student: StudentResult, say: Words) -> list[str]:
    """Return notes on the hand-in itself: lateness, several attempts, files that were not read."""
    unread = [f"{unread.name}: {unread.why}" for unread in student.unread]
    return [*notes_of_ours(student, say), *unread]


def notes_of_ours(student: StudentResult, say: Words) -> list[str]:
    """Return those of :func:`notes_on` without student's text: lateness, several attempts."""
    notes = []
    if student.days_late:
        notes.append(
            say.many(
                "Handed in late: {n} day begun, {points} points off.",
                "Handed in late: {n} days begun, {points} points off.",
                n=student.days_late,
                points=f"{student.penalty:.4g}",
            )
        )
    if student.excused:
        notes.append(say("Your instructor excused you: this does not count."))
    elif student.automatic is not None and student.automatic != student.score:
        notes.append(
            say(
                "Your instructor adjusted the points; graded automatically: {points}.",
                points=f"{student.automatic:.4g}",
            )
        )
    notes += remarks_on(student, "", say)
    if student.attempts > 1:
        notes.append(say("{n} attempts were looked at; the best counts.", n=student.attempts))
    return notes


def remarks_on(student: StudentResult, exercise: str, say: Words) -> list[str]:
    """
    Return what the instructor decided and remarked about an exercise or quiz item of *student*'s.

    Args:
        exercise: Its id; empty for the hand-in as a whole, of which only the remarks are returned.
    """
    remarks = []
    for one in student.adjusted:
        if one.exercise != exercise:
            continue
        if exercise and one.after != one.before:
            remarks.append(
                say(
                    "Adjusted by your instructor; graded automatically: {points}.",
                    points=f"{one.before:.4g}",
                )
            )
        if one.comment is not None:
            remarks.append(one.comment[say.language])
    return remarks


def absence(answer: ExerciseResult, say: Words) -> str:
    """Return why there is no verdict on *answer*."""
    if answer.excused:
        return say("Excused: it does not count.")
    if answer.graded:
        return say("Nothing was handed in for this exercise.")
    return say("Not graded yet.")


def messages_on(answer: ItemResult, course: Course, say: Words) -> list[str]:
    """Return the feedback on an answer to a quiz item; it never gives away the right answer."""
    if answer.verdict is not None:
        return [text[say.language] for text in answer.verdict.messages(sentences(course))]
    if answer.answered:
        return [say("This could not be read as an answer.")]
    return [say("No answer.")]
