"""Telling an answer from a stub that was handed in as it came. Nothing is run."""

from __future__ import annotations

import ast
import functools
from collections.abc import Collection

from autograder.submissions.parsing import parsed

__all__ = ["is_unwritten"]


def is_unwritten(source: str, function: str, stubs: Collection[str]) -> bool:
    """
    Tell whether *source* holds no answer yet: it is blank, or *function* is as in one of *stubs*.

    Comments, blank lines and imports make no answer; nor does a function of any origin that only
    raises NotImplementedError, since stubs of older versions do. What can't be parsed is an answer
    with a slip, unless it is a stub word for word.
    """
    tree = parsed(source)
    if tree is None:
        return _bare(source) in {_bare(stub) for stub in stubs}
    statements = [one for one in tree.body if not _is_no_answer(one)]
    if not statements:
        return True
    last = next((one for one in reversed(statements) if _defines(one, function)), None)
    if last is None:
        return False
    if isinstance(last, ast.FunctionDef) and all(map(_waits, last.body)):
        return True
    # The last definition of each name counts, as it does for Python.
    written = {_name(one): ast.dump(one) for one in statements}
    return any((made := _statements_of(stub)) and made.items() <= written.items() for stub in stubs)


@functools.lru_cache(maxsize=256)
def _statements_of(stub: str) -> dict[object, str]:
    tree = parsed(stub)
    body = tree.body if tree else []
    return {_name(one): ast.dump(one) for one in body if not _is_no_answer(one)}


def _name(statement: ast.stmt) -> object:
    """The name that a definition defines; for any other statement, what it says."""
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name
    return ast.dump(statement)


def _defines(statement: ast.stmt, function: str) -> bool:
    return _name(statement) == function


def _is_no_answer(statement: ast.stmt) -> bool:
    is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return is_text or isinstance(statement, ast.Import | ast.ImportFrom | ast.Pass)


def _waits(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Raise(exc=ast.Name(id=name) | ast.Call(func=ast.Name(id=name))):
            return name == "NotImplementedError"
    return False


def _bare(source: str) -> str:
    """*source* without blank lines and spaces at line ends, which editors change unasked."""
    return "\n".join(line.rstrip() for line in source.splitlines() if line.strip())
