"""Reading canonical graphs, such as ``TanhBackward0(AddBackward0(b, const))``, as hostile text."""

from __future__ import annotations

import re

from autograder.drawing.graph import (
    MAX_NODES,
    Edge,
    Graph,
    GraphError,
    Kind,
    Node,
    label_of_operation,
)

__all__ = ["MAX_DEPTH", "parse_graph"]

#: The graph walker writes 200 levels of operations, and one level below them.
MAX_DEPTH = 210
_MAX_NAME = 200
_MAX_TEXT = 100_000
_CONSTANT, _REST = "const", "…"
_SIGNS = ("(", ")", ",")
_NAME = "name"
_PARTS = re.compile(r"[(),]|[^(),]+")


def parse_graph(text: str) -> Graph:
    """
    Return the tree that a canonical graph describes, nodes in preorder, so the result first.

    >>> [node.label for node in parse_graph("Mul(leaf(w), const)").nodes][0]
    'Mul'

    Raises:
        GraphError: If *text* is no canonical graph, or one that is too large or too deep.
            Nothing else is raised.
    """
    if not isinstance(text, str) or len(text) > _MAX_TEXT:
        raise GraphError(f"expected a text of at most {_MAX_TEXT} characters")
    reader = _Reader()
    for part in _PARTS.findall(text):
        reader.read(part)
    return reader.graph()


class _Reader:
    """Reads brackets, commas and names one after the other, without recursion."""

    def __init__(self) -> None:
        self._nodes: list[Node] = []
        self._edges: list[Edge] = []
        self._open: list[int] = []  # calls whose bracket is open
        self._last = ""

    def read(self, part: str) -> None:
        last, self._last = self._last, part if part in _SIGNS else _NAME
        match part:
            case "(":
                if last != _NAME:
                    raise GraphError("a bracket that opens after no name")
                if len(self._open) == MAX_DEPTH:
                    raise GraphError(f"deeper than {MAX_DEPTH}")
                self._open.append(len(self._nodes) - 1)
                self._nodes[-1] = _operation(self._nodes[-1])
            case ")":
                if not self._open or last == ",":
                    raise GraphError("a bracket that closes nothing, or after a comma")
                self._open.pop()
            case ",":
                if not self._open or last in ("(", ","):
                    raise GraphError("a comma between no two inputs")
            case _:
                self._name(part, last)

    def _name(self, part: str, last: str) -> None:
        if last not in ("", "(", ","):
            raise GraphError("two graphs, or two inputs without a comma")
        if len(self._nodes) == MAX_NODES:
            raise GraphError(f"more than {MAX_NODES} nodes")
        node = _leaf(str(len(self._nodes)), part.strip(" "))
        if self._open:
            self._edges.append(Edge(str(self._open[-1]), node.id))
        self._nodes.append(node)

    def graph(self) -> Graph:
        if self._open or not self._nodes:
            raise GraphError("the text ends too early")
        return Graph(tuple(self._nodes), tuple(self._edges))


def _leaf(identity: str, name: str) -> Node:
    if not 0 < len(name) <= _MAX_NAME or not name.isprintable():
        raise GraphError(f"expected a printable name of at most {_MAX_NAME} characters")
    if name == _CONSTANT:
        return Node(identity, name, Kind.CONSTANT)
    if name == _REST:
        return Node(identity, name, Kind.REST)
    return Node(identity, name, Kind.LEAF, name)


def _operation(node: Node) -> Node:
    name = node.label
    return Node(node.id, label_of_operation(name), Kind.OPERATION, name)
