"""Flags of tensors: who switched tracking on, and what was left as it was."""

from __future__ import annotations

from autograder.probing.journal.book import Journal
from autograder.probing.journal.events import Began, Call, Ended

__all__ = [
    "axes_swapped",
    "left_alone",
    "made_tracked",
    "switched_on_by",
    "tracking_switched",
    "used",
]

# How requires_grad is switched after a tensor was made, and how a learner writes it.
_SWITCHES = {
    "requires_grad.__set__": ".requires_grad = True",
    "requires_grad_": ".requires_grad_()",
}
# Methods and functions that swap axes, whether or not their result is used.
_SWAPS = ("T.__get__", "mT.__get__", "t", "transpose", "permute", "swapaxes", "swapdims")


def switched_on_by(journal: Journal, tensor: str) -> str:
    """
    By which calls on *tensor* itself tracking was switched, in order, as a learner writes them.

    Returns:
        ``".requires_grad = True"``, ``".requires_grad_()"`` or both, with a comma in between;
        ``"requires_grad=True"`` where no call on it shows: it was made so.
    """
    number = journal.names[tensor]
    called = [_SWITCHES[one.name] for one in journal.calls(_SWITCHES) if number in one.inputs]
    return ", ".join(dict.fromkeys(called)) or "requires_grad=True"


def tracking_switched(journal: Journal, tensor: str | None = None) -> bool:
    """Whether ``requires_grad`` was set on *tensor*, or on any."""
    number = journal.names[tensor] if tensor else None
    return any(number is None or number in one.inputs for one in journal.calls(_SWITCHES))


def made_tracked(journal: Journal) -> bool:
    """Whether some call gave a tensor that requires grad."""
    return any(call.tracked for call in journal.of(Call))


def left_alone(journal: Journal) -> bool:
    """Whether all watched tensors have the flags that they had, and nothing was written to them."""
    began = {one.tensor: _flags(one) for one in journal.of(Began)}
    return all(began[one.tensor] == _flags(one) for one in journal.of(Ended))


def used(journal: Journal, *names: str) -> tuple[str, ...]:
    """Which of the functions of torch with these *names* were called, sorted."""
    return tuple(sorted({call.name for call in journal.calls(names)}))


def axes_swapped(journal: Journal) -> bool:
    """Whether a function that swaps axes was called: ``.T``, ``transpose``, ``permute`` and so on."""
    return any(call.name.removeprefix("torch.") in _SWAPS for call in journal.of(Call))


def _flags(one: Began | Ended) -> tuple[bool, bool, int]:
    return one.requires_grad, one.is_leaf, one.version
