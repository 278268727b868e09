"""A student's results as Gradescope's ``results.json``, also written for every student of a class."""

from __future__ import annotations

from typing import Any

from autograder.assignments.worth import shared_out
from autograder.content import Language
from autograder.feedback.feedback import CheckFeedback
from autograder.feedback.hand_in import absence, feedback_in, messages_on, notes_on, on_written
from autograder.grading.earning import earned_by_claim
from autograder.grading.results import (
    ClassResults,
    ExerciseResult,
    ItemResult,
    StudentResult,
    WrittenResult,
)
from autograder.judging import Outcome
from autograder.languages import words_in
from autograder.tables import number_of

__all__ = ["gradescope_report"]

#: Most characters of one output; Gradescope shows it whole.
_MAX_OUTPUT = 4_000


def gradescope_report(
    results: ClassResults, student: StudentResult, language: Language
) -> dict[str, Any]:
    """
    Return ``results.json`` for *student*: a test for each claim, and the total score.

    The total ``score`` is given because a late policy may reduce the sum. There is no leaderboard,
    and no ``execution_time``, since a submission could transmit a number by sleeping.
    Source: gradescope-autograders.readthedocs.io, "Autograder Specifications".
    """
    return {
        "score": round(student.score, 4),
        "output": "\n".join(notes_on(student, words_in(language)))[:_MAX_OUTPUT],
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [
            *(test for answer in student.answers for test in _tests(results, answer, language)),
            *(_written_test(results, answer, language) for answer in student.written),
            *(_quiz_test(results, answer, language) for answer in student.quiz),
        ],
        "extra_data": {
            "assignment": results.assignment,
            "max_score": round(student.max_score, 4),
            "penalty": round(student.penalty, 4),
            "days_late": student.days_late,
            "ungraded": round(student.ungraded, 4),
            "misconceptions": {
                a.exercise: list(a.verdict.misconceptions)
                for a in student.answers
                if a.verdict and a.verdict.misconceptions
            },
            "isolation": results.isolation,
        },
    }


def _tests(
    results: ClassResults, answer: ExerciseResult, language: Language
) -> list[dict[str, Any]]:
    say = words_in(language)
    exercise = results.course.exercise(answer.exercise)
    if answer.verdict is None:
        return [
            {
                "name": f"{exercise.id}: {claim.claim[language]}",
                "score": 0.0,
                "max_score": worth,
                "status": "failed",
                "output": absence(answer, say),
                "tags": [exercise.id],
                "visibility": "visible",
            }
            for claim, worth in zip(
                exercise.sheet.claims,
                shared_out(answer.max_score, [c.points for c in exercise.sheet.claims]),
                strict=True,
            )
        ]
    feedback = feedback_in(results.course, answer.verdict, say)
    return [
        {
            "name": f"{exercise.id}: {check.claim}",
            "score": score,
            "max_score": worth,
            "status": "passed" if check.outcome is Outcome.PASSED else "failed",
            "output": _output(check, (*feedback.notes, *feedback.advice)),
            "tags": [exercise.id, *answer.verdict.misconceptions],
            "visibility": "visible",
            "extra_data": {"check": check.check, "outcome": check.outcome.value},
        }
        for check, (score, worth) in zip(
            feedback.checks, earned_by_claim(answer.verdict, answer.max_score), strict=True
        )
    ]


def _written_test(
    results: ClassResults, answer: WrittenResult, language: Language
) -> dict[str, Any]:
    """A written exercise; without points as long as it is to be graded, since 0 would be a grade."""
    say = words_in(language)
    (title,) = (one.title[language] for one in results.written if one.id == answer.exercise)
    told = [on_written(answer, say), answer.comment]
    if answer.waits:
        told.append(
            say("Points: {points}. A person grades this.", points=number_of(answer.max_score))
        )
        points = {}
    else:
        points = {"score": round(answer.score, 4), "max_score": round(answer.max_score, 4)}
    return {
        "name": f"{answer.exercise}: {title}",
        **points,
        "output": "\n".join(filter(None, told))[:_MAX_OUTPUT],
        "tags": [answer.exercise],
        "visibility": "visible",
    }


def _quiz_test(results: ClassResults, answer: ItemResult, language: Language) -> dict[str, Any]:
    verdict = answer.verdict
    messages = messages_on(answer, results.course, words_in(language))
    return {
        "name": answer.item,
        "score": round(answer.score, 4),
        "max_score": round(answer.max_score, 4),
        "status": "passed" if verdict is not None and verdict.correct else "failed",
        "output": "\n".join(messages)[:_MAX_OUTPUT],
        "tags": [answer.item, *(verdict.misconceptions if verdict else ())],
        "visibility": "visible",
    }


def _output(check: CheckFeedback, advice: tuple[str, ...]) -> str:
    return "\n".join([check.message, *advice]).strip()[:_MAX_OUTPUT]
