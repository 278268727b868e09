"""Source texts as Python's own parser sees them. Nothing is run."""

from __future__ import annotations

import ast
import re
import warnings

__all__ = ["defined_functions", "parsed"]

#: Takes linear time: each match begins where the last one ended, and there is one way to match.
_DOTTED = re.compile(r"\w+(?:[ \t\\\r\n]*\.[ \t\\\r\n]*\w+)*")
_MAX_PARTS = 1_000


def defined_functions(source: str) -> frozenset[str]:
    """Return the names of the functions that *source* defines at its top level."""
    body = tree.body if (tree := parsed(source)) else []
    return frozenset(node.name for node in body if isinstance(node, ast.FunctionDef))


def definition(source: str, name: str) -> str:
    """Return the tree, as text, of what *source* last defines as *name* at its top level; empty if nothing."""
    body = tree.body if (tree := parsed(source)) else []
    found = [
        node
        for node in body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name
    ]
    try:
        return ast.dump(found[-1]) if found else ""
    except RecursionError:
        return ""


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
