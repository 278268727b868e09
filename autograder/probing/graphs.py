"""Walking autograd graphs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from torch import Tensor

from autograder.observations import MAX_DEPTH, Fact

__all__ = [
    "canonical_graph",
    "graph_size",
    "keeps_graph",
    "leaves_of",
    "plain_numbers",
    "reached",
    "reaches",
    "ways_to",
]

# Addition and multiplication commute: w * x and x * w are the same idea, so their inputs are sorted.
_COMMUTATIVE = frozenset({"AddBackward0", "MulBackward0"})
_MAX_NODES = 500
# Visits of nodes, where a node is visited once for each path that leads to it.
_MAX_VISITS = 200
# Deepest nesting that is written out; well within Python's own limit of recursion.
_MAX_DEPTH = 200


def canonical_graph(result: object, names: Mapping[str, Tensor]) -> str:
    """
    Write the graph behind *result* as nested calls, with the output outermost.

    Args:
        result: A tensor; anything else, and an untracked tensor, is ``"const"``.
        names: The leaves to show by name; other leaves are ``leaf``.

    Returns:
        ``"TanhBackward0(AddBackward0(MulBackward0(const, w), b))"``, say, where
        ``const`` is an input without gradient. The arguments of sums and
        products are sorted, since their order is a matter of taste. At most
        500 nodes, 200 deep; ``…`` stands for the rest.
    """
    by_identity = {id(tensor): name for name, tensor in names.items()}
    budget = [_MAX_NODES]

    def write(node: Any, depth: int = _MAX_DEPTH) -> str:
        if node is None:
            return "const"
        budget[0] -= 1
        if budget[0] < 0 or depth == 0:
            return "…"
        variable = getattr(node, "variable", None)
        if variable is not None:
            return by_identity.get(id(variable), "leaf")
        inputs = [write(child, depth - 1) for child, _ in node.next_functions]
        if node.name() in _COMMUTATIVE:
            inputs.sort()
        return f"{node.name()}({', '.join(inputs)})"

    if not isinstance(result, Tensor):
        return "const"
    if result.grad_fn is None:
        return by_identity.get(id(result), "leaf") if result.requires_grad else "const"
    return write(result.grad_fn)


def graph_size(result: object) -> int:
    """Return how many autograd nodes *result* keeps alive; 0 for what is no tracked tensor."""
    if not isinstance(result, Tensor) or result.grad_fn is None:
        return 0
    seen = set()
    waiting: list[Any] = [result.grad_fn]
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        waiting += [child for child, _ in node.next_functions if child is not None]
    return len(seen)


def leaves_of(tensor: Tensor) -> list[Tensor]:
    """Return the leaves that a backward pass from *tensor* would reach, of the 500 nearest nodes."""
    waiting: list[Any] = [tensor.grad_fn]
    leaves, met = [], {None}
    while waiting and len(met) < 500:
        node = waiting.pop(0)
        if node in met:
            continue
        met.add(node)
        variable = getattr(node, "variable", None)
        if variable is not None:
            leaves.append(variable)
        waiting += [child for child, _ in node.next_functions]
    return leaves


def reached(tensor: Tensor, leaves: Sequence[Any]) -> list[bool]:
    """Tell of each of *leaves* whether a backward pass from *tensor* would reach it."""
    found = leaves_of(tensor)
    return [any(leaf is one for one in found) for leaf in leaves]


def keeps_graph(value: Any, depth: int = MAX_DEPTH) -> bool:
    """Tell whether *value*, or anything in it if it is a list or tuple, still holds a graph."""
    if type(value) is list or type(value) is tuple:
        return depth > 0 and any(keeps_graph(part, depth - 1) for part in value[:1_000])
    return type(value) is Tensor and value.grad_fn is not None


def plain_numbers(value: object) -> dict[str, object]:
    """
    Return the facts that a claim about returned numbers needs, ``returned.keeps_graph`` first.

    A number that drags a graph along is often right, so the other fact, ``returned``, says less.
    """
    return {"returned.keeps_graph": keeps_graph(value), "returned": value}


def reaches(
    result: Tensor, leaves: Mapping[str, Tensor | None], numbers: Sequence[float], *, name: str
) -> dict[str, Fact]:
    """
    Return which of *leaves* the graph of *result* reaches, as facts, with a witness of that.

    ``NAME.reaches_W`` of each leaf W, and ``NAME.leaves``: of the *numbers*, one for each leaf, those of
    the leaves that are reached.
    """
    met = reached(result, list(leaves.values()))
    facts: dict[str, Fact] = {
        f"{name}.reaches_{leaf}": there for leaf, there in zip(leaves, met, strict=True)
    }
    found = tuple(number for number, there in zip(numbers, met, strict=True) if there)
    return {**facts, f"{name}.leaves": found}


def ways_to(result: Tensor, leaf: Tensor) -> int:
    """Count the paths from *result* back to *leaf*; in a large graph only short ones are found."""
    return sum(getattr(node, "variable", None) is leaf for node in _visited(result))


def _visited(result: Tensor) -> Iterator[Any]:
    """The nodes behind *result*, nearest first, each once for every path to it; the first 200."""
    waiting: list[Any] = [result.grad_fn]
    for _ in range(_MAX_VISITS):
        if not waiting:
            return
        node = waiting.pop(0)
        if node is not None:
            yield node
            waiting += [child for child, _ in node.next_functions]
