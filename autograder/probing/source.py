"""Facts that stand in the learner's text and nowhere else (detection primitive D14)."""

from __future__ import annotations

import ast
import difflib
import functools

__all__ = [
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

#: What autograd is asked by: torch's own, function transforms, parameters, and jax's.
_AUTOGRAD = frozenset(
    {"Parameter", "autograd", "func", "functorch", "jax", "nn", "requires_grad", "requires_grad_"}
)

#: Methods and functions of torch that leave their tensor as it is.
_ARITHMETIC = ("add", "sub", "subtract", "mul", "multiply", "div", "divide", "neg")


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


def calls_method(source: str, name: str) -> bool:
    """
    Tell whether *source* calls ``something.name(…)`` anywhere.

    It is for a clue, and only where the call itself leaves nothing to be seen.
    """
    return any(
        isinstance(node, ast.Call) and _ends_in(node.func, name) for node in ast.walk(_tree(source))
    )


def drops_result(source: str) -> bool:
    """
    Tell whether a statement of its own computes something that is lost at once.

    ``W - step``, ``W.sub(step)`` and ``torch.sub(W, step)``; ``W.sub_(step)`` keeps its result in W.
    """
    return any(
        isinstance(node, ast.Expr) and _computes(node.value) for node in ast.walk(_tree(source))
    )


def seeds_itself(source: str) -> bool:
    """
    Tell whether *source* seeds a generator or makes one of its own, whose seed is then its own too.

    A generator of one's own leaves nothing behind; so this is for a clue.
    """
    makes = ("Generator", "Random", "default_rng", "manual_seed", "seed")
    return any(calls_method(source, name) for name in makes)


def names_autograd(source: str) -> bool:
    """
    Tell whether *source* names, after a dot, as an argument or in an import, what autograd is
    asked by.

    Where there is no torch, all that uses it raises the same; what it was wanted for stands in
    the text alone. So this is for a clue, never for a fact.
    """
    return any(not _AUTOGRAD.isdisjoint(_names_in(node)) for node in ast.walk(_tree(source)))


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


def tracking_typos(source: str) -> dict[str, bool]:
    """
    Return how ``requires_grad`` was meant and not said in *source*, as clues.

    ``misspelt``: an attribute that looks like it is assigned; ``not_called``: the method
    ``requires_grad_`` is looked up and dropped.
    """
    return {
        "misspelt": bool(near_misses(source, "requires_grad")),
        "not_called": called_without_parentheses(source, "requires_grad_"),
    }


def assigns(source: str, name: str) -> bool:
    """Tell whether *source* gives *name* to something else: nothing that torch could notice."""
    return any(
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)
        for node in ast.walk(_tree(source))
    )


def named_uncalled(source: str, name: str) -> bool:
    """
    Tell whether ``something.name`` stands somewhere in *source* without being called.

    Anywhere: in ``return loss.backward``, too.
    """
    nodes = list(ast.walk(_tree(source)))
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    return any(_ends_in(node, name) and id(node) not in called for node in nodes)


def uses_result(source: str, name: str) -> bool:
    """Tell whether a call of ``something.name()`` is more than a statement of its own."""
    nodes = list(ast.walk(_tree(source)))
    alone = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    calls = [node for node in nodes if isinstance(node, ast.Call) and _ends_in(node.func, name)]
    return any(id(call) not in alone for call in calls)


def _computes(node: ast.AST) -> bool:
    return isinstance(node, ast.BinOp | ast.UnaryOp) or (
        isinstance(node, ast.Call) and any(_ends_in(node.func, name) for name in _ARITHMETIC)
    )


def _names_in(node: ast.AST) -> list[str]:
    match node:
        case ast.Attribute(attr=name) | ast.keyword(arg=str(name)):
            return [name]
        case ast.alias(name=name) | ast.ImportFrom(module=str(name)):
            return name.split(".")
    return []


@functools.lru_cache(maxsize=1)
def _tree(source: str) -> ast.Module:
    """Parsed once for all cases of all checks; nobody changes it."""
    return ast.parse(source)


def _ends_in(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == name
