"""Rules on random numbers: whether they can come from a normal distribution."""

from __future__ import annotations

import math

from autograder.judging.rules.numbers import (
    NO_SUCH_NUMBERS,
    Numbers,
    RuleError,
    UnfitError,
    given_number,
    numbers_of,
    parts_of,
)
from autograder.judging.rules.words import UNFIT, Words
from autograder.languages import mark
from autograder.observations import Fact

__all__ = ["DRAWS"]

_NORMAL, _NO_BELL = mark("normal, as wanted"), mark("not spread as a bell")
_OTHER_MEAN, _OTHER_SCALE = mark("around another mean"), mark("of another scale")
_NORMAL_EACH_TIME, _SAME_DRAW = mark("drawn anew each time"), mark("the same numbers again")
_NORMALS = (_NORMAL, _OTHER_MEAN, _OTHER_SCALE, _NO_BELL, *UNFIT)

#: Standard deviations that chance alone does not exceed: one normal draw in two million does.
_NEVER = 5.0


def normal(sent: Fact, mean: Fact, scale: Fact) -> str:
    """At least 20 numbers, such as a normal distribution of this *mean* and *scale* gives."""
    return _normal(numbers_of(sent), given_number(mean), given_number(scale))


def normal_each_time(sent: Fact, mean: Fact, scale: Fact) -> str:
    """
    Several lists of numbers as :func:`normal` wants them, no two of the lists equal.

    Args:
        sent: The lists, each of at least 20 numbers.
        mean: The distribution's mean, from the key.
        scale: Its standard deviation, from the key.

    Raises:
        UnfitError: If there are fewer than two lists; ``word_for`` turns it into a word.
    """
    draws = [numbers_of(part) for part in parts_of(sent)]
    if len(draws) < 2:
        raise UnfitError(NO_SUCH_NUMBERS)
    for draw in draws:
        word = _normal(draw, given_number(mean), given_number(scale))
        if word != _NORMAL:
            return word
    return _NORMAL_EACH_TIME if len(set(draws)) == len(draws) else _SAME_DRAW


def _normal(numbers: Numbers, mean: float, scale: float) -> str:
    count = len(numbers)
    if scale <= 0:
        raise RuleError(f"a rule is given the scale {scale:g}")
    if count < 20:
        raise UnfitError(NO_SUCH_NUMBERS)
    middle = math.fsum(numbers) / count
    spread = math.sqrt(math.fsum((number - middle) ** 2 for number in numbers) / count)
    # How far chance moves the standard deviation of a sample, and its mean.
    if abs(spread / scale - 1) > _NEVER / math.sqrt(2 * count):
        return _OTHER_SCALE
    if abs(middle - mean) > _NEVER * scale / math.sqrt(count):
        return _OTHER_MEAN
    # 68.27 % of a normal distribution lie within its scale, 58 % of a uniform one.
    share = sum(abs(number - mean) <= scale for number in numbers) / count
    bell = 0.6827
    chance = _NEVER * math.sqrt(bell * (1 - bell) / count)
    return _NORMAL if abs(share - bell) <= chance else _NO_BELL


#: The rules, with all words that each can return.
DRAWS = (
    Words(normal, _NORMALS),
    Words(normal_each_time, (_NORMAL_EACH_TIME, _SAME_DRAW, *_NORMALS[1:])),
)
