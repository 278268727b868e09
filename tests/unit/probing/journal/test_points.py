"""Which points a training was moved by and asked about, told from written journals."""

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
)
from autograder.probing.journal.facts.points import PointsSeen, scale_of

# Spelt out: the same words in the code would follow each of its mistakes.
SOUND_WAY = {
    "adds_up": False,
    "gradients_arrive": True,
    "optimizer_steps": True,
    "step_first": False,
    "found": "present",
    "unregistered": False,
    "left_out": False,
    "trains_in_eval": False,
}
SOUND_EVALUATION = {
    "evaluation.ran": True,
    "learns_from_new": False,
    "evaluation.trains": False,
    "evaluation.recorded": False,
}

# At uneven distances, as they are drawn: even ones could be scaled to one another in many ways.
POINTS = tuple(-2 + (number + 37 * number % 20 / 100) / 16 for number in range(64))
NEW = tuple(-2 + (2 * number + 0.5 + 13 * number % 20 / 50) / 16 for number in range(32))
WEIGHT, BIAS, STRANGER = 1, 2, 3


def column(numbers):
    return TensorFact("float32", (len(numbers), 1), tuple(numbers))


ONE = column([1.0])


def asked(call, numbers, *, holds=(WEIGHT, BIAS), trains=True, mode="recorded", **how):
    depth, tracked = how.get("depth", 0), how.get("tracked", mode == "recorded")
    return [
        ModuleCalled(call=call, trains=trains, mode=mode, depth=depth, given=column(numbers)),
        ModuleReturned(call=call, depth=depth, tracked=tracked, holds=holds),
    ]


def back(call, *, arrives=(WEIGHT, BIAS), holds=ONE, at=None):
    """A backward pass through what *call* gave, after which each gradient *holds* this."""
    arrivals = [
        event
        for tensor in arrives
        for event in (GradientArrived(tensor, ONE), Accumulated(tensor, holds, at))
    ]
    return [OutputReached(call), *arrivals]


def stepped(*held, by=9, found=ONE):
    """A step of an optimizer that holds these, and *found* this in each gradient."""
    held = held or (WEIGHT, BIAS)
    stood = (found,) * len(held)
    return [OptimizerStepped(by, held, stood, stood)]


def step(call, *, arrives=(WEIGHT, BIAS), held=(WEIGHT, BIAS)):
    return [*back(call, arrives=arrives), *stepped(*held)]


def seen(*parts):
    events = tuple(event for part in parts for event in part)
    return PointsSeen(Journal(events, {}), frozenset(POINTS), frozenset(NEW))


def measured(call, numbers=NEW):
    return asked(call, numbers, trains=False, mode="no_grad")


def test_a_sound_training_shows_nothing_amiss():
    points = seen(asked(1, POINTS), step(1), measured(2))

    assert points.way() == SOUND_WAY
    assert points.evaluation() == SOUND_EVALUATION
    assert sorted(points.moved_soundly()) == list(POINTS)
    assert points.only_measured == sorted(NEW)


def test_points_come_in_batches_once_each_and_in_order():
    a, b, c = POINTS[:3]

    points = seen(asked(1, [c, a]), step(1), asked(2, [b, c]), step(2))

    assert list(points.pulled_by) == list(points.moved_by) == [c, a, b]


def test_a_point_that_pulled_after_the_last_step_moved_nothing():
    points = seen(asked(1, POINTS[:1]), step(1), asked(2, POINTS[1:2]), back(2))

    assert list(points.pulled_by) == list(POINTS[:2])
    assert list(points.moved_by) == list(POINTS[:1])


def test_a_call_pulls_only_where_its_tracked_output_is_reached():
    untracked = [*asked(1, POINTS[:1], tracked=False), *back(1)]
    unreached = asked(2, POINTS[1:2])
    inner = [*asked(3, POINTS[2:3], depth=1), *back(3)]
    reached = [*asked(4, POINTS[3:4]), *back(4)]

    assert list(seen(untracked, unreached, inner, reached).pulled_by) == [POINTS[3]]


LOOK = asked(1, POINTS)


@pytest.mark.parametrize(
    ("parts", "amiss"),
    [
        ([LOOK, step(1), asked(2, POINTS), back(2)], {}),
        ([LOOK, step(1), back(1, holds=column([2.0]), at=ONE), stepped()], {"adds_up": True}),
        ([LOOK], {"gradients_arrive": False, "optimizer_steps": False}),
        ([LOOK, back(1)], {"optimizer_steps": False, "left_out": True}),
        ([stepped(), LOOK, step(1)], {"step_first": True}),
        ([LOOK, step(1), stepped()], {"step_first": True}),
        ([LOOK, step(1), stepped(found=None)], {"step_first": True}),
        ([LOOK, back(1), stepped(found=column([0.0]))], {"found": "zero"}),
        ([LOOK, back(1), stepped(found=None)], {"found": "absent"}),
        (
            [LOOK, back(1, arrives=(WEIGHT, STRANGER)), stepped(WEIGHT, STRANGER)],
            {"unregistered": True},
        ),
        ([LOOK, back(1), stepped(WEIGHT)], {"left_out": True}),
        ([asked(1, POINTS, trains=False), step(1)], {"trains_in_eval": True}),
        ([LOOK, back(1), stepped(WEIGHT), stepped(BIAS, by=8)], {}),
    ],
    ids=[
        "sound", "adds up", "nothing comes", "never steps", "steps first", "steps twice",
        "steps again on nothing", "zeros", "emptied", "a stranger learns", "one left out",
        "in evaluation mode", "an optimizer for each",
    ],
)  # fmt: skip
def test_what_is_amiss_with_the_way_is_told_by_name(parts, amiss):
    points = seen(*parts)

    assert points.way() == SOUND_WAY | amiss
    assert points.moved_soundly() == ([] if amiss else list(POINTS))


