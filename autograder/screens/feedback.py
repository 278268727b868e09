"""Feedback on a terminal, through rich; plain where the console has no colour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.drawing import Comparison, side_by_side
from autograder.feedback.feedback import CheckFeedback, ExerciseFeedback
from autograder.feedback.lines import Line, Role
from autograder.judging import Outcome
from autograder.languages import Words
from autograder.screens.prose import Prose
from autograder.screens.signs import sign_of
from autograder.screens.traces import trace_table

__all__ = ["render_feedback", "render_summary"]

_STYLES = {
    Role.CALL: "dim",
    Role.EXPECTED: "green",
    Role.OBSERVED: "red",
    Role.CODE: "bold",
    Role.ERROR: "red",
    Role.PROBLEM: "red",
    Role.NAME: "bold cyan",
    Role.IDEA: "cyan",
    Role.NOTE: "",
}


def render_feedback(
    feedback: ExerciseFeedback, say: Words, *, ascii_only: bool = False
) -> RenderableType:
    """Return *feedback* for :meth:`rich.console.Console.print`; learner text is never markup."""
    title = Text.assemble((feedback.exercise, "bold"), "  ", (feedback.title, "italic"))
    parts: list[RenderableType] = [title]
    parts += [_render_check(check, say, ascii_only) for check in feedback.checks]
    if feedback.printed:
        parts.append(_indented(Text(say("Your code printed:"), style="dim")))
        parts.append(Padding(Text(feedback.printed.rstrip("\n"), style="dim"), (0, 0, 0, 6)))
    for note in feedback.notes:
        parts.append(_indented(Prose(note, lead=(say("Left out: "), "bold yellow"))))
    for sentence in feedback.advice:
        parts.append(_indented(Prose(sentence, lead=(say("Worth knowing: "), "bold yellow"))))
    if feedback.takeaway:
        lead = (say("Take away: "), "bold green")
        parts.append(_indented(Prose(feedback.takeaway, lead=lead)))
    elif feedback.verdict.outcome is not Outcome.BROKEN:
        more = Text(say("more: {command}", command=f"gradlings hint {feedback.exercise}"), "dim")
        parts.append(_indented(more))
    return Group(*parts)


def render_summary(
    feedbacks: Iterable[ExerciseFeedback], say: Words, *, ascii_only: bool = False
) -> RenderableType:
    """Return one line for each exercise, and the sum, for a check of several exercises."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    score = max_score = 0.0
    for feedback in feedbacks:
        verdict = feedback.verdict
        sign, style = sign_of(verdict.outcome, ascii_only)
        score, max_score = score + verdict.score, max_score + verdict.max_score
        points = f"{verdict.score:g}/{verdict.max_score:g}"
        table.add_row(Text(sign, style), Text(feedback.exercise), Text(points, style))
    table.add_row("", Text(say("all together"), "bold"), Text(f"{score:g}/{max_score:g}", "bold"))
    return table


def _render_check(check: CheckFeedback, say: Words, ascii_only: bool) -> RenderableType:
    sign, style = sign_of(check.outcome, ascii_only)
    head = Table.grid(padding=(0, 1), expand=False)
    head.add_column(no_wrap=True)
    head.add_column(overflow="fold")
    head.add_column(justify="right", no_wrap=True)
    points = f"{check.score:g}/{check.max_score:g}"
    head.add_row(Text(sign, style), Prose(check.claim), Text(points, style))
    if not check.lines:
        return head
    parts: list[RenderableType] = [head]
    graphs = check.graphs
    for labelled, lines in groupby(check.lines, key=lambda line: bool(line.label)):
        render = _table if labelled else _paragraphs
        parts.append(_indented(render(lines)))
        if labelled and graphs is not None:
            parts.append(_indented(_Graphs(graphs, say, ascii_only)))
            graphs = None
    if graphs is not None:
        parts.append(_indented(_Graphs(graphs, say, ascii_only)))
    if check.trace is not None:
        parts.append(_indented(trace_table(check.trace, say, ascii_only)))
    return Group(*parts)


@dataclass(frozen=True)
class _Graphs:
    """Both graphs side by side, or below each other on a narrow console."""

    graphs: Comparison
    say: Words
    ascii_only: bool

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        drawn = side_by_side(
            self.graphs, say=self.say, width=options.max_width, ascii_only=self.ascii_only
        )
        yield Text(f"\n{drawn}\n", no_wrap=True)


def _table(lines: Iterable[Line]) -> RenderableType:
    """A table with labels in one column, so that expected and observed values line up."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for line in lines:
        table.add_row(Text(line.label, "dim"), _line(line))
    return table


def _paragraphs(lines: Iterable[Line]) -> RenderableType:
    return Group(*map(_line, lines))


def _line(line: Line) -> RenderableType:
    """One line: our sentences have code in backticks; a learner's output is left as it is."""
    ours = line.role in (Role.CALL, Role.NAME, Role.IDEA, Role.NOTE)
    return (Prose if ours else Text)(line.text, _STYLES[line.role])


def _indented(renderable: RenderableType) -> RenderableType:
    return Padding(renderable, (0, 0, 0, 4))
