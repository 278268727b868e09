"""Trees of programs, looked through."""

from __future__ import annotations

import ast
import functools

__all__ = ["children_of", "forget_trees", "nodes_in", "nodes_of"]


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
