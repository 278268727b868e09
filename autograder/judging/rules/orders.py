"""Rules on rows in a random order: shuffled, split, sampled, left alone."""

from __future__ import annotations

from collections import Counter

from autograder.judging.rules.numbers import (
    NO_SUCH_NUMBERS,
    Rows,
    UnfitError,
    as_float32,
    given_number,
    given_numbers,
    given_rows,
    numbers_of,
    parts_of,
    rows_of,
)
from autograder.judging.rules.words import UNFIT, Words
from autograder.languages import mark
from autograder.observations import Fact

__all__ = ["ORDERS"]

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


def permutation_of(sent: Fact, rows: Fact) -> str:
    """The *rows*, each once, in whatever order. Numbers are compared as float32."""
    return _permutation(rows_of(sent), given_rows(rows))


def some_of(sent: Fact, rows: Fact, share: Fact) -> str:
    """At least this *share* of the *rows*, in whatever order, however often, and no others."""
    found, wanted = (set(map(as_float32, part)) for part in (rows_of(sent), given_rows(rows)))
    if found - wanted:
        return _STRANGE
    return _ENOUGH if len(found) >= given_number(share) * len(wanted) else _TOO_FEW


def new_orders_of(sent: Fact, rows: Fact) -> str:
    """
    Several lists of the *rows*: none goes through them as they were given, no two are alike.

    Whether all of the rows are there is checked by :func:`permutation_of`.

    Raises:
        UnfitError: If there is no list; ``word_for`` turns it into a word.
    """
    places = {as_float32(row): place for place, row in enumerate(given_rows(rows))}
    orders = []
    for part in parts_of(sent):
        order = tuple(places.get(as_float32(row), -1) for row in rows_of(part))
        if -1 in order:
            return _STRANGE
        orders.append(order)
    if not orders:
        raise UnfitError(NO_SUCH_NUMBERS)
    if any(order == tuple(sorted(order)) for order in orders):
        return _GIVEN_ORDER
    return _NEW_ORDERS if len(set(orders)) == len(orders) else _SAME_ORDER


def unchanged(sent: Fact, before: Fact) -> str:
    """The same numbers as *before*, compared as float32."""
    return (
        _AS_IT_WAS
        if as_float32(numbers_of(sent)) == as_float32(given_numbers(before))
        else _CHANGED
    )


def _permutation(found: Rows, wanted: Rows) -> str:
    seen, given = Counter(map(as_float32, found)), Counter(map(as_float32, wanted))
    if seen.keys() - given.keys():
        return _STRANGE
    if given - seen:
        return _MISSING
    return _TWICE if seen - given else _EACH_ONCE


#: The rules, with all words that each can return; the first is that of a right answer.
ORDERS = (
    Words(permutation_of, (_EACH_ONCE, _MISSING, _TWICE, _STRANGE, *UNFIT)),
    Words(some_of, (_ENOUGH, _TOO_FEW, _STRANGE, *UNFIT)),
    Words(new_orders_of, (_NEW_ORDERS, _GIVEN_ORDER, _SAME_ORDER, _STRANGE, *UNFIT)),
    Words(unchanged, (_AS_IT_WAS, _CHANGED, *UNFIT)),
)
