"""
Rules: what is random, or right in many forms, is judged here and not where learner code runs.

A check sends numbers, and the key says by which rule they are judged. A rule is a
pure function of the numbers and of what the key gives it. It returns one word
for them; the first of its words, in ``RULES``, is that of a right answer, and the others are
facts like all others: a wrong program's is kept in the key, and feedback tells it.

The numbers come from hostile code. Whatever they are, a rule returns a word, in a
time that grows no faster than their count times its logarithm.
"""

from __future__ import annotations

import inspect
import math
import struct
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from autograder.languages import mark
from autograder.observations import Fact, Observation, Rule, TensorFact

__all__ = ["RULES", "WORDS", "RuleError", "Words", "fulfilled", "in_words", "single", "word_for"]

#: What numbers stand for that a rule can't take: too few, too many, or none at all.
NO_SUCH_NUMBERS = mark("no such numbers")
NOT_FINITE = mark("numbers that are not finite")

#: How far a number may be from what it is worked out to be here, by the largest of its list.
_TOLERANCE = 5e-4
#: What chance alone never gets past: of a normal distribution, one draw in two million.
_NEVER = 5.0
_HUGE = 1e60

Numbers: TypeAlias = tuple[float, ...]
Rows: TypeAlias = tuple[Numbers, ...]


class RuleError(ValueError):
    """A rule that nobody knows, or that is given something else than it takes. The key is ours."""


class _UnfitError(Exception):
    """What was sent is not what the rule is about. The word for it is the argument."""


@dataclass(frozen=True, slots=True)
class Words:
    """A rule's function, and all that it can say; the first is what a right answer is told."""

    word: Callable[..., str]
    words: tuple[str, ...]


def in_words(observation: Observation, rules: Mapping[str, Rule]) -> Observation:
    """
    Return *observation* with a word in the place of all that *rules* judge.

    Rules that came with the observation are dropped. What is in words already must
    not be put in again: a word is no number, and is told to be none.

    Raises:
        RuleError: If one of *rules* can't be applied to anything.
    """
    if not rules and not observation.rules:
        return observation
    facts = {
        name: word_for(fact, rules[name]) if name in rules else fact
        for name, fact in observation.facts.items()
    }
    return replace(observation, facts=facts, rules={})


def word_for(fact: Fact, rule: Rule) -> str:
    """
    Return what *rule* says of *fact*, which may be anything.

    Raises:
        RuleError: If there is no such rule, or it is given other things than it takes.
    """
    judge, given = _applicable(rule)
    try:
        return judge(fact, **given)
    except _UnfitError as unfit:
        return str(unfit)


def fulfilled(rule: Rule) -> str:
    """Return the word of *rule* for a right answer."""
    _applicable(rule)
    return RULES[rule.name].words[0]


def _applicable(rule: Rule) -> tuple[Callable[..., str], dict[str, Any]]:
    if rule.name not in RULES:
        raise RuleError(f"there is no rule {rule.name!r}")
    judge = RULES[rule.name].word
    wanted = list(inspect.signature(judge).parameters)[1:]
    if sorted(wanted) != sorted(rule.given):
        raise RuleError(f"{rule.name} takes {', '.join(wanted)}, not {', '.join(rule.given)}")
    return judge, dict(rule.given)


# The rules. Each takes what was sent, then what the key gives it.


def permutation_of(sent: Fact, rows: Fact) -> str:
    """The *rows*, each once, in whatever order. Numbers are compared as float32."""
    return _permutation(_rows(sent), _given_rows(rows))


def some_of(sent: Fact, rows: Fact, share: Fact) -> str:
    """At least this *share* of the *rows*, in whatever order, however often, and no others."""
    found, wanted = (set(map(_key, part)) for part in (_rows(sent), _given_rows(rows)))
    if found - wanted:
        return _STRANGE
    return _ENOUGH if len(found) >= _one(share) * len(wanted) else _TOO_FEW


def new_orders_of(sent: Fact, rows: Fact) -> str:
    """
    Several lists of the *rows*: none goes through them as they were given, no two are alike.

    Whether all of them are there is asked by :func:`permutation_of`.

    Raises:
        _UnfitError: If there is no list. Who applies rules makes a word of it.
    """
    places = {_key(row): place for place, row in enumerate(_given_rows(rows))}
    orders = []
    for part in _parts(sent):
        order = tuple(places.get(_key(row), -1) for row in _rows(part))
        if -1 in order:
            return _STRANGE
        orders.append(order)
    if not orders:
        raise _UnfitError(NO_SUCH_NUMBERS)
    if any(order == tuple(sorted(order)) for order in orders):
        return _GIVEN_ORDER
    return _NEW_ORDERS if len(set(orders)) == len(orders) else _SAME_ORDER


