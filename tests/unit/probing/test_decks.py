"""A deck tells how its rows came: whole, torn, twice, missing, in which company."""

from __future__ import annotations

import itertools

import pytest
import torch

from autograder.probing import Case, Deck
from autograder.probing.decks import drawn_stacks, inputs_of, rows_of
from autograder.probing.submission import LearnerError


def deck_of(N=7, batch_size=3, index=0):
    return Deck(Case("public", "batches/check", index), N, batch_size)


def in_order(X, y, batch_size):
    return list(zip(torch.split(X, batch_size), torch.split(y, batch_size), strict=True))


def shuffled(*order):
    """Batches of the rows in this *order*."""

    def batches(X, y, batch_size):
        rows = list(order)
        return in_order(X[rows], y[rows], batch_size)

    return batches


def test_no_two_rows_of_a_deck_are_alike_on_either_side():
    deck = deck_of(41)

    assert (deck.X.shape, deck.y.shape) == ((41, 3), (41, 1))
    assert len({tuple(row) for row in deck.X.tolist()}) == 41
    assert len({tuple(row) for row in deck.y.tolist()}) == 41


def test_rows_are_told_by_their_place_in_the_order_in_which_they_came():
    deck = deck_of()
    epoch = deck.epoch(shuffled(6, 0, 3, 1, 5, 2, 4))

    assert deck.fronts(epoch) == deck.backs(epoch) == [6, 0, 3, 1, 5, 2, 4]
    assert [deck.torn(epoch), deck.misses(epoch), deck.repeats(epoch)] == [False] * 3


def test_an_epoch_comes_in_rows_with_inputs_and_targets_side_by_side():
    deck = deck_of(2, 1)
    pairs = [[X, y] for X, y in zip(deck.X.tolist(), deck.y.tolist(), strict=True)]

    assert deck.rows == pairs
    assert rows_of(deck.epoch(in_order)) == pairs
    assert inputs_of(deck.epoch(in_order)) == deck.X.tolist()


def test_a_side_that_is_longer_than_the_other_stands_alone():
    deck = deck_of(3, 3)
    epoch = deck.epoch(lambda X, y, _: [(X[:1], y)])

    assert [len(fronts) for fronts, _ in rows_of(epoch)] == [3, 0, 0]


def only_targets_shuffled(X, y, batch_size):
    return in_order(X, y.flip(0), batch_size)


@pytest.mark.parametrize(
    ("batches", "torn", "misses", "repeats"),
    [
        (in_order, False, False, False),
        (only_targets_shuffled, True, False, False),
        (shuffled(0, 1, 2, 3, 4, 5), False, True, False),
        (shuffled(0, 1, 2, 3, 4, 5, 5), False, True, True),
        (shuffled(0, 1, 2, 3, 4, 5, 6, 0), False, False, True),
        (lambda X, y, size: in_order(X + 0.5, y, size), True, True, True),
    ],
    ids=["whole", "torn", "too few", "one for another", "too many", "other rows"],
)
def test_what_is_amiss_with_an_epoch_is_told_by_name(batches, torn, misses, repeats):
    deck = deck_of()
    epoch = deck.epoch(batches)

    assert (deck.torn(epoch), deck.misses(epoch), deck.repeats(epoch)) == (torn, misses, repeats)


@pytest.mark.parametrize(
    "item",
    [
        None,
        torch.ones(2, 3),
        (torch.ones(2, 3),),
        (torch.ones(2, 3), [1.0]),
        (torch.ones(2, 3).double(), torch.ones(2, 1).double()),
        {"X": 1, "y": 2},
    ],
)
def test_what_is_no_pair_of_float32_tensors_is_no_batch(item):
    deck = deck_of()

    assert deck.epoch(lambda *_: [item]) == [None]
    assert deck.fronts([None]) == []


def test_a_generator_that_never_ends_is_left_after_a_few_batches_too_many():
    deck = deck_of(7, 3)

    def endless(X, y, batch_size):
        yield from itertools.repeat((X[:1], y[:1]))

    assert len(deck.epoch(endless)) == 10


def test_several_epochs_are_several_calls():
    deck = deck_of(4, 2)
    orders = iter([(0, 1, 2, 3), (3, 2, 1, 0)])

    first, second = deck.epochs(lambda X, y, size: shuffled(*next(orders))(X, y, size))

    assert deck.fronts(first) == [0, 1, 2, 3]
    assert deck.fronts(second) == [3, 2, 1, 0]


def test_what_asking_for_batches_raises_is_the_learners():
    def raising(X, y, batch_size):
        yield X[:1], y[:1]
        raise KeyError("no")

    with pytest.raises(LearnerError):
        deck_of().epoch(raising)


def test_rows_keep_company_in_whatever_order_and_one_or_all_say_nothing():
    deck = deck_of(6, 3)

    assert deck.company(deck.epoch(shuffled(2, 1, 0, 4, 5, 3))) == {
        frozenset({0, 1, 2}),
        frozenset({3, 4, 5}),
    }
    assert deck.company(deck.epoch(lambda X, y, _: in_order(X, y, 1))) == set()
    assert deck.company(deck.epoch(lambda X, y, _: in_order(X, y, 6))) == set()


def test_sorted_stacks_are_the_same_for_the_same_company_and_others_for_another():
    deck = deck_of(6, 3)

    def stacks(*order):
        return deck.sorted_stacks(deck.epoch(shuffled(*order)))

    assert stacks(4, 5, 3, 2, 1, 0) == stacks(0, 1, 2, 3, 4, 5) == list(map(tuple, deck.X.tolist()))
    assert stacks(0, 1, 3, 2, 4, 5) != stacks(0, 1, 2, 3, 4, 5)
    # Where all came in one batch, only the order is left to tell.
    alone = Deck(Case("public", "b/c", 0), 3, 9)
    assert alone.sorted_stacks(alone.epoch(shuffled(2, 0, 1))) == [
        tuple(alone.X[n].tolist()) for n in (2, 0, 1)
    ]


def test_by_turns_rows_are_left_over_or_one_or_none_or_too_few():
    for seed in map(str, range(20)):
        left, one, none, few = (drawn_stacks(Case(seed, "b/c", index)) for index in range(4))

        assert left[0] > left[1]
        assert left[0] % left[1] > 0
        assert one[0] == 1 < one[1]
        assert none[0] == 2 * none[1]
        assert few[0] < few[1]
