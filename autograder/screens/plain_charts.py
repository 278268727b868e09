"""Charts as characters, for terminals."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from autograder.feedback.traces import Curve, Landscape

__all__ = ["heights", "map_of", "sparkline"]

_BARS = ("▁▂▃▄▅▆▇█", "_.-=+*#%")
_SHADES = (" ░▒▓█", " .:+#")
#: Rows and columns of a map; a character is about twice as high as it is wide.
MAP_ROWS, MAP_COLUMNS = 11, 42


def sparkline(
    numbers: Sequence[float], low: float, high: float, *, ascii_only: bool = False
) -> str:
    """Return *numbers* as a row of bars, scaled so that *low* is the lowest and *high* the highest."""
    bars = _BARS[ascii_only]
    span = (high - low) or 1.0
    return "".join(bars[min(7, max(0, int(8 * (n - low) / span)))] for n in numbers)


def heights(curve: Curve) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the heights at which to draw *curve*: logarithms of its numbers if it is logarithmic."""
    if not curve.logarithmic:
        return curve.observed, curve.expected
    return tuple(map(math.log10, curve.observed)), tuple(map(math.log10, curve.expected))


def map_of(landscape: Landscape, *, ascii_only: bool = False) -> Iterator[list[tuple[str, str]]]:
    """
    Yield the rows of a map of the loss over two weights, as runs of (characters, kind).

    The darker a place, the higher the loss. The kinds are ``"loss"``, ``"observed"`` (the passes of
    the learner's loop, as numbers) and ``"expected"`` (the reference's passes, as ``o``).
    """
    shades = _SHADES[ascii_only]
    grid = landscape.loss
    numbers = [number for row in grid for number in row]
    low, high = min(numbers), max(numbers)
    marks = _marks(landscape)
    for row in range(MAP_ROWS):
        cells = []
        for column in range(MAP_COLUMNS):
            if (row, column) in marks:
                cells.append(marks[row, column])
                continue
            # Rows of the grid go upwards, those of a screen downwards.
            line = grid[round((MAP_ROWS - 1 - row) * (len(grid) - 1) / (MAP_ROWS - 1))]
            number = line[round(column * (len(line) - 1) / (MAP_COLUMNS - 1))]
            # The square root spreads the levels of a bowl evenly.
            share = math.sqrt((number - low) / ((high - low) or 1.0))
            cells.append((shades[min(len(shades) - 1, int(share * len(shades)))], "loss"))
        yield [
            ("".join(character for character, _ in run), what)
            for what, run in groupby(cells, key=itemgetter(1))
        ]


def _marks(landscape: Landscape) -> dict[tuple[int, int], tuple[str, str]]:
    marks: dict[tuple[int, int], tuple[str, str]] = {}
    for place in landscape.expected:
        marks[_on_map(landscape, place)] = "o", "expected"
    for number, place in reversed(list(enumerate(landscape.observed, start=1))):
        marks[_on_map(landscape, place)] = (str(number) if number < 10 else "+"), "observed"
    return marks


def _on_map(landscape: Landscape, place: Sequence[float]) -> tuple[int, int]:
    """Row and column of *place*; outside the map if *place* is outside the landscape."""
    shares = [
        (number - low) / ((high - low) or 1.0)
        for number, (low, high) in zip(place, landscape.ranges, strict=True)
    ]
    if not all(0 <= share <= 1 for share in shares):
        return -1, -1
    return round((1 - shares[1]) * (MAP_ROWS - 1)), round(shares[0] * (MAP_COLUMNS - 1))
