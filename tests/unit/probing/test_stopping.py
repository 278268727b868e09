"""A training that overfits: its losses are drawn, and follow from where the model stands."""

from __future__ import annotations

import copy

import pytest
import torch

from autograder.probing import Case, overfitting


def case_of(index=0):
    return Case("public", "stop_early/check", index)


def all_epochs(model, train_epoch, validate, epochs, patience):
    return [(train_epoch(model), validate(model)) for _ in range(epochs)]


@pytest.mark.parametrize("index", range(4))
def test_the_validation_loss_goes_the_drawn_way_while_the_training_loss_falls(index):
    task = overfitting(case_of(index))

    trained, validated = zip(*task.run(all_epochs).answer, strict=True)

    assert validated == pytest.approx(task.losses, rel=1e-4)
    assert list(trained) == sorted(trained, reverse=True)
    assert task.trained == len(task.losses)
    assert task.last_loss == task.losses[-1]


@pytest.mark.parametrize(("index", "ends_after"), [(0, 9), (1, 3), (2, 6), (3, 3)])
def test_patience_ends_where_the_curves_say_and_a_lower_loss_would_follow_if_any_does(
    index, ends_after
):
    task = overfitting(case_of(index))

    lowest = [min(task.losses[: epoch + 1]) for epoch in range(len(task.losses))]
    since = [epoch - task.losses.index(lowest[epoch]) for epoch in range(len(task.losses))]
    over = next((epoch + 1 for epoch, one in enumerate(since) if one == task.patience), None)

    assert (over or len(task.losses)) == ends_after
    assert over is None or min(task.losses[over:]) < lowest[over - 1]


def test_the_loss_is_that_of_the_model_that_is_asked_also_of_a_copy():
    def on_a_copy(model, train_epoch, validate, epochs, patience):
        twin = copy.deepcopy(model)
        train_epoch(twin)
        return validate(model), validate(twin)

    task = overfitting(case_of())
    before, after = task.run(on_a_copy).answer

    assert after == pytest.approx(task.losses[0], rel=1e-4)
    assert before != pytest.approx(after)


def test_whoever_trains_on_past_the_last_epoch_gets_no_further():
    task = overfitting(case_of(1))

    answers = task.run(lambda *given: all_epochs(*given[:3], 2 * given[3], given[4])).answer

    assert [loss for _, loss in answers[len(task.losses) :]] == [answers[-1][1]] * len(task.losses)


def test_what_was_written_since_the_last_epoch_and_what_was_replaced_are_told_apart():
    task = overfitting(case_of())
    task.run(all_epochs)
    assert (task.written_since, task.replaced()) == (False, False)

    with torch.no_grad():
        task.model.weight += 1
    assert (task.written_since, task.replaced()) == (True, False)

    task.model.bias = torch.nn.Parameter(torch.zeros(1))
    assert task.replaced()
