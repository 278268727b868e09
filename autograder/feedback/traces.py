"""
The trace of a loop: each pass of a learner's loop beside the same pass of the reference's.

Data for renderers: rows of texts, the cell that went wrong first, curves of loss and value, and
the path over the landscape of the loss. Data from learner code is read as hostile.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from autograder.languages import Words
from autograder.observations import Fact

__all__ = ["Cell", "Curve", "Fit", "Landscape", "Trace", "fit_of", "trace_of"]

#: Most rows that are shown; the first passes of a long loop suffice.
_MAX_ROWS = 10
_TOLERANCE = 1e-3
_COLUMNS = ("loss", "fresh", "grad", "value", "update")
_MAX_POINTS = 500
# Larger numbers would overflow a chart, and no loop that is worth drawing has them.
_MAX_DRAWN = 1e30


@dataclass(frozen=True, slots=True)
class Cell:
    """
    A cell of a trace's table.

    Attributes:
        wrong: Whether the reference showed something else here.
        first: Whether this is the first cell that went wrong.
    """

    text: str
    wrong: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """One quantity over the passes: the learner's numbers and the reference's."""

    name: str
    observed: tuple[float, ...]
    expected: tuple[float, ...]

    @property
    def logarithmic(self) -> bool:
        """Whether a linear scale would show little but the largest number."""
        every = (*self.observed, *self.expected)
        return min(every) > 0 and max(every) > 1_000 * min(every)


@dataclass(frozen=True, slots=True)
class Landscape:
    """
    The loss over one or two weights, and the paths of both loops over it.

    Attributes:
        names: The names of the weights.
        ranges: The lowest and highest value of each weight.
        loss: Values of the loss on an even grid: columns by the first weight, rows by the second,
            both in rising order; one row if there is one weight.
        observed: The weights of the learner's loop at each pass and at the end.
        expected: The same for the reference's loop.
    """

    names: tuple[str, ...]
    ranges: tuple[tuple[float, float], ...]
    loss: tuple[tuple[float, ...], ...]
    observed: tuple[tuple[float, ...], ...]
    expected: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """
    Points, and the curves that were learnt from them; all as pairs (x, y) in order of rising x.

    Attributes:
        losses: The learner's losses over time beside the reference's, if they were recorded.
    """

    points: tuple[tuple[float, float], ...]
    observed: tuple[tuple[float, float], ...]
    expected: tuple[tuple[float, float], ...]
    losses: Curve | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """
    What a loop did, pass by pass.

    Attributes:
        head: The titles of the columns.
        rows: A row for each pass: its number, then the columns.
        more: How many passes are not shown.
        curves: Curves of loss and value, if these are single numbers.
        landscape: The loss over the weights, if the check recorded it.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: int
    curves: tuple[Curve, ...]
    landscape: Landscape | None = None


def trace_of(
    recording: Mapping[str, Fact], expected: Mapping[str, Fact], say: Words
) -> Trace | None:
    """Return the trace of a loop; None if fewer than two passes were recorded."""
    seen, wanted = _columns(recording), _columns(expected)
    count = max((len(frames) for frames in seen.values()), default=0)
    if count < 2:
        return None
    name = recording.get("name")
    shown = name if isinstance(name, str) and name.isidentifier() else "W"
    titles = {
        "loss": say("loss"),
        "fresh": say("new gradient"),
        "grad": f"{shown}.grad",
        "value": shown,
        "update": say("update"),
    }
    columns = [column for column in _COLUMNS if seen[column]]
    rows, found = [], False
    for index in range(min(count, _MAX_ROWS)):
        cells = [Cell(str(index + 1))]
        for column in columns:
            wrong = _differs(seen[column], wanted[column], index)
            cells.append(Cell(_text(seen[column], index), wrong, wrong and not found))
            found |= wrong
        cells.append(_emptied(seen, index, say))
        rows.append(tuple(cells))
    head = (say("pass"), *(titles[column] for column in columns), say("emptied before"))
    curves = [_curve(titles[c], seen[c], wanted[c]) for c in ("loss", "value")]
    return Trace(
        head,
        tuple(rows),
        max(0, count - _MAX_ROWS),
        tuple(c for c in curves if c is not None),
        _landscape(recording, expected),
    )


def fit_of(recording: Mapping[str, Fact], expected: Mapping[str, Fact], say: Words) -> Fit | None:
    """Return the curve that was learnt, with its points; None if none was recorded."""
    points, curve = _pairs(recording.get("points")), _pairs(recording.get("curve"))
    if not points or not curve:
        return None
    losses = _curve(say("loss"), _frames(recording, "history"), _frames(expected, "history"))
    return Fit(points, curve, _pairs(expected.get("curve")), losses)


