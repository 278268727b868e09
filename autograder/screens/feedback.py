"""Feedback on a terminal, through rich; plain where the console has no colour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.content import Course, Exercise
from autograder.drawing import Comparison, side_by_side
from autograder.feedback.feedback import CheckFeedback, ExerciseFeedback, Line, Role
from autograder.feedback.flight import Cell, Curve, Flight, Landscape
from autograder.judging import Outcome
from autograder.languages import Words
from autograder.screens.plain_charts import heights, map_of, sparkline
from autograder.screens.prose import Prose
from autograder.workspace import Progress

__all__ = ["ascii_only", "render_feedback", "render_list", "render_summary"]

# Sign, sign for consoles that only know ASCII, style.
_SIGNS = {
    Outcome.PASSED: ("✓", "+", "green"),
    Outcome.FAILED: ("✗", "x", "red"),
    Outcome.ERRORED: ("✗", "x", "red"),
    Outcome.TIMEOUT: ("✗", "x", "red"),
    Outcome.SKIPPED: ("–", "-", "dim"),
    Outcome.BROKEN: ("!", "!", "yellow"),
}
_STYLES = {
    Role.CALL: "dim",
    Role.EXPECTED: "green",
    Role.OBSERVED: "red",
    Role.CODE: "bold",
    Role.ERROR: "red",
    Role.NAME: "bold cyan",
    Role.IDEA: "cyan",
    Role.NOTE: "",
}


def render_feedback(
    feedback: ExerciseFeedback, say: Words, *, ascii_only: bool = False
) -> RenderableType:
    """Return *feedback* for :meth:`rich.console.Console.print`. Learner text is never markup."""
    title = Text.assemble((feedback.exercise, "bold"), "  ", (feedback.title, "italic"))
    parts: list[RenderableType] = [title]
    parts += [_render_check(check, say, ascii_only) for check in feedback.checks]
    if feedback.printed:
        parts.append(_indented(Text(say("Your code printed:"), style="dim")))
        parts.append(Padding(Text(feedback.printed.rstrip("\n"), style="dim"), (0, 0, 0, 6)))
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
    """Return one line an exercise, and the sum, for a check of several exercises."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    score = max_score = 0.0
    for feedback in feedbacks:
        verdict = feedback.verdict
        sign, style = _sign(verdict.outcome, ascii_only)
        score, max_score = score + verdict.score, max_score + verdict.max_score
        points = f"{verdict.score:g}/{verdict.max_score:g}"
        table.add_row(Text(sign, style), Text(feedback.exercise), Text(points, style))
    table.add_row("", Text(say("all together"), "bold"), Text(f"{score:g}/{max_score:g}", "bold"))
    return table


def render_list(
    course: Course,
    progress: Progress,
    say: Words,
    *,
    current: Exercise | None = None,
    ascii_only: bool = False,
) -> RenderableType:
    """Return all exercises by chapter, with a tick for each that was passed."""
    chapters: dict[str, list[_Listed]] = {}
    for exercise in course.exercises:
        passed = progress.passed(exercise.id)
        sign = Text(_sign(Outcome.PASSED, ascii_only)[0] if passed else " ", "green")
        name = Text(exercise.id, "bold cyan" if exercise is current else "")
        title = Text(exercise.sheet.title[say.language], "dim")
        if exercise.sheet.bonus:
            title.append(" *" if ascii_only else " ★", "yellow")
        head = course.chapters[exercise.chapter].title[say.language]
        chapters.setdefault(head, []).append((sign, name, title))
    return _List(chapters)


#: Sign, id and title of an exercise.
_Listed = tuple[Text, Text, Text]


@dataclass(frozen=True)
class _List:
    """Exercises by chapter: title beside id, or, on a console too narrow for that, below it."""

    chapters: Mapping[str, Sequence[_Listed]]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        every = [one for several in self.chapters.values() for one in several]
        ids = max((name.cell_len for _, name, _ in every), default=0)
        titles = max((title.cell_len for _, _, title in every), default=0)
        beside = options.max_width >= _BEFORE_ID + ids + 2 + titles
        for head, several in self.chapters.items():
            yield Padding(Text(head, "bold"), (0, 0, 0, 3))
            for sign, name, title in several:
                start = Text.assemble(sign, " " * (_BEFORE_ID - 1), name)
                if beside:
                    start.append(" " * (ids + 2 - name.cell_len))
                    yield start.append_text(title)
                else:
                    yield start
                    yield Padding(title, (0, 0, 0, _BEFORE_ID + 2))


#: Columns of the list that stand before an id.
_BEFORE_ID = 5


def ascii_only(console: Console) -> bool:
    """Tell whether *console* lacks our signs, as older Windows consoles do."""
    try:
        "✓✗–…".encode(console.encoding)
    except (UnicodeEncodeError, LookupError):
        return True
    return False


