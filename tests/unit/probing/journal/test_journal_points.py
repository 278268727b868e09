"""Which points a training was moved by and asked about, on written journals: no torch runs."""

from __future__ import annotations

import pytest

from autograder.observations import TensorFact
from autograder.probing.journal import (
    Accumulated,
    GradientArrived,
    Journal,
    ModuleCalled,
    ModuleReturned,
    OptimizerStepped,
    OutputReached,
    ParameterRegistered,
)
from autograder.probing.journal.facts.points import PointsSeen

WEIGHT, BIAS, OPTIMIZER, OTHER, MODEL = 1, 2, 3, 4, 5
POINTS, NEW = (0.1, 0.2, 0.3, 0.4), (0.15, 0.25, 0.35)
REGISTERED = [
    ParameterRegistered(MODEL, "weight", WEIGHT, 3),
    ParameterRegistered(MODEL, "bias", BIAS, 1),
]


def fact(*values: float) -> TensorFact:
    return TensorFact("float32", (len(values),), values)


ONE = fact(1.0)


def asked(call: int, *numbers: float, **how: object) -> ModuleCalled:
    return ModuleCalled(call, MODEL, given=fact(*numbers), **how)  # type: ignore[arg-type]


def learnt(call: int, *numbers: float, **how: object) -> list[object]:
    """A call about *numbers*, and a backward pass through what it gave."""
    return [
        asked(call, *numbers, **how),
        ModuleReturned(call, MODEL, tracked=True),
        OutputReached(call),
        *arrival(),
    ]


def arrival(held: float = 1.0, at: float = 0.0, tensors: tuple[int, ...] = (WEIGHT, BIAS)):
    return [
        event
        for tensor in tensors
        for event in (
            GradientArrived(tensor, fact(1.0)),
            Accumulated(tensor, fact(held), fact(at)),
        )
    ]


def step(*tensors: int, by: int = OPTIMIZER, found: TensorFact | None = ONE) -> OptimizerStepped:
    held = tensors or (WEIGHT, BIAS)
    return OptimizerStepped(by, held, (found,) * len(held), (found,) * len(held))


def seen(*events: object) -> PointsSeen:
    return PointsSeen(Journal((*REGISTERED, *events)), frozenset(POINTS), frozenset(NEW))


MEASURED = {"trains": False, "mode": "no_grad"}
SOUND = {
    "adds_up": False,
    "gradients_arrive": True,
    "optimizer_steps": True,
    "step_first": False,
    "found": "present",
    "unregistered": False,
    "left_out": False,
    "trains_in_eval": False,
}


def test_a_sound_training_is_moved_by_its_points_and_measured_on_the_new_ones():
    training = seen(*learnt(1, *POINTS), step(), asked(2, *NEW, **MEASURED))
    way = training.way(registered=4)

    assert way == SOUND
    assert training.moved_soundly(way) == list(POINTS)
    assert training.only_measured == sorted(NEW)
    assert training.evaluation() == {
        "evaluation.ran": True,
        "learns_from_new": False,
        "evaluation.trains": False,
        "evaluation.recorded": False,
    }


def test_points_come_in_batches_once_each_and_in_order():
    training = seen(*learnt(1, 0.3, 0.1), step(), *learnt(2, 0.2, 0.3), step())

    assert list(training.pulled_by) == list(training.moved_by) == [0.3, 0.1, 0.2]


def test_a_point_that_pulled_after_the_last_step_moved_nothing():
    training = seen(*learnt(1, 0.1), step(), *learnt(2, 0.2))

    assert list(training.pulled_by) == [0.1, 0.2]
    assert list(training.moved_by) == [0.1]


def test_a_call_pulls_only_where_its_tracked_output_is_reached():
    untracked = [asked(1, 0.1), ModuleReturned(1, MODEL), OutputReached(1)]
    unreached = [asked(2, 0.2), ModuleReturned(2, MODEL, tracked=True)]
    inner = [asked(3, 0.3, depth=1), ModuleReturned(3, MODEL, tracked=True), OutputReached(3)]

    assert list(seen(*untracked, *unreached, *inner).pulled_by) == []


def odd(way):
    return {name: fact for name, fact in way.items() if fact != SOUND[name]}


@pytest.mark.parametrize(
    ("events", "amiss"),
    [
        ([*learnt(1, 0.1), step(), *learnt(2, 0.2)], {}),
        (
            [*learnt(1, 0.1), step(), *arrival(held=2.0, at=5.0), step()],
            {"adds_up": True},
        ),
        ([asked(1, 0.1)], {"gradients_arrive": False, "optimizer_steps": False}),
        ([step(), *learnt(1, 0.1)], {"step_first": True}),
        ([*learnt(1, 0.1), step(), step()], {"step_first": True}),
        ([*learnt(1, 0.1), step(found=fact(0.0))], {"found": "zero"}),
        ([*learnt(1, 0.1), step(found=None)], {"found": "absent"}),
        ([*learnt(1, 0.1), step(WEIGHT)], {"left_out": True}),
        ([*learnt(1, 0.1, trains=False), step()], {"trains_in_eval": True}),
        ([*learnt(1, 0.1), step(WEIGHT), step(BIAS, by=OTHER)], {}),
    ],
    ids=[
        "sound", "adds up", "nothing comes", "steps first", "steps twice", "zeros", "emptied",
        "one left out", "in evaluation mode", "an optimizer for each",
    ],
)  # fmt: skip
def test_what_is_amiss_with_the_way_is_told_by_name(events, amiss):
    training = seen(*events)
    way = training.way(registered=4)

    assert odd(way) == amiss
    assert bool(training.moved_soundly(way)) is not bool(amiss)


def test_more_numbers_that_learn_than_are_registered_are_told():
    training = seen(*learnt(1, 0.1), step())

    assert training.way(registered=3)["unregistered"] is True
    assert training.way(registered=4)["unregistered"] is False


@pytest.mark.parametrize(
    ("events", "odd"),
    [
        ([], {"evaluation.ran": False}),
        ([asked(1, *NEW, mode="no_grad")], {"evaluation.trains": True}),
        ([asked(1, *NEW, trains=False)], {"evaluation.recorded": True}),
        (
            learnt(1, *NEW),
            {"learns_from_new": True, "evaluation.trains": True, "evaluation.recorded": True},
        ),
    ],
)
def test_what_is_amiss_with_an_evaluation_is_told_by_name(events, odd):
    usual = {
        "evaluation.ran": True,
        "learns_from_new": False,
        "evaluation.trains": False,
        "evaluation.recorded": False,
    }
    facts = seen(*events).evaluation()

    assert {name: fact for name, fact in facts.items() if fact != usual[name]} == odd


def test_a_new_point_that_was_used_in_another_way_too_was_not_only_measured():
    training = seen(asked(1, *NEW, **MEASURED), asked(2, 0.15), asked(3, 0.25, **MEASURED))

    assert training.only_measured == [0.25, 0.35]


def test_one_number_among_many_that_equals_a_new_point_by_chance_is_none():
    by_chance = (0.15, 7.0, 8.0, 9.0)

    assert not seen(asked(1, *by_chance)).evaluated
    assert not seen(*learnt(1, *by_chance), step()).learns_from_new
    assert seen(asked(1, 0.15, **MEASURED)).evaluated
