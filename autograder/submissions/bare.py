"""Programs without what says nothing of how they work: comments, docstrings, layout, own names."""

from __future__ import annotations

import ast
import builtins
import hashlib
from collections.abc import Iterator, Sequence

from autograder.submissions.parsing import parsed
from autograder.texts import lines_of_program

__all__ = ["bare", "form_of", "vocabulary"]

_BUILTINS = frozenset(dir(builtins))
#: Statements and expressions that a reader notices, and how they are written.
_WRITTEN: dict[type[ast.AST], str] = {
    ast.For: "for",
    ast.While: "while",
    ast.With: "with",
    ast.If: "if",
    ast.IfExp: "if … else",
    ast.Try: "try",
    ast.Lambda: "lambda",
    ast.ListComp: "[… for …]",
    ast.GeneratorExp: "(… for …)",
    ast.DictComp: "{… for …}",
    ast.SetComp: "{… for …}",
    ast.ClassDef: "class",
    ast.Assert: "assert",
    ast.Yield: "yield",
}
_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.MatMult: "@",
    ast.Pow: "**",
    ast.FloorDiv: "//",
    ast.Mod: "%",
}
#: Operators that nearly every program has, so that it says nothing to have them.
_COMMON = ("+", "-", "*", "/")


def form_of(source: str) -> str:
    """
    Return a digest that programs share which differ in comments, docstrings and layout only.

    Of a text that is no program (yet), only its layout counts for nothing.
    """
    tree = parsed(source)
    try:
        text = ast.dump(_without_docstrings(tree)) if tree else ""
    except (RecursionError, MemoryError, ValueError):  # too deep, or a number too long, for a dump
        text = ""
    text = text or " ".join(source.split())
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:16]


def bare(source: str) -> str:
    """Return *source* without docstrings, and without the comments and blank lines on its top."""
    lines = lines_of_program(source)
    tree = parsed(source)
    for _, docstring in _docstrings(tree) if tree else ():
        first, last = docstring.lineno - 1, docstring.end_lineno or docstring.lineno
        before = lines[first].encode()[: docstring.col_offset]
        after = lines[last - 1].encode()[docstring.end_col_offset :]
        if not (before.strip() or after.strip()):  # It shares its lines with no code.
            lines[first:last] = [""] * (last - first)
    return _without_gaps(lines[next((n for n, line in enumerate(lines) if _is_code(line)), 0) :])


def _without_gaps(lines: Sequence[str]) -> str:
    """Join *lines*, without empty ones at the ends and below what begins a block."""
    kept: list[str] = []
    for line in lines:
        if line.strip() or (kept and not kept[-1].endswith(":")):
            kept.append(line.rstrip())
    return "\n".join(kept).rstrip("\n") + "\n"


def vocabulary(source: str) -> tuple[str, ...]:
    """
    Return what *source* is written with, each once, in the order of its first use.

    That is what it calls and asks of others (``torch.no_grad``, ``.grad``, ``sum``), the arguments
    that it names (``requires_grad=``), its statements and its less common operators. The names
    that it gives itself are left out, and annotations. A text that is no program has none.
    """
    tree = parsed(source)
    if tree is None:
        return ()
    try:
        own = {f".{name}" for name in _own_attributes(tree)}
        return tuple(
            word for word in dict.fromkeys(_words(tree, _imported(tree))) if word not in own
        )
    except RecursionError:
        return ()


def _docstrings(tree: ast.Module) -> list[tuple[list[ast.stmt], ast.stmt]]:
    """The docstrings of *tree*, each with the statements among which it stands first."""
    owners = (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [
        (node.body, node.body[0])
        for node in ast.walk(tree)
        if isinstance(node, owners)
        and node.body
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
        and isinstance(node.body[0].value.value, str)
    ]


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for body, docstring in _docstrings(tree):
        body.remove(docstring)
    return tree


def _is_code(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _imported(tree: ast.Module) -> frozenset[str]:
    """The names under which *tree* knows modules, and parts of them, of others."""
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))
    names = (name.asname or name.name.partition(".")[0] for node in imports for name in node.names)
    return frozenset(names)


def _own_attributes(tree: ast.Module) -> Iterator[str]:
    """The methods that *tree* defines, and what they set in their first argument: ``self.hidden``."""
    classes = (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    for method in (
        node for one in classes for node in one.body if isinstance(node, ast.FunctionDef)
    ):
        yield method.name
        first = next((argument.arg for argument in method.args.args), "")
        for node in ast.walk(method):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                owner = node.value
                if isinstance(owner, ast.Name) and owner.id == first:
                    yield node.attr


def _words(node: ast.AST, imported: frozenset[str]) -> Iterator[str]:
    """The words of *node* and what is in it, from left to right."""
    if isinstance(node, ast.Attribute | ast.Name):
        yield from _name(node, imported)
        return
    if written := _WRITTEN.get(type(node)):
        yield written
    if isinstance(node, ast.AugAssign):
        yield f"{_OPERATORS.get(type(node.op), '')}="
    elif isinstance(node, ast.BinOp) and _OPERATORS.get(type(node.op), "+") not in _COMMON:
        yield _OPERATORS[type(node.op)]
    elif isinstance(node, ast.keyword) and node.arg:
        yield f"{node.arg}="
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _words(child, imported)


def _name(node: ast.Attribute | ast.Name, imported: frozenset[str]) -> Iterator[str]:
    """``torch.autograd.grad`` as a whole; ``.grad`` of a value of one's own."""
    parts: list[str] = []
    inner: ast.AST = node
    while isinstance(inner, ast.Attribute):
        parts.insert(0, inner.attr)
        inner = inner.value
    if not isinstance(inner, ast.Name):
        yield from _words(inner, imported)
    elif inner.id in imported or (inner.id in _BUILTINS and not parts):
        yield ".".join([inner.id, *parts])
        return
    yield from (f".{part}" for part in parts)
