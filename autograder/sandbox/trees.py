"""Trees of programs, looked through."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Iterator

__all__ = ["Nodes", "children_of", "forget_trees", "names_bound", "nodes_in", "nodes_of"]

#: Nodes that bind names.
_BINDING = (
    ast.Name, ast.FunctionDef, ast.ClassDef, ast.arg, ast.ExceptHandler, ast.MatchAs, ast.MatchStar,
    ast.MatchMapping,
)  # fmt: skip


class Nodes:
    """
    Nodes of a tree by their kinds: who asks for a few kinds looks at no other.

    Args:
        nodes: All of them, as a parser made them.
    """

    def __init__(self, nodes: Iterable[ast.AST]) -> None:
        self._by_kind: dict[type[ast.AST], list[ast.AST]] = {}
        for node in nodes:
            self._by_kind.setdefault(type(node), []).append(node)

    def of(self, *kinds: type[ast.AST]) -> list[ast.AST]:
        """Return those of one of *kinds*, kind after kind."""
        return [node for kind in kinds for node in self._by_kind.get(kind, ())]


def names_bound(nodes: Nodes) -> Iterator[str]:
    """Yield each name that a program binds to something of its own, for each time; imports are not among them."""
    for node in nodes.of(*_BINDING):
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                yield name
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                yield name
            case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                yield name


def nodes_of(tree: ast.AST) -> list[ast.AST]:
    """Return all nodes of *tree* in the order of :func:`ast.walk`, which takes three times as long."""
    nodes = [tree]
    for node in nodes:
        nodes += children_of(node)
    return nodes


def children_of(node: ast.AST) -> list[ast.AST]:
    """Return the nodes right below *node*, as :func:`ast.iter_child_nodes` gives them."""
    children: list[ast.AST] = []
    for name in node._fields:
        value = getattr(node, name, None)
        if isinstance(value, ast.AST):
            children.append(value)
        elif isinstance(value, list):
            children += [one for one in value if isinstance(one, ast.AST)]
    return children


@functools.lru_cache(maxsize=1)
def nodes_in(source: str) -> tuple[ast.AST, ...]:
    """
    Return all nodes of the program *source*; kept for who asks next about the same one.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: If it is no Python.
    """
    return tuple(nodes_of(ast.parse(source)))


def forget_trees() -> None:
    """Keep none any more: that of a long program would take from the memory that the program may have."""
    nodes_in.cache_clear()
