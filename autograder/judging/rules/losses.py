"""Rules on what was learnt: predictions, their error, its gradient, how a loss falls."""

from __future__ import annotations

import math
from collections.abc import Sized

from autograder.judging.rules.numbers import (
    NO_SUCH_NUMBERS,
    RuleError,
    UnfitError,
    given_number,
    given_numbers,
    mean_square,
    nearly_equal,
    numbers_of,
    parts_of,
)
from autograder.judging.rules.words import ANOTHER_GRADIENT, ITS_GRADIENT, UNFIT, Words
from autograder.languages import mark
from autograder.observations import Fact

__all__ = ["LOSSES"]

_NEAR, _FAR = mark("near enough"), mark("too far away")
_ITS_ERROR, _ANOTHER_NUMBER = (
    mark("the mean squared error of these predictions"),
    mark("another number"),
)
_FALLS, _STAYS_HIGH, _STARTS_ELSEWHERE = (
    mark("falls far enough"),
    mark("stays too high"),
    mark("starts elsewhere"),
)


def near(sent: Fact, targets: Fact, limit: Fact) -> str:
    """As many numbers as *targets*, at a mean squared distance of at most *limit* from them."""
    wanted = given_numbers(targets)
    return (
        _NEAR if mean_square(numbers_of(sent, len(wanted)), wanted) <= given_number(limit) else _FAR
    )


def mean_square_error(sent: Fact, targets: Fact) -> str:
    """Predictions, and then one number: their mean squared error for these *targets*."""
    wanted = given_numbers(targets)
    *found, returned = numbers_of(sent, len(wanted) + 1)
    error = mean_square(found, wanted)
    return _ITS_ERROR if abs(returned - error) <= 1e-3 * (1 + error) else _ANOTHER_NUMBER


def each_near(sent: Fact, targets: Fact, limits: Fact) -> str:
    """A list for each list of *targets*, each as :func:`near` wants it, within its own of the *limits*."""
    wanted, most = _given_lists(targets), given_numbers(limits)
    if len(wanted) != len(most):
        raise RuleError("a rule is given no limit for each list of targets")
    given = list(zip(wanted, most, strict=True))
    lists = _as_many(sent, given)
    words = [near(one, *both) for one, both in zip(lists, given, strict=True)]
    return next((word for word in words if word != _NEAR), _NEAR)


def each_mean_square_error(sent: Fact, targets: Fact) -> str:
    """A list for each list of *targets*, each as :func:`mean_square_error` wants it."""
    given = _given_lists(targets)
    words = [mean_square_error(*pair) for pair in zip(_as_many(sent, given), given, strict=True)]
    return next((word for word in words if word != _ITS_ERROR), _ITS_ERROR)


def _given_lists(targets: Fact) -> tuple[Fact, ...]:
    """The lists that the key gives, one at least; RuleError if it gives none."""
    if not isinstance(targets, tuple) or not targets:
        raise RuleError("a rule is given no lists of targets")
    return targets


def _as_many(sent: Fact, given: Sized) -> tuple[Fact, ...]:
    lists = parts_of(sent)
    if len(lists) != len(given):
        raise UnfitError(NO_SUCH_NUMBERS)
    return lists


def gradient_of_last_bias(sent: Fact, targets: Fact) -> str:
    """Predictions, then one number: the gradient of their mean squared error at the last bias."""
    wanted = given_numbers(targets)
    *found, returned = numbers_of(sent, len(wanted) + 1)
    residuals = [f - w for f, w in zip(found, wanted, strict=True)]
    scale = max(map(abs, residuals), default=0.0)
    slope = 2 * math.fsum(residuals) / len(residuals)
    return ITS_GRADIENT if nearly_equal(returned, slope, scale) else ANOTHER_GRADIENT


def falls(sent: Fact, start: Fact, end: Fact) -> str:
    """
    Two numbers or more: the first is *start*, and the last is *end* or less.

    Raises:
        UnfitError: If there are fewer; ``word_for`` turns it into a word.
    """
    numbers = numbers_of(sent)
    if len(numbers) < 2:
        raise UnfitError(NO_SUCH_NUMBERS)
    if not nearly_equal(numbers[0], given_number(start)):
        return _STARTS_ELSEWHERE
    return _FALLS if numbers[-1] <= given_number(end) else _STAYS_HIGH


#: The rules, with all words that each can return.
LOSSES = (
    Words(near, (_NEAR, _FAR, *UNFIT)),
    Words(mean_square_error, (_ITS_ERROR, _ANOTHER_NUMBER, *UNFIT)),
    Words(each_near, (_NEAR, _FAR, *UNFIT)),
    Words(each_mean_square_error, (_ITS_ERROR, _ANOTHER_NUMBER, *UNFIT)),
    Words(gradient_of_last_bias, (ITS_GRADIENT, ANOTHER_GRADIENT, *UNFIT)),
    Words(falls, (_FALLS, _STAYS_HIGH, _STARTS_ELSEWHERE, *UNFIT)),
)
