"""Quiz questions and answers on a terminal, through rich."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text as Line

from autograder.content import Course
from autograder.feedback.quiz import quiz_feedback, sentences
from autograder.languages import Words
from autograder.quizzes import Asked, Option, Posed, Response, Standing, kind_of, letter_of
from autograder.screens.prose import Prose

__all__ = ["render_question", "render_response", "render_sum"]


_SIGNS = {
    Standing.RIGHT: ("✓", "green"),
    Standing.PARTLY: ("~", "yellow"),
    Standing.WRONG: ("✗", "red"),
}
_ASCII = {"✓": "+", "✗": "x"}


def render_question(posed: Posed, say: Words, *, number: int = 0, count: int = 0) -> RenderableType:
    """Return a question as it is asked: head, stem, code, options."""
    question = posed.question
    head = Line(question.item.removesuffix(".why"), "bold")
    if count:
        head.append(f"   {number}/{count}", "dim")
    parts: list[RenderableType] = [head, Prose(question.stem[say.language])]
    if question.code is not None:
        shown = Syntax(
            question.code,
            "python",
            theme="ansi_dark",
            background_color="default",
            line_numbers=kind_of(question).numbered,
            word_wrap=True,
        )
        parts.append(Padding(shown, (1, 0, 1, 2)))
    parts += [_option(option, index, say) for index, option in enumerate(question.options)]
    return Group(*parts)


def _option(option: Option, index: int, say: Words) -> RenderableType:
    row = Table.grid(padding=(0, 1))
    row.add_column(no_wrap=True, width=4, justify="right")
    text = option.text[say.language]
    row.add_row(
        Line(f"{letter_of(index)})", "bold"), Line(text, "cyan") if option.code else Prose(text)
    )
    return row


def render_response(
    response: Response, course: Course, say: Words, *, ascii_only: bool = False
) -> RenderableType:
    """Return the feedback on an answer; it hides the right answer until the question is over."""
    feedback = quiz_feedback(response, sentences(course), say)
    sign, style = _SIGNS[feedback.standing]
    head = Line(f"{_ASCII.get(sign, sign) if ascii_only else sign} ", style)
    parts: list[RenderableType] = [head.append(feedback.head, f"bold {style}")]
    parts += [Padding(Prose(idea), (0, 0, 0, 2)) for idea in feedback.ideas]
    if feedback.explanation:
        why = Prose(feedback.explanation, lead=(say("Why: "), "bold green"))
        parts.append(Padding(why, (0, 0, 0, 2)))
    return Group(*parts)


def render_sum(over: Sequence[Asked], say: Words, *, ascii_only: bool = False) -> RenderableType:
    """Return one line for each question of a session, and the sum."""
    table = Table(box=None, pad_edge=False, show_header=False)
    answered = [asked for asked in over if asked.verdict is not None]
    for asked in over:
        verdict = asked.verdict
        if verdict is None:
            sign, style, credit = "-" if ascii_only else "–", "dim", ""
        else:
            good = verdict.correct
            sign = ("+" if good else "x") if ascii_only else ("✓" if good else "✗")
            style = "green" if good else ("yellow" if verdict.credit else "red")
            credit = f"{verdict.credit:.2g}"
        why = ""
        if asked.why is not None:
            why = say("and why") if asked.why.correct else say("but not why")
        table.add_row(
            Line(sign, style), Line(asked.posed.question.item), Line(credit), Line(why, "dim")
        )
    total = sum(asked.verdict.credit for asked in answered if asked.verdict)
    table.add_row(
        "", Line(say("all together"), "bold"), Line(f"{total:.3g}/{len(answered)}", "bold")
    )
    return table
