"""Rules on a network with one tanh layer: its answers, its units, its gradient."""

from __future__ import annotations

import math
from dataclasses import dataclass

from autograder.judging.rules.numbers import (
    NO_SUCH_NUMBERS,
    Numbers,
    Rows,
    UnfitError,
    as_float32,
    given_numbers,
    given_rows,
    mean_square,
    nearly_equal,
    numbers_of,
    parts_of,
    rows_of,
)
from autograder.judging.rules.words import ANOTHER_GRADIENT, ITS_GRADIENT, UNFIT, Words
from autograder.languages import mark
from autograder.observations import Fact

__all__ = ["NETWORKS"]

_DIFFERENT, _ALIKE = mark("no two units alike"), mark("units alike in both weights")
_ALIKE_HIDDEN, _ALIKE_OUTPUT = (
    mark("units alike in the hidden weight"),
    mark("units alike in the output weight"),
)
_THEIR_ANSWERS, _OTHER_ANSWERS = mark("answers of these weights"), mark("answers of other weights")


def answers_of_weights(sent: Fact, inputs: Fact) -> str:
    """
    A network with one tanh layer, and its answers to the *inputs*.

    *sent* holds the hidden weights (a row for each unit), the hidden biases, the output
    weights, the output bias and the answers.
    """
    network, answers = _network(sent, inputs)
    scale = sum(map(abs, network.output))
    pairs = zip(answers, map(network.answer, given_rows(inputs)), strict=True)
    return _THEIR_ANSWERS if all(nearly_equal(*pair, scale) for pair in pairs) else _OTHER_ANSWERS


def different_units(sent: Fact, inputs: Fact) -> str:
    """
    A network with its answers, as for :func:`answers_of_weights`, and no two units alike.

    Units are alike if their rows of hidden weights are equal, or their output weights.
    """
    if answers_of_weights(sent, inputs) == _OTHER_ANSWERS:
        return _OTHER_ANSWERS
    network, _ = _network(sent, inputs)
    units = len(network.output)
    hidden = len(set(map(as_float32, network.weights))) < units
    output = len(set(as_float32(network.output))) < units
    if hidden and output:
        return _ALIKE
    return _ALIKE_HIDDEN if hidden else _ALIKE_OUTPUT if output else _DIFFERENT


def gradient_at_hidden_weights(sent: Fact, inputs: Fact, targets: Fact) -> str:
    """
    A network, and the gradient of its mean squared error at its hidden weights.

    *sent* holds the parameters, as for :func:`answers_of_weights`, and then the gradient, a
    row for each unit.

    Args:
        sent: Rows of numbers; hostile, so anything.
        inputs: From the key, a row of numbers for each sample.
        targets: From the key, a number for each sample.
    """
    network, gradient = _network(sent, inputs, each_weight=True)
    rows, wanted = given_rows(inputs), given_numbers(targets)
    expected = network.gradient(rows, wanted)
    # The gradient of a saturated unit is a small difference of large numbers.
    pull = math.sqrt(mean_square(list(map(network.answer, rows)), wanted))
    rough = 2e-3 * pull * max(map(abs, network.output))
    scale = max(rough, *map(abs, expected))
    pairs = zip(gradient, expected, strict=True)
    return ITS_GRADIENT if all(nearly_equal(*pair, scale) for pair in pairs) else ANOTHER_GRADIENT


@dataclass(frozen=True, slots=True)
class _TanhNetwork:
    """``tanh(x W.T + b) v + c``, in plain numbers."""

    weights: Rows
    biases: Numbers
    output: Numbers
    output_bias: float

    def bent(self, x: Numbers) -> list[float]:
        return [
            math.tanh(sum(w * one for w, one in zip(row, x, strict=True)) + bias)
            for row, bias in zip(self.weights, self.biases, strict=True)
        ]

    def answer(self, x: Numbers) -> float:
        pairs = zip(self.output, self.bent(x), strict=True)
        return sum(v * h for v, h in pairs) + self.output_bias

    def gradient(self, inputs: Rows, targets: Numbers) -> Numbers:
        """The gradient of the mean squared error at the hidden weights, unit by unit."""
        slopes = []
        for x, target in zip(inputs, targets, strict=True):
            pull = 2 * (self.answer(x) - target) / len(targets)
            units = zip(self.output, self.bent(x), strict=True)
            slopes.append([pull * v * (1 - h * h) for v, h in units])
        return tuple(
            sum(slope[unit] * x[place] for slope, x in zip(slopes, inputs, strict=True))
            for unit in range(len(self.output))
            for place in range(len(inputs[0]))
        )


def _network(
    sent: Fact, inputs: Fact, *, each_weight: bool = False
) -> tuple[_TanhNetwork, Numbers]:
    """The network, and the numbers sent with it: one for each input, or each hidden weight."""
    rows = given_rows(inputs)
    parts = parts_of(sent)
    if len(parts) != 5:
        raise UnfitError(NO_SUCH_NUMBERS)
    weights = rows_of(parts[0])
    units, width = len(weights), len(rows[0])
    if not units or any(len(row) != width for row in weights):
        raise UnfitError(NO_SUCH_NUMBERS)
    network = _TanhNetwork(
        weights, numbers_of(parts[1], units), numbers_of(parts[2], units), *numbers_of(parts[3], 1)
    )
    return network, numbers_of(parts[4], units * width if each_weight else len(rows))


#: The rules, with all words that each can return.
NETWORKS = (
    Words(answers_of_weights, (_THEIR_ANSWERS, _OTHER_ANSWERS, *UNFIT)),
    Words(
        different_units,
        (_DIFFERENT, _ALIKE, _ALIKE_HIDDEN, _ALIKE_OUTPUT, _OTHER_ANSWERS, *UNFIT),
    ),
    Words(gradient_at_hidden_weights, (ITS_GRADIENT, ANOTHER_GRADIENT, *UNFIT)),
)
