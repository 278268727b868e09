"""A drawn graph among the facts of an observation: written beside learner code, read as hostile."""

from __future__ import annotations

from autograder.drawing.graph import Edge, Graph, GraphError, Kind, Node
from autograder.observations import Fact

__all__ = ["graph_as_fact", "graph_from_fact"]

_MAX_TEXT = 200
_TEXTS = ("label", "name", "variable", "value", "gradient", "shape")


def graph_as_fact(graph: Graph) -> Fact:
    """Return *graph* without its marks: a row of texts for each node, then one for each edge."""
    places = {node.id: place for place, node in enumerate(graph.nodes)}
    nodes = tuple(
        (node.kind.value, *(getattr(node, text)[:_MAX_TEXT] for text in _TEXTS))
        for node in graph.nodes
    )
    edges = tuple(
        (places[edge.start], places[edge.end], edge.gradient[:_MAX_TEXT]) for edge in graph.edges
    )
    return nodes, edges


def graph_from_fact(fact: Fact) -> Graph:
    """
    Read what :func:`graph_as_fact` wrote.

    Raises:
        GraphError: If *fact* is no graph. Nothing else is raised.
    """
    match fact:
        case (tuple() as nodes, tuple() as edges):
            return Graph(
                tuple(_node(place, row) for place, row in enumerate(nodes)),
                tuple(map(_edge, edges)),
            )
    raise GraphError("expected nodes and edges")


def _node(place: int, row: Fact) -> Node:
    match row:
        case (str(kind), *texts) if kind in set(Kind) and len(texts) == len(_TEXTS):
            if all(isinstance(text, str) and len(text) <= _MAX_TEXT for text in texts):
                return Node(str(place), kind=Kind(kind), **dict(zip(_TEXTS, texts, strict=True)))  # type: ignore[arg-type]
    raise GraphError("expected a node")


def _edge(row: Fact) -> Edge:
    match row:
        case (int(start), int(end), str(gradient)) if len(gradient) <= _MAX_TEXT:
            return Edge(str(start), str(end), gradient)
    raise GraphError("expected an edge")
