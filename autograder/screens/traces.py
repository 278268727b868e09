"""The trace of a loop on a terminal: a table of its passes, rows of bars, a map of the loss."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.feedback.traces import Cell, Curve, Landscape, Trace
from autograder.languages import Words
from autograder.screens.plain_charts import heights, map_of, sparkline

__all__ = ["trace_table"]


def trace_table(trace: Trace, say: Words, ascii_only: bool) -> RenderableType:
    """Return a table with a row for each pass; the first wrong cell has a mark besides its colour."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for index, title in enumerate(trace.head):
        # On a narrow console heads may wrap, and numbers of a tensor stand below each other.
        cells = (_cell(row[index], ascii_only).plain for row in trace.rows)
        widest = max((len(number) for cell in cells for number in cell.split(" ")), default=0)
        table.add_column(title, justify="right", header_style="dim", min_width=widest)
    for row in trace.rows:
        table.add_row(*(_cell(cell, ascii_only) for cell in row))
    parts: list[RenderableType] = [Text(), table]
    if trace.more:
        parts.append(Text(say("… and {n} more", n=trace.more), "dim"))
    if trace.curves:
        parts.append(_curves(trace.curves, say, ascii_only))
    if trace.landscape is not None and len(trace.landscape.names) == 2:
        parts.append(_map(trace.landscape, say, ascii_only))
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
    """The loss over two weights, the darker the higher, and the paths of both loops over it."""
    across, upwards = landscape.names
    message = say(
        "{upwards} up, {across} across; your passes by number, the expected ones as o",
        upwards=upwards,
        across=across,
    )
    styles = {"loss": "dim", "observed": "bold red", "expected": "bold green"}
    rows = [
        Text.assemble("  ", *((text, styles[what]) for text, what in runs))
        for runs in map_of(landscape, ascii_only=ascii_only)
    ]
    return Group(Text(), Text(message, "dim"), *rows)


def _cell(cell: Cell, ascii_only: bool) -> Text:
    if cell.first:
        return Text(f"{'>' if ascii_only else '►'} {cell.text}", "bold red")
    return Text(cell.text, "red" if cell.wrong else "")
