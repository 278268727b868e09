"""How a loop moves its tensor: what took its place, and which gradient each step used."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from autograder.observations import Fact, TensorFact
from autograder.probing.journal.book import Journal, told_once
from autograder.probing.journal.calls import left_by, writes
from autograder.probing.journal.events import (
    ASKS_AUTOGRAD,
    Call,
    OptimizerStepped,
)
from autograder.probing.journal.facts.comparing import stood_still
from autograder.probing.journal.facts.passes import (
    adds_up,
    all_the_same,
    arrivals,
    asked,
    backwards,
    goes_back_again,
    moves_by_what_came,
)

__all__ = [
    "by_gradient",
    "detour",
    "detour_of_loop",
    "difference_made",
    "emptied",
    "in_use",
    "leaf_facts",
    "moved",
    "replaced_by",
    "state",
    "steps",
    "value",
]

# What an update can be written with; X @ W, W * x and the like are forward passes.
_DIFFERENCES = (
    "sub", "add", "rsub", "__sub__", "__add__", "__rsub__", "__radd__",
    "torch.sub", "torch.add", "torch.subtract", "subtract", "torch.rsub",
)  # fmt: skip


@told_once
def moved(journal: Journal, tensor: str) -> bool:
    """Whether the handed *tensor* has another value than before."""
    return not stood_still(journal.before(tensor), journal.after(tensor))


def value(journal: Journal, tensor: str) -> dict[str, Fact]:
    """The fact ``W``: what the handed tensor holds, whatever the learner's names refer to by now."""
    return {tensor: journal.after(tensor).value}


def state(journal: Journal, tensor: str) -> dict[str, Fact]:
    """
    The facts ``W.requires_grad``, ``W.is_leaf`` and ``W.behind_autograd``.

    The last: its numbers changed while its version counter stood still, as through ``.data``.
    """
    before, after = journal.before(tensor), journal.after(tensor)
    unnoticed = before.version == after.version
    return {
        f"{tensor}.requires_grad": after.requires_grad,
        f"{tensor}.is_leaf": after.is_leaf,
        f"{tensor}.behind_autograd": unnoticed and not stood_still(before, after),
    }


def in_use(journal: Journal, tensor: str) -> dict[str, Fact]:
    """A witness: the gradient that the tensor gets when it is used with what it began with, summed."""
    return {f"{tensor}.in_use": journal.after(tensor).in_use}


def leaf_facts(journal: Journal, tensor: str) -> dict[str, Fact]:
    """Where the tensor stands, whether it can still be trained on, and the witness of both."""
    return value(journal, tensor) | state(journal, tensor) | in_use(journal, tensor)


def by_gradient(journal: Journal, tensor: str) -> dict[str, Fact]:
    """A witness: the sum of what the tensor began with, if autograd was asked and nothing raised."""
    began = journal.before(tensor).value
    total = math.fsum(began.values) if isinstance(began, TensorFact) else None
    return {f"{tensor}.by_gradient": total if asked(journal) and not journal.raised else None}


def emptied(journal: Journal, tensor: str) -> bool:
    """Whether ``.grad`` is None or zero afterwards."""
    held = journal.after(tensor).holds
    return held is None or not any(held.values)


def difference_made(journal: Journal, tensor: str) -> str:
    """
    Whether a difference was made from *tensor*, which itself stayed where it was.

    Returns:
        ``"nothing"``, ``"a tracked result"`` (``W = W - …``) or ``"an untracked result"`` (the
        same under ``no_grad``).
    """
    number = journal.names[tensor]
    made = [c for c in journal.calls(_DIFFERENCES) if number in c.inputs and c.fresh]
    return _in_words(made[0].tracked) if made and not moved(journal, tensor) else "nothing"


def replaced_by(journal: Journal, tensor: str) -> str:
    """
    Whether a new tensor took the place of *tensor*, which itself stayed where it was.

    Unlike :func:`difference_made` it follows copies such as ``W.detach()`` too, and takes for an
    update only what is computed from W *and its gradient*.
    """
    return _trail(journal, tensor).replaced_by


def detour(journal: Journal, tensor: str) -> str:
    """By which way of copying the tensor was replaced, or left: ``detach``, ``clone`` … or ``""``."""
    trail = _trail(journal, tensor)
    return "detach" if trail.unused else trail.detour


def detour_of_loop(journal: Journal, tensor: str, *, looks: tuple[str, ...] = ()) -> str:
    """
    The same for a loop; where it raised, how the first forward pass began, if it wasn't recorded.

    Args:
        looks: Calls that begin no forward pass here, such as those of a loop that keeps copies.
    """
    way = detour(journal, tensor)
    if way != "detach" and journal.raised:
        begins = _first_forward(journal, tensor, looks)
        return begins if begins in ("cut", "under no_grad") else way
    return way


