"""A graph as a tree of text, for terminals; nothing is lost at any depth."""

from __future__ import annotations

from collections import deque

from autograder.drawing.comparing import Comparison
from autograder.drawing.graph import Edge, Graph, Node, Say, cells, english, fitted
from autograder.drawing.wording import details, heading, mark_in_words

__all__ = ["side_by_side", "to_text"]

_BRANCHES = ("├── ", "└── ", "│   ", "    ")
_ASCII_BRANCHES = ("|-- ", "`-- ", "|   ", "    ")
_NARROWEST = 16
# Columns kept free to the right of the branches; where fewer are left, a new tree begins below.
_ROOM = 28
# The width of "[500]".
_REFERENCE = 5


def to_text(graph: Graph, *, say: Say = english, width: int = 80, ascii_only: bool = False) -> str:
    """
    Return *graph* as a tree, a line for each node, in at most *width* columns.

    A node is preceded by the gradient that reaches it along its branch: ``30.0 → w = 2.0``.
    An operation whose result is used twice is drawn once and numbered. Where the tree grows
    too deep for *width*, a number takes a subtree's place, and the subtree follows below.

    Args:
        say: Puts the words into the reader's language.
        width: Columns, wide characters counted twice; too small a width is raised to our least.
        ascii_only: For terminals that know no other signs.
    """
    return "\n".join(_Writer(graph, say, max(width, _NARROWEST), ascii_only).lines())


def side_by_side(
    comparison: Comparison, *, say: Say = english, width: int = 80, ascii_only: bool = False
) -> str:
    """
    Return both graphs, the observed one on the left, or above where *width* is too small.

    Args:
        comparison: Both with their marks; see :func:`autograder.drawing.comparing.compare`.
        say: Puts the words into the reader's language.
        width: Columns, wide characters counted twice.
        ascii_only: For terminals that know no other signs.
    """
    heads = say("your graph"), say("expected graph")
    graphs = comparison.observed, comparison.expected
    bar, rule = (" | ", "-") if ascii_only else (" │ ", "─")
    blocks = [
        [head, rule * cells(head), *to_text(graph, say=say, ascii_only=ascii_only).splitlines()]
        for head, graph in zip(heads, graphs, strict=True)
    ]
    widths = [max(map(cells, block)) for block in blocks]
    if sum(widths) + len(bar) <= width:
        left, right = blocks
        rows = max(len(left), len(right))
        left += [""] * (rows - len(left))
        right += [""] * (rows - len(right))
        return "\n".join(
            f"{one}{' ' * (widths[0] - cells(one))}{bar}{other}".rstrip()
            for one, other in zip(left, right, strict=True)
        )
    below = []
    for head, graph in zip(heads, graphs, strict=True):
        tree = to_text(graph, say=say, width=width, ascii_only=ascii_only)
        below.append(f"{fitted(head, max(width, _NARROWEST))}\n{tree}")
    return "\n\n".join(below)


class _Writer:
    def __init__(self, graph: Graph, say: Say, width: int, ascii_only: bool) -> None:
        self._graph, self._say, self._width, self._ascii = graph, say, width, ascii_only
        self._by_id, self._leaving = graph.by_id(), graph.edges_from()
        uses: dict[str, int] = {}
        for edge in graph.edges:
            uses[edge.end] = uses.get(edge.end, 0) + 1
        shared = [
            node.id for node in graph.nodes if uses.get(node.id, 0) > 1 and self._leaving[node.id]
        ]
        self._numbers = {node: number for number, node in enumerate(shared, start=1)}
        self._told: set[str] = set()

    def lines(self) -> list[str]:
        lines: list[str] = []
        trees = deque((node.id, "") for node in self._graph.roots)
        elsewhere = 0
        while trees:
            root, label = trees.popleft()
            # A node, the edge to it, the branch before it, and the prefix of its inputs.
            waiting: list[tuple[str, Edge | None, str, str]] = [(root, None, label, "")]
            while waiting:
                node, edge, branch, prefix = waiting.pop()
                text = self._text(self._by_id[node], edge)
                room = max(min(cells(text), _ROOM), _REFERENCE)
                if edge is not None and cells(branch) + room > self._width:
                    elsewhere += 1
                    lines.append(f"{branch}[{elsewhere}]")
                    trees.append((node, f"[{elsewhere}] "))
                    continue
                lines.append(branch + fitted(text, self._width - cells(branch), self._ellipsis))
                if node in self._told:
                    continue
                if node in self._numbers:
                    self._told.add(node)
                inputs = self._leaving[node]
                for place, following in reversed(list(enumerate(inputs, start=1))):
                    last = place == len(inputs)
                    waiting.append(
                        (
                            following.end,
                            following,
                            prefix + self._branches[1 if last else 0],
                            prefix + self._branches[3 if last else 2],
                        )
                    )
        return lines

    @property
    def _branches(self) -> tuple[str, str, str, str]:
        return _ASCII_BRANCHES if self._ascii else _BRANCHES

    @property
    def _ellipsis(self) -> str:
        return ".." if self._ascii else "…"

    def _text(self, node: Node, edge: Edge | None) -> str:
        head = heading(node)
        if edge is not None and edge.gradient:
            head = f"{edge.gradient} {'->' if self._ascii else '→'} {head}"
        if self._ascii:
            head = head.replace("…", "..")
        if node.id in self._numbers:
            head += f" #{self._numbers[node.id]}"
        if node.id in self._told:
            again = self._say("(drawn above)")
            return f"{head}  {again}"
        text = ", ".join([head, *details(node, self._say)])
        words = mark_in_words(node.mark, self._say, ascii_only=self._ascii)
        return f"{text}  {words}" if words else text
