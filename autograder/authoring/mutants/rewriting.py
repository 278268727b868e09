"""A program's tree with one thing changed, for each place where a rule applies."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterable, Iterator

__all__ = ["Rule", "rewritten"]

#: What is put in the place of a node: an expression, a statement, or several; none drops it.
New = "ast.AST | list[ast.stmt]"
#: Given a node, which it may change and hand back, each thing that is put in its place.
Rule = Callable[[ast.AST], "Iterable[ast.AST | list[ast.stmt]]"]
#: Where a node stands: field and index, or a field alone, from the top.
_Path = tuple[tuple[str, "int | None"], ...]


def rewritten(tree: ast.Module, rule: Rule) -> Iterator[ast.Module]:
    """
    Yield a copy of *tree* for each place and each way in which *rule* changes it.

    *tree* stays as it is; the rule gets copies of its nodes. Where the last statement of a body is
    dropped, ``pass`` takes its place. What is no valid program any more is not yielded.
    """
    for path, node in _nodes(tree, ()):
        for new in rule(copy.deepcopy(node)):
            changed = _replaced(tree, path, new)
            if changed is not None and _is_a_program(changed):
                yield changed


def _nodes(node: ast.AST, path: _Path) -> Iterator[tuple[_Path, ast.AST]]:
    for name, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            yield (*path, (name, None)), value
            yield from _nodes(value, (*path, (name, None)))
        elif isinstance(value, list):
            for index, part in enumerate(value):
                if isinstance(part, ast.AST):
                    yield (*path, (name, index)), part
                    yield from _nodes(part, (*path, (name, index)))


def _replaced(tree: ast.Module, path: _Path, new: ast.AST | list[ast.stmt]) -> ast.Module | None:
    fresh = copy.deepcopy(tree)
    parent: ast.AST = fresh
    for name, index in path[:-1]:
        value = getattr(parent, name)
        parent = value if index is None else value[index]
    name, index = path[-1]
    if index is None:
        if isinstance(new, list):
            return None
        setattr(parent, name, new)
    else:
        parts = getattr(parent, name)
        parts[index : index + 1] = new if isinstance(new, list) else [new]
        if not parts and name in ("body", "orelse", "finalbody"):
            parts.extend([ast.Pass()] if name == "body" else [])
    return ast.fix_missing_locations(fresh)


def _is_a_program(tree: ast.Module) -> bool:
    try:
        compile(ast.unparse(tree), "<mutant>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, TypeError, AttributeError, RecursionError):
        return False
    return True
