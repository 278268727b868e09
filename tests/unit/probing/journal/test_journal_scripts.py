"""What a journal shows of a whole script, on journals that are written here: no torch runs."""

from __future__ import annotations

import pytest

from autograder.observations import TensorFact
from autograder.probing.journal import (
    Accumulated,
    BackwardStarted,
    Call,
    GradientArrived,
    Journal,
    ModuleCalled,
    ModuleReturned,
    OptimizerStepped,
    ParameterRegistered,
)
from autograder.probing.journal.facts.scripts import (
    Script,
    alike,
    evaluation_of,
    numbers_in,
    with_mean,
)

WEIGHT, BIAS, LOSS, OPTIMIZER, MODEL = 1, 2, 3, 4, 5
TARGETS = [1.0, 3.0]  # N = 2; M = 3


def fact(*values: float) -> TensorFact:
    return TensorFact("float32", (len(values),), values)


ONE = fact(1.0)


def scalar(value: float) -> TensorFact:
    return TensorFact("float32", (), (value,))


REGISTERED = [
    ParameterRegistered(MODEL, "weight", WEIGHT, 3),
    ParameterRegistered(MODEL, "bias", BIAS, 1),
]


def predicts(*values: float, tracked: bool = True) -> ModuleReturned:
    return ModuleReturned(call=1, module=MODEL, output=fact(*values), tracked=tracked)


def backward(loss: float, *, held: float | None = 1.0) -> list[object]:
    """A pass from a loss; what the last bias then holds, if anything comes."""
    came = [GradientArrived(BIAS, fact(held)), Accumulated(BIAS, fact(held), fact(0.0))]
    return [
        BackwardStarted(LOSS, value=scalar(loss)),
        *(came if held is not None else []),
        Call(name="backward", inputs=(LOSS,)),
    ]


def step(weight: TensorFact | None = ONE, bias: TensorFact | None = ONE) -> OptimizerStepped:
    held = (weight, bias)
    return OptimizerStepped(OPTIMIZER, (WEIGHT, BIAS), held, held)


def script(*events: object) -> Script:
    return Script(Journal((*REGISTERED, *events)), 2, 3, TARGETS)


#: Predictions 2 and 5 miss the targets 1 and 3 by 1 and 2: their mean square is 2.5, their sum 5.
PREDICTED = predicts(2.0, 5.0)


def test_passes_losses_and_steps_are_counted_in_their_order():
    way = script(PREDICTED, *backward(2.5), step(), PREDICTED, *backward(2.0), step())

    assert way.losses == [2.5, 2.0]
    assert way.step_facts() == {
        "backwards": 2, "steps": 2, "step_first": False, "found": "present",
    }  # fmt: skip
    assert way.held == 4
    assert way.first_prediction == [2, 5]
    assert way.pulls == [[[2, 5], [1]], [[2, 5], [1]]]
    assert way.first_step == [[2, 5], [1]]


def test_a_step_without_a_pass_since_the_one_before_came_first():
    assert script(step(), PREDICTED, *backward(2.5)).step_first
    assert script(PREDICTED, *backward(2.5), step(), step()).step_first
    assert script(step()).step_facts()["found"] == "present"  # another claim's business


@pytest.mark.parametrize(
    ("weight", "bias", "found"),
    [
        (fact(1.0), fact(0.0), "present"),
        (fact(1.0), None, "present"),
        (fact(0.0), fact(0.0), "zero"),
        (None, fact(0.0), "zero"),
        (None, None, "absent"),
    ],
)
def test_what_a_step_found_in_the_gradients_is_told_in_a_word(weight, bias, found):
    assert script(PREDICTED, *backward(2.5), step(weight, bias)).found == found


@pytest.mark.parametrize(("loss", "mean_square"), [(2.5, True), (5.0, False), (1.5, False)])
def test_a_loss_is_held_against_the_mean_of_squared_errors(loss, mean_square):
    assert script(PREDICTED, *backward(loss)).mean_square is mean_square


def test_of_a_sum_the_gradients_are_told_as_those_of_the_mean():
    way = script(PREDICTED, *backward(5.0, held=6.0), step(bias=fact(6.0)))

    assert way.pulls == [[[2, 5], [3]]]
    assert way.first_step == [[2, 5], [3]]


def test_a_gradient_that_was_put_there_by_hand_pulls_at_the_step():
    way = script(PREDICTED, *backward(2.5, held=None), step(bias=fact(7.0)))

    assert way.pulls == [[[2, 5], [7]]]


