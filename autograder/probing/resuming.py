"""A training that was interrupted: what is needed to go on with it, and to classify afterwards."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from autograder.probing.answers import answer
from autograder.probing.case import Case
from autograder.probing.facts import describe, is_list, items_of
from autograder.probing.journal.events import BackwardStarted, ModuleCalled, OptimizerStepped
from autograder.probing.models import with_drawn_numbers
from autograder.probing.returned import entry_of
from autograder.probing.submission import call_learner
from autograder.probing.training import optimizer_for
from autograder.probing.watching import Seen, journaling

__all__ = ["Interrupted", "asked_after_training", "interrupted", "same_state"]

_LEARNS = (BackwardStarted, OptimizerStepped)
#: Parameters of a model, or entries of a state, that are looked at.
_MOST = 100


@dataclass
class Interrupted:
    """
    Model and optimizer of the program that goes on, and what the first one has left.

    Attributes:
        model, optimizer: Of the same kinds as in the first program, with other numbers and rate.
        checkpoint: ``model`` and ``optimizer`` as ``state_dict()`` gave them, and ``epoch``.
        batches: Pairs of inputs, shape (N, 3), and class numbers, shape (N,).
        epochs: How many epochs there are to be in all.
        X_new: Points to classify, shape (M, 3).
    """

    model: nn.Module
    optimizer: torch.optim.Optimizer
    checkpoint: dict[str, Any]
    batches: list[tuple[Tensor, Tensor]]
    epochs: int
    X_new: Tensor

    @property
    def due(self) -> int:
        """How many steps are left to be made."""
        left: int = self.epochs - self.checkpoint["epoch"]
        return left * len(self.batches)

    def run(self, resume: Callable[..., object]) -> Seen:
        """Call ``resume(model, optimizer, checkpoint, batches, epochs, X_new)`` in a journal."""
        given = (copy.deepcopy(self.checkpoint), self.batches, self.epochs, self.X_new)
        with journaling(model=self.model, optimizer=self.optimizer) as seen:
            seen.answer = resume(self.model, self.optimizer, *given)
        return seen

    def classes(self) -> Tensor:
        """
        Return the classes that the model, as it is now, gives to the new points.

        Raises:
            LearnerError: If the model raises.
        """
        was = self.model.training
        with torch.no_grad():
            scores: Tensor = answer(self.model.eval(), self.X_new)
        self.model.train(was)
        return scores.argmax(dim=1)

    def fits(self, checkpoint: object) -> dict[str, bool]:
        """
        Return whether a *checkpoint* holds ``model`` and ``optimizer`` as they are now.

        Raises:
            LearnerError: If model or optimizer raise.
        """
        states = {
            "model": call_learner(lambda: nn.Module.state_dict(self.model)),
            "optimizer": call_learner(lambda: torch.optim.Optimizer.state_dict(self.optimizer)),
        }
        return {k: same_state(entry_of(checkpoint, k), state) for k, state in states.items()}


def interrupted(case: Case) -> Interrupted:
    """Return a training that goes on, of an optimizer of several kinds by turns; see :class:`Interrupted`."""
    classes, rows = case.cycle(3, 4, 2, 3), case.cycle((5, 4), (6, 3), (4, 5), (3, 6))
    done, epochs = case.cycle((2, 4), (1, 2), (3, 4), (1, 3))
    model = with_drawn_numbers(_model(classes), case)
    optimizer = optimizer_for(model, case)
    batches = [
        (case.tensor(N, 3), torch.tensor([case.integer(0, classes - 1) for _ in range(N)]))
        for N in rows
    ]
    for X, y in batches * done:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(X), y).backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    checkpoint = {
        "model": copy.deepcopy(model.state_dict()),
        "optimizer": copy.deepcopy(optimizer.state_dict()),
        "epoch": done,
    }
    new = with_drawn_numbers(_model(classes), case).train(case.cycle(False, True, False, True))
    new_optimizer = optimizer_for(new, case)
    for group in new_optimizer.param_groups:
        group["lr"] *= 4
    X_new = case.tensor(case.size("N", 6, 1, 8, 5), 3)
    return Interrupted(new, new_optimizer, checkpoint, batches, epochs, X_new)


def asked_after_training(seen: Seen) -> list[ModuleCalled]:
    """Return the calls of layers after the last step, or the last backward pass, whichever came later."""
    events = seen.journal.events
    learning = (place for place, one in enumerate(events) if isinstance(one, _LEARNS))
    after = events[max(learning, default=len(events)) + 1 :]
    return [one for one in after if isinstance(one, ModuleCalled)]


def same_state(found: Any, state: Any) -> bool:
    """
    Tell whether *found*, which may be anything, holds the same as *state*, which is ours.

    Dicts, lists, tensors and numbers within each other; a learner's own keys are never compared.
    """
    if issubclass(type(state), dict):
        own, theirs = _entries(state), _entries(found)
        return own.keys() == theirs.keys() and all(
            same_state(theirs[key], value) for key, value in own.items()
        )
    if is_list(state):
        own_items, their_items = items_of(state, _MOST), items_of(found, _MOST)
        return len(own_items) == len(their_items) and all(map(same_state, their_items, own_items))
    return describe(found) == describe(state)


def _entries(table: Any) -> dict[Any, Any]:
    pairs = dict.items(table) if issubclass(type(table), dict) else ()
    return {key: value for key, value in pairs if type(key) in (str, int)}


def _model(classes: int) -> nn.Module:
    # Statistics first: in front of them a bias would have no gradient but rounding, which Adam makes
    # steps of.
    return nn.Sequential(nn.BatchNorm1d(3), nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, classes))
