"""One student's feedback, as a page and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from autograder.content import Language
from autograder.drawing import Graph, to_svg
from autograder.languages import Words, words_in
from autograder.reports.charts import curve_svg, fit_svg, landscape_svg
from autograder.reports.feedback import ExerciseFeedback, feedback_on
from autograder.reports.pages import fragment, page, sign
from autograder.reports.results import Answer, ClassResults, QuizAnswer, StudentResult

__all__ = [
    "absence",
    "notes_on",
    "render_fragment",
    "render_student_html",
    "render_student_markdown",
]


def render_student_html(results: ClassResults, student: StudentResult, language: Language) -> str:
    """Return *student*'s page. Whatever came from the student is escaped."""
    say = words_in(language)
    return page(
        "student.html",
        say=say,
        absence=absence,
        **_pictures(say),
        language=language,
        results=results,
        student=student,
        title=results.title[language],
        notes=notes_on(student, say),
        quiz=_quiz_told(results, student, language),
        exercises=[
            (answer, results.course.exercise(answer.exercise).sheet.title[language], feedback)
            for answer, feedback in _told(results, student, say)
        ],
    )


def render_fragment(feedback: ExerciseFeedback, say: Words) -> str:
    """Return the feedback on one exercise as HTML for a notebook, pictures and all."""
    return fragment(
        "fragment.html",
        say=say,
        language=say.language,
        feedback=feedback,
        **_pictures(say),
    )


def render_student_markdown(
    results: ClassResults, student: StudentResult, language: Language
) -> str:
    """Return *student*'s feedback as Markdown; what came from the student stands in fences."""
    say = words_in(language)
    lines = [
        f"# {results.title[language]}",
        "",
        f"{_code(student.name)} – **{student.score:.4g} / {student.max_score:.4g}**",
        "",
    ]
    lines += [f"- {note}" for note in _notes_of_ours(student, say)]
    lines += [f"- {_code(unread.name)}: {_escaped(unread.why)}" for unread in student.unread]
    for answer, feedback in _told(results, student, say):
        lines += ["", f"## {answer.exercise} – {answer.score:.4g} / {answer.max_score:.4g}", ""]
        lines += list(_markdown(answer, feedback, say))
    for answer_, sign_, texts in _quiz_told(results, student, language):
        lines += [
            "",
            f"## {answer_.item} {sign_} {answer_.score:.4g} / {answer_.max_score:.4g}",
            "",
        ]
        lines += texts
    return "\n".join(lines).rstrip() + "\n"


def _pictures(say: Words) -> dict[str, Any]:
    """The functions that templates draw with."""
    return {
        "curve_svg": curve_svg,
        "fit_svg": fit_svg,
        "landscape_svg": landscape_svg,
        "drawn": lambda graph, caption: _drawn(graph, caption, say),
    }


def _drawn(graph: Graph, caption: str, say: Words) -> Markup:
    # to_svg escapes every name that stands in the graph.
    return Markup(to_svg(graph, say=say, caption=caption))  # noqa: S704


def _quiz_told(
    results: ClassResults, student: StudentResult, language: Language
) -> list[tuple[QuizAnswer, str, list[str]]]:
    """Each answer to a quiz item, its sign and what to say to it; never what would be right."""
    known = {name: one.sentence for name, one in results.course.misconceptions.items()}
    say, told = words_in(language), []
    for answer in student.quiz:
        verdict = answer.verdict
        if verdict is None:
            nothing = (
                say("This could not be read as an answer.") if answer.given else say("No answer.")
            )
            told.append((answer, "–", [nothing]))
        else:
            mark = "✓" if verdict.correct else ("~" if verdict.credit else "✗")
            told.append((answer, mark, [text[language] for text in verdict.said(known)]))
    return told


def _told(
    results: ClassResults, student: StudentResult, say: Words
) -> Iterator[tuple[Answer, ExerciseFeedback | None]]:
    for answer in student.answers:
        exercise = results.course.exercise(answer.exercise)
        verdict = answer.verdict
        yield answer, feedback_on(verdict, exercise, results.course, say) if verdict else None


def notes_on(student: StudentResult, say: Words) -> list[str]:
    """Return what is to be said of the hand-in itself: late, several, files that were not read."""
    unread = [f"{unread.name}: {unread.why}" for unread in student.unread]
    return [*_notes_of_ours(student, say), *unread]


def _notes_of_ours(student: StudentResult, say: Words) -> list[str]:
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
    if student.attempts > 1:
        notes.append(say("{n} attempts were looked at; the best counts.", n=student.attempts))
    return notes


def absence(answer: Answer, say: Words) -> str:
    """Return why there is no verdict on *answer*."""
    if answer.graded:
        return say("Nothing was handed in for this exercise.")
    return say("Not graded yet.")


def _markdown(answer: Answer, feedback: ExerciseFeedback | None, say: Words) -> Iterator[str]:
    if feedback is None:
        sentence = (
            "Nothing was handed in for this exercise." if answer.graded else "Not graded yet."
        )
        yield say(sentence)
        return
    for check in feedback.checks:
        yield f"- {sign(check.outcome.value)} {check.claim} ({check.score:g}/{check.max_score:g})"
        if check.lines:
            fence = "`" * max(3, _longest_run(check.message) + 1)
            body = "\n".join(f"  {line}" for line in check.message.splitlines())
            yield f"\n  {fence}text\n{body}\n  {fence}\n"
    for sentence in feedback.advice:
        yield f"- {say('Worth knowing: ')}{sentence}"
    if feedback.takeaway:
        yield f"\n> {say('Take away: ')}{feedback.takeaway}"


def _code(text: str) -> str:
    """*text* as a code span that nothing in it can end."""
    clean = " ".join("".join(c if c.isprintable() else " " for c in text).split()) or "?"
    ticks = "`" * (_longest_run(clean) + 1)
    return f"{ticks} {clean} {ticks}"


def _escaped(text: str) -> str:
    """*text* as Markdown that says just that; any sign of ASCII may have a backslash before it."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall(r"`+", text)), default=0)
