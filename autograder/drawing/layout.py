"""
Where the boxes of a graph go: in layers, results above their inputs.

Sugiyama's method in three plain steps: longest-path layers, orders by barycentres, coordinates.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.drawing.graph import Graph

__all__ = ["Box", "Layout", "lay_out"]

Point = tuple[float, float]

#: Space between neighbours of a layer, and between layers, in the unit of the sizes.
GAP = 20.0
LAYER_GAP = 40.0
_MARGIN = 8.0
_SWEEPS = 8
# Edges over several layers bend around the boxes between, unless that takes more bends than this.
_MAX_BENDS = 2_000


@dataclass(frozen=True, slots=True)
class Box:
    """A node's place: its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """*boxes* by the nodes' ids; *routes* are the points of each edge, in the edges' order."""

    width: float
    height: float
    boxes: Mapping[str, Box]
    routes: Sequence[Sequence[Point]]


def lay_out(graph: Graph, sizes: Mapping[str, tuple[float, float]]) -> Layout:
    """
    Return places for the nodes' boxes, of the given *sizes*; no two boxes overlap.

    It takes some tenths of a second for 500 nodes.

    Args:
        graph: Not modified.
        sizes: By node id, width and height in the units of the drawing (pixels of an SVG).
    """
    layers = _layers(graph)
    slots = _Slots(graph, layers, {node: width for node, (width, _) in sizes.items()})
    slots.order()
    slots.place()
    heights = [0.0] * (max(layers.values()) + 1)
    for node, layer in layers.items():
        heights[layer] = max(heights[layer], sizes[node][1])
    tops, top = [], _MARGIN
    for height in heights:
        tops.append(top)
        top += height + LAYER_GAP
    left = min(slots.x[i] - slots.widths[i] / 2 for i in range(len(slots.x))) - _MARGIN
    right = max(slots.x[i] + slots.widths[i] / 2 for i in range(len(slots.x))) + _MARGIN
    boxes = {
        node: Box(slots.x[slot] - width / 2 - left, tops[layers[node]], width, height)
        for node, slot in slots.of_node.items()
        for width, height in [sizes[node]]
    }
    bands = [(top, top + height) for top, height in zip(tops, heights, strict=True)]
    routes = _routes(graph, slots, boxes, bands, left)
    return Layout(right - left, top - LAYER_GAP + _MARGIN, boxes, routes)


def _layers(graph: Graph) -> dict[str, int]:
    """Each node's layer: the length of its longest path from a root."""
    leaving = graph.edges_from()
    layers = {node.id: 0 for node in graph.nodes}
    for node in graph.in_order():
        for edge in leaving[node]:
            layers[edge.end] = max(layers[edge.end], layers[node] + 1)
    return layers


