"""How a model answers, learns and passes numbers on; formulas by hand are the oracle."""

from __future__ import annotations

import math

import pytest
import torch
from torch import nn

from autograder.probing import answers
from autograder.probing.submission import LearnerError

X = torch.tensor([[1.0, 2.0], [3.0, 4.0]])


def linear(weight, bias):
    layer = nn.Linear(len(weight), 1)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor([weight]))
        layer.bias.fill_(bias)
    return layer


class Raises(nn.Module):
    def forward(self, X):
        raise KeyError("no")


def test_an_answer_is_what_a_call_gives():
    assert answers.answer(linear([1.0, 10.0], 5.0), X).tolist() == [[26], [48]]


def test_the_same_answer_twice_is_told_from_chance():
    torch.manual_seed(0)

    assert answers.answer_twice(linear([1.0, 10.0], 5.0), X)[1] is True
    assert answers.answer_twice(nn.Dropout(0.5), torch.ones(100))[1] is False
    assert answers.answer_twice(nn.Dropout(0.5).eval(), torch.ones(100))[1] is True


def test_no_answer_hangs_on_chance_where_dropout_drops_all_or_nothing():
    model = nn.Sequential(nn.Dropout(0.5), linear([1.0, 10.0], 5.0))

    assert answers.answers_without_chance(model, X).tolist() == [[5], [5]]  # the bias alone
    evaluating = nn.Sequential(nn.Dropout(0.5), linear([1.0, 10.0], 5.0)).eval()
    asked = answers.answers_without_chance(evaluating, X)
    assert asked.tolist() == [[26], [48]]
    assert not asked.requires_grad


def test_weights_come_by_their_shapes_with_the_answers_in_evaluation_mode():
    model = nn.Sequential(nn.Dropout(0.9), nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
    rows = torch.tensor([[1.0, -2.0, 0.5]])

    *weights, said = answers.weights_and_answers(model, rows)
    W, b, v, c = (one.detach() for one in weights)

    assert [tuple(one.shape) for one in (W, b, v, c)] == [(4, 3), (4,), (1, 4), (1,)]
    assert torch.allclose(said, torch.tanh(rows @ W.T + b) @ v.T + c)
    assert not model.training


def test_where_a_parameter_is_missing_there_are_no_weights():
    model = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 1, bias=False))

    assert answers.weights_and_answers(model, torch.ones(1, 3)) == []


def test_a_step_tells_which_registered_tensors_it_changes():
    model = nn.Sequential(nn.BatchNorm1d(2), nn.Linear(2, 1))
    model[1].bias.requires_grad_(False)

    assert answers.moved_by_a_step(model, X, torch.tensor([[0.0], [7.0]])) == [
        "0.bias", "0.num_batches_tracked", "0.running_mean", "0.running_var", "0.weight",
        "1.weight",
    ]  # fmt: skip


def test_a_step_is_one_of_sgd_with_a_rate_of_a_tenth():
    model = linear([1.0, 1.0], 0.0)

    answers.moved_by_a_step(model, X, torch.zeros(2, 1))

    # Predictions 3 and 7: the gradient at the bias is 2 · (3 + 7) / 2.
    assert model.bias.item() == pytest.approx(-0.1 * 10)


def test_numbers_pass_through_layers_whatever_their_sizes():
    model = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 2, bias=False))

    passed = answers.passed_on(model, [2.0, -3.0], [0.0, 0.25])

    assert passed.tolist() == pytest.approx([0.0, -3 * math.tanh(0.5)], rel=1e-5)


def test_gradients_of_the_loss_come_by_name_where_the_forecast_is_tracked():
    model = linear([1.0, 1.0], 0.0)
    facts = answers.gradients_of_loss(model, model(X), torch.zeros(2, 1), ["weight", "missing"])

    # Predictions 3 and 7: at the weight, the mean of 2 · prediction · x.
    assert facts["forecast.requires_grad"] is True
    assert facts["model.weight.grad"].tolist() == [[3 * 1 + 7 * 3, 3 * 2 + 7 * 4]]
    assert set(facts) == {"forecast.requires_grad", "model.weight.grad"}


@pytest.mark.parametrize("forecast", [torch.ones(2, 1), 3.0, None])
def test_without_a_tracked_forecast_there_are_no_gradients(forecast):
    model = linear([1.0, 1.0], 0.0)

    assert answers.gradients_of_loss(model, forecast, torch.zeros(2, 1), ["weight"]) == {
        "forecast.requires_grad": False
    }


def test_a_hook_is_passed_by_calls_and_not_by_forward_and_gone_afterwards():
    model = linear([1.0, 1.0], 0.0)

    class ByForward(nn.Module):
        def __init__(self):
            super().__init__()
            self.inner = model

        def __call__(self, X):
            return self.forward(X)

        def forward(self, X):
            return self.inner.forward(X)

    assert answers.through_a_hook(model, X, 10.0).tolist() == [[30], [70]]
    assert model(X).tolist() == [[3], [7]]
    assert answers.through_a_hook(ByForward(), X, 10.0).tolist() == [[3], [7]]


@pytest.mark.parametrize(
    "question",
    [
        lambda model: answers.answer(model, X),
        lambda model: answers.answer_twice(model, X),
        lambda model: answers.answers_without_chance(model, X),
        lambda model: answers.weights_and_answers(model, X, ()),
        lambda model: answers.moved_by_a_step(model, X, X),
        lambda model: answers.passed_on([model], [1.0], [1.0]),
        lambda model: answers.through_a_hook(model, X, 2.0),
    ],
)
def test_what_a_model_raises_is_the_learners(question):
    with pytest.raises(LearnerError):
        question(Raises())


def test_a_hook_is_removed_from_a_model_that_raised():
    model = Raises()
    with pytest.raises(LearnerError):
        answers.through_a_hook(model, X, 2.0)

    assert not model._forward_hooks
