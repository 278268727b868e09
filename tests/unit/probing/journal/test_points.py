"""Which points a training saw, told from written journals."""

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
from autograder.probing.journal.facts.points import (
    SOUND_EVALUATION,
    SOUND_WAY,
    PointsSeen,
    scale_of,
)

# At uneven distances, as they are drawn: even ones could be scaled to one another in many ways.
POINTS = tuple(-2 + (number + 37 * number % 20 / 100) / 16 for number in range(64))
NEW = tuple(-2 + (2 * number + 0.5 + 13 * number % 20 / 50) / 16 for number in range(32))
WEIGHT, BIAS, STRANGER = 1, 2, 3


def column(numbers):
    return TensorFact("float32", (len(numbers), 1), tuple(numbers))


def asked(call, numbers, *, holds=(WEIGHT, BIAS), trains=True, mode="recorded"):
    return [
        ModuleCalled(call=call, trains=trains, mode=mode, given=column(numbers)),
        ModuleReturned(call=call, tracked=mode == "recorded", holds=holds),
    ]


def step(call, *, arrives=(WEIGHT, BIAS), held=(WEIGHT, BIAS)):
    gradient = column([1.0])
    arrivals = [
        event
        for tensor in arrives
        for event in (GradientArrived(tensor, gradient), Accumulated(tensor, gradient, None))
    ]
    stood = (gradient,) * len(held)
    return [OutputReached(call), *arrivals, OptimizerStepped(9, held, stood, stood)]


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