def unchanged(sent: Fact, before: Fact) -> str:
    """The numbers that were there *before*, all of them as float32 has them."""
    return _AS_IT_WAS if _key(_numbers(sent)) == _key(_given_numbers(before)) else _CHANGED


def near(sent: Fact, targets: Fact, limit: Fact) -> str:
    """As many numbers as *targets*, and a mean square distance from them of at most *limit*."""
    wanted = _given_numbers(targets)
    return _NEAR if _distance(_numbers(sent, len(wanted)), wanted) <= _one(limit) else _FAR


def mean_square_error(sent: Fact, targets: Fact) -> str:
    """Predictions, and then one number: their mean squared error for these *targets*."""
    wanted = _given_numbers(targets)
    *found, told = _numbers(sent, len(wanted) + 1)
    error = _distance(found, wanted)
    return _ITS_ERROR if abs(told - error) <= 1e-3 * (1 + error) else _ANOTHER_NUMBER


def gradient_of_last_bias(sent: Fact, targets: Fact) -> str:
    """Predictions, and then one number: what their mean squared error gives the last bias."""
    wanted = _given_numbers(targets)
    *found, told = _numbers(sent, len(wanted) + 1)
    residuals = [f - w for f, w in zip(found, wanted, strict=True)]
    scale = max(map(abs, residuals), default=0.0)
    slope = 2 * math.fsum(residuals) / len(residuals)
    return _ITS_GRADIENT if _same(told, slope, scale) else _ANOTHER_GRADIENT


def falls(sent: Fact, start: Fact, end: Fact) -> str:
    """
    Two numbers or more: the first is *start*, and the last is *end* or less.

    Raises:
        _UnfitError: If there are fewer. Who applies rules makes a word of it.
    """
    numbers = _numbers(sent)
    if len(numbers) < 2:
        raise _UnfitError(NO_SUCH_NUMBERS)
    if not _same(numbers[0], _one(start)):
        return _STARTS_ELSEWHERE
    return _FALLS if numbers[-1] <= _one(end) else _STAYS_HIGH


def normal(sent: Fact, mean: Fact, scale: Fact) -> str:
    """At least 20 numbers as a normal distribution of this *mean* and *scale* gives them."""
    return _normal(_numbers(sent), _one(mean), _one(scale))


def normal_each_time(sent: Fact, mean: Fact, scale: Fact) -> str:
    """
    Several lists of such numbers, and no two of them alike.

    Args:
        sent: The lists, each of at least 20 numbers.
        mean: That of the distribution, from the key.
        scale: Its standard deviation, from the key.

    Raises:
        _UnfitError: If there are fewer than two lists. Who applies rules makes a word of it.
    """
    draws = [_numbers(part) for part in _parts(sent)]
    if len(draws) < 2:
        raise _UnfitError(NO_SUCH_NUMBERS)
    for draw in draws:
        word = _normal(draw, _one(mean), _one(scale))
        if word != _NORMAL:
            return word
    return _NORMAL_EACH_TIME if len(set(draws)) == len(draws) else _SAME_DRAW


def answers_of_weights(sent: Fact, inputs: Fact) -> str:
    """
    A network with one tanh layer, and what it answers to the *inputs*.

    Sent are the hidden weights (a row for each unit), the hidden biases, the output weights,
    the output bias and the answers.
    """
    network, answers = _network(sent, inputs)
    scale = sum(map(abs, network.output))
    pairs = zip(answers, map(network.answer, _given_rows(inputs)), strict=True)
    return _THEIR_ANSWERS if all(_same(*pair, scale) for pair in pairs) else _OTHER_ANSWERS


def different_units(sent: Fact, inputs: Fact) -> str:
    """Such a network with its answers, and no two of its units have an equal weight."""
    if answers_of_weights(sent, inputs) == _OTHER_ANSWERS:
        return _OTHER_ANSWERS
    network, _ = _network(sent, inputs)
    units = len(network.output)
    hidden = len(set(map(_key, network.weights))) < units
    output = len(set(_key(network.output))) < units
    if hidden and output:
        return _ALIKE
    return _ALIKE_HIDDEN if hidden else _ALIKE_OUTPUT if output else _DIFFERENT


def gradient_at_hidden_weights(sent: Fact, inputs: Fact, targets: Fact) -> str:
    """
    Such a network, and the gradient that its mean squared error has at its hidden weights.

    Sent are the parameters as above, and then the gradient, a row for each unit.

    Args:
        sent: Rows of numbers; hostile, so anything.
        inputs: From the key, a row of numbers for each sample.
        targets: From the key, a number for each sample.
    """
    network, gradient = _network(sent, inputs, each_weight=True)
    rows, wanted = _given_rows(inputs), _given_numbers(targets)
    expected = network.gradient(rows, wanted)
    # A bent unit's gradient is a small difference of large numbers.
    pull = math.sqrt(_distance(list(map(network.answer, rows)), wanted))
    rough = 2e-3 * pull * max(map(abs, network.output))
    scale = max(rough, *map(abs, expected))
    pairs = zip(gradient, expected, strict=True)
    return _ITS_GRADIENT if all(_same(*pair, scale) for pair in pairs) else _ANOTHER_GRADIENT


