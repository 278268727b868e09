"""What operators look for in a tree, and what they put there."""

from __future__ import annotations

import ast
from typing import TypeGuard

from autograder.authoring.mutants.operators.operator import Parts

__all__ = [
    "called_method",
    "is_call",
    "is_in_place",
    "is_no_grad",
    "is_zeroing",
    "loaded",
    "method",
    "name_of",
    "renamed",
    "statement_calls",
]


def name_of(node: ast.AST) -> str:
    """Return the name of a variable, or of the attribute that is read; else nothing."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def is_call(node: ast.AST, *names: str) -> TypeGuard[ast.Call]:
    """Tell whether *node* calls a function or method with one of these *names*."""
    return isinstance(node, ast.Call) and name_of(node.func) in names


def called_method(node: ast.AST, *names: str) -> ast.expr | None:
    """What a method of one of these *names* is called of, or None if *node* is no such call."""
    match node:
        case ast.Call(func=ast.Attribute(attr=attr, value=owner)) if attr in names:
            return None if name_of(owner) in ("torch", "nn", "F", "np") else owner
    return None


def statement_calls(node: ast.AST, *names: str) -> bool:
    """Tell whether *node* is a statement that is such a call and nothing else."""
    return isinstance(node, ast.Expr) and is_call(node.value, *names)


def is_no_grad(node: ast.AST) -> bool:
    """Tell whether *node* is a switch of recording, called or not."""
    call = node.func if isinstance(node, ast.Call) else node
    return name_of(call) in ("no_grad", "inference_mode", "set_grad_enabled")


def is_zeroing(node: ast.AST) -> bool:
    """Tell whether *node* is a statement that empties a gradient."""
    match node:
        case ast.Assign(targets=[ast.Attribute(attr="grad")]):
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="zero_grad"))):
            return True
        case ast.Expr(
            value=ast.Call(func=ast.Attribute(attr="zero_", value=ast.Attribute(attr="grad")))
        ):
            return True
    return False


def is_in_place(name: str) -> bool:
    """Tell whether a method of this *name* changes values in place."""
    return (
        name.endswith("_") and not name.endswith("__") and name not in ("zero_", "requires_grad_")
    )


def method(value: ast.expr, name: str) -> ast.Call:
    """Return the call of a method of *value* without arguments."""
    return ast.Call(ast.Attribute(value, name, ast.Load()), [], [])


def loaded(target: ast.expr) -> ast.expr:
    """Return what is assigned to as what is read."""
    tree = ast.parse(ast.unparse(target), mode="eval")
    return tree.body


def renamed(node: ast.AST, old: str, new: str) -> Parts:
    """Yield the call of method *old* as one of *new*, where *node* is one; changes *node*."""
    if is_call(node, old) and isinstance(node.func, ast.Attribute):
        node.func.attr = new
        yield node