def steps(journal: Journal, tensor: str) -> dict[str, Fact]:
    """
    How the steps of a loop were made, as facts.

    ``W.replaced_by``, ``W.adds_up`` (unless W moved by what each pass brought, all the same),
    ``backwards``, and truth values that are all False where a step is made with the gradient
    of its own backward pass:
    ``stale_gradient`` (all passes through one graph brought the same one, though W moved),
    ``by_hand`` (W moved, autograd was not asked),
    ``gradient_missed`` (it was asked, but nothing arrived at W),
    ``gradient_unused`` (no step was made with what arrived),
    ``emptied_too_early`` (the step was made when it was gone),
    ``step_without_gradient`` (an optimizer stepped, autograd was not asked).
    """
    return dict(_steps(journal, tensor))


@told_once
def _steps(journal: Journal, tensor: str) -> dict[str, Fact]:
    number = journal.names[tensor]
    came, was_asked, has_moved = arrivals(journal, tensor), asked(journal), moved(journal, tensor)
    stepped = bool(journal.of(OptimizerStepped))
    touched = any(number in one.reads and writes(one.name) for one in journal.of(Call))
    idle = not has_moved and replaced_by(journal, tensor) == "nothing"
    unused = bool(came) and idle and not (journal.raised or touched or stepped)
    held = journal.after(tensor).holds
    # If something else went wrong first, zeros in .grad are not what the learner should be shown.
    empty = held is None or (not journal.raised and not any(held.values))
    return {
        f"{tensor}.replaced_by": replaced_by(journal, tensor),
        f"{tensor}.adds_up": adds_up(journal, tensor) and not moves_by_what_came(journal, tensor),
        "stale_gradient": has_moved and all_the_same(came) and goes_back_again(journal),
        "by_hand": has_moved and not was_asked,
        "gradient_missed": was_asked and not came and idle,
        "gradient_unused": unused,
        "emptied_too_early": bool(came) and empty and idle and not unused,
        "step_without_gradient": stepped and not was_asked,
        "backwards": backwards(journal),
    }


@dataclass
class _Trail:
    """A tensor, its copies and what was computed from it, followed through a journal."""

    number: int
    copies: dict[int, str]  # the tensor and its copies, with the first way of copying
    gradients: set[int] = field(default_factory=set)  # and what was computed from them
    unused: set[int] = field(default_factory=set)  # results of W.detach() that nobody computed with
    # What was to take W's place: the tensor, was it tracked, the way of copying.
    made: list[tuple[int, bool, str]] = field(default_factory=list)
    detour: str = ""
    replaced_by: str = "nothing"

    def follow(self, call: Call) -> None:
        ways = [self.copies[one] for one in call.inputs if one in self.copies]
        if not call.name.endswith("__get__"):
            self.unused.difference_update(call.inputs)
        if self.number in call.reads:
            # Written into W after all: W.copy_(new), W[...] = new, W.data = new.
            self.made = [made for made in self.made if made[0] not in call.inputs]
        if call.name == "data.__set__" and 0 < len(ways) < len(call.inputs):
            self.detour = "new data"
        if call.name == "torch.autograd.grad":
            self.gradients.update(call.results)
        if call.name == "grad.__get__" and ways:
            self.detour = ways[0] or self.detour
            if ways[0] and not self.made:
                self.made.append((call.inputs[0], call.of_tracked, ways[0]))
        if call.result is not None:
            self._follow_result(call, call.result, ways)

    def _follow_result(self, call: Call, result: int, ways: list[str]) -> None:
        if call.name in ("detach", "clone", "data.__get__") and ways:
            self.copies[result] = ways[0] or call.name.removesuffix(".__get__")
            if call.name == "detach":
                self.unused.add(result)
        elif call.name == "grad.__get__":
            self.gradients.add(result)
        elif not self.gradients.isdisjoint(call.inputs) and self.number not in call.gives:
            self.gradients.add(result)
            if ways:
                self.made.append((result, call.tracked, ways[0]))


@told_once
def _trail(journal: Journal, tensor: str) -> _Trail:
    number = journal.names[tensor]
    trail = _Trail(number, {number: ""})
    for call in journal.of(Call):
        trail.follow(call)
    if trail.made and not moved(journal, tensor):
        _, tracked, trail.detour = trail.made[0]
        trail.replaced_by = _in_words(tracked)
    return trail


def _first_forward(journal: Journal, tensor: str, looks: tuple[str, ...]) -> str:
    """How the first forward pass begins: recorded, unrecorded, or with a cut."""
    number = journal.names[tensor]
    for call in journal.of(Call):
        if call.name in ASKS_AUTOGRAD:
            break
        passing = ("requires_grad.__get__", "grad.__get__", "clone", *looks)
        if number not in call.inputs or call.name in passing:
            continue
        if left_by(call.name) and call.name not in ("detach_", "__array__"):
            return "cut"
        if call.result not in (None, number):
            return "recorded" if call.recorded else "under no_grad"
    return ""


def _in_words(tracked: bool) -> str:
    return "a tracked result" if tracked else "an untracked result"