_EACH_ONCE = mark("every row once")
_MISSING, _TWICE, _STRANGE = (
    mark("a row is missing"),
    mark("a row comes twice"),
    mark("a row that was not given"),
)
_NEW_ORDERS, _GIVEN_ORDER = mark("a new order each time"), mark("the order that was given")
_SAME_ORDER = mark("the same order again")
_ENOUGH, _TOO_FEW = mark("enough of these rows"), mark("too few of these rows")
_AS_IT_WAS, _CHANGED = mark("as it was"), mark("changed")
_NEAR, _FAR = mark("near enough"), mark("too far away")
_ITS_ERROR, _ANOTHER_NUMBER = (
    mark("the mean squared error of these predictions"),
    mark("another number"),
)
_ITS_GRADIENT, _ANOTHER_GRADIENT = mark("the gradient of this very loss"), mark("another gradient")
_FALLS, _STAYS_HIGH, _STARTS_ELSEWHERE = (
    mark("falls far enough"),
    mark("stays too high"),
    mark("starts elsewhere"),
)
_NORMAL, _NO_BELL = mark("normal, as wanted"), mark("not spread as a bell")
_OTHER_MEAN, _OTHER_SCALE = mark("around another mean"), mark("of another scale")
_NORMAL_EACH_TIME, _SAME_DRAW = mark("drawn anew each time"), mark("the same numbers again")
_DIFFERENT, _ALIKE = mark("no two units alike"), mark("units alike in both weights")
_ALIKE_HIDDEN, _ALIKE_OUTPUT = (
    mark("units alike in the hidden weight"),
    mark("units alike in the output weight"),
)
_THEIR_ANSWERS, _OTHER_ANSWERS = mark("answers of these weights"), mark("answers of other weights")

_UNFIT = (NO_SUCH_NUMBERS, NOT_FINITE)
_PERMUTATION = (_EACH_ONCE, _MISSING, _TWICE, _STRANGE, *_UNFIT)
_NORMALS = (_NORMAL, _OTHER_MEAN, _OTHER_SCALE, _NO_BELL, *_UNFIT)

#: Every rule by its name, with all of its words.
RULES: Mapping[str, Words] = {
    rule.word.__name__: rule
    for rule in (
        Words(permutation_of, _PERMUTATION),
        Words(some_of, (_ENOUGH, _TOO_FEW, _STRANGE, *_UNFIT)),
        Words(new_orders_of, (_NEW_ORDERS, _GIVEN_ORDER, _SAME_ORDER, _STRANGE, *_UNFIT)),
        Words(unchanged, (_AS_IT_WAS, _CHANGED, *_UNFIT)),
        Words(near, (_NEAR, _FAR, *_UNFIT)),
        Words(mean_square_error, (_ITS_ERROR, _ANOTHER_NUMBER, *_UNFIT)),
        Words(gradient_of_last_bias, (_ITS_GRADIENT, _ANOTHER_GRADIENT, *_UNFIT)),
        Words(falls, (_FALLS, _STAYS_HIGH, _STARTS_ELSEWHERE, *_UNFIT)),
        Words(normal, _NORMALS),
        Words(normal_each_time, (_NORMAL_EACH_TIME, _SAME_DRAW, *_NORMALS[1:])),
        Words(answers_of_weights, (_THEIR_ANSWERS, _OTHER_ANSWERS, *_UNFIT)),
        Words(
            different_units,
            (_DIFFERENT, _ALIKE, _ALIKE_HIDDEN, _ALIKE_OUTPUT, _OTHER_ANSWERS, *_UNFIT),
        ),
        Words(gradient_at_hidden_weights, (_ITS_GRADIENT, _ANOTHER_GRADIENT, *_UNFIT)),
    )
}
#: All words of all rules.
WORDS = frozenset(word for rule in RULES.values() for word in rule.words)


# What rules are made of


def _permutation(found: Rows, wanted: Rows) -> str:
    seen, given = Counter(map(_key, found)), Counter(map(_key, wanted))
    if seen.keys() - given.keys():
        return _STRANGE
    if given - seen:
        return _MISSING
    return _TWICE if seen - given else _EACH_ONCE


