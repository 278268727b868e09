"""What a loop did, pass by pass, to be drawn beside the verdict; nothing of it is judged."""

from __future__ import annotations

import math

from autograder.observations import Fact, TensorFact
from autograder.probing.journal.book import Journal
from autograder.probing.journal.events import (
    Accumulated,
    BackwardStarted,
    Call,
    Ended,
    GradientArrived,
)

__all__ = ["MAX_PASSES", "passes"]

#: Passes that are shown, and numbers of one tensor that are.
MAX_PASSES, _MAX_SHOWN = 30, 6


def passes(journal: Journal) -> dict[str, Fact]:
    """
    Return the columns that are drawn: the losses, and of the first tensor that a gradient reached
    what came, what ``.grad`` then held and where it stood.

    Nothing where the check named nothing; no losses where the journal keeps no tensors.
    """
    shown: dict[str, Fact] = {}
    losses = [_numbers(one.value) for one in _went_through(journal) if one.root]
    if losses and journal.names:
        shown["loss"] = tuple(losses[:MAX_PASSES])
    for name, number in journal.names.items():
        columns = _columns(journal, number)
        if columns["fresh"]:
            shown["name"] = name.partition(".")[2] or name
            shown.update({column: tuple(frames) for column, frames in columns.items()})
            shown["end"] = _end(journal, number)
            break
    return shown


def _went_through(journal: Journal) -> list[BackwardStarted]:
    """Calls of ``loss.backward()`` that came back."""
    started: BackwardStarted | None = None
    through = []
    for event in journal.events:
        if isinstance(event, BackwardStarted):
            started = event
        elif isinstance(event, Call) and event.name == "backward" and started is not None:
            through.append(started)
    return through


def _columns(journal: Journal, number: int) -> dict[str, list[Fact]]:
    columns: dict[str, list[Fact]] = {"fresh": [], "grad": [], "value": []}
    came: TensorFact | None = None
    for event in journal.at(number):
        if isinstance(event, GradientArrived):
            came = event.gradient
        elif isinstance(event, Accumulated):
            if event.holds is None or came is None or len(columns["fresh"]) >= MAX_PASSES:
                continue
            for column, fact in zip(columns, (came, event.holds, event.value), strict=True):
                columns[column].append(_numbers(fact))
    return columns


def _end(journal: Journal, number: int) -> Fact:
    return next((_numbers(one.value) for one in journal.of(Ended) if one.tensor == number), None)


def _numbers(fact: Fact) -> Fact:
    """A few numbers as they are, many by their norm."""
    if not isinstance(fact, TensorFact):
        return None
    if len(fact.values) == 1:
        return fact.values[0]
    if len(fact.values) <= _MAX_SHOWN:
        return fact.values
    return f"‖…‖ = {math.hypot(*fact.values):.4g}"
