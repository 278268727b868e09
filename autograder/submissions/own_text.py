"""Programs that could depend on their own text (comments, lines, layout), or on chance."""

from __future__ import annotations

import ast
from collections.abc import Collection

__all__ = ["may_see_its_text", "may_vary"]

#: Modules that know nothing of where a program stands in its file.
_BLIND = frozenset({
    "__future__", "abc", "autograder", "cmath", "collections", "contextlib", "copy", "dataclasses", "enum",
    "functools", "itertools", "math", "matplotlib", "numbers", "numpy", "operator", "random", "statistics",
    "torch", "typing", "typing_extensions",
})  # fmt: skip
#: Names, in these modules and elsewhere, that lead to files, code, lines and frames.
_SEEING = frozenset({
    "attrgetter", "compile", "cpp_extension", "exec", "f_lineno", "fromfile", "fromregex", "fx",
    "genfromtxt", "getsource", "gi_code", "gi_frame", "jit", "lineno", "load", "loadtxt", "memmap",
    "methodcaller", "obj", "open", "script", "tb_lineno",
})  # fmt: skip
_BUILT_IN_AND_SEEING = frozenset({"eval", "getattr", "globals", "locals", "vars"})
#: Names of Python's own that lead nowhere.
_BLIND_NAMES = frozenset({
    "__call__", "__enter__", "__exit__", "__getitem__", "__init__", "__len__", "__name__",
})  # fmt: skip
#: What draws anew each time, if it is called without a number to begin with.
_UNSEEDED = frozenset({"Random", "RandomState", "SeedSequence", "default_rng", "seed"})
#: Whatever these give was in memory before, or comes from the system.
_ARBITRARY = frozenset({
    "SystemRandom", "empty", "empty_like", "empty_permuted", "empty_strided", "new_empty",
    "new_empty_strided", "resize_",
})  # fmt: skip
#: Texts that NumPy reads as the time.
_TIMES = frozenset({"now", "today"})


def may_vary(tree: ast.Module) -> bool:
    """
    Tell whether a program could show something else the next time, on the same cases.

    Generators are seeded before each case, and modules that know the time or the system are not blind
    (:func:`may_see_its_text`); so this is about generators that a program makes or seeds without a
    number, memory that nobody has written to, and NumPy's idea of now.
    """
    return any(map(_may_vary, ast.walk(tree)))


def _may_vary(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=called, args=[], keywords=[]):
            return _name_of(called) in _UNSEEDED
        case ast.Name() | ast.Attribute():
            return _name_of(node) in _ARBITRARY
        case ast.ImportFrom(names=names):
            return any(
                one.name in _ARBITRARY or (one.name in _UNSEEDED and one.asname) for one in names
            )
        case ast.Constant(value=str(text)):
            return text in _TIMES
    return False


def _name_of(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def may_see_its_text(tree: ast.Module, helpers: Collection[str] = ()) -> bool:
    """
    Tell whether a program could depend on its own comments, lines or layout.

    ``inspect`` reads them, and ``torch.jit`` takes types from them; errors, frames and code know their
    lines; a warning is given once for each line. So a program that imports or names anything but what is
    known to be blind may see.

    Args:
        helpers: Modules of the student's own, which are looked at by themselves.
    """
    return any(_may_see(node, helpers) for node in ast.walk(tree))


def _may_see(node: ast.AST, helpers: Collection[str]) -> bool:
    match node:
        case ast.Import(names=names):
            return not all(_is_blind(alias.name, helpers) for alias in names)
        case ast.ImportFrom(module=module, names=names):
            return not _is_blind(module or "", helpers) or any(_leads(one.name) for one in names)
        case ast.Attribute(attr=name):
            return _leads(name)
        case ast.Name(id=name):
            return _leads(name) or name in _BUILT_IN_AND_SEEING
        case ast.Constant(value=str(text)):
            return "__" in text or "lineno" in text
    return False


def _is_blind(module: str, helpers: Collection[str]) -> bool:
    first, *others = module.split(".")
    return module in helpers or (first in _BLIND and not _SEEING.intersection(others))


def _leads(name: str) -> bool:
    return name in _SEEING or (name.startswith("__") and name not in _BLIND_NAMES)
