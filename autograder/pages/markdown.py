"""One student's feedback as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from autograder.content import Language
from autograder.feedback.feedback import ExerciseFeedback
from autograder.feedback.hand_in import (
    absence,
    feedback_by_exercise,
    notes_of_ours,
    on_written,
    remarks_on,
    unread_answers,
)
from autograder.feedback.not_read import why_not_read
from autograder.grading.results import ClassResults, ExerciseResult, StudentResult
from autograder.languages import Words, words_in
from autograder.pages.page import sign
from autograder.pages.student import quiz_messages
from autograder.tables import number_of

__all__ = ["as_code", "fenced", "render_student_markdown"]


def render_student_markdown(
    results: ClassResults, student: StudentResult, language: Language
) -> str:
    """Return *student*'s feedback as Markdown, with the student's own text in fences."""
    say = words_in(language)
    lines = [
        f"# {results.title[language]}",
        "",
        f"{as_code(student.name)} – **{number_of(student.score)} / {number_of(student.max_score)}**",
        "",
    ]
    lines += [f"- {note}" for note in notes_of_ours(student, say)]
    lines += [
        f"- {as_code(unread.name)}: {_escaped(why_not_read(unread.why, say))}"
        for unread in student.unread
    ]
    lines += [
        f"- {as_code(asked)}: {_escaped(told)}" for asked, told in unread_answers(student, say)
    ]
    for answer, feedback in feedback_by_exercise(results, student, say):
        lines += [
            "",
            f"## {answer.exercise} – {number_of(answer.score)} / {number_of(answer.max_score)}",
            "",
        ]
        remarks = remarks_on(student, answer.exercise, say)
        lines += [f"- {remark}" for remark in remarks]
        lines += list(_markdown(answer, feedback, remarks, say))
    for task, own in zip(results.written, student.written, strict=True):
        points = "–" if own.waits else number_of(own.score)
        lines += ["", f"## {task.id} – {points} / {number_of(own.max_score)}", ""]
        remarks = remarks_on(student, task.id, say)
        lines += [f"- {told}" for told in filter(None, [on_written(own, say, remarks)])]
        lines += [f"- {_escaped(told)}" for told in filter(None, [own.comment])]
        lines += [f"- {remark}" for remark in remarks]
    for answer_, sign_, texts in quiz_messages(results, student, language):
        lines += [
            "",
            f"## {answer_.item} {sign_} {number_of(answer_.score)} / {number_of(answer_.max_score)}",
            "",
        ]
        lines += [*texts, *remarks_on(student, answer_.item, say)]
    return "\n".join(lines).rstrip() + "\n"


def _markdown(
    answer: ExerciseResult, feedback: ExerciseFeedback | None, remarks: Sequence[str], say: Words
) -> Iterator[str]:
    if feedback is None:
        yield absence(answer, say, remarks)
        return
    for check in feedback.checks:
        yield f"- {sign(check.outcome.value)} {check.claim} ({number_of(check.score)}/{number_of(check.max_score)})"
        if check.lines:
            block = fenced("\n".join(check.message.splitlines()), "text")
            yield "\n" + "\n".join(f"  {line}" for line in block.splitlines()) + "\n"
    for note in feedback.notes:
        yield f"- {say('Left out: ')}{_escaped(note)}"
    for sentence in feedback.advice:
        yield f"- {say('Worth knowing: ')}{sentence}"
    if feedback.takeaway:
        yield f"\n> {say('Take away: ')}{feedback.takeaway}"


def as_code(text: str) -> str:
    """Return *text* as a code span that nothing in it can end."""
    clean = " ".join("".join(c if c.isprintable() else " " for c in text).split()) or "?"
    ticks = "`" * (_longest_run(clean) + 1)
    return f"{ticks} {clean} {ticks}"


def fenced(text: str, language: str) -> str:
    """Return *text* as a block of code that nothing in it can end."""
    fence = "`" * max(3, _longest_run(text) + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def _escaped(text: str) -> str:
    """*text* on one line, as Markdown that means just that text: all ASCII punctuation is escaped."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall(r"`+", text)), default=0)
