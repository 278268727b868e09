"""
The flight recorder: what a learner's loop did, pass by pass, beside what the reference's did.

Data for renderers: rows of texts, the cell that went wrong first, and curves of loss and value.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import escape

from autograder.languages import Words
from autograder.observations import Fact

__all__ = ["Cell", "Curve", "Flight", "curve_svg", "flight_of", "sparkline"]

#: Rows that are shown; a loop of a thousand passes is told by its first ones.
_MAX_ROWS = 10
_TOLERANCE = 1e-3
_COLUMNS = ("loss", "fresh", "grad", "value")


@dataclass(frozen=True, slots=True)
class Cell:
    """
    Attributes:
        wrong: The reference showed something else here.
        first: It is the first one that went wrong.
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


@dataclass(frozen=True, slots=True)
class Flight:
    """
    Attributes:
        head: The titles of the columns.
        rows: A row for each pass: its number, then the columns.
        more: Passes that are not shown.
        curves: Loss and value, where they are single numbers.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: int
    curves: tuple[Curve, ...]


def flight_of(
    recording: Mapping[str, Fact], expected: Mapping[str, Fact], say: Words
) -> Flight | None:
    """Return what is shown of a loop; None where fewer than two passes were recorded."""
    seen = {name: _frames(recording.get(name)) for name in _COLUMNS}
    wanted = {name: _frames(expected.get(name)) for name in _COLUMNS}
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
    return Flight(
        head, tuple(rows), max(0, count - _MAX_ROWS), tuple(c for c in curves if c is not None)
    )


def _frames(fact: Fact) -> tuple[Fact, ...]:
    return fact if isinstance(fact, tuple) else ()


def _emptied(seen: Mapping[str, Sequence[Fact]], index: int, say: Words) -> Cell:
    """Whether ``.grad`` held nothing else than what this pass brought."""
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
    # Several columns of several numbers have to fit a terminal.
    return " ".join(f"{number:.2g}" for number in numbers)


def _curve(name: str, seen: Sequence[Fact], wanted: Sequence[Fact]) -> Curve | None:
    observed, expected = _line(seen), _line(wanted)
    return Curve(name, observed, expected) if len(observed) > 1 else None


def _line(frames: Sequence[Fact]) -> tuple[float, ...]:
    """The frames as one line; empty unless each is a single finite number."""
    numbers = [_numbers(frame) for frame in frames]
    if any(n is None or len(n) != 1 or not math.isfinite(n[0]) for n in numbers):
        return ()
    return tuple(n[0] for n in numbers if n)


def sparkline(
    numbers: Sequence[float], low: float, high: float, *, ascii_only: bool = False
) -> str:
    """Return *numbers* as a row of bars, for a terminal."""
    bars = "_.-=+*#%" if ascii_only else "▁▂▃▄▅▆▇█"
    span = (high - low) or 1.0
    return "".join(bars[min(7, max(0, int(8 * (n - low) / span)))] for n in numbers)


_WIDTH, _HEIGHT, _EDGE = 320, 150, 26


def curve_svg(curve: Curve, say: Words) -> str:
    """Return both lines as a picture: the learner's drawn through, the reference's dashed."""
    every = (*curve.observed, *curve.expected)
    low, high = min(every), max(every)
    count = max(len(curve.observed), len(curve.expected))
    told = say(
        "{name}: yours from {first} to {last}, expected from {efirst} to {elast}",
        name=curve.name,
        first=f"{curve.observed[0]:.3g}",
        last=f"{curve.observed[-1]:.3g}",
        efirst=f"{curve.expected[0]:.3g}" if curve.expected else "–",
        elast=f"{curve.expected[-1]:.3g}" if curve.expected else "–",
    )

    def points(numbers: Sequence[float]) -> str:
        span = (high - low) or 1.0
        return " ".join(
            f"{_EDGE + index * (_WIDTH - 2 * _EDGE) / max(1, count - 1):.1f},"
            f"{_HEIGHT - _EDGE - (number - low) / span * (_HEIGHT - 2 * _EDGE):.1f}"
            for index, number in enumerate(numbers)
        )

    told = str(escape(told))
    lines = [
        f'<svg class="curve" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{told}">',
        f"<title>{told}</title>",
        f'<text x="{_EDGE}" y="16">{escape(curve.name)}</text>',
        f'<text x="2" y="{_HEIGHT - _EDGE}" class="tick">{low:.3g}</text>',
        f'<text x="2" y="{_EDGE + 4}" class="tick">{high:.3g}</text>',
    ]
    if curve.expected:
        lines.append(f'<polyline class="expected" points="{points(curve.expected)}"/>')
    lines.append(f'<polyline class="observed" points="{points(curve.observed)}"/>')
    lines.append(
        f'<text x="{_WIDTH - _EDGE}" y="{_HEIGHT - 6}" text-anchor="end" class="tick">'
        f"{say('— yours   - - expected')}</text></svg>"
    )
    return "\n".join(lines)
