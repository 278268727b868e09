"""One student's feedback as a page, and feedback on one exercise as a part of a page."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from autograder.content import Language
from autograder.drawing import Graph, to_svg
from autograder.feedback.feedback import ExerciseFeedback
from autograder.feedback.hand_in import (
    absence,
    feedback_by_exercise,
    messages_on,
    notes_of_ours,
    notes_on,
    on_written,
    remarks_on,
)
from autograder.grading.results import ClassResults, ExerciseResult, ItemResult, StudentResult
from autograder.languages import Words, words_in
from autograder.pages.charts import curve_svg, fit_svg, landscape_svg
from autograder.pages.page import fragment, page
from autograder.quizzes import AnswerVerdict

__all__ = ["pictures", "quiz_messages", "render_comment", "render_fragment", "render_student_html"]


def render_student_html(results: ClassResults, student: StudentResult, language: Language) -> str:
    """Return *student*'s page, with the student's own text escaped."""
    say = words_in(language)
    return page(
        "student.html",
        say=say,
        absence=absence,
        on_written=on_written,
        remarks_on=remarks_on,
        **pictures(say),
        language=language,
        results=results,
        student=student,
        title=results.title[language],
        notes=notes_on(student, say),
        quiz=quiz_messages(results, student, language),
        written=list(zip(results.written, student.written, strict=True)),
        exercises=[
            (answer, results.course.exercise(answer.exercise).sheet.title[language], feedback)
            for answer, feedback in feedback_by_exercise(results, student, say)
        ],
    )


def render_comment(results: ClassResults, student: StudentResult, language: Language) -> str:
    """Return a comment on *student*'s grade as HTML on one line: points, notes, what was named."""
    say = words_in(language)
    titles = results.course.misconceptions
    named = [
        (answer, [titles[name].title[language] for name in _named(answer)])
        for answer in student.answers
    ]
    notes = notes_of_ours(student, say)
    text = fragment(
        "comment.html",
        say=say,
        student=student,
        notes=notes,
        remarks_on=remarks_on,
        on_written=on_written,
        named=named,
    )
    return " ".join(text.split())


def _named(answer: ExerciseResult) -> tuple[str, ...]:
    return answer.verdict.misconceptions if answer.verdict else ()


def render_fragment(feedback: ExerciseFeedback, say: Words) -> str:
    """Return the feedback on one exercise, with pictures, as HTML for a notebook."""
    return fragment(
        "fragment.html",
        say=say,
        language=say.language,
        feedback=feedback,
        **pictures(say),
    )


def pictures(say: Words) -> dict[str, Any]:
    """Return the functions that templates draw with."""
    return {
        "curve_svg": curve_svg,
        "fit_svg": fit_svg,
        "landscape_svg": landscape_svg,
        "drawn": lambda graph, caption: _drawn(graph, caption, say),
    }


def _drawn(graph: Graph, caption: str, say: Words) -> Markup:
    # to_svg escapes every name in the graph.
    return Markup(to_svg(graph, say=say, caption=caption))  # noqa: S704


def quiz_messages(
    results: ClassResults, student: StudentResult, language: Language
) -> list[tuple[ItemResult, str, list[str]]]:
    """Return each answer to a quiz item, with its sign and its feedback."""
    say = words_in(language)
    return [(a, _quiz_sign(a.verdict), messages_on(a, results.course, say)) for a in student.quiz]


def _quiz_sign(verdict: AnswerVerdict | None) -> str:
    if verdict is None:
        return "–"
    return "✓" if verdict.correct else ("~" if verdict.credit else "✗")
