"""What a loop did, pass by pass, on a terminal: a table, rows of bars, a map of the loss."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.feedback.flight import Cell, Curve, Flight, Landscape
from autograder.languages import Words
from autograder.screens.plain_charts import heights, map_of, sparkline

__all__ = ["flight_table"]


def flight_table(flight: Flight, say: Words, ascii_only: bool) -> RenderableType:
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