@pytest.mark.parametrize(
    ("parts", "amiss"),
    [
        ([], {"evaluation.ran": False}),
        ([asked(1, NEW, mode="no_grad")], {"evaluation.trains": True}),
        ([asked(1, NEW, trains=False)], {"evaluation.recorded": True}),
        (
            [asked(1, NEW), back(1)],
            {"learns_from_new": True, "evaluation.trains": True, "evaluation.recorded": True},
        ),
    ],
    ids=["never", "in training mode", "recorded", "learnt"],
)
def test_what_is_amiss_with_an_evaluation_is_told_by_name(parts, amiss):
    assert seen(*parts).evaluation() == SOUND_EVALUATION | amiss


def test_a_new_point_that_was_used_in_another_way_too_was_not_only_measured():
    a, b, c = sorted(NEW)[:3]

    points = seen(measured(1, [a, b, c]), asked(2, [a]), measured(3, [b]))

    assert points.only_measured == [b, c]


def test_one_number_among_many_that_equals_a_new_point_by_chance_is_none():
    by_chance = [NEW[0], 7.0, 8.0, 9.0]

    assert not seen(asked(1, by_chance)).evaluated
    assert not seen(asked(1, by_chance), step(1)).learns_from_new
    assert seen(measured(1, NEW[:1])).evaluated
    assert seen(measured(1, [*NEW[:3], 7.0])).evaluated


def test_a_loss_that_is_handed_a_number_equal_to_a_new_point_is_no_model():
    loss = asked(2, NEW[:1], holds=())

    points = seen(asked(1, POINTS[:1]), loss, [OutputReached(2)], step(1), measured(3))

    assert points.evaluation() == SOUND_EVALUATION
    assert points.only_measured == sorted(NEW)


def test_who_measures_the_training_in_evaluation_mode_without_no_grad_does_not_train_in_it():
    look = asked(2, POINTS, trains=False)

    assert not seen(asked(1, POINTS), step(1), look).trains_in_eval
    assert seen(asked(1, POINTS, trains=False), step(1)).trains_in_eval


def test_a_gradient_at_a_parameter_that_its_model_does_not_have_is_told():
    assert seen(asked(1, POINTS), step(1, arrives=(WEIGHT, STRANGER))).unregistered


def test_two_models_one_after_the_other_have_parameters_of_their_own():
    first = [*asked(1, POINTS, holds=(WEIGHT,)), *step(1, arrives=(WEIGHT,), held=(WEIGHT,))]
    second = [*asked(2, POINTS, holds=(BIAS,)), *step(2, arrives=(BIAS,), held=(BIAS,))]

    assert seen(first, second, measured(3)).way() == SOUND_WAY


def test_standardized_points_are_the_same_points():
    numbers, new = ([(one - 0.3) / 1.2 for one in part] for part in (POINTS, NEW))

    trained = asked(1, numbers), step(1)
    as_such, by_a_model_that_standardizes = (seen(*trained, measured(2, one)) for one in (new, NEW))

    assert sorted(as_such.moved_soundly()) == list(POINTS)
    assert as_such.only_measured == sorted(NEW)
    assert by_a_model_that_standardizes.only_measured == sorted(NEW)


def test_a_part_of_the_points_tells_how_they_were_scaled():
    (call, _) = asked(1, [3 * one + 1 for one in POINTS[3:57:2]])

    assert scale_of([call], frozenset(POINTS)) == pytest.approx((3, 1))


def test_numbers_that_no_line_makes_of_points_are_no_points():
    (call, _) = asked(1, [one**2 + one / 7 for one in POINTS[:40]])

    assert scale_of([call], frozenset(POINTS)) is None


def test_micro_batches_whose_gradients_cancel_do_not_add_up():
    came = (3.0000001, -3.0, 1e-7)
    held = (3.0000001, 2.4e-7, 5e-7)  # as float32 rounds the sums
    value = column([0.5])
    pairs = [
        (GradientArrived(WEIGHT, column([one])), Accumulated(WEIGHT, column([sum_]), value))
        for one, sum_ in zip(came, held, strict=True)
    ]

    assert not seen(asked(1, POINTS), *pairs, step(1, arrives=())).adds_up


def test_what_is_left_of_an_earlier_step_adds_up():
    first = [
        GradientArrived(WEIGHT, column([1.0])),
        Accumulated(WEIGHT, column([1.0]), column([0.5])),
    ]
    moved = [
        GradientArrived(WEIGHT, column([0.9])),
        Accumulated(WEIGHT, column([1.9]), column([0.4])),
    ]

    assert seen(asked(1, POINTS), first, step(1, arrives=()), moved, step(1, arrives=())).adds_up


def test_micro_batches_of_a_large_parameter_add_up_place_by_place():
    def sample(*numbers):  # of more numbers than it shows, the largest first
        return TensorFact("float32", (300,), numbers)

    value = sample(0.9, 0.5, 0.6)
    first = [
        GradientArrived(WEIGHT, sample(3.0, 1.0, 0.5)),
        Accumulated(WEIGHT, sample(3.0, 1.0, 0.5), value),
    ]
    second = [
        GradientArrived(WEIGHT, sample(2.0, 0.5, 0.5)),
        Accumulated(WEIGHT, sample(1.5, 1.5, 1.0), value),
    ]

    assert not seen(asked(1, POINTS), first, second, step(1, arrives=())).adds_up
