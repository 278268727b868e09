"""Where a gradient that was asked for got lost: what was computed, what was asked, what was read."""

from __future__ import annotations

from autograder.observations import Fact
from autograder.probing.journal.book import Journal
from autograder.probing.journal.calls import writes
from autograder.probing.journal.events import ASKS_AUTOGRAD, Call, LeftTensors, Marked
from autograder.probing.journal.facts.passes import arrivals, asked, backwards
from autograder.probing.source import (
    Source,
    called_without_parentheses,
    named_uncalled,
    uses_result,
)

__all__ = [
    "anything_unrecorded",
    "asked_without",
    "backward_uncalled",
    "called",
    "called_before_asking",
    "computed_from",
    "detached",
    "larger_than",
    "marks",
    "no_gradient",
    "reads_gradient_of_result",
    "recorded",
    "stays_unrecorded",
    "unused",
    "ways_of_keeping",
    "written_before_asking",
]

_COPIES = (
    "torch.tensor", "torch.as_tensor", "torch.asarray", "clone", "torch.clone", "new_tensor",
)  # fmt: skip


def computed_from(journal: Journal, tensor: str) -> list[Call]:
    """Return the calls that made a new tensor from *tensor*."""
    number = journal.names[tensor]
    return [call for call in journal.of(Call) if call.fresh and number in call.inputs]


def unused(journal: Journal, *tensors: str) -> tuple[str, ...]:
    """Those of *tensors* that no call took, nor a view of them: none made a tensor or read numbers of them."""
    took = {
        number
        for call in journal.of(Call)
        if call.shape is not None or isinstance(call, LeftTensors)
        for number in (*call.inputs, *call.reads)
    }
    return tuple(tensor for tensor in tensors if journal.names[tensor] not in took)


def recorded(journal: Journal, tensor: str) -> bool:
    """Whether a gradient came to *tensor*, or could have: something tracked was computed from it."""
    tracked = any(call.tracked for call in computed_from(journal, tensor))
    return bool(arrivals(journal, tensor)) or tracked


def stays_unrecorded(journal: Journal, tensor: str) -> dict[str, Fact]:
    """
    Whether autograd records what is computed from *tensor*; if not, and autograd was not asked, why.

    The facts ``w.recorded``, ``w.copied`` (an untracked copy stands in for it) and ``w.under_no_grad``.
    """
    stuck = not (asked(journal) or recorded(journal, tensor))
    unrecorded = any(not call.recorded for call in computed_from(journal, tensor))
    return {
        f"{tensor}.recorded": recorded(journal, tensor),
        f"{tensor}.copied": stuck and called(journal, *_COPIES),
        f"{tensor}.under_no_grad": stuck and unrecorded,
    }


def no_gradient(journal: Journal, source: Source, *, missing: bool = True) -> dict[str, Fact]:
    """
    Why a gradient is missing, as far as the journal and the text tell.

    The facts ``backward.only_named`` (autograd was not asked, but the text names ``backward`` without
    calling it), ``backward.result_used`` (the text uses the result of a call of it, which is None)
    and ``gradient.of_intermediate``. The last two are told only where a gradient is *missing*.

    Args:
        source: The learner's text.
    """
    was_asked = asked(journal)
    return {
        "backward.only_named": not was_asked and named_uncalled(source, "backward"),
        "backward.result_used": missing and was_asked and uses_result(source, "backward"),
        "gradient.of_intermediate": missing and reads_gradient_of_result(journal),
    }


def backward_uncalled(journal: Journal, source: Source, *tensors: str) -> dict[str, Fact]:
    """
    The fact of this name: autograd was not asked, and ``backward`` is a statement without a call.

    Args:
        source: The learner's text.
        tensors: It counts, too, if somebody asked, but one of these has no gradient.
    """
    missing = not asked(journal) or any(journal.after(one).holds is None for one in tensors)
    return {"backward_uncalled": missing and called_without_parentheses(source, "backward")}


def reads_gradient_of_result(journal: Journal) -> bool:
    """Whether ``.grad`` was read of a tracked result that was not asked to keep one."""
    keeping = {call.inputs[0] for call in journal.calls(["retain_grad"]) if call.inputs}
    made = {
        call.result for call in journal.of(Call) if call.fresh and call.tracked and call.of_tracked
    }
    read = {call.inputs[0] for call in journal.calls(["grad.__get__"]) if call.inputs}
    return not read.isdisjoint(made - keeping)


def called(journal: Journal, *names: str) -> bool:
    """Whether a function of torch with one of these *names* was called."""
    return bool(journal.calls(names))


def called_before_asking(journal: Journal, *names: str) -> bool:
    """Whether that was before autograd was asked for the first time."""
    for call in journal.of(Call):
        if call.name in ASKS_AUTOGRAD:
            return False
        if call.name in names:
            return True
    return False


def written_before_asking(journal: Journal, tensor: str) -> bool:
    """Whether *tensor* was written to, through whatever name, before autograd was asked at all."""
    number = journal.names[tensor]
    for call in journal.of(Call):
        if call.name in ASKS_AUTOGRAD:
            return False
        if writes(call.name) and number in call.reads:
            return True
    return False


def ways_of_keeping(journal: Journal, source: Source) -> dict[str, Fact]:
    """
    How the gradient of a result was to be kept, as clues.

    Args:
        source: The learner's text.
    """
    keeping = ("retain_grad", "register_hook")
    return {
        "backwards": backwards(journal),
        "backward.result_used": uses_result(source, "backward"),
        "asked_to_keep": called(journal, *keeping),
        "asked_in_time": called_before_asking(journal, *keeping),
        "tracked_again": called(journal, "requires_grad_", "requires_grad.__set__"),
        "unrecorded": anything_unrecorded(journal),
        "copied": called(journal, "torch.tensor", "clone", "torch.clone"),
        "grad_of_a_result": reads_gradient_of_result(journal),
    }


def larger_than(journal: Journal, rows: int) -> bool:
    """Whether some call gave a tracked tensor of more than so many rows."""
    return any(
        call.tracked and call.shape is not None and call.shape[:1] > (rows,)
        for call in journal.of(Call)
    )


def marks(journal: Journal, word: str) -> int:
    """How often the check wrote *word* into the journal."""
    return sum(one.word == word for one in journal.of(Marked))


def asked_without(journal: Journal, word: str) -> bool:
    """Whether autograd was asked though *word* was not written since it was asked before."""
    written = False
    for event in journal.events:
        if isinstance(event, Marked):
            written |= event.word == word
        elif isinstance(event, Call) and event.name in ASKS_AUTOGRAD:
            if not written:
                return True
            written = False
    return False


def anything_unrecorded(journal: Journal) -> bool:
    """Whether some new tensor was made while nothing was recorded."""
    return any(call.fresh and not call.recorded for call in journal.of(Call))


def detached(journal: Journal, tensor: str) -> bool:
    """Whether ``detach`` was called on *tensor*."""
    number = journal.names[tensor]
    return any(number in call.inputs for call in journal.calls(["detach"]))
