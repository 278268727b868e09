"""
Charts as SVG: curves, the loss over the weights, a curve through points.

Self-contained elements for light and dark pages, with a description in words. The learner's line
is solid and the reference's is dashed, so they can be told apart without colour.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from autograder.feedback.traces import Curve, Fit, Landscape
from autograder.languages import Words

__all__ = ["curve_svg", "fit_svg", "landscape_svg"]

Point = tuple[float, float]

_LEFT, _RIGHT, _TOP, _BOTTOM = 52.0, 12.0, 26.0, 34.0
_LEVELS = 10
_YOURS = 'fill="none" stroke-width="2" stroke="var(--accent,#0b5cad)"'
_EXPECTED = 'fill="none" stroke-width="2" stroke-dasharray="5 4" stroke="var(--soft,#5b6775)"'
_FAINT = 'fill="none" stroke-width="1" stroke="var(--soft,#5b6775)" opacity="0.55"'
_INK = 'fill="var(--ink,currentColor)"'
_SOFT = 'fill="var(--soft,#5b6775)"'


@dataclass(frozen=True, slots=True)
class _Scale:
    """Maps numbers from *low* to *high* onto an axis of the picture."""

    low: float
    high: float
    start: float
    end: float
    logarithmic: bool = False

    def __call__(self, number: float) -> float:
        low, high = self._in_steps(self.low), self._in_steps(self.high)
        share = (self._in_steps(number) - low) / ((high - low) or 1.0)
        # Places far outside the picture are clamped, so that browsers get no huge numbers.
        return self.start + min(10.0, max(-10.0, share)) * (self.end - self.start)

    def _in_steps(self, number: float) -> float:
        return math.log10(max(number, self.low)) if self.logarithmic else number


class _Chart:
    """An SVG element under construction: frame, ticks at its ends, legend, and contents."""

    def __init__(self, width: float, height: float, message: str) -> None:
        self._width, self._height = width, height
        self.x_ends = _LEFT, width - _RIGHT
        self.y_ends = height - _BOTTOM, _TOP
        message = escape(message)
        self._parts = [
            (
                f'<svg class="chart" width="{width:g}" height="{height:g}" '
                f'viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{message}" '
                f'font-family="system-ui,sans-serif" font-size="11"><title>{message}</title>'
            )
        ]

    def scale_x(self, low: float, high: float) -> _Scale:
        scale = _Scale(low, high, *self.x_ends)
        for number, anchor in ((low, "start"), (high, "end")):
            self._text(scale(number), self.y_ends[0] + 13, _number(number), _SOFT, anchor, 9)
        return scale

    def scale_y(self, low: float, high: float, *, logarithmic: bool = False) -> _Scale:
        scale = _Scale(low, high, *self.y_ends, logarithmic)
        for number, drop in ((low, 0), (high, 8)):
            self._text(_LEFT - 5, scale(number) + drop, _number(number), _SOFT, "end", 9)
        return scale

    def titles(self, across: str, upwards: str) -> None:
        """Label the two axes."""
        middle = sum(self.x_ends) / 2
        self._text(middle, self.y_ends[0] + 13, across, _SOFT, "middle", 10)
        self._text(_LEFT, 16, upwards, _INK, "start", 11)

    def legend(self, say: Words, *, expected: bool) -> None:
        y, end = self._height - 7, self.x_ends[1]
        lines = [(say("expected"), _EXPECTED)] if expected else []
        for message, looks in [*lines, (say("yours"), _YOURS)]:
            self._text(end, y, message, _SOFT, "end", 10)
            end -= 6.2 * len(message) + 6
            self._parts.append(f'<path d="M{end - 20:.1f},{y - 3:.1f}h20" {looks}/>')
            end -= 32

    def frame(self) -> None:
        (left, right), (bottom, top) = self.x_ends, self.y_ends
        self._parts.append(
            f'<rect x="{left:g}" y="{top:g}" width="{right - left:g}" height="{bottom - top:g}" '
            f'fill="none" stroke="var(--line,#d8dee6)"/>'
        )

    def begin_inside(self) -> None:
        """Clip all that follows at the frame, by an inner ``svg`` element."""
        (left, right), (bottom, top) = self.x_ends, self.y_ends
        box = f"{left:g} {top:g} {right - left:g} {bottom - top:g}"
        self._parts.append(
            f'<svg x="{left:g}" y="{top:g}" width="{right - left:g}" height="{bottom - top:g}" '
            f'viewBox="{box}">'
        )

    def end_inside(self) -> None:
        self._parts.append("</svg>")

    def line(self, points: Sequence[Point], looks: str, name: str) -> None:
        if points:
            drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            self._parts.append(f'<polyline class="{name}" points="{drawn}" {looks}/>')

    def both(
        self, observed: Sequence[Point], expected: Sequence[Point], *, dotted: bool = False
    ) -> None:
        """Draw the learner's line over the reference's; *dotted* marks each pass."""
        for points, looks, name in (
            (expected, _EXPECTED, "expected"),
            (observed, _YOURS, "observed"),
        ):
            self.line(points, looks, name)
            if dotted:
                self.dots(points, hollow=name == "expected")

    def dots(self, points: Sequence[Point], *, hollow: bool = False, radius: float = 3) -> None:
        colour = "var(--soft,#5b6775)" if hollow else "var(--accent,#0b5cad)"
        fill = "none" if hollow else colour
        self._parts += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}" stroke="{colour}"/>'
            for x, y in points
        ]

    def svg(self) -> Markup:
        # Every text was escaped when it was added.
        return Markup("".join([*self._parts, "</svg>"]))  # noqa: S704

    def _text(self, x: float, y: float, text: str, looks: str, anchor: str, size: float) -> None:
        self._parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size:g}" {looks}>'
            f"{escape(text)}</text>"
        )


def curve_svg(curve: Curve, say: Words, across: str = "") -> Markup:
    """
    Return both lines of *curve* over the passes.

    Args:
        across: The label of the horizontal axis, if it does not count passes.
    """
    every = (*curve.observed, *curve.expected)
    count = max(len(curve.observed), len(curve.expected))
    message = say(
        "{name}: yours from {first} to {last}, expected from {efirst} to {elast}",
        name=curve.name,
        first=_number(curve.observed[0]),
        last=_number(curve.observed[-1]),
        efirst=_number(curve.expected[0]) if curve.expected else "–",
        elast=_number(curve.expected[-1]) if curve.expected else "–",
    )
    chart = _Chart(320, 190, message)
    x = chart.scale_x(1, count)
    y = chart.scale_y(min(every), max(every), logarithmic=curve.logarithmic)
    scaled = say("{name}, logarithmic scale", name=curve.name) if curve.logarithmic else curve.name
    chart.titles(across or say("pass"), scaled)
    chart.frame()
    chart.both(
        *(
            [(x(i), y(number)) for i, number in enumerate(numbers, start=1)]
            for numbers in (curve.observed, curve.expected)
        )
    )
    chart.legend(say, expected=bool(curve.expected))
    return chart.svg()


def landscape_svg(landscape: Landscape, say: Words) -> Markup:
    """Return the paths of both loops: on contours of the loss, or on its curve over one weight."""
    message = say(
        "The loss over {weights}: you went from {first} to {last}, expected is from {efirst} to {elast}",
        weights=", ".join(landscape.names),
        first=_place(landscape.observed[:1]),
        last=_place(landscape.observed[-1:]),
        efirst=_place(landscape.expected[:1]),
        elast=_place(landscape.expected[-1:]),
    )
    draw = _contours if len(landscape.names) == 2 else _valley
    return draw(landscape, say, message)


def _contours(landscape: Landscape, say: Words, message: str) -> Markup:
    chart = _Chart(320, 316, message)
    x, y = chart.scale_x(*landscape.ranges[0]), chart.scale_y(*landscape.ranges[1])
    chart.titles(
        landscape.names[0], say("{name}, on contours of the loss", name=landscape.names[1])
    )
    chart.begin_inside()
    for line in _contour_lines(landscape):
        chart.line([(x(a), y(b)) for a, b in line], _FAINT, "contour")
    ways = (landscape.observed, landscape.expected)
    chart.both(*([(x(a), y(b)) for a, b in way] for way in ways), dotted=True)
    chart.end_inside()
    chart.frame()
    chart.legend(say, expected=bool(landscape.expected))
    return chart.svg()


def _contour_lines(landscape: Landscape) -> list[list[Point]]:
    """Lines of equal loss; denser where it is low, as the loss of a bowl grows with the square."""
    from contourpy import contour_generator  # noqa: PLC0415 - only this picture needs it

    (west, east), (south, north) = landscape.ranges
    columns, rows = len(landscape.loss[0]), len(landscape.loss)
    generator = contour_generator(
        [west + (east - west) * i / (columns - 1) for i in range(columns)],
        [south + (north - south) * i / (rows - 1) for i in range(rows)],
        landscape.loss,
    )
    numbers = [number for row in landscape.loss for number in row]
    low, high = min(numbers), max(numbers)
    levels = [low + (high - low) * (step / _LEVELS) ** 2 for step in range(1, _LEVELS)]
    lines: Any = (line for level in levels for line in generator.lines(level))
    return [[(float(a), float(b)) for a, b in line] for line in lines]


def _valley(landscape: Landscape, say: Words, message: str) -> Markup:
    (low, high), heights = landscape.ranges[0], landscape.loss[0]
    chart = _Chart(320, 190, message)
    x, y = chart.scale_x(low, high), chart.scale_y(min(heights), max(heights))
    chart.titles(landscape.names[0], say("loss"))
    step = (high - low) / (len(heights) - 1)
    places = [low + step * i for i in range(len(heights))]

    def height(place: float) -> float:
        """The loss at *place*: interpolated between points of the grid, constant beyond its edges."""
        left = min(max(int((place - low) / step), 0), len(heights) - 2)
        share = min(max((place - places[left]) / step, 0.0), 1.0)
        return heights[left] + share * (heights[left + 1] - heights[left])

    chart.begin_inside()
    chart.line([(x(p), y(h)) for p, h in zip(places, heights, strict=True)], _FAINT, "contour")
    ways = (landscape.observed, landscape.expected)
    chart.both(*([(x(p), y(height(p))) for (p,) in way] for way in ways), dotted=True)
    chart.end_inside()
    chart.frame()
    chart.legend(say, expected=bool(landscape.expected))
    return chart.svg()


def fit_svg(fit: Fit, say: Words) -> Markup:
    """Return the points and the curve that the learner's model draws, beside the reference's."""
    every = [*fit.points, *fit.observed, *fit.expected]
    heights = [y for _, y in [*fit.points, *fit.expected]]
    message = say(
        "{n} points, your model's curve through them, and the one that is expected",
        n=len(fit.points),
    )
    chart = _Chart(440, 260, message)
    x = chart.scale_x(min(x for x, _ in every), max(x for x, _ in every))
    # Points and expected curve set the scale, so a diverging model leaves the picture.
    room = 0.15 * (max(heights) - min(heights) or 1.0)
    y = chart.scale_y(min(heights) - room, max(heights) + room)
    chart.titles("x", say("your model among the points"))
    chart.begin_inside()
    chart.dots([(x(a), y(b)) for a, b in fit.points], hollow=True, radius=2.2)
    chart.both(*([(x(a), y(b)) for a, b in curve] for curve in (fit.observed, fit.expected)))
    chart.end_inside()
    chart.frame()
    chart.legend(say, expected=bool(fit.expected))
    return chart.svg()


def _number(number: float) -> str:
    return f"{number:.3g}"


def _place(places: Sequence[Sequence[float]]) -> str:
    return f"({', '.join(map(_number, places[0]))})" if places else "–"
