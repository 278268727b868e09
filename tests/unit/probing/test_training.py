"""Trainings to be handed out: the same for everybody, of several kinds by turns."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from autograder.probing import Case, classification, epochs_of_regression, exam, regression
from autograder.probing.loading import load_submission
from autograder.probing.models import mode_of
from autograder.probing.survivors import CountedLoss
from autograder.probing.training import Loader, optimizer_for


def case_of(index=0):
    return Case("public", "training/check", index)


def step(model, optimizer, loss_fn, X, y):
    optimizer.zero_grad()
    loss = loss_fn(model(X), y)
    loss.backward()
    optimizer.step()
    return loss.item()


@pytest.mark.parametrize("make", [regression, classification])
@pytest.mark.parametrize("index", range(4))
def test_a_training_is_the_same_for_everybody_and_holds_what_fits_together(make, index):
    one, again = make(case_of(index)), make(case_of(index))
    parameters = list(one.model.parameters())

    assert all(map(torch.equal, parameters, again.model.parameters()))
    assert all(
        held is parameter
        for held, parameter in zip(one.optimizer.param_groups[0]["params"], parameters, strict=True)
    )
    assert len(one.batches) == 3
    assert all(one.loss_fn(one.model(X), y).shape == () for X, y in one.batches)


def test_each_step_is_run_with_its_own_batch_and_marked():
    training = regression(case_of(), steps=4)

    seen = training.run(lambda model, optimizer, loss_fn, X, y: float(X[0, 0]))

    assert seen.answer == [float(X[0, 0]) for X, _ in training.batches]
    assert len(seen.journal.events) >= 4
    assert [one.word for one in seen.journal.events if hasattr(one, "word")] == ["call"] * 4


def test_a_step_that_raises_ends_the_training():
    training = regression(case_of())
    seen = training.run(load_submission("def f(*_):\n    raise KeyError\n", "f").f)

    assert seen.raised
    assert seen.answer == []


def test_optimizers_of_several_kinds_hold_all_parameters():
    model = nn.Linear(2, 1)
    optimizers = [optimizer_for(model, case_of(index)) for index in range(4)]

    kinds = [type(one).__name__ for one in optimizers]
    assert kinds == ["SGD", "SGD", "Adam", "Adam"]
    assert all(len(one.param_groups[0]["params"]) == 2 for one in optimizers)


# -- epochs --------------------------------------------------------------------------------------


def test_a_loader_has_another_order_in_each_epoch_by_the_steps_that_were_made():
    parameter = nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([parameter], lr=0.1)
    loader = Loader([("a", 1), ("b", 2), ("c", 3)], optimizer)

    def order(steps):
        for _ in range(steps):
            optimizer.step()
        return "".join(name for name, _ in loader)

    assert [order(0), order(0), order(3), order(3), order(3)] == ["abc", "abc", "bca", "cab", "abc"]
    assert len(loader) == 3


@pytest.mark.parametrize("index", range(4))
def test_epochs_are_run_by_all_of_their_batches(index):
    epochs = epochs_of_regression(case_of(index))

    def train(model, optimizer, loss_fn, loader, count):
        return [[step(model, optimizer, loss_fn, X, y) for X, y in loader] for _ in range(count)]

    first = [(X, y) for X, y in epochs.loader][0]
    with torch.no_grad():
        predicted = epochs.model(first[0]).flatten().tolist()
    seen = epochs.run(train)

    assert sum(map(len, seen.answer)) == epochs.due
    assert epochs.first_predictions == pytest.approx(predicted)
    assert not epochs.loss_fn.graphs_kept
    assert not seen.raised


# -- graphs that are kept ------------------------------------------------------------------------


def losses(keep, count=4):
    loss_fn, w = CountedLoss(), torch.ones(1, requires_grad=True)
    kept = []
    for _ in range(count):
        loss = loss_fn(w * 2, torch.zeros(1))
        kept.append(keep(loss))
    return loss_fn


@pytest.mark.parametrize(
    ("keep", "kept"),
    [
        (lambda loss: loss, True),
        (lambda loss: loss * 1, True),
        (lambda loss: loss.item(), False),
        (lambda loss: loss.detach(), False),
    ],
    ids=["losses", "results of them", "floats", "detached"],
)
def test_losses_that_are_kept_keep_their_graphs(keep, kept):
    assert losses(keep).graphs_kept is kept


def test_a_counted_loss_is_the_mean_squared_error_with_its_gradient():
    prediction = torch.tensor([1.0, 4.0], requires_grad=True)
    loss = CountedLoss()(prediction, torch.tensor([0.0, 2.0]))
    loss.backward()

    assert loss.item() == pytest.approx((1 + 4) / 2)
    assert prediction.grad.tolist() == pytest.approx([1, 2])


# -- evaluation ----------------------------------------------------------------------------------


@pytest.mark.parametrize("index", range(4))
def test_an_exam_comes_with_gradients_and_in_either_mode(index):
    task = exam(case_of(index))

    assert mode_of(task.model) == ("eval" if index == 2 else "train")
    assert all(one.grad is not None for one in task.model.parameters())
    assert len(task.before["gradients"]) == 4 + 2 * bool(task.before["statistics"])


def test_an_exam_counts_what_is_saved_for_a_backward_pass():
    task = exam(case_of())

    def recorded(model, loss_fn, X, y):
        return loss_fn(model.eval()(X), y)

    task.run(torch.no_grad()(recorded))
    assert task.saved.count == 0

    seen = task.run(recorded)
    assert task.saved.count > 0
    assert seen.answer.requires_grad
