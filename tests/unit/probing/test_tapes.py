"""A tape tells how its calls came: whole, cut, late, wider than need be, torn, missing."""

from __future__ import annotations

import pytest
import torch
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader

from autograder.observations import TensorFact
from autograder.probing import Case
from autograder.probing.submission import LearnerError
from autograder.probing.tapes import (
    Tape,
    birds_of,
    calls_of,
    is_loader,
    length_of,
    pair_at,
    rows_of,
)


def tape_of(N=7, batch_size=3, index=0):
    return Tape(Case("public", "dataset_and_loader/check", index), N, batch_size)


def padded(pairs):
    calls, birds = zip(*pairs, strict=True)
    return pad_sequence(calls, batch_first=True), torch.tensor(birds)


def facts(tape, collate=padded, **how):
    pairs = list(zip(tape.calls, tape.birds, strict=True))
    how.setdefault("batch_size", tape.batch_size)
    return tape.facts_of(tape.epoch(DataLoader(pairs, collate_fn=collate, **how)))


GOOD = {
    "batch_sizes": [3, 3, 1],
    "torn": False,
    "missing": False,
    "repeated": False,
    "begins_late": False,
    "shortened": False,
    "spare_columns": 0,
}


@pytest.mark.parametrize("shuffle", [False, True])
def test_whole_calls_with_their_birds_show_nothing_odd_in_any_order(shuffle):
    assert facts(tape_of(), shuffle=shuffle) == GOOD


def test_workers_that_a_loader_asks_for_are_not_started():
    assert facts(tape_of(), num_workers=2, persistent_workers=True, prefetch_factor=4) == GOOD


def test_no_call_holds_a_zero_and_no_two_begin_alike():
    tape = tape_of(41, 6)

    assert all(call.all() for call in tape.calls)
    assert len({call[0].item() for call in tape.calls}) == 41
    assert len(set(tape.birds)) == 41
    assert len({len(call) for call in tape.calls}) > 1


def cut(pairs):
    X, y = padded(pairs)
    return X[:, :1], y


def late(pairs):
    X, y = padded(pairs)
    return torch.cat([torch.zeros(len(X), 1), X], dim=1), y


def wide(pairs):
    X, y = padded(pairs)
    return torch.cat([X, torch.zeros(len(X), 2)], dim=1), y


def torn(pairs):
    X, y = padded(pairs)
    return X, y.flip(0)


@pytest.mark.parametrize(
    ("collate", "odd"),
    [
        (cut, {"shortened"}),
        (late, {"begins_late", "spare_columns"}),
        (wide, {"spare_columns"}),
        (torn, {"torn"}),
    ],
)
def test_what_is_done_to_a_batch_is_told(collate, odd):
    told = facts(tape_of(), collate)

    assert {name for name, value in told.items() if value != GOOD[name]} == odd


def test_what_does_not_come_or_comes_again_is_told():
    assert facts(tape_of(), drop_last=True) == GOOD | {"batch_sizes": [3, 3], "missing": True}
    again = facts(tape_of(), sampler=[0, 0, 1, 2, 3, 4, 5, 6])
    assert again == GOOD | {"batch_sizes": [3, 3, 2], "repeated": True}


def test_an_epoch_comes_in_rows_of_calls_with_birds_without_what_was_filled_up():
    tape = tape_of(3, 3)
    epoch = tape.epoch([padded(list(zip(tape.calls, tape.birds, strict=True)))])

    assert rows_of(epoch) == tape.pairs
    assert calls_of(epoch) == [call.tolist() for call in tape.calls]
    assert birds_of(epoch[::-1]) == TensorFact("int64", (3,), tuple(map(float, tape.birds)))
    assert birds_of([]) is None


@pytest.mark.parametrize(
    ("batch", "kind"),
    [
        ((torch.ones(2, 3), torch.tensor([1, 2])), "2D float32, 1D int64"),
        ((torch.ones(2, 3), [1, 2]), "2D float32, list"),
        (([torch.ones(2)], torch.tensor([1])), "list, 1D int64"),
        (torch.ones(2, 3), "Tensor"),
        (None, "NoneType"),
    ],
)
def test_a_batch_is_told_by_its_parts_and_what_is_no_pair_has_no_rows(batch, kind):
    (stack,) = tape_of().epoch([batch])

    assert stack.kind == kind
    assert stack.paired is (kind == "2D float32, 1D int64")


def test_a_batch_of_another_number_of_rows_than_birds_is_not_paired():
    (stack,) = tape_of().epoch([(torch.ones(3, 2), torch.tensor([1, 2]))])

    assert not stack.paired


def test_a_loader_that_never_ends_is_left_after_some_batches():
    tape = tape_of()

    def forever():
        while True:
            yield padded([(tape.calls[0], tape.birds[0])])

    assert len(tape.epoch(forever())) == 10


def test_questions_to_a_data_set_are_asked_through_its_loader():
    loader = DataLoader([(torch.ones(2), torch.tensor(7)), (torch.ones(1), 8), "ab"])

    assert is_loader(loader)
    assert not is_loader([])
    assert length_of(loader) == 3
    assert pair_at(loader, 0)[1] == 7
    assert type(pair_at(loader, 0)[1]) is int
    assert pair_at(loader, 1)[1] == 8
    assert pair_at(loader, 2) == "str"
    with pytest.raises(LearnerError):
        pair_at(loader, 3)
