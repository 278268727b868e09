"""Facts that only the text of a submission shows."""

from __future__ import annotations

import ast
import difflib
import functools
from collections.abc import Iterable

from autograder.probing.submission import Submission, tree_of

__all__ = [
    "Source",
    "assigns",
    "called_without_parentheses",
    "calls_method",
    "drops_result",
    "named_uncalled",
    "names_autograd",
    "near_misses",
    "seeds_itself",
    "tracking_typos",
    "uses_result",
]

#: A program, as its text or as it was loaded.
Source = str | Submission

#: Names by which programs reach autograd: torch's own, function transforms, parameters, and jax.
_AUTOGRAD = frozenset(
    {"Parameter", "autograd", "func", "functorch", "jax", "nn", "requires_grad", "requires_grad_"}
)

#: Methods and functions of torch that leave their tensor as it is.
_ARITHMETIC = ("add", "sub", "subtract", "mul", "multiply", "div", "divide", "neg")

#: Each case of each check asks the same of a program; programs from before are soon let go.
_asked_again = functools.lru_cache(maxsize=4)


@_asked_again
def called_without_parentheses(source: Source, name: str) -> bool:
    """
    Tell whether *source* mentions ``something.name`` as a whole statement, uncalled.

    ``loss.backward`` on a line of its own looks up a method and drops it;
    ``with torch.no_grad:`` hands over the class instead of a context.
    """
    for node in _nodes(source):
        if isinstance(node, ast.Expr) and _ends_in(node.value, name):
            return True
        if isinstance(node, ast.With) and any(_ends_in(i.context_expr, name) for i in node.items):
            return True
    return False


@_asked_again
def calls_method(source: Source, name: str) -> bool:
    """
    Tell whether *source* calls ``something.name(…)`` anywhere.

    It is meant for clues, and only where the call itself leaves no trace.
    """
    return any(isinstance(node, ast.Call) and _ends_in(node.func, name) for node in _nodes(source))


@_asked_again
def drops_result(source: Source, *names: str) -> bool:
    """
    Tell whether a statement of its own computes something that is lost at once.

    ``W - step``, ``W.sub(step)`` and ``torch.sub(W, step)``; ``W.sub_(step)`` keeps its result in W.
    In a journal that looks like a name given to the result for nothing.

    Args:
        names: If given, only calls of ``something.name()`` are looked for, for one of *names*.
    """
    return any(
        isinstance(node, ast.Expr)
        and (_calls(node.value, names) if names else _computes(node.value))
        for node in _nodes(source)
    )


def seeds_itself(source: Source) -> bool:
    """
    Tell whether *source* seeds a generator, or makes one of its own, which has a seed of its own.

    A generator of one's own leaves no trace, so this is meant for clues.
    """
    makes = ("Generator", "Random", "default_rng", "manual_seed", "seed")
    return any(calls_method(source, name) for name in makes)


@_asked_again
def names_autograd(source: Source) -> bool:
    """
    Tell whether *source* has a name by which programs reach autograd, after a dot, as an argument
    or in an import.

    Where there is no torch, every use of it raises the same exception, and only the text shows what
    it was wanted for. So this is meant for clues, never for facts.
    """
    return any(not _AUTOGRAD.isdisjoint(_names_in(node)) for node in _nodes(source))


@_asked_again
def near_misses(source: Source, name: str) -> tuple[str, ...]:
    """
    Return attributes assigned in *source* that look like *name* but aren't, sorted.

    ``w.require_grad = True`` raises nothing: Python makes a new attribute.
    """
    assigned = {
        node.attr
        for node in _nodes(source)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    }
    return tuple(sorted(set(difflib.get_close_matches(name, assigned, 5, 0.8)) - {name}))


def tracking_typos(source: Source) -> dict[str, bool]:
    """
    Return the clues that ``requires_grad`` was meant in *source*, but not written.

    ``misspelt``: an attribute with a similar name is assigned; ``not_called``: the method
    ``requires_grad_`` is looked up, but not called.
    """
    return {
        "misspelt": bool(near_misses(source, "requires_grad")),
        "not_called": called_without_parentheses(source, "requires_grad_"),
    }


@_asked_again
def assigns(source: Source, name: str) -> bool:
    """Tell whether *source* assigns anything to *name*, which torch can't notice."""
    return any(
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)
        for node in _nodes(source)
    )


@_asked_again
def named_uncalled(source: Source, name: str) -> bool:
    """
    Tell whether ``something.name`` stands somewhere in *source* without being called.

    Anywhere: in ``return loss.backward``, too.
    """
    nodes = list(_nodes(source))
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    return any(_ends_in(node, name) and id(node) not in called for node in nodes)


@_asked_again
def uses_result(source: Source, name: str) -> bool:
    """Tell whether *source* uses what a call of ``something.name()`` returns."""
    nodes = list(_nodes(source))
    alone = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    calls = [node for node in nodes if isinstance(node, ast.Call) and _ends_in(node.func, name)]
    return any(id(call) not in alone for call in calls)


def _computes(node: ast.AST) -> bool:
    return isinstance(node, ast.BinOp | ast.UnaryOp) or _calls(node, _ARITHMETIC)


def _calls(node: ast.AST, names: Iterable[str]) -> bool:
    return isinstance(node, ast.Call) and any(_ends_in(node.func, name) for name in names)


def _names_in(node: ast.AST) -> list[str]:
    match node:
        case ast.Attribute(attr=name) | ast.keyword(arg=str(name)):
            return [name]
        case ast.alias(name=name) | ast.ImportFrom(module=str(name)):
            return name.split(".")
    return []


@functools.lru_cache(maxsize=1)
def _nodes(source: Source) -> tuple[ast.AST, ...]:
    """All nodes of *source*'s tree; to walk through it takes longer than most questions."""
    return tuple(ast.walk(ast.parse(source) if isinstance(source, str) else tree_of(source)))


def _ends_in(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == name
