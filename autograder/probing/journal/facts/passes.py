"""Backward passes: what autograd was asked, what arrived, whether it adds up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from autograder.observations import TensorFact
from autograder.probing.journal.book import Journal, told_once
from autograder.probing.journal.events import (
    ASKS_AUTOGRAD,
    Accumulated,
    BackwardStarted,
    Call,
    GradientArrived,
    LeftTensors,
    OptimizerStepped,
)

__all__ = [
    "adding_up",
    "adds_up",
    "adds_up_over_steps",
    "all_the_same",
    "arrivals",
    "asked",
    "backwards",
    "begins_untracked",
    "close",
    "cuts",
    "flat",
    "goes_back_again",
    "goes_back_from_a_leaf",
    "made_unrecorded",
    "misses",
    "moves_by_what_came",
]


@told_once
def backwards(journal: Journal) -> int:
    """How often autograd was asked, by whatever name, and answered."""
    return len(journal.calls(ASKS_AUTOGRAD))


def asked(journal: Journal) -> bool:
    """Whether autograd was asked for derivatives."""
    return backwards(journal) > 0


def arrivals(journal: Journal, tensor: str) -> list[TensorFact | None]:
    """The gradient that each backward pass brought to *tensor*, whatever ``.grad`` then held."""
    there = journal.at(journal.names[tensor])
    return [one.gradient for one in there if isinstance(one, GradientArrived)]


def adds_up(journal: Journal, tensor: str) -> bool:
    """
    Whether ``.grad`` of *tensor* after some pass held more than what that pass brought.

    No threshold: forgotten zeroing *is* that difference. ``torch.autograd.grad`` never adds up.
    """
    return any(held != "what came" for held in _held(journal, journal.names[tensor]))


def adds_up_over_steps(journal: Journal, *tensors: int | str) -> bool:
    """
    Whether ``.grad`` of any of *tensors* held something from before it last moved.

    Several passes between two steps are micro-batches, and add up on purpose.
    """
    return bool(adding_up(journal, *tensors))


def adding_up(journal: Journal, *tensors: int | str) -> tuple[int, ...]:
    """Those of *tensors* of which :func:`adds_up_over_steps` is true, by their numbers."""
    numbers = [journal.names[one] if isinstance(one, str) else one for one in tensors]
    return tuple(number for number in numbers if "more" in _held(journal, number))


def misses(journal: Journal, tensor: str) -> bool:
    """Whether a backward pass went by without bringing *tensor* a gradient."""
    return backwards(journal) > len(arrivals(journal, tensor))


def flat(journal: Journal, tensors: tuple[int, ...]) -> bool:
    """Whether gradients arrived at *tensors*, and all of them were zero."""
    came = [one.gradient for one in journal.of(GradientArrived) if one.tensor in tensors]
    return bool(came) and not any(one is None or any(one.values) for one in came)


def all_the_same(came: Sequence[TensorFact | None]) -> bool:
    """Whether several gradients *came*, and all of them are equal."""
    return len(came) > 1 and all(one == came[0] for one in came)


def goes_back_again(journal: Journal) -> bool:
    """Whether two backward passes started at the same tensor, so that they went through one graph."""
    roots = [one.root for one in journal.of(BackwardStarted)]
    return len(set(roots)) < len(roots)


def moves_by_what_came(journal: Journal, tensor: str) -> bool:
    """
    Whether *tensor* moved after each pass by one and the same multiple of what that pass brought.

    So it does where ``.grad`` adds up and the loop takes out what earlier passes have brought.
    """
    came, places = _passes(journal, tensor)
    pairs = [
        (gradient, end - start)
        for fact, here, there in zip(came, places, places[1:], strict=False)
        for gradient, start, end in zip(fact.values, here.values, there.values, strict=True)
    ]
    square = math.fsum(gradient**2 for gradient, _ in pairs)
    if not (square and math.isfinite(square)):
        return False
    rate = math.fsum(gradient * way for gradient, way in pairs) / square
    if not rate:
        return False
    rounding = 1e-6 * max(abs(number) for place in places for number in place.values)
    allowed = 1e-4 * max(abs(way) for _, way in pairs) + rounding
    return all(abs(way - rate * gradient) <= allowed for gradient, way in pairs)


def goes_back_from_a_leaf(journal: Journal) -> bool:
    """Whether some backward pass that went through started at a tensor without a graph."""
    started: BackwardStarted | None = None
    for event in journal.events:
        if isinstance(event, BackwardStarted):
            started = event
        elif started and isinstance(event, Call) and event.name in ASKS_AUTOGRAD:
            if started.is_leaf:
                return True
            started = None
    return False


def begins_untracked(journal: Journal, tensors: tuple[int, ...]) -> bool:
    """Whether the first result that was made from one of *tensors* was made unrecorded."""
    made = (
        call
        for call in journal.of(Call)
        if call.fresh and "__get__" not in call.name and not set(tensors).isdisjoint(call.inputs)
    )
    first = next(made, None)
    return first is not None and not first.recorded


def made_unrecorded(journal: Journal, tensor: str) -> bool:
    """Whether *tensor* was made while nothing was recorded."""
    number = journal.names[tensor]
    return any(number in one.results and not one.recorded for one in journal.of(Call))


def cuts(journal: Journal) -> tuple[str, ...]:
    """By which ways numbers left the graph, sorted: ``detach``, ``item``, ``numpy`` …"""
    return tuple(sorted({one.how for one in journal.of(LeftTensors)}))


def close(one: TensorFact, other: TensorFact, largest: float = 0.0) -> bool:
    """
    Whether both hold the same numbers, but for the rounding of a sum in float32.

    Args:
        largest: Of what was summed up: where large numbers cancel, rounding goes by these.
    """
    if one.values == other.values:
        return True
    if len(one.values) != len(other.values):
        return False
    pairs = list(zip(one.values, other.values, strict=True))
    finite = [abs(n) for pair in pairs for n in pair if math.isfinite(n)]
    allowed = 1e-8 + 1e-5 * max(finite, default=0.0) + 2e-6 * largest
    return all(
        a == b or abs(a - b) <= allowed or (math.isnan(a) and math.isnan(b)) for a, b in pairs
    )


def _passes(journal: Journal, tensor: str) -> tuple[list[TensorFact], list[TensorFact]]:
    """What each pass brought to *tensor*; where it stood at each, and in the end. None if one is unknown."""
    end = journal.after(tensor).value
    came: list[TensorFact] = []
    places: list[TensorFact] = []
    arrived: TensorFact | None = None
    for event in journal.at(journal.names[tensor]):
        if isinstance(event, GradientArrived):
            arrived = event.gradient
        elif isinstance(event, Accumulated):
            if arrived is None or event.value is None:
                return [], []
            came.append(arrived)
            places.append(event.value)
    return came, [*places, end] if isinstance(end, TensorFact) else []


@told_once
def _held(journal: Journal, number: int) -> list[str]:
    """What ``.grad`` held after each pass: what came, the sum since the last move, or more."""
    came: TensorFact | None = None
    due: TensorFact | None = None  # all that came since the last move
    largest = 0.0  # number in it
    place: TensorFact | None = None
    held: list[str] = []
    for event in journal.at(number):
        if isinstance(event, OptimizerStepped):
            due = None
        elif isinstance(event, GradientArrived):
            came = event.gradient and _that_add_up(event.gradient)
        elif came is not None:
            begins = due is None or event.value != place
            due = came if due is None or begins else _sum(due, came)
            largest = max(_largest(came), 0.0 if begins else largest)
            place = event.value
            if event.holds is not None:
                holds = _that_add_up(event.holds)
                if close(holds, came):
                    held.append("what came")
                else:
                    held.append("the sum" if close(holds, due, largest) else "more")
    return held


def _that_add_up(fact: TensorFact) -> TensorFact:
    """The numbers of *fact* but for the largest of all, which a sample of a large tensor begins with."""
    whole = len(fact.values) == math.prod(fact.shape)
    return fact if whole else replace(fact, values=fact.values[1:])


def _largest(fact: TensorFact) -> float:
    return max((abs(one) for one in fact.values if math.isfinite(one)), default=0.0)


def _sum(one: TensorFact, other: TensorFact) -> TensorFact:
    values = (a + b for a, b in zip(one.values, other.values, strict=False))
    return TensorFact(other.dtype, other.shape, tuple(values))
