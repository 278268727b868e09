"""A graph as data: what is drawn. Frozen, checked once, free of torch."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from autograder.enums import StrEnum

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

#: As many nodes as the walker of graphs writes; what is larger nobody reads as a drawing.
MAX_NODES = 500
MAX_EDGES = 5_000


class GraphError(ValueError):
    """What was offered as a graph is none that can be drawn."""


class Say(Protocol):
    """Puts a sentence into the reader's language; ``autograder.languages.Words`` is one."""

    def __call__(self, sentence: str, **parts: object) -> str: ...


def english(sentence: str, **parts: object) -> str:
    """Say *sentence* as it stands in the code."""
    return sentence.format(**parts) if parts else sentence


class Kind(StrEnum):
    """What a node stands for."""

    OPERATION = "operation"
    LEAF = "leaf"
    CONSTANT = "constant"
    REST = "rest"  # what was left out because the graph is too large


class Mark(StrEnum):
    """What comparing found about a node or an edge."""

    SAME = "same"
    MISSING = "missing"
    EXTRA = "extra"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Node:
    """
    Attributes:
        label: What is written into the box: ``Tanh`` for ``TanhBackward0``.
        name: autograd's whole name of an operation, the variable's name of a leaf.
        variable: The learner's variable that holds an operation's result.
        value: Short text of the value; so are *gradient* and *shape*. Empty: not known.
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
    From the node *start* to *end*, one of its inputs: the way that gradients take.

    *gradient* is short text of what a backward pass sends along it. Empty: not known.
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
        used: A backward pass has let go of what the graph had saved, so gradients on edges
            are not known.

    Raises:
        GraphError: For no node, too many nodes or edges, an id given twice, an edge that ends
            nowhere, and for a cycle.
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
        """The nodes that are nobody's input."""
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
    Return the tree below the first root: a node that is met twice is there twice.

    Nodes bear their place as id, and each stands before its inputs. Where there is no room for
    all inputs of a node, ``…`` stands in its place.
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
    """Return the operation that autograd's *name* of a node stands for: Tanh of TanhBackward0."""
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
