"""Backward passes of real programs: how often autograd was asked, what arrived, what added up."""

from __future__ import annotations

import pytest
import torch

from autograder.observations import TensorFact
from autograder.probing import journaling, leaf
from autograder.probing.journal import adds_up, adds_up_over_steps, arrivals, backwards
from autograder.probing.journal.mode import tell_backward

tell_backward()  # as in the sandbox


def scalar(value):
    return TensorFact("float32", (), (float(value),))


def journal_of(work, w):
    with journaling(w=w) as seen:
        work(w)
    return seen.journal


# -- was autograd asked? -------------------------------------------------------------------------


def asked(work):
    return backwards(journal_of(work, leaf([1.0, 2.0])))


def square(w):
    return (w**2).sum()


def forward_mode(w):
    import torch.autograd.forward_ad as forward

    with forward.dual_level():
        forward.unpack_dual(forward.make_dual(w.detach(), torch.ones(2)))


@pytest.mark.parametrize(
    "work",
    [
        lambda w: square(w).backward(),
        lambda w: torch.autograd.backward(square(w)),
        lambda w: torch.autograd.grad(square(w), w),
        lambda w: torch.func.grad(square)(w.detach()),
        lambda w: torch.func.vjp(square, w.detach())[1](torch.ones(())),
        lambda w: torch.func.jvp(square, (w.detach(),), (torch.ones(2),)),
        lambda w: torch.func.jacrev(square)(w.detach()),
        lambda w: torch.func.jacfwd(square)(w.detach()),
        lambda w: torch.autograd.functional.jacobian(square, w.detach()),
        forward_mode,
    ],
)
def test_autograd_is_counted_by_whatever_name_it_is_asked(work):
    assert asked(work) == 1


def by_hand(w):
    with torch.no_grad():
        w -= 0.1 * 2 * w


@pytest.mark.parametrize("work", [by_hand, lambda w: square(w).backward])
def test_work_by_hand_and_a_method_that_is_not_called_ask_nothing(work):
    assert asked(work) == 0


def told_by_older_torch(monkeypatch):
    """As before torch 2.11: the same function, which tells no mode that it is called."""
    ours = torch.autograd.backward

    def backward(tensors, *args, **kwargs):
        with torch._C.DisableTorchFunction():
            return ours(tensors, *args, **kwargs)

    backward.__module__ = "torch.autograd"
    monkeypatch.setattr(torch.autograd, "backward", backward)


@pytest.mark.parametrize(
    "call",
    [
        lambda loss: torch.autograd.backward(loss),
        lambda loss: torch.autograd.backward([loss]),
        lambda loss: torch.autograd.backward(tensors=(loss,), grad_tensors=None),
    ],
)
def test_a_backward_of_older_torch_is_seen_as_one_of_todays(monkeypatch, call):
    told_by_older_torch(monkeypatch)
    assert asked(lambda w: call(square(w))) == 0

    tell_backward()
    assert asked(lambda w: call(square(w))) == 1
    assert asked(lambda w: square(w).backward()) == 1


def test_what_tells_already_is_left_alone():
    before = torch.autograd.backward
    tell_backward()

    assert torch.autograd.backward is before


def test_a_backward_that_tells_still_works_and_raises_as_it_did(monkeypatch):
    told_by_older_torch(monkeypatch)
    tell_backward()
    w = leaf(3.0)
    torch.autograd.backward(w * 2)

    assert w.grad == 2
    with pytest.raises(RuntimeError, match="does not require grad"):
        torch.autograd.backward(torch.ones(()))


# -- what arrived, and what added up -------------------------------------------------------------


def three_passes(empty):
    def work(w):
        for _ in range(3):
            (4 * w).backward()
            empty(w)

    return work


def empty_by_none(w):
    w.grad = None


def empty_by_zero(w):
    w.grad.zero_()


def empty_by_subtracting(w):
    w.grad -= w.grad.clone()


@pytest.mark.parametrize(
    ("empty", "adding"),
    [
        (empty_by_none, False),
        (empty_by_zero, False),
        (empty_by_subtracting, False),
        (lambda w: None, True),
    ],
)
def test_passes_bring_the_same_and_add_up_where_nobody_empties(empty, adding):
    journal = journal_of(three_passes(empty), leaf(1.0))

    assert arrivals(journal, "w") == [scalar(4)] * 3
    assert adds_up(journal, "w") is adding


def twice_then_emptied(w):
    (4 * w).backward()
    (4 * w).backward()
    w.grad = None
    (4 * w).backward()


def test_gradients_that_added_up_once_did_add_up():
    assert adds_up(journal_of(twice_then_emptied, leaf(1.0)), "w")


@pytest.mark.parametrize(("left", "adding"), [(1.0, True), (0.0, False)])
def test_a_gradient_left_from_before_adds_up_and_zeros_do_not(left, adding):
    w = leaf(1.0)
    w.grad = torch.tensor(left)

    journal = journal_of(lambda w: (4 * w).backward(), w)

    assert arrivals(journal, "w") == [scalar(4)]
    assert adds_up(journal, "w") is adding


def test_a_gradient_of_nan_does_not_add_up_to_itself():
    assert not adds_up(journal_of(lambda w: (w * float("nan")).backward(), leaf(1.0)), "w")


def test_paths_within_one_pass_are_one_gradient():
    journal = journal_of(lambda w: (w * w + w).backward(), leaf(3.0))

    assert arrivals(journal, "w") == [scalar(7)]
    assert not adds_up(journal, "w")


def test_autograds_own_function_shows_as_an_arrival_and_never_adds_up():
    def work(w):
        for _ in range(2):
            torch.autograd.grad(4 * w, w)

    journal = journal_of(work, leaf(1.0))

    assert arrivals(journal, "w") == [scalar(4), scalar(4)]
    assert not adds_up(journal, "w")


def rebinds(w):
    w = w - 1
    (8 * w).backward()


def changes_it_afterwards(w):
    (8 * w).backward()
    w.grad.mul_(100)


@pytest.mark.parametrize("work", [rebinds, changes_it_afterwards])
def test_an_arrival_is_told_as_it_came_to_the_handed_leaf(work):
    assert arrivals(journal_of(work, leaf(1.0)), "w") == [scalar(8)]


@pytest.mark.parametrize("w", [torch.ones(()), leaf(1.0) * 2], ids=["untracked", "a result"])
def test_what_is_no_trainable_leaf_gets_no_arrivals(w):
    journal = journal_of(lambda w: (w * leaf(1.0)).backward(), w)

    assert arrivals(journal, "w") == []


def test_gradients_after_the_block_are_not_seen():
    w = leaf(1.0)
    journal = journal_of(lambda w: None, w)
    (4 * w).backward()

    assert arrivals(journal, "w") == []


def micro_batches(w):
    for _ in range(2):
        (4 * w).backward()
        (4 * w).backward()
        with torch.no_grad():
            w -= 0.1 * w.grad
            w.grad = None


def test_micro_batches_add_up_within_a_step_but_not_over_steps():
    journal = journal_of(micro_batches, leaf(1.0))

    assert adds_up(journal, "w")
    assert not adds_up_over_steps(journal, "w")
