"""A graph as SVG: one self-contained element, for light and dark pages, and screen readers."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from autograder.drawing.graph import Edge, Graph, Kind, Mark, Node, Say, cells, english, fitted
from autograder.drawing.layout import Box, Layout, lay_out
from autograder.drawing.wording import described, details, heading, mark_in_words, title

__all__ = ["to_svg"]

_FONT = 13.0
_COLUMN = 8.0  # a character's width in a monospaced font of that size, rounded up
_LINE = 17.0
_PADDING = 10.0
_MAX_COLUMNS = 32
# Line styles tell marks apart where colours do not.
_STYLES = {
    Mark.SAME: "",
    Mark.EXTRA: ' stroke-width="3" stroke="var(--graph-extra,#c2410c)"',
    Mark.MISSING: ' stroke-width="2" stroke-dasharray="7 4" stroke="var(--graph-missing,#2f7fc1)"',
    Mark.CUT: ' stroke-width="3" stroke-dasharray="2 4" stroke="var(--graph-cut,#c2410c)"',
}
_ALONE = (
    "<style>:root{color:#1d2733;background:#fff}"
    "@media(prefers-color-scheme:dark){:root{color:#e6ebf1;background:#14181d}}</style>"
)


def to_svg(graph: Graph, *, say: Say = english, caption: str = "", alone: bool = False) -> str:
    """
    Return *graph* as an SVG element.

    Colours come from the page (``currentColor``). Operations have round corners, leaves round
    sides, constants sharp corners. Words and line styles, not only colours, show what is missing,
    extra or cut. The title and description describe the graph in words.

    Args:
        caption: What the drawing shows ("your graph"), for its title.
        alone: For a file of its own: brings its own colours for light and dark.
    """
    lines = {node.id: _lines(node, say) for node in graph.nodes}
    layout = lay_out(graph, {node: _size(texts) for node, texts in lines.items()})
    caption = caption or say("autograd graph")
    name = _escaped(f"{caption}: {title(graph, say)}")
    width, height = f"{layout.width:.0f}", f"{layout.height:.0f}"
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="graph" role="img" aria-label="{name}" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" fill="none" '
        f'stroke="currentColor" font-family="ui-monospace,monospace" font-size="{_FONT:g}" '
        'text-anchor="middle">'
    )
    parts = [
        opening,
        f"<title>{name}</title><desc>{_escaped(described(graph, say))}</desc>",
        _ALONE if alone else "",
        *_edges(graph, layout),
        *(_node(node, layout.boxes[node.id], lines[node.id]) for node in graph.nodes),
        "</svg>",
    ]
    return "".join(parts)


def _lines(node: Node, say: Say) -> list[str]:
    texts = [heading(node), *details(node, say), mark_in_words(node.mark, say)]
    return [fitted(text, _MAX_COLUMNS) for text in texts if text]


def _size(texts: Sequence[str]) -> tuple[float, float]:
    columns = max(3, *map(cells, texts))
    return columns * _COLUMN + 2 * _PADDING, len(texts) * _LINE + 10


def _node(node: Node, box: Box, texts: Sequence[str]) -> str:
    radius = {Kind.OPERATION: 7.0, Kind.LEAF: min(box.height / 2, 18.0)}.get(node.kind, 0.0)
    middle = box.x + box.width / 2
    lines = "".join(
        f'<text x="{middle:.1f}" y="{box.y + 18 + place * _LINE:.1f}" fill="currentColor" '
        f'stroke="none"{_weight(place)}>{_escaped(text)}</text>'
        for place, text in enumerate(texts)
    )
    # The sign for nodes that were left out has no outline: it is no node itself.
    outline = "" if node.kind is not Kind.REST else ' stroke="none"'
    return (
        f'<g class="node {node.kind.value} {node.mark.value}">'
        f"<title>{_escaped(node.name or node.label)}</title>"
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" '
        f'height="{box.height:.1f}" rx="{radius:g}"{outline}{_STYLES[node.mark]}/>{lines}</g>'
    )


def _weight(place: int) -> str:
    return ' font-weight="600"' if place == 0 else ""


def _edges(graph: Graph, layout: Layout) -> Iterator[str]:
    for edge, route in zip(graph.edges, layout.routes, strict=True):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in route)
        x, y = route[-1]
        yield (
            f'<g class="edge {edge.mark.value}"><polyline points="{points}"{_STYLES[edge.mark]}/>'
            f'<path d="M{x:.1f},{y:.1f}l-4,-7h8z" fill="currentColor" stroke="none"/>'
            f"{_words(edge, route)}</g>"
        )


def _words(edge: Edge, route: Sequence[tuple[float, float]]) -> str:
    """An edge's gradient, and scissors where it is cut, beside the middle of its last segment."""
    scissors = "✂" if edge.mark is Mark.CUT else ""
    text = " ".join(part for part in (scissors, fitted(edge.gradient, _MAX_COLUMNS)) if part)
    if not text:
        return ""
    (x, y), (x1, y1) = route[-2], route[-1]
    # On the outer side, away from the neighbour's edge.
    anchor, aside = ("end", -5) if x1 < x else ("start", 5)
    return (
        f'<text x="{(x + x1) / 2 + aside:.1f}" y="{(y + y1) / 2 + 4:.1f}" fill="currentColor" '
        f'stroke="none" text-anchor="{anchor}" font-size="11">{_escaped(text)}</text>'
    )


def _escaped(text: str) -> str:
    """*text* without characters that XML can't hold, and with those escaped that it uses."""
    kept = "".join(character if character.isprintable() else " " for character in text)
    return html.escape(kept, quote=True)
