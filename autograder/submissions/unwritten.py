"""Telling an answer from a stub that was handed in as it came. Nothing is run."""

from __future__ import annotations

import ast
from collections.abc import Collection

from autograder.submissions.parsing import Parts, parts_of

__all__ = ["is_unwritten"]


def is_unwritten(source: str, function: str, stubs: Collection[str]) -> bool:
    """
    Tell whether *source* holds no answer yet: it is blank, or *function* is as in one of *stubs*.

    Comments, blank lines and imports make no answer; nor does a function of any origin that only
    raises NotImplementedError, since stubs of older versions do. What can't be parsed is an answer
    with a slip, unless it is a stub word for word.
    """
    parts = parts_of(source)
    if parts is None:
        return _bare(source) in {_bare(stub) for stub in stubs}
    statements = [one for one in parts.tree.body if not _is_no_answer(one)]
    if not statements:
        return True
    last = next((one for one in reversed(statements) if _name(one) == function), None)
    if last is None:
        return False
    if isinstance(last, ast.FunctionDef) and all(map(_waits, last.body)):
        return True
    # The last definition of each name counts, as it does for Python.
    written = _said_in(parts).items()
    made = (_said_in(one) for stub in stubs if (one := parts_of(stub)))
    return any(said and said.items() <= written for said in made)


def _said_in(parts: Parts) -> dict[str, str]:
    """What each statement says, by the name that it defines, if any."""
    pairs = zip(parts.tree.body, parts.texts, strict=True)
    return {_name(one) or text: text for one, text in pairs if not _is_no_answer(one)}


def _name(statement: ast.stmt) -> str:
    """The name that a definition defines; empty for any other statement."""
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name
    return ""


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
