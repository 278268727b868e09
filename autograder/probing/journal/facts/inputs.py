"""What a submission was handed: whether it still is as it was, and through which name it was changed."""

from __future__ import annotations

import math

from autograder.observations import Fact, TensorFact
from autograder.probing.journal.book import Journal
from autograder.probing.journal.calls import writes
from autograder.probing.journal.events import Call, OptimizerStepped
from autograder.probing.journal.facts.comparing import identical, stood_still
from autograder.probing.journal.facts.passes import adds_up, arrivals

__all__ = [
    "all_kept",
    "gradient_by_pass",
    "gradient_dropped",
    "gradient_left",
    "gradients_brought",
    "kept",
    "made_trainable",
    "written_through",
]

#: How another name of a tensor is asked for, and how a learner writes it.
_OTHER_NAMES = {"detach": "detach()", "data.__get__": ".data"}


def kept(journal: Journal, *tensors: str) -> dict[str, Fact]:
    """
    Return of each of *tensors* ``x.changed``, and its witness ``x.kept``.

    The second is the sum of its numbers, if they are all as they were; else None.
    """
    facts: dict[str, Fact] = {}
    for name in tensors:
        changed = not stood_still(journal.before(name), journal.after(name))
        facts[f"{name}.changed"] = changed
        facts[f"{name}.kept"] = None if changed else _sum(journal.after(name).value)
    return facts


def made_trainable(journal: Journal, *tensors: str) -> dict[str, Fact]:
    """Return ``X.requires_grad`` of each of *tensors*: whether it is a leaf that collects gradients now."""
    ends = {name: journal.after(name) for name in tensors}
    return {
        f"{name}.requires_grad": one.requires_grad and one.is_leaf for name, one in ends.items()
    }


def all_kept(journal: Journal, *tensors: str, name: str) -> dict[str, Fact]:
    """Return the same of all *tensors* with their gradients together, under one *name*."""
    pairs = [(journal.before(tensor), journal.after(tensor)) for tensor in tensors]
    changed = not all(
        stood_still(before, after) and identical(before.holds, after.holds)
        for before, after in pairs
    )
    ended = [fact for _, one in pairs for fact in (one.value, one.holds)]
    total = None if changed else math.fsum(_sum(fact) or 0.0 for fact in ended)
    return {f"{name}.changed": changed, f"{name}.kept": total}


def gradient_left(journal: Journal, *tensors: str) -> dict[str, Fact]:
    """Return ``W.grad`` of each of *tensors*: what stands there afterwards."""
    return {f"{name}.grad": journal.after(name).holds for name in tensors}


def gradients_brought(journal: Journal, tensor: str) -> dict[str, Fact]:
    """
    Return ``W.fresh_gradients``, what each pass brought, and ``W.adds_up``.

    Their numbers count: a backward pass of something else brings others.
    """
    fresh = tuple(arrivals(journal, tensor))
    return {f"{tensor}.fresh_gradients": fresh, f"{tensor}.adds_up": adds_up(journal, tensor)}


def gradient_dropped(journal: Journal, *tensors: str) -> bool:
    """Whether a pass brought one of *tensors* a gradient, and its ``.grad`` holds none all the same."""
    return any(arrivals(journal, one) and journal.after(one).holds is None for one in tensors)


def gradient_by_pass(journal: Journal, tensor: str) -> Fact:
    """Return ``.grad`` of *tensor* divided by how many passes brought it something, a witness of both."""
    held, passes = journal.after(tensor).holds, len(arrivals(journal, tensor))
    if held is None or not passes:
        return None
    return TensorFact(held.dtype, held.shape, tuple(one / passes for one in held.values))


def written_through(journal: Journal, tensor: str) -> str:
    """
    Return through which name *tensor* was written to, the first time.

    Returns:
        ``"no_grad"`` or ``"requires_grad off"`` for its own name, ``"detach()"``, ``".data"``,
        ``".data ="`` where another tensor was put there instead of a change, or ``"nothing"``.
    """
    number = journal.names[tensor]
    names = {number: ""}
    for call in journal.events:
        if isinstance(call, OptimizerStepped) and number in call.tensors:
            return "no_grad"  # as an optimizer does it
        if not (isinstance(call, Call) and call.inputs and call.inputs[0] in names):
            continue
        first = call.inputs[0]
        if call.name == "data.__set__":
            return ".data ="
        if writes(call.name):
            return names[first] or ("requires_grad off" if call.recorded else "no_grad")
        if call.result is not None and number in call.gives:
            names.setdefault(call.result, names[first] or _OTHER_NAMES.get(call.name, ""))
    return "nothing"


def _sum(fact: Fact) -> float | None:
    return math.fsum(fact.values) if isinstance(fact, TensorFact) else None
