"""The names in a program: those that it defines, imports and binds, and its texts out of use."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable

from autograder.sandbox.trees import Tree

__all__ = [
    "NAMED_BY",
    "are_numbers",
    "are_texts",
    "asked_for_something",
    "defined_names",
    "imported_names",
    "names_bound_only_to",
    "plain_statements",
]

NAMED_BY = frozenset({"getattr", "setattr", "delattr", "hasattr"})
#: Nodes that can bind a name.
_BINDING = (
    ast.Name, ast.arg, ast.MatchAs, ast.MatchStar, ast.MatchMapping, ast.ExceptHandler, ast.alias,
    ast.FunctionDef, ast.ClassDef, ast.For, ast.comprehension, ast.Assign,
)  # fmt: skip


def plain_statements(tree: Tree) -> set[ast.AST]:
    """Return texts that are statements: docstrings, and code put out of use by quotes."""
    return {
        node.value
        for node in tree.of(ast.Expr)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def asked_for_something(tree: Tree) -> set[ast.AST]:
    """Return names that are called or from which something is taken: ``sys.argv``, say."""
    asked: set[ast.AST] = set()
    for node in tree.of(ast.Attribute, ast.Call):
        match node:
            case ast.Attribute(value=ast.Name() as name):
                asked.add(name)
            case ast.Call(func=ast.Name(id=function) as name, args=arguments):
                asked.add(name)
                if function in NAMED_BY:
                    asked.update(arguments[:1])
    return asked


def defined_names(tree: Tree) -> set[str]:
    """
    Return names that the program gives to something of its own: a function ``eval``, say.

    Special names of the language are left out, since Python itself gives them a meaning.
    """
    own: set[str] = {"__get__"}
    for node in tree.of(ast.FunctionDef, ast.ClassDef, ast.arg, ast.Name):
        match node:
            case (
                ast.FunctionDef(name=name)
                | ast.ClassDef(name=name)
                | ast.arg(arg=name)
                | ast.Name(id=name, ctx=ast.Store())
            ) if not name.startswith("__"):
                own.add(name)
    return own


def imported_names(tree: Tree) -> dict[str, set[str]]:
    """Return for each name in the program the imports that it stands for: ``{"np": {"numpy"}}``."""
    found: dict[str, set[str]] = {}
    for node in tree.of(ast.Import, ast.ImportFrom):
        match node:
            case ast.Import(names=names):
                for alias in names:
                    top = alias.name.partition(".")[0]
                    full = alias.name if alias.asname else top
                    found.setdefault(alias.asname or top, set()).add(full)
            case ast.ImportFrom(module=str(module), names=names):
                for alias in names:
                    full = f"{module}.{alias.name}"
                    found.setdefault(alias.asname or alias.name, set()).add(full)
    for node in tree.of(ast.Assign):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=module)):
                found.setdefault(name, set()).update(found.get(module, ()))
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Attribute() as part):
                owner = root_of(part)
                parts = {f"{m}.…" for m in found.get(owner, ())}
                found.setdefault(name, set()).update(parts)
    return {name: modules for name, modules in found.items() if modules}


def root_of(node: ast.expr) -> str:
    """Return the first name of a dotted one, ``torch`` of ``torch.nn.Linear``; else ``""``."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def names_bound_only_to(tree: Tree, fits: Callable[[ast.expr], bool]) -> set[str]:
    """Return variables that only ever hold values that fit, or elements of such in a loop."""
    bound: Counter[str] = Counter()
    fitting: Counter[str] = Counter()
    for node in tree.of(*_BINDING):
        match node:
            case ast.Name(id="globals" | "locals"):  # These can set any variable to anything.
                return set()
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                bound[name] += 1
            case (
                ast.MatchAs(name=str(name))
                | ast.MatchStar(name=str(name))
                | ast.MatchMapping(rest=str(name))
                | ast.ExceptHandler(name=str(name))
                | ast.alias(name=name, asname=None)
                | ast.alias(asname=str(name))
                | ast.FunctionDef(name=name)
                | ast.ClassDef(name=name)
            ):
                bound[name] += 1
            case (
                ast.For(target=target, iter=values) | ast.comprehension(target=target, iter=values)
            ):
                if isinstance(target, ast.Name) and fits(values):
                    fitting[target.id] += 1
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if fits(value):
                fitting[name] += 1
    return {name for name, count in fitting.items() if count == bound[name]}


def are_texts(node: ast.expr) -> bool:
    """Whether *node* is a literal or a tuple or list of literals: ``for name in ("W", "b")``."""
    match node:
        case ast.Constant():
            return True
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return all(isinstance(element, ast.Constant) for element in elements)
    return False


def are_numbers(node: ast.expr) -> bool:
    """Whether *node* is ``range(…)``."""
    return isinstance(node, ast.Call) and root_of(node.func) == "range"
