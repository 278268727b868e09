"""What a model with a new last layer is asked: what it registers, holds, replaces and learns."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from autograder.probing import Case, LastLayer
from autograder.probing.submission import LearnerError


def task_of(index=0):
    return LastLayer(Case("public", "optimizer_params/check", index))


def right(model, outputs, lr):
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    model[2] = nn.Linear(model[2].in_features, outputs)
    return torch.optim.SGD(model[2].parameters(), lr=lr)


def done(replace=right, index=0):
    task = task_of(index)
    return task, task.optimizer(replace)


@pytest.mark.parametrize("index", range(4))
def test_a_right_answer_registers_holds_and_trains_the_last_layer_alone(index):
    task, optimizer = done(index=index)

    assert task.registered() == task.wanted
    assert task.is_trained() == [True, True]
    assert task.misses(optimizer) == []
    assert task.strangers(optimizer) == 0
    assert task.replaced() == []
    assert task.notes() == {"first.training": True, "first.requires_grad": False}


def test_what_is_no_sgd_is_no_optimizer():
    for returned in (None, 3, torch.optim.Adam([torch.ones(1, requires_grad=True)])):
        assert task_of().optimizer(lambda *_, returned=returned: returned) is None


def test_an_optimizer_made_too_early_misses_the_new_layer_and_holds_strangers():
    def too_early(model, outputs, lr):
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        model[2] = nn.Linear(model[2].in_features, outputs)
        return optimizer

    task, optimizer = done(too_early)

    assert task.misses(optimizer) == ["2.weight", "2.bias"]
    assert task.strangers(optimizer) == 2  # weight and bias of the layer that is gone


def test_a_layer_without_bias_is_not_what_is_wanted():
    def without_bias(model, outputs, lr):
        model[2] = nn.Linear(model[2].in_features, outputs, bias=False)
        return torch.optim.SGD(model[2].parameters(), lr=lr)

    task, _ = done(without_bias)

    assert task.registered() == task.wanted[:3]


def test_a_first_layer_that_was_made_anew_is_told():
    def anew(model, outputs, lr):
        model[0] = nn.Linear(model[0].in_features, model[0].out_features)
        return right(model, outputs, lr)

    task, _ = done(anew)

    assert task.replaced() == ["0.weight", "0.bias"]


def by_hand(task):
    """The last layer after two steps of SGD from the case's values, by formulas."""
    W0, b0 = task.first_values
    (W, b), X, y = (one.clone() for one in task._values), task._X, task._y
    hidden = torch.tanh(X @ W0.T + b0)
    for _ in range(2):
        slope = 2 * (hidden @ W.T + b - y) / y.numel()
        W, b = W - task.lr * slope.T @ hidden, b - task.lr * slope.sum(0)
    return W, b


@pytest.mark.parametrize("index", range(4))
def test_two_steps_move_the_last_layer_as_calculus_says(index):
    task, optimizer = done(index=index)
    task.trained(optimizer, hold=True)

    for moved, now, start in zip(task.last_layer_moved(), by_hand(task), task._values, strict=True):
        assert moved.values == pytest.approx((now - start).flatten().tolist(), abs=1e-5)


def test_a_frozen_layer_has_no_gradients_and_stays_and_another_does_not():
    task, optimizer = done()
    task.trained()

    assert task.with_gradients() == []
    assert torch.equal(task.first[0], task.first_values[0])

    def unfrozen(model, outputs, lr):
        model[2] = nn.Linear(model[2].in_features, outputs)
        return torch.optim.SGD(model[2].parameters(), lr=lr)

    task, optimizer = done(unfrozen)
    task.trained(optimizer)
    assert task.with_gradients() == ["0.weight", "0.bias"]
    assert torch.equal(task.first[0], task.first_values[0])  # left out of the optimizer

    task.trained()
    assert not torch.equal(task.first[0], task.first_values[0])

    task.trained(hold=True)
    assert torch.equal(task.first[0], task.first_values[0])


def test_where_nothing_learns_no_step_is_made():
    def all_frozen(model, outputs, lr):
        optimizer = right(model, outputs, lr)
        model.requires_grad_(False)
        return optimizer

    task, optimizer = done(all_frozen)
    before = task.model[2].weight.clone()
    task.trained(optimizer)

    assert torch.equal(task.model[2].weight, before)


def test_what_is_written_into_the_first_layer_is_told():
    def notes(model, outputs, lr):
        model[0].requires_grad = False
        model[0].eval()
        return right(model, outputs, lr)

    task, _ = done(notes)

    assert task.notes() == {"first.training": False, "first.requires_grad": True}


def test_what_a_learners_own_layer_raises_is_the_learners():
    class Broken(nn.Linear):
        def forward(self, X):
            raise KeyError("no")

    def broken(model, outputs, lr):
        model[2] = Broken(model[2].in_features, outputs)
        return torch.optim.SGD(model[2].parameters(), lr=lr)

    task, optimizer = done(broken)

    with pytest.raises(LearnerError):
        task.trained(optimizer)
