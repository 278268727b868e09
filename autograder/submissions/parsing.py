"""Source texts as Python's own parser sees them. Nothing is run."""

from __future__ import annotations

import ast
import functools
import re
import warnings
from dataclasses import dataclass

__all__ = ["Parts", "defined_functions", "parsed", "parts_of"]

#: Takes linear time: each match begins where the last one ended, and there is one way to match.
_DOTTED = re.compile(r"\w+(?:[ \t\\\r\n]*\.[ \t\\\r\n]*\w+)*")
_MAX_PARTS = 1_000
#: Characters of a program whose parts are kept; the tree of a longer one takes too much memory.
_MAX_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Parts:
    """
    A program's tree, which is shared and must not be changed, and what its statements say.

    Attributes:
        texts: The tree of each statement at the top level, as a text without places; empty if it is
            too deep, or holds a number too long, for that.
    """

    tree: ast.Module
    texts: tuple[str, ...]


def parts_of(source: str) -> Parts | None:
    """Return the parts of *source*, or None if it can't be parsed; of programs met before, the same."""
    return (_parts_of if len(source) <= _MAX_KEPT else _parts_of.__wrapped__)(source)


@functools.lru_cache(maxsize=128)
def _parts_of(source: str) -> Parts | None:
    tree = parsed(source)
    return None if tree is None else Parts(tree, tuple(map(_dumped, tree.body)))


def _dumped(tree: ast.AST) -> str:
    try:
        return ast.dump(tree)
    except (RecursionError, MemoryError, ValueError):
        return ""


def defined_functions(source: str) -> frozenset[str]:
    """Return the names of the functions that *source* defines at its top level."""
    body = parts.tree.body if (parts := parts_of(source)) else []
    return frozenset(node.name for node in body if isinstance(node, ast.FunctionDef))


def definition(source: str, name: str) -> str:
    """Return the tree, as text, of what *source* last defines as *name* at its top level; empty if nothing."""
    body = tree.body if (tree := parsed(source)) else []
    found = [
        node
        for node in body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name
    ]
    return _dumped(found[-1]) if found else ""


def parsed(source: str) -> ast.Module | None:
    """Return the tree of *source*, or None if it can't be parsed; Python's warnings are ignored."""
    if _has_an_endless_name(source):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _has_an_endless_name(source: str) -> bool:
    """
    Whether a dotted name has more parts than any honest one: ``a.a.a.…``.

    Python's parser copies the name so far with each part: a name of 120 KB takes gigabytes.
    """
    return source.count(".") > _MAX_PARTS and any(
        name[0].count(".") > _MAX_PARTS for name in _DOTTED.finditer(source)
    )
