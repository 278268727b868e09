"""A leaf that is trained by hand, without an optimizer: how it got its value."""

from __future__ import annotations

import math

from autograder.observations import Fact, TensorFact
from autograder.probing.journal.book import Journal
from autograder.probing.journal.events import Call, OptimizerStepped
from autograder.probing.journal.facts.optimizers import stepped
from autograder.probing.journal.facts.passes import (
    adds_up_over_steps,
    arrivals,
    asked,
    backwards,
    begins_untracked,
    goes_back_from_a_leaf,
)
from autograder.probing.journal.facts.updates import difference_made, moved
from autograder.probing.journal.signs import Sign
from autograder.probing.source import Source, called_without_parentheses

__all__ = [
    "moved_by_hand",
    "reads_gradient_of_another",
    "signs_of_leaf",
    "sum_unless_by_hand",
    "uses_gradient",
]

_CLEARING = ("zero_", "fill_", "detach_")
_HANDING_OUT = (
    "torch.autograd.grad", "torch._make_dual",
    "register_hook", "register_post_accumulate_grad_hook",
)  # fmt: skip


def uses_gradient(journal: Journal) -> bool:
    """Whether anything but clearing was done with a gradient that autograd made."""
    gradients: set[int] = set()
    for call in journal.of(Call):
        of_gradient = not gradients.isdisjoint(call.inputs)
        if call.name == "grad.__get__" or (of_gradient and call.name in ("data.__get__", "detach")):
            gradients.update(call.results)
        elif call.name in _HANDING_OUT or (of_gradient and call.name not in _CLEARING):
            return True
    return False


def moved_by_hand(journal: Journal, tensor: str) -> bool:
    """Whether *tensor* moved, but not by what autograd made."""
    by_autograd = asked(journal) and (stepped(journal) or uses_gradient(journal))
    return moved(journal, tensor) and not by_autograd


def sum_unless_by_hand(journal: Journal, tensor: str) -> dict[str, Fact]:
    """A witness: the sum of what *tensor* began with, if it was not moved by hand; if nothing raised."""
    began = journal.before(tensor).value
    if journal.raised or not isinstance(began, TensorFact):
        return {}
    by_hand = moved_by_hand(journal, tensor)
    return {f"{tensor}.by_gradient": None if by_hand else math.fsum(began.values)}


def reads_gradient_of_another(journal: Journal, tensor: str) -> bool:
    """Whether ``.grad`` of anything but *tensor* was read."""
    number = journal.names[tensor]
    return any(number not in call.inputs for call in journal.calls(["grad.__get__"]))


def signs_of_leaf(journal: Journal, tensor: str, source: Source, *, due: int) -> list[Sign]:
    """
    How *tensor*, trained by *due* steps, got its value.

    Most signs are looked at only if something was raised or the leaf stood still, to tell apart
    programs that fail alike.

    Args:
        source: The learner's text.
        due: The steps that were to be made. More passes than steps are no mistake: a batch may be
            processed row by row.
    """
    has_moved, raised, count = moved(journal, tensor), journal.raised, backwards(journal)
    idle = not (has_moved or raised)
    trouble = idle or raised
    unasked = trouble and not count
    arrived = len(arrivals(journal, tensor))
    lost = raised and not has_moved and arrived > 0 and journal.after(tensor).holds is None
    uncalled = unasked and called_without_parentheses(source, "backward")
    untracked = unasked and begins_untracked(journal, (journal.names[tensor],))
    return [
        Sign(f"{tensor}.replaced_by", difference_made(journal, tensor), usual="nothing"),
        Sign(f"{tensor}.adds_up", adds_up_over_steps(journal, tensor)),
        Sign("by_hand", moved_by_hand(journal, tensor)),
        Sign("backward_uncalled", uncalled),
        Sign("forward_untracked", untracked),
        Sign("loss.is_leaf", trouble and goes_back_from_a_leaf(journal)),
        Sign(f"backward.reaches_{tensor}", arrived >= count or not trouble, usual=True),
        Sign(f"{tensor}.grad_lost", lost),
        Sign(f"{tensor}.grad_elsewhere", raised and reads_gradient_of_another(journal, tensor)),
        Sign(
            f"{tensor}.gradient_at_step", _gradient_at_step(journal, tensor, idle), usual="present"
        ),
        Sign(f"{tensor}.stood_still", idle),
        Sign(f"{tensor}.moved_at_first", raised and has_moved),
        Sign("backwards", min(count, due), usual=due),
    ]


def _gradient_at_step(journal: Journal, tensor: str, idle: bool) -> str:
    """What a step that moved nothing was made with: ``"absent"``, ``"zero"``; else ``"present"``."""
    if not idle:
        return "present"
    if any(all(held is None for held in one.before) for one in journal.of(OptimizerStepped)):
        return "absent"
    written = journal.before(tensor).version != journal.after(tensor).version
    return "zero" if written else "present"