class _Slots:
    """The contents of the layers: nodes, and bends of edges that pass through."""

    def __init__(
        self, graph: Graph, layers: Mapping[str, int], widths: Mapping[str, float]
    ) -> None:
        self.of_node: dict[str, int] = {}
        self.widths: list[float] = []
        self.layer: list[int] = []
        self.above: list[list[int]] = []
        self.below: list[list[int]] = []
        self.bends: list[list[int]] = []
        for node in graph.in_order():
            self.of_node[node] = self._new(layers[node], widths[node])
        spans = [layers[edge.end] - layers[edge.start] for edge in graph.edges]
        led = sum(spans) - len(spans) <= _MAX_BENDS
        for edge, span in zip(graph.edges, spans, strict=True):
            start = last = self.of_node[edge.start]
            bends = []
            if led:
                bends = [self._new(self.layer[start] + step, 0.0) for step in range(1, span)]
            for slot in (*bends, self.of_node[edge.end]):
                self.below[last].append(slot)
                self.above[slot].append(last)
                last = slot
            self.bends.append(bends)
        self.rows: list[list[int]] = [[] for _ in range(max(self.layer) + 1)]
        for slot, layer in enumerate(self.layer):
            self.rows[layer].append(slot)
        self.x = [0.0] * len(self.layer)

    def _new(self, layer: int, width: float) -> int:
        self.widths.append(width)
        self.layer.append(layer)
        self.above.append([])
        self.below.append([])
        return len(self.layer) - 1

    def order(self) -> None:
        """
        Sort every layer by the mean place of its neighbours, down and up in turn.

        The order with the fewest crossings is kept. Where the order of the inputs has none, as
        in a tree, it stays: in a difference or a matrix product it has a meaning.
        """
        places = [0.0] * len(self.layer)
        for row in self.rows:
            for place, slot in enumerate(row):
                places[slot] = place
        best, fewest = [list(row) for row in self.rows], self._crossings(places)
        for sweep in range(_SWEEPS):
            if not fewest:
                break
            down = sweep % 2 == 0
            neighbours = self.above if down else self.below
            for row in self.rows if down else reversed(self.rows):
                means = {slot: _mean(places, neighbours[slot], places[slot]) for slot in row}
                row.sort(key=means.__getitem__)
                for place, slot in enumerate(row):
                    places[slot] = place
            crossings = self._crossings(places)
            if crossings < fewest:
                best, fewest = [list(row) for row in self.rows], crossings
        self.rows = best

    def _crossings(self, places: Sequence[float]) -> int:
        """How many pairs of edges cross between neighbouring layers: inversions of their ends."""
        crossings = 0
        for row in self.rows:
            ends: list[float] = []
            for slot in row:
                below = sorted(places[end] for end in self.below[slot])
                crossings += sum(len(ends) - bisect_right(ends, end) for end in below)
                for end in below:
                    insort(ends, end)
        return crossings

    def place(self) -> None:
        """Move every node as near to the middle of its neighbours as the order allows."""
        for row in self.rows:
            self._settle(row, [0.0] * len(row))
        for sweep in range(_SWEEPS):
            down = sweep % 2 == 0
            neighbours = self.above if down else self.below
            for row in self.rows if down else reversed(self.rows):
                self._settle(row, [_mean(self.x, neighbours[slot], self.x[slot]) for slot in row])

    def _settle(self, row: list[int], wanted: list[float]) -> None:
        # Boxes are pushed right by those before them, and left by those behind; both keep the
        # distances, and so does the mean of the two.
        apart = [
            (self.widths[row[i]] + self.widths[row[i + 1]]) / 2 + GAP for i in range(len(row) - 1)
        ]
        pushed, pulled = list(wanted), list(wanted)
        for i, distance in enumerate(apart):
            pushed[i + 1] = max(pushed[i + 1], pushed[i] + distance)
        for i in range(len(apart) - 1, -1, -1):
            pulled[i] = min(pulled[i], pulled[i + 1] - apart[i])
        for slot, right, left in zip(row, pushed, pulled, strict=True):
            self.x[slot] = (right + left) / 2


def _mean(values: list[float], where: list[int], otherwise: float) -> float:
    return sum(values[i] for i in where) / len(where) if where else otherwise


def _routes(
    graph: Graph,
    slots: _Slots,
    boxes: Mapping[str, Box],
    bands: Sequence[tuple[float, float]],
    left: float,
) -> list[list[Point]]:
    """The points of each edge; edges leave and reach a box side by side, in the order of x."""
    ways = []
    for edge, bends in zip(graph.edges, slots.bends, strict=True):
        way: list[Point] = []
        for bend in bends:
            x, (top, bottom) = slots.x[bend] - left, bands[slots.layer[bend]]
            way += [(x, top), (x, bottom)]
        ways.append((edge, way))
    starts = _ports(
        [(edge.start, way[0][0] if way else _middle(boxes[edge.end])) for edge, way in ways], boxes
    )
    ends = _ports(
        [(edge.end, way[-1][0] if way else _middle(boxes[edge.start])) for edge, way in ways], boxes
    )
    routes = []
    for (edge, way), start, end in zip(ways, starts, ends, strict=True):
        box = boxes[edge.start]
        bottom = bands[slots.layer[slots.of_node[edge.start]]][1]
        # The edge goes straight down first, past higher boxes of its layer.
        down = [(start, bottom)] if bottom > box.y + box.height else []
        routes.append([(start, box.y + box.height), *down, *way, (end, boxes[edge.end].y)])
    return routes


def _ports(wanted: Sequence[tuple[str, float]], boxes: Mapping[str, Box]) -> list[float]:
    """
    Spread the edges that meet at one side of a box over that side; return their x.

    *wanted* has for each edge the node at this end, and the x where the edge leads to.
    """
    by_node: dict[str, list[int]] = {}
    for i, (node, _) in enumerate(wanted):
        by_node.setdefault(node, []).append(i)
    ports = [0.0] * len(wanted)
    for node, edges in by_node.items():
        edges.sort(key=lambda i: wanted[i][1])
        box = boxes[node]
        for place, i in enumerate(edges, start=1):
            ports[i] = box.x + box.width * place / (len(edges) + 1)
    return ports


def _middle(box: Box) -> float:
    return box.x + box.width / 2
