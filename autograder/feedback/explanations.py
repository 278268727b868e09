"""What error messages and misconceptions mean in a course, as data for screens and pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.content import Course, Explanation, Language
from autograder.feedback.feedback import ExerciseFeedback
from autograder.judging import ReasonKind

__all__ = ["Explained", "error_in", "explained_errors", "explained_text"]


@dataclass(frozen=True, slots=True)
class Explained:
    """
    What an error usually means in this course.

    Attributes:
        means: Empty where a misconception was asked for, whose sentence says it.
        ideas: The misconceptions that may lead to it: title and sentence.
    """

    means: str
    ideas: Sequence[tuple[str, str]]


def error_in(text: str) -> tuple[str, str]:
    """Split a typed error into type and message; the type may be missing."""
    type_name, colon, message = text.partition(": ")
    return (type_name, message) if colon and type_name.isidentifier() else ("", text)


def explained_text(course: Course, text: str, language: Language) -> Explained | None:
    """Return what *text*, an error or a misconception's id, means; None if that is not known."""
    if text in course.misconceptions:
        return Explained("", _ideas(course, [text], language))
    known = course.explain(*error_in(text))
    return _explained(course, known[1], language) if known else None


def explained_errors(
    course: Course, feedback: ExerciseFeedback, language: Language
) -> list[Explained]:
    """Return what each error in *feedback* means, once each, where the course knows it."""
    reasons = [check.reason for check in feedback.verdict.checks if check.reason]
    # What a stub raises is explained by what it is.
    errors = [one.error for one in reasons if one.kind is not ReasonKind.NOT_WRITTEN]
    known = (course.explain(one.type_name, one.message) for one in errors if one)
    found = dict(filter(None, known))
    return [_explained(course, explanation, language) for explanation in found.values()]


def _explained(course: Course, explanation: Explanation, language: Language) -> Explained:
    return Explained(
        explanation.means[language], _ideas(course, explanation.misconceptions, language)
    )


def _ideas(course: Course, names: Sequence[str], language: Language) -> list[tuple[str, str]]:
    ideas = [course.misconceptions[name] for name in names]
    return [(idea.title[language], idea.sentence[language]) for idea in ideas]
