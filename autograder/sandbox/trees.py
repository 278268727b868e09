"""Trees of programs, looked through."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator

__all__ = ["Tree", "forget_trees", "names_bound", "tree_of"]

#: Nodes that bind names.
_BINDING = (
    ast.Name, ast.FunctionDef, ast.ClassDef, ast.arg, ast.ExceptHandler, ast.MatchAs, ast.MatchStar,
    ast.MatchMapping,
)  # fmt: skip


class Tree:
    """
    A tree, looked through once: its nodes by their kinds, and what each stands in.

    Who asks for a few kinds looks at no other nodes.

    Attributes:
        nodes: All of them, in the order of :func:`ast.walk`, which takes several times as long.
        parents: The node right above each other one.

    Args:
        top: The tree, as a parser made it.
    """

    def __init__(self, top: ast.AST) -> None:
        self.nodes: list[ast.AST] = [top]
        self.parents: dict[ast.AST, ast.AST] = {}
        self._by_kind: dict[type[ast.AST], list[ast.AST]] = {}
        nodes, parents, node_class = self.nodes, self.parents, ast.AST
        for node in nodes:
            self._by_kind.setdefault(type(node), []).append(node)
            # No fields by their names: of each, a child of a server would copy a page.
            for value in vars(node).values():
                if isinstance(value, node_class):
                    parents[value] = node
                    nodes.append(value)
                elif isinstance(value, list):
                    for one in value:
                        if isinstance(one, node_class):
                            parents[one] = node
                            nodes.append(one)

    def of(self, *kinds: type[ast.AST]) -> list[ast.AST]:
        """Return the nodes of one of *kinds*, kind after kind."""
        return [node for kind in kinds for node in self._by_kind.get(kind, ())]


def names_bound(tree: Tree) -> Iterator[str]:
    """Yield each name that a program binds to something of its own, for each time; imports are not among them."""
    for node in tree.of(*_BINDING):
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                yield name
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                yield name
            case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                yield name


@functools.lru_cache(maxsize=1)
def tree_of(source: str) -> Tree:
    """
    Return the tree of the program *source*; kept for who asks next about the same one.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: If it is no Python.
    """
    return Tree(ast.parse(source))


def forget_trees() -> None:
    """Keep none any more: that of a long program would take from the memory that the program may have."""
    tree_of.cache_clear()
