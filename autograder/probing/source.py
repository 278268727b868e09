"""Facts that stand in the learner's text and nowhere else (detection primitive D14)."""

from __future__ import annotations

import ast
import difflib
import functools

__all__ = ["called_without_parentheses", "near_misses"]


def called_without_parentheses(source: str, name: str) -> bool:
    """
    Tell whether *source* mentions ``something.name`` as a whole statement, uncalled.

    ``loss.backward`` on a line of its own looks up a method and drops it;
    ``with torch.no_grad:`` hands over the class instead of a context.
    """
    for node in ast.walk(_tree(source)):
        if isinstance(node, ast.Expr) and _ends_in(node.value, name):
            return True
        if isinstance(node, ast.With) and any(_ends_in(i.context_expr, name) for i in node.items):
            return True
    return False


def near_misses(source: str, name: str) -> tuple[str, ...]:
    """
    Return attributes assigned in *source* that look like *name* but aren't, sorted.

    ``w.require_grad = True`` raises nothing: Python makes a new attribute.
    """
    assigned = {
        node.attr
        for node in ast.walk(_tree(source))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    }
    return tuple(sorted(set(difflib.get_close_matches(name, assigned, 5, 0.8)) - {name}))


@functools.lru_cache(maxsize=1)
def _tree(source: str) -> ast.Module:
    """Parsed once for all cases of all checks; nobody changes it."""
    return ast.parse(source)


def _ends_in(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == name