@pytest.mark.parametrize(
    ("call", "crosswise"),
    [
        (Call(name="sub", shape=(2, 2), results=(9,)), True),
        (Call(name="sub", shape=(3, 3), results=(9,)), True),
        (Call(name="sub", shape=(4, 4), results=(9,)), False),
        (Call(name="sub", shape=(2, 1), results=(9,)), False),
        (Call(name="torch.nn.functional.mse_loss", inputs=(8, 9), shape=(), results=(7,),
              input_shapes=((2, 1), (2,))), True),
        (Call(name="torch.nn.functional.mse_loss", inputs=(8, 9), shape=(), results=(7,),
              input_shapes=((2,), (2,))), False),
    ],
)  # fmt: skip
def test_all_pairs_are_known_by_a_shape(call, crosswise):
    assert script(call).crosswise is crosswise


def test_gradients_of_several_steps_that_add_up_are_told_by_parameter():
    def arrives(came: float, held: float, at: float) -> list[object]:
        return [GradientArrived(WEIGHT, fact(came)), Accumulated(WEIGHT, fact(held), fact(at))]

    assert script(*arrives(1, 1, 0), *arrives(2, 3, 5)).adding_up == (WEIGHT,)
    assert script(*arrives(1, 1, 0), *arrives(2, 2, 5)).adding_up == ()


def test_sweeping_is_asking_for_gradients_outside_a_step():
    assert script(Call(name="grad.__set__", inputs=(WEIGHT,))).swept
    assert not script(Call(name="mul", inputs=(WEIGHT,))).swept


def test_the_last_answer_to_the_new_samples_counts_tracked_or_not():
    way = script(predicts(1.0, 2.0, 3.0), predicts(4.0, 5.0, 6.0, tracked=False))

    assert way.answers == [4, 5, 6]
    assert way.first_prediction == []


# -- evaluation ----------------------------------------------------------------------------------


def asked(rows: int, kind: str = "Dropout", **how: object) -> ModuleCalled:
    return ModuleCalled(call=1, kind=kind, given=fact(*[0.0] * rows), **how)  # type: ignore[arg-type]


UNRECORDED = {"trains": False, "mode": "no_grad"}


@pytest.mark.parametrize(
    ("events", "odd"),
    [
        ([asked(2), asked(3, **UNRECORDED)], set()),
        ([asked(2), asked(3, trains=False, mode="inference_mode")], set()),
        ([asked(2)], {"ran"}),
        ([asked(2), asked(3, mode="no_grad")], {"trains"}),
        ([asked(2), asked(3, trains=False)], {"recorded"}),
        ([asked(2, trains=False), asked(3, **UNRECORDED)], {"training_trains"}),
        ([asked(2), asked(3, "Linear", mode="no_grad")], set()),  # it has but one mode
        ([asked(2), asked(3, "ReLU")], {"ran"}),  # may have any number of rows
    ],
)
def test_an_evaluation_is_one_that_runs_in_its_mode_and_unrecorded(events, odd):
    evaluation = evaluation_of(Journal(tuple(events)), 3)
    sound = {"ran": True, "trains": False, "recorded": False, "training_trains": True}

    assert {name for name, usual in sound.items() if getattr(evaluation, name) != usual} == odd
    assert evaluation.is_one == (not odd)


# -- numbers -------------------------------------------------------------------------------------


def test_numbers_are_those_of_a_float_or_a_tensor():
    assert numbers_in(2.5) == [2.5]
    assert numbers_in(fact(1.0, 2.0)) == [1, 2]
    assert numbers_in(2) == numbers_in("2.5") == numbers_in(None) == []


@pytest.mark.parametrize(
    ("loss", "mean"), [([2.5], [2.5]), ([5.0], [2.5]), ([7.0], [7.0]), ([], []), ([5, 1], [5, 1])]
)
def test_a_sum_of_squares_is_turned_into_its_mean_and_nothing_else_is(loss, mean):
    assert with_mean([2.0, 5.0], loss, TARGETS) == [[2, 5], mean]


def test_numbers_are_alike_but_for_the_rounding_of_a_few_operations():
    assert alike([1.0, 1000.0], [1.0005, 1000.5])
    assert not alike([1.0], [1.01])
    assert not alike([1.0], [1.0, 1.0])