def _columns(recording: Mapping[str, Fact]) -> dict[str, tuple[Fact, ...]]:
    columns = {name: _frames(recording, name) for name in _COLUMNS}
    # A step shows in the value at the next pass; the last step shows in the value at the end.
    places = [_numbers(value) for value in (*columns["value"], recording.get("end"))]
    steps = [
        tuple(b - a for a, b in zip(one, other, strict=False)) if one and other else None
        for one, other in pairwise(places)
    ]
    columns["update"] = tuple(steps) if all(step is not None for step in steps) else ()
    return columns


def _frames(recording: Mapping[str, Fact], name: str) -> tuple[Fact, ...]:
    fact = recording.get(name)
    return fact if isinstance(fact, tuple) else ()


def _emptied(seen: Mapping[str, Sequence[Fact]], index: int, say: Words) -> Cell:
    """A cell that says whether ``.grad`` held only the gradient of this pass."""
    if index == 0 or not seen["grad"]:
        return Cell("")
    emptied = not _differs(seen["grad"], seen["fresh"], index)
    return Cell(say("yes") if emptied else say("no"))


def _differs(seen: Sequence[Fact], wanted: Sequence[Fact], index: int) -> bool:
    if index >= len(seen) or index >= len(wanted):
        return index < len(seen) and bool(wanted)
    one, other = _numbers(seen[index]), _numbers(wanted[index])
    if one is None or other is None or len(one) != len(other):
        return seen[index] != wanted[index]
    scale = max(1e-6, *(abs(n) for n in other if math.isfinite(n)), 0.0)
    return any(not abs(a - b) <= _TOLERANCE * scale for a, b in zip(one, other, strict=True))


def _numbers(fact: Fact) -> tuple[float, ...] | None:
    parts = fact if isinstance(fact, tuple) else (fact,)
    numbers = [float(p) for p in parts if isinstance(p, int | float) and not isinstance(p, bool)]
    return tuple(numbers) if len(numbers) == len(parts) else None


def _text(frames: Sequence[Fact], index: int) -> str:
    if index >= len(frames):
        return ""
    numbers = _numbers(frames[index])
    if numbers is None:
        return str(frames[index])[:20] if isinstance(frames[index], str) else ""
    if len(numbers) == 1:
        return f"{numbers[0]:.4g}"
    # Few digits, so that several columns of several numbers fit a terminal.
    return " ".join(f"{number:.2g}" for number in numbers)


def _curve(name: str, seen: Sequence[Fact], wanted: Sequence[Fact]) -> Curve | None:
    observed, expected = _line(seen), _line(wanted)
    return Curve(name, observed, expected) if len(observed) > 1 else None


def _line(frames: Sequence[Fact]) -> tuple[float, ...]:
    """
    The frames as one line, up to the first number that can't be drawn.

    Empty unless each frame is a single number.
    """
    numbers = [_numbers(frame) for frame in frames[:_MAX_POINTS]]
    if any(n is None or len(n) != 1 for n in numbers):
        return ()
    line = [n[0] for n in numbers if n]
    drawn = next((i for i, n in enumerate(line) if not abs(n) <= _MAX_DRAWN), len(line))
    return tuple(line[:drawn])


def _landscape(recording: Mapping[str, Fact], expected: Mapping[str, Fact]) -> Landscape | None:
    """The reference's landscape, from the key, with the learner's path over it."""
    match expected.get("landscape"):
        case (tuple() as names, tuple() as ranges, tuple() as rows):
            pass
        case _:
            return None
    weights = len(names)
    ends = [_numbers(one) or () for one in ranges]
    loss = tuple(_numbers(row) or () for row in rows)
    if weights not in (1, 2) or [len(one) for one in ends] != [2] * weights:
        return None
    if (
        len({len(row) for row in loss}) != 1
        or len(loss[0]) < 2
        or (len(loss) > 1) != (weights == 2)
    ):
        return None
    return Landscape(
        tuple(str(name) for name in names),
        tuple((low, high) for low, high in ends),
        loss,
        _path(recording.get("path"), weights),
        _path(expected.get("path"), weights),
    )


def _path(fact: Fact, weights: int) -> tuple[tuple[float, ...], ...]:
    """The points of a path, up to the first that can't be drawn."""
    places = []
    for place in fact[:_MAX_POINTS] if isinstance(fact, tuple) else ():
        numbers = _numbers(place)
        if numbers is None or len(numbers) != weights:
            return ()
        if not all(abs(number) <= _MAX_DRAWN for number in numbers):
            break
        places.append(numbers)
    return tuple(places)


def _pairs(fact: Fact) -> tuple[tuple[float, float], ...]:
    """Finite pairs (x, y) in order of rising x, from a list of x and a list of y."""
    match fact:
        case (tuple() as xs, tuple() as ys) if len(xs) == len(ys):
            pass
        case _:
            return ()
    columns = [_numbers(xs[:_MAX_POINTS]), _numbers(ys[:_MAX_POINTS])]
    if columns[0] is None or columns[1] is None:
        return ()
    pairs = zip(columns[0], columns[1], strict=True)
    return tuple(sorted(pair for pair in pairs if all(abs(n) <= _MAX_DRAWN for n in pair)))
