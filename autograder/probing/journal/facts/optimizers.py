"""What an optimizer met when it stepped."""

from __future__ import annotations

from autograder.observations import TensorFact
from autograder.probing.journal.book import Journal
from autograder.probing.journal.events import ASKS_AUTOGRAD, Call, Marked, OptimizerStepped

__all__ = ["gradients_at_steps", "state_of", "step_before_backward", "stepped", "steps_of"]

_MOST_STEPS = 50


def stepped(journal: Journal) -> bool:
    """Whether any optimizer stepped."""
    return bool(journal.of(OptimizerStepped))


def steps_of(journal: Journal, optimizer: str | None = "optimizer") -> list[OptimizerStepped]:
    """Return the steps of the optimizer called so, or of all of them; the first 50."""
    number = journal.names[optimizer] if optimizer else None
    steps = journal.of(OptimizerStepped)
    return [one for one in steps if number is None or one.optimizer == number][:_MOST_STEPS]


def gradients_at_steps(
    journal: Journal, optimizer: str | None = "optimizer", *, tensor: str | None = None
) -> tuple[str, ...]:
    """
    What stood in the gradients at each step: ``"present"``, ``"absent"`` (of some) or ``"zero"``.

    Looked at after the step and not before, for ``step(closure)`` fills them in on its way.

    Args:
        optimizer: Whose steps; None for those of all.
        tensor: Whose gradient alone is looked at; else those of all that the optimizer holds.
    """
    number = journal.names[tensor] if tensor else None
    return tuple(
        state_of(
            tuple(
                gradient
                for held, gradient in zip(one.tensors, one.after, strict=True)
                if number is None or held == number
            )
            or (None,)
        )
        for one in steps_of(journal, optimizer)
    )


def step_before_backward(journal: Journal, optimizer: str | None = "optimizer") -> bool:
    """
    Whether it ever stepped in a call in which autograd had not been asked yet.

    Where the check marked no calls, all of the run is one.
    """
    number, was_asked = journal.names[optimizer] if optimizer else None, False
    for event in journal.events:
        if isinstance(event, Marked):
            was_asked = False
        elif isinstance(event, Call) and event.name in ASKS_AUTOGRAD:
            was_asked = True
        elif (
            isinstance(event, OptimizerStepped)
            and number in (None, event.optimizer)
            and not was_asked
        ):
            return True
    return False


def state_of(gradients: tuple[TensorFact | None, ...]) -> str:
    """Return what *gradients* are together: ``"absent"`` if one is missing, ``"zero"`` if all are 0."""
    if any(one is None for one in gradients):
        return "absent"
    return "present" if any(any(one.values) for one in gradients if one) else "zero"
