"""A graph as data: what is drawn. Frozen, checked once, free of torch."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

from autograder.enums import StrEnum
from autograder.errors import Say

__all__ = [
    "MAX_EDGES",
    "MAX_NODES",
    "Edge",
    "Graph",
    "GraphError",
    "Kind",
    "Mark",
    "Node",
    "Say",
    "cells",
    "english",
    "fitted",
    "label_of_operation",
    "unfold",
]

#: As many nodes as the graph walker writes; nobody could read a larger drawing.
MAX_NODES = 500
MAX_EDGES = 5_000


class GraphError(ValueError):
    """What was offered as a graph can't be drawn."""


def english(sentence: str, **parts: object) -> str:
    """Return *sentence* in English, as it stands in the code, with its *parts* filled in."""
    return sentence.format(**parts) if parts else sentence


class Kind(StrEnum):
    """What a node stands for."""

    OPERATION = "operation"
    LEAF = "leaf"
    CONSTANT = "constant"
    REST = "rest"  # nodes that were left out because the graph is too large


class Mark(StrEnum):
    """What comparing found about a node or an edge."""

    SAME = "same"
    MISSING = "missing"
    EXTRA = "extra"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Node:
    """
    An operation, a leaf or a constant: one box of the drawing.

    Attributes:
        label: What is written into the box: ``Tanh`` for ``TanhBackward0``.
        name: autograd's full name of an operation; of a leaf, its variable's name.
        variable: The learner's variable that holds an operation's result.
        value: Short text, as are *gradient* and *shape*; empty if the value is not known.
    """

    id: str
    label: str
    kind: Kind = Kind.OPERATION
    name: str = ""
    variable: str = ""
    value: str = ""
    gradient: str = ""
    shape: str = ""
    mark: Mark = Mark.SAME


@dataclass(frozen=True, slots=True)
class Edge:
    """
    An edge from the node *start* to *end*, one of its inputs, as gradients flow.

    *gradient* is a short text of the gradient that a backward pass sends along the edge, empty
    if it is not known.
    """

    start: str
    end: str
    gradient: str = ""
    mark: Mark = Mark.SAME


@dataclass(frozen=True, slots=True)
class Graph:
    """
    Nodes, and edges from each result to its inputs in the inputs' order.

    Attributes:
        used: Whether a backward pass has freed what the graph had saved, so that gradients on
            edges are not known.

    Raises:
        GraphError: If there is no node, or too many nodes or edges; if an id occurs twice, an
            edge ends at no node, or the edges form a cycle.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...] = ()
    used: bool = False

    def __post_init__(self) -> None:
        if not 0 < len(self.nodes) <= MAX_NODES:
            raise GraphError(f"a graph has 1 to {MAX_NODES} nodes, not {len(self.nodes)}")
        if len(self.edges) > MAX_EDGES:
            raise GraphError(f"more than {MAX_EDGES} edges")
        known = {node.id for node in self.nodes}
        if len(known) != len(self.nodes):
            raise GraphError("two nodes have the same id")
        for edge in self.edges:
            if edge.start not in known or edge.end not in known:
                raise GraphError("an edge ends where no node is")
        if len(self.in_order()) != len(self.nodes):
            raise GraphError("a graph has no cycle")

    @property
    def roots(self) -> tuple[Node, ...]:
        """The nodes that are no node's input."""
        inputs = {edge.end for edge in self.edges}
        return tuple(node for node in self.nodes if node.id not in inputs)

    @property
    def operations(self) -> int:
        """How many nodes are operations."""
        return sum(node.kind is Kind.OPERATION for node in self.nodes)

    def by_id(self) -> Mapping[str, Node]:
        """Return the nodes by their ids, in their order."""
        return {node.id: node for node in self.nodes}

    def edges_from(self) -> Mapping[str, list[Edge]]:
        """The edges that leave each node, in the order of its inputs."""
        leaving: dict[str, list[Edge]] = {node.id: [] for node in self.nodes}
        for edge in self.edges:
            leaving[edge.start].append(edge)
        return leaving

    def in_order(self) -> list[str]:
        """Ids, every result before its inputs; those on a cycle are left out."""
        waiting = {node.id: 0 for node in self.nodes}
        for edge in self.edges:
            waiting[edge.end] += 1
        leaving = self.edges_from()
        ready = [node.id for node in self.nodes if not waiting[node.id]]
        ordered = []
        while ready:
            current = ready.pop()
            ordered.append(current)
            for edge in reversed(leaving[current]):
                waiting[edge.end] -= 1
                if not waiting[edge.end]:
                    ready.append(edge.end)
        return ordered


def unfold(graph: Graph) -> Graph:
    """
    Return the tree below the first root; a node that is reached twice occurs twice.

    A node's id is its position, and each node comes before its inputs. Where there is no room
    for all inputs of a node, ``…`` replaces the node.
    """
    by_id, leaving = graph.by_id(), graph.edges_from()
    nodes: list[Node | None] = [None]
    edges: list[tuple[int, int, Edge]] = []
    waiting = [(graph.roots[0], 0)]
    while waiting:
        node, place = waiting.pop()
        inputs = leaving[node.id]
        if len(nodes) + len(inputs) > MAX_NODES:
            nodes[place] = Node(str(place), "…", Kind.REST)
            continue
        nodes[place] = replace(node, id=str(place))
        for edge in inputs:
            edges.append((place, len(nodes), edge))
            waiting.append((by_id[edge.end], len(nodes)))
            nodes.append(None)
    return Graph(
        tuple(node for node in nodes if node is not None),
        tuple(replace(edge, start=str(start), end=str(end)) for start, end, edge in edges),
    )


def label_of_operation(name: str) -> str:
    """Return the operation that autograd's *name* of a node stands for: Tanh for TanhBackward0."""
    return re.sub(r"(?<=.)Backward\d*$", "", name.rpartition("::")[2]) or name


def cells(text: str) -> int:
    """How many columns of a terminal *text* takes."""
    if text.isascii():
        return len(text)
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def fitted(text: str, width: int, ellipsis: str = "…") -> str:
    """Return *text* on one line, printable and at most *width* columns wide."""
    shown = "".join(character if character.isprintable() else " " for character in text)
    if cells(shown) <= width:
        return shown
    kept, left = "", width - len(ellipsis)
    for character in shown:
        left -= _cells(character)
        if left < 0:
            break
        kept += character
    return (kept + ellipsis)[: max(width, 0)]
