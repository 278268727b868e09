"""Facts about flags, each on a journal that a test wrote."""

import pytest

from autograder.probing.journal import (
    Began,
    Call,
    Ended,
    Journal,
    anything_unrecorded,
    axes_swapped,
    left_alone,
    made_tracked,
    switched_on_by,
    tracking_switched,
    used,
)

NAMES = {"w": 1, "x": 2}


def of(*calls):
    return Journal(calls, NAMES)


def called(name, *inputs, **more):
    return Call(name=name, inputs=inputs, **more)


@pytest.mark.parametrize(
    ("calls", "way"),
    [
        ([], "requires_grad=True"),
        ([called("requires_grad.__set__", 1)], ".requires_grad = True"),
        ([called("requires_grad_", 1)], ".requires_grad_()"),
        ([called("requires_grad_", 2)], "requires_grad=True"),
        (
            [called("requires_grad_", 1), called("requires_grad.__set__", 1)] * 2,
            ".requires_grad_(), .requires_grad = True",
        ),
    ],
)
def test_a_way_of_switching_is_told_as_it_is_written(calls, way):
    assert switched_on_by(of(*calls), "w") == way


def test_switching_another_tensor_is_switching_all_the_same():
    journal = of(called("requires_grad_", 2))

    assert tracking_switched(journal)
    assert tracking_switched(journal, "x")
    assert not tracking_switched(journal, "w")
    assert not tracking_switched(of(called("requires_grad.__get__", 1)))


def test_a_tracked_result_and_an_unrecorded_one_are_seen():
    assert made_tracked(of(called("mul", 1, results=(3,), shape=(), tracked=True)))
    assert not made_tracked(of(called("mul", 2, results=(3,), shape=())))
    assert anything_unrecorded(of(called("mul", 1, results=(3,), shape=(), recorded=False)))
    assert not anything_unrecorded(of(called("mul", 1, results=(3,), shape=())))
    assert not anything_unrecorded(of(called("sub_", 1, results=(1,), shape=(), recorded=False)))


@pytest.mark.parametrize("changed", [{"requires_grad": False}, {"is_leaf": False}, {"version": 1}])
def test_each_flag_of_each_tensor_counts_for_being_left_alone(changed):
    began = [Began(1, None), Began(2, None)]

    assert left_alone(of(*began, Ended(1, None), Ended(2, None)))
    assert not left_alone(of(*began, Ended(1, None), Ended(2, None, **changed)))


@pytest.mark.parametrize("name", ["T.__get__", "t", "torch.t", "transpose", "torch.permute"])
def test_swapping_axes_is_seen_by_whatever_name(name):
    assert axes_swapped(of(called(name, 1)))
    assert not axes_swapped(of(called("reshape", 1), called("tanh", 1)))


def test_of_the_asked_functions_those_that_were_called_are_told_once():
    journal = of(called("item", 1), called("detach", 1), called("item", 2), called("mul", 1))

    assert used(journal, "item", "detach", "clone") == ("detach", "item")
