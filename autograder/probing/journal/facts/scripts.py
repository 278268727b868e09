"""
Whole training scripts, whose models and optimizers are the learner's: what a journal shows of one.

The journal is one with ``parameters=True``. Predictions are known by their sizes: N for what is
trained on, M for what is new.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from autograder.observations import TensorFact
from autograder.probing.journal.book import Journal
from autograder.probing.journal.events import (
    ASKS_AUTOGRAD,
    Accumulated,
    BackwardStarted,
    Call,
    ModuleCalled,
    ModuleReturned,
    OptimizerStepped,
    ParameterRegistered,
)
from autograder.probing.journal.facts.passes import adding_up

__all__ = ["Evaluation", "Script", "alike", "evaluation_of", "numbers_in", "with_mean"]

# Functions that compare two tensors and don't show the shape in between.
_LOSSES = ("mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss")
#: Layers that are called with as many rows as there are samples.
_BY_ROWS = ("Linear", "Dropout")

Numbers = list[float]


@dataclass
class Script:
    """
    How a script trained a model on *N* samples with *targets*, pass by pass.

    Attributes:
        losses: What each backward pass started from.
        steps: How many steps optimizers made.
        held: How many numbers the optimizer that stepped last holds; None where none stepped.
        step_first: Whether one stepped although no backward pass had come since the step before.
        found: What stood in the gradients: ``present``, ``zero`` or ``absent`` at the last step
            that found none.
        crosswise: Whether predictions and targets met in all pairs, not each its own.
        mean_square: Whether each loss was the mean (or sum) of squared errors.
        first_prediction: Of N samples, in the first pass.
        pulls: For each pass the predictions, and the gradient that they brought to the last bias.
        first_step: The same, as it stood there at the first step.
        answers: What the model last answered to M samples.
    """

    journal: Journal
    N: int
    M: int
    targets: Numbers
    losses: Numbers = field(default_factory=list)
    steps: int = 0
    held: int | None = None
    step_first: bool = False
    found: str = "present"
    crosswise: bool = False
    mean_square: bool = True
    first_prediction: Numbers = field(default_factory=list)
    pulls: list[list[Numbers]] = field(default_factory=list)
    first_step: list[Numbers] = field(default_factory=list)
    answers: Numbers = field(default_factory=list)
    _prediction: Numbers = field(default_factory=list)
    _asked: bool = False
    _summed: bool = False

    def __post_init__(self) -> None:
        registered = self.journal.of(ParameterRegistered)
        self._sizes = {one.tensor: one.size for one in registered}
        self._bias = next((one.tensor for one in reversed(registered) if one.size == 1), 0)
        self._accumulates = any(o.tensor == self._bias for o in self.journal.of(Accumulated))
        started: BackwardStarted | None = None
        for event in self.journal.events:
            if isinstance(event, BackwardStarted):
                started = event
            elif isinstance(event, Call):
                if started is not None and event.name in ASKS_AUTOGRAD:
                    self._asked = True
                self._see_shapes(event)
            elif isinstance(event, ModuleReturned):
                self._see_output(event)
            elif isinstance(event, Accumulated) and event.tensor == self._bias:
                self._see_pull(event.holds)
            elif isinstance(event, OptimizerStepped):
                self._see_step(event)
            if isinstance(event, BackwardStarted):
                self._see_loss(event.value)

    @property
    def adding_up(self) -> tuple[int, ...]:
        """The parameters at which gradients of several steps add up."""
        return adding_up(self.journal, *self._sizes)

    def step_facts(self) -> dict[str, object]:
        """
        The facts about passes and steps.

        What a step that comes too early finds depends on the zeroing, which another claim judges.
        """
        return {
            "backwards": len(self.losses),
            "steps": self.steps,
            "step_first": self.step_first,
            "found": "present" if self.step_first else self.found,
        }

    @property
    def swept(self) -> bool:
        """Whether gradients were asked for outside a step, as ``zero_grad`` does."""
        return bool(self.journal.calls(("grad.__get__", "grad.__set__")))

    def _see_shapes(self, call: Call) -> None:
        shape = call.shape or ()
        if len(shape) == 2 and shape[0] == shape[1] and shape[0] > 1:
            self.crosswise |= shape[0] in (self.N, self.M)
        if call.name.rpartition(".")[2] in _LOSSES and len(call.inputs) > 1:
            prediction, target = call.input_shapes[:2]
            self.crosswise |= prediction != target and math.prod(target) > 1

    def _see_output(self, event: ModuleReturned) -> None:
        output = event.output
        if output is None or not output.shape:
            return
        if len(output.values) == self.N and event.tracked:
            self._prediction = list(output.values)
            self.first_prediction = self.first_prediction or self._prediction
        elif len(output.values) == self.M:
            self.answers = list(output.values)

    def _see_loss(self, value: object) -> None:
        loss = numbers_in(value)[:1]
        self.losses += loss
        if loss and self._prediction and not self.crosswise:
            mean = _mean_square(self._prediction, self.targets)
            self.mean_square &= _near(loss[0], mean)
            self._summed |= _near(loss[0], mean * self.N) and not _near(loss[0], mean)

    def _see_pull(self, held: TensorFact | None) -> None:
        if held is not None and len(self.pulls) < 50:
            self.pulls.append([self._prediction, self._of_mean(held)])

    def _of_mean(self, gradient: TensorFact) -> Numbers:
        """The *gradient* of the mean, where the script takes a sum."""
        return [number / self.N if self._summed else number for number in gradient.values]

    def _see_step(self, step: OptimizerStepped) -> None:
        bias = dict(zip(step.tensors, step.after, strict=True)).get(self._bias)
        self.held = sum(self._sizes.get(tensor, 0) for tensor in step.tensors)
        if self.steps == 0:
            self.first_step = [self._prediction, self._of_mean(bias) if bias else []]
        if not self._accumulates and bias is not None:
            self._see_pull(bias)  # put there by hand, after torch.autograd.grad
        self.steps += 1
        self.step_first |= not self._asked
        self._asked = False
        there = [one for one in step.after if one is not None]
        if not any(any(one.values) for one in there):
            self.found = "zero" if there else "absent"


@dataclass(frozen=True)
class Evaluation:
    """
    How a model was asked about M new samples, beside those that it was trained on.

    Attributes:
        ran: Whether it was asked at all.
        trains: Whether a layer with two modes was then in that of training.
        recorded: Whether the graph was then recorded.
        training_trains: Whether such layers were in training mode in all other calls.
    """

    ran: bool
    trains: bool
    recorded: bool
    training_trains: bool

    def facts(self) -> dict[str, bool]:
        """The four, as facts by name."""
        return {
            "evaluation.ran": self.ran,
            "evaluation.trains": self.trains,
            "evaluation.recorded": self.recorded,
            "training.trains": self.training_trains,
        }

    @property
    def is_one(self) -> bool:
        """Whether the model learns in training mode, and is measured in the other, unrecorded."""
        return self.ran and self.training_trains and not (self.trains or self.recorded)


def evaluation_of(journal: Journal, M: int) -> Evaluation:
    """Return how the model was asked about *M* samples."""
    calls = list(_calls_by_rows(journal))
    new = [one for one, rows in calls if rows == M]
    return Evaluation(
        ran=bool(new),
        trains=any(one.kind == "Dropout" and one.trains for one in new),
        recorded=any(one.mode == "recorded" for one in new),
        training_trains=all(
            one.trains for one, rows in calls if rows != M and one.kind == "Dropout"
        ),
    )


def numbers_in(fact: object) -> Numbers:
    """Return the numbers that *fact* holds, be it a float or a tensor."""
    if type(fact) is float:
        return [fact]
    return list(fact.values) if isinstance(fact, TensorFact) else []


def with_mean(predictions: Numbers, loss: Numbers, targets: Numbers) -> list[Numbers]:
    """Return *predictions* and the one number in *loss*; where that is their sum of squares, its mean."""
    if len(predictions) == len(targets) and len(loss) == 1:
        mean = _mean_square(predictions, targets)
        if _near(loss[0], mean * len(targets)) and not _near(loss[0], mean):
            return [predictions, [loss[0] / len(targets)]]
    return [predictions, loss]


def alike(one: Numbers, other: Numbers) -> bool:
    """Tell whether both are the same numbers, but for the rounding of a few float32 operations."""
    return len(one) == len(other) and all(_near(a, b) for a, b in zip(one, other, strict=True))


def _calls_by_rows(journal: Journal) -> Iterator[tuple[ModuleCalled, int]]:
    for one in journal.of(ModuleCalled):
        if one.kind in _BY_ROWS and one.given is not None and one.given.shape:
            yield one, one.given.shape[0]


def _mean_square(predictions: Numbers, targets: Numbers) -> float:
    pairs = zip(predictions, targets, strict=True)
    return sum((prediction - target) ** 2 for prediction, target in pairs) / len(targets)


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-3 * (1 + abs(other))