def _sign(outcome: Outcome, ascii_only: bool) -> tuple[str, str]:
    sign, plain, style = _SIGNS[outcome]
    return (plain if ascii_only else sign), style


def _render_check(check: CheckFeedback, say: Words, ascii_only: bool) -> RenderableType:
    sign, style = _sign(check.outcome, ascii_only)
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
        if graphs is not None:
            parts.append(_indented(_Graphs(graphs, say, ascii_only)))
            graphs = None
    if check.flight is not None:
        parts.append(_indented(_flight(check.flight, say, ascii_only)))
    return Group(*parts)


def _flight(flight: Flight, say: Words, ascii_only: bool) -> RenderableType:
    """A row for each pass of a loop; the first cell that went wrong is marked, not only coloured."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for index, title in enumerate(flight.head):
        # Where it is narrow, heads may wrap, and numbers of a tensor stand below each other.
        cells = (_flown(row[index], ascii_only).plain for row in flight.rows)
        widest = max((len(number) for cell in cells for number in cell.split(" ")), default=0)
        table.add_column(title, justify="right", header_style="dim", min_width=widest)
    for row in flight.rows:
        table.add_row(*(_flown(cell, ascii_only) for cell in row))
    parts: list[RenderableType] = [Text(), table]
    if flight.more:
        parts.append(Text(say("… and {n} more", n=flight.more), "dim"))
    if flight.curves:
        parts.append(_curves(flight.curves, say, ascii_only))
    if flight.landscape is not None and len(flight.landscape.names) == 2:
        parts.append(_map(flight.landscape, say, ascii_only))
    return Group(*parts, Text())


def _curves(curves: Iterable[Curve], say: Words, ascii_only: bool) -> RenderableType:
    """A row of bars for each curve, between its first number and its last."""
    table = Table.grid(padding=(0, 1))
    for justify in ("left", "right", "left", "left", "left", "right", "left", "left"):
        table.add_column(justify=justify, no_wrap=True)
    for curve in curves:
        observed, expected = heights(curve)
        low, high = min(*observed, *expected), max(*observed, *expected)
        line = partial(sparkline, low=low, high=high, ascii_only=ascii_only)
        cells = [Text(curve.name, "dim"), *_bars(curve.observed, line(observed), "red")]
        if expected:
            cells.append(Text(f"  {say('expected')}", "dim"))
            cells += _bars(curve.expected, line(expected), "green")
        table.add_row(*cells)
    return table


def _bars(numbers: Sequence[float], line: str, style: str) -> list[Text]:
    return [Text(f"{numbers[0]:.3g}"), Text(line, style), Text(f"{numbers[-1]:.3g}")]


def _map(landscape: Landscape, say: Words, ascii_only: bool) -> RenderableType:
    """The loss over two weights, the darker the higher, and the ways of both loops over it."""
    across, upwards = landscape.names
    told = say(
        "{upwards} up, {across} across; your passes by number, the expected ones as o",
        upwards=upwards,
        across=across,
    )
    styles = {"loss": "dim", "observed": "bold red", "expected": "bold green"}
    rows = [
        Text.assemble("  ", *((text, styles[what]) for text, what in runs))
        for runs in map_of(landscape, ascii_only=ascii_only)
    ]
    return Group(Text(), Text(told, "dim"), *rows)


def _flown(cell: Cell, ascii_only: bool) -> Text:
    if cell.first:
        return Text(f"{'>' if ascii_only else '►'} {cell.text}", "bold red")
    return Text(cell.text, "red" if cell.wrong else "")


@dataclass(frozen=True)
class _Graphs:
    """Both graphs side by side; below each other where the console is too narrow for that."""

    graphs: Comparison
    say: Words
    ascii_only: bool

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        drawn = side_by_side(
            self.graphs, say=self.say, width=options.max_width, ascii_only=self.ascii_only
        )
        yield Text(f"\n{drawn}\n", no_wrap=True)


def _table(lines: Iterable[Line]) -> RenderableType:
    """Labels in one column, so that expected and observed stand under each other."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for line in lines:
        table.add_row(Text(line.label, "dim"), _told(line))
    return table


def _paragraphs(lines: Iterable[Line]) -> RenderableType:
    return Group(*map(_told, lines))


def _told(line: Line) -> RenderableType:
    """Our sentences have code in backticks; what a learner's program showed is left as it is."""
    ours = line.role in (Role.CALL, Role.NAME, Role.IDEA, Role.NOTE)
    return (Prose if ours else Text)(line.text, _STYLES[line.role])


def _indented(renderable: RenderableType) -> RenderableType:
    return Padding(renderable, (0, 0, 0, 4))