def _normal(numbers: Numbers, mean: float, scale: float) -> str:
    count = len(numbers)
    if scale <= 0:
        raise RuleError(f"a rule is given the scale {scale:g}")
    if count < 20:
        raise _UnfitError(NO_SUCH_NUMBERS)
    middle = math.fsum(numbers) / count
    spread = math.sqrt(math.fsum((number - middle) ** 2 for number in numbers) / count)
    # How far chance moves the standard deviation of a sample, and its mean.
    if abs(spread / scale - 1) > _NEVER / math.sqrt(2 * count):
        return _OTHER_SCALE
    if abs(middle - mean) > _NEVER * scale / math.sqrt(count):
        return _OTHER_MEAN
    # 68.27 % of a bell are within its scale. Of a uniform distribution it is 58 %.
    share = sum(abs(number - mean) <= scale for number in numbers) / count
    bell = 0.6827
    chance = _NEVER * math.sqrt(bell * (1 - bell) / count)
    return _NORMAL if abs(share - bell) <= chance else _NO_BELL


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
        """Of the mean squared error, at the hidden weights, unit by unit."""
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
    """A network and what was sent with it: a number for each input, or for each hidden weight."""
    rows = _given_rows(inputs)
    parts = _parts(sent)
    if len(parts) != 5:
        raise _UnfitError(NO_SUCH_NUMBERS)
    weights = _rows(parts[0])
    units, width = len(weights), len(rows[0])
    if not units or any(len(row) != width for row in weights):
        raise _UnfitError(NO_SUCH_NUMBERS)
    network = _TanhNetwork(
        weights, _numbers(parts[1], units), _numbers(parts[2], units), *_numbers(parts[3], 1)
    )
    return network, _numbers(parts[4], units * width if each_weight else len(rows))


def _distance(found: Sequence[float], wanted: Sequence[float]) -> float:
    """The mean square of the distances."""
    return math.fsum((f - w) ** 2 for f, w in zip(found, wanted, strict=True)) / len(wanted)


def _same(found: float, wanted: float, scale: float = 0.0) -> bool:
    return abs(found - wanted) <= 1e-5 + _TOLERANCE * max(abs(wanted), scale)


def single(number: float) -> float:
    """Return *number* as float32 has it; infinite where that has none."""
    try:
        return float(struct.unpack("f", struct.pack("f", number))[0])
    except OverflowError:
        return math.copysign(math.inf, number)


def _key(row: Numbers) -> Numbers:
    # Adding zero makes one zero of two.
    return tuple(single(number) + 0.0 for number in row)


# What was sent


def _parts(sent: Fact) -> tuple[Fact, ...]:
    if not isinstance(sent, tuple):
        raise _UnfitError(NO_SUCH_NUMBERS)
    return sent


def _rows(sent: Fact) -> Rows:
    """A tensor or a list, cut along its first axis; each part is one row of numbers."""
    if isinstance(sent, TensorFact):
        if not sent.shape:
            raise _UnfitError(NO_SUCH_NUMBERS)
        numbers, count = _numbers(sent), sent.shape[0]
        width = len(numbers) // count if count else 0
        return tuple(numbers[at * width : (at + 1) * width] for at in range(count))
    return tuple(_numbers(part) for part in _parts(sent))


def _numbers(sent: Fact, count: int | None = None) -> Numbers:
    """All numbers of a tensor, of a number or of lists of such, in order; *count* of them."""
    numbers = tuple(_flat(sent))
    if count is not None and len(numbers) != count:
        raise _UnfitError(NO_SUCH_NUMBERS)
    # Numbers as large as these are no result of anything, and their squares would overflow.
    if not all(-_HUGE < number < _HUGE for number in numbers):
        raise _UnfitError(NOT_FINITE)
    return numbers


def _flat(sent: Fact) -> list[float]:
    if isinstance(sent, TensorFact):
        return list(sent.values)
    if isinstance(sent, tuple):
        return [number for part in sent for number in _flat(part)]
    if isinstance(sent, int | float) and not isinstance(sent, bool):
        return [float(sent)]
    raise _UnfitError(NO_SUCH_NUMBERS)


# What the key gives


def _given_rows(given: Fact) -> Rows:
    try:
        rows = _rows(given)
    except _UnfitError as unfit:
        raise RuleError(f"a rule is given {unfit}") from None
    if not rows or not rows[0]:
        raise RuleError("a rule is given no rows")
    return rows


def _given_numbers(given: Fact) -> Numbers:
    try:
        numbers = _numbers(given)
    except _UnfitError as unfit:
        raise RuleError(f"a rule is given {unfit}") from None
    if not numbers:
        raise RuleError("a rule is given no numbers")
    return numbers


def _one(given: Fact) -> float:
    numbers = _given_numbers(given)
    if len(numbers) != 1:
        raise RuleError(f"a rule is given {len(numbers)} numbers in the place of one")
    return numbers[0]
