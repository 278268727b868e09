"""
Rules for ``seen.judged``, for checks where no two right answers show the same numbers.

This module has only their names and parameters; ``autograder.judging.rules`` applies them. All
parameters come from the case: they go into the key, and the judge believes the key alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from autograder.observations import Fact, ObjectFact, Rule
from autograder.probing.facts import describe

__all__ = [
    "answers_of_weights",
    "different_units",
    "each_mean_square_error",
    "each_near",
    "falls",
    "gradient_at_hidden_weights",
    "gradient_of_last_bias",
    "mean_square_error",
    "near",
    "new_orders_of",
    "normal",
    "normal_each_time",
    "permutation_of",
    "some_of",
    "unchanged",
]

if TYPE_CHECKING:  # Exercises by hand have no torch.
    from torch import Tensor

Numbers: TypeAlias = "Tensor | Sequence[float]"
Rows: TypeAlias = "Tensor | Sequence[Sequence[float]] | Sequence[float]"


def permutation_of(rows: Rows) -> Rule:
    """
    The sent rows are the given *rows*, each once, in whatever order.

    The check sends a list of rows, or a tensor whose first axis counts them.
    """
    return _rule("permutation_of", rows=rows)


def some_of(rows: Rows, share: float) -> Rule:
    """The sent rows are among *rows*, and at least this *share* of them is there."""
    return _rule("some_of", rows=rows, share=share)


def new_orders_of(rows: Rows) -> Rule:
    """The check sends several lists of *rows*: none is in the given order, and no two are alike."""
    return _rule("new_orders_of", rows=rows)


def unchanged(before: Numbers | Sequence[Tensor]) -> Rule:
    """The sent numbers are those that were there *before*, in the same order."""
    return _rule("unchanged", before=before)


def near(targets: Numbers, limit: float) -> Rule:
    """The mean square distance of the sent numbers from the *targets* is at most *limit*."""
    return _rule("near", targets=targets, limit=limit)


def each_near(targets: Sequence[Numbers], limits: Sequence[float]) -> Rule:
    """Sent are several lists of numbers, each :func:`near` its own targets within its own limit."""
    return _rule("each_near", targets=targets, limits=limits)


def mean_square_error(targets: Numbers) -> Rule:
    """The check sends predictions and then a number, which is their mean squared error."""
    return _rule("mean_square_error", targets=targets)


def each_mean_square_error(targets: Sequence[Numbers]) -> Rule:
    """Sent are several lists: predictions and then a number, which is their mean squared error."""
    return _rule("each_mean_square_error", targets=targets)


def gradient_of_last_bias(targets: Numbers) -> Rule:
    """The check sends predictions, then the gradient of their mean squared error at a bias."""
    return _rule("gradient_of_last_bias", targets=targets)


def falls(start: float, end: float) -> Rule:
    """The first of the sent numbers is *start*, and the last at most *end*."""
    return _rule("falls", start=start, end=end)


def normal(mean: float, scale: float) -> Rule:
    """The sent numbers, 20 or more, are normal with this *mean* and standard deviation."""
    return _rule("normal", mean=mean, scale=scale)


def normal_each_time(mean: float, scale: float) -> Rule:
    """The check sends several lists of such numbers, no two of them alike."""
    return _rule("normal_each_time", mean=mean, scale=scale)


def answers_of_weights(inputs: Rows) -> Rule:
    """
    The answers to *inputs* are those of a network with one tanh layer and the weights sent.

    The check sends ``[W, b, v, c, answers]``: hidden weights (a row for each unit) and biases,
    output weights and bias, and the network's answers to *inputs*.
    """
    return _rule("answers_of_weights", inputs=inputs)


def different_units(inputs: Rows) -> Rule:
    """The same, and no two units of the network have an equal weight."""
    return _rule("different_units", inputs=inputs)


def gradient_at_hidden_weights(inputs: Rows, targets: Numbers) -> Rule:
    """
    The gradient is that of the mean squared error of this very network, at its hidden weights.

    The check sends ``[W, b, v, c, gradient]``, as for :func:`answers_of_weights`.
    """
    return _rule("gradient_at_hidden_weights", inputs=inputs, targets=targets)


def _rule(name: str, **given: object) -> Rule:
    described: dict[str, Fact] = {key: describe(value) for key, value in given.items()}
    for key, fact in described.items():
        if isinstance(fact, ObjectFact):
            raise TypeError(f"{name}: {key} is {fact.type_name}, not numbers")
    return Rule(name, described)
