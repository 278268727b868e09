"""One run of a training script: what is handed to it, and what comes back of right ones and others."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from autograder.probing import Case, ScriptRun
from autograder.probing.scripts import three_parts


def case_of(index=0):
    return Case("public", "bug_hunt/check", index)


def run_of(script, index=0, **options):
    return ScriptRun(case_of(index), **options).run(script)


def right(X, y, X_new, y_new, lr, steps):
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Dropout(0.2), nn.Linear(4, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    history = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = ((model(X).squeeze(1) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        history.append(loss.item())
    model.eval()
    with torch.no_grad():
        new_loss = ((model(X_new).squeeze(1) - y_new) ** 2).mean().item()
    return model, history, new_loss


@pytest.mark.parametrize("index", range(4))
def test_a_right_script_shows_its_passes_its_losses_and_its_evaluation(index):
    run = run_of(right, index)

    assert run.seen.facts == {"raised": None, "three_parts": True}
    assert run.way.step_facts() == {
        "backwards": run.due, "steps": run.due, "step_first": False, "found": "present",
    }  # fmt: skip
    assert run.history_fits
    assert run.loss == [run.new_loss]
    assert run.evaluation.is_one
    assert run.way.adding_up == ()
    assert run.way.mean_square
    assert not run.way.crosswise


def test_the_measured_loss_is_that_of_the_last_answers():
    run = run_of(right)
    errors = [(a - b) ** 2 for a, b in zip(run.way.answers, run.y_new.tolist(), strict=True)]

    assert run.loss == pytest.approx([sum(errors) / run.M], rel=1e-4)


def test_targets_can_be_equal_so_that_it_is_no_matter_which_is_met():
    run = ScriptRun(case_of(), equal_targets=True)

    assert len(set(run.y.tolist())) == len(set(run.y_new.tolist())) == 1
    assert len(set(ScriptRun(case_of()).y.tolist())) > 1


def test_predictions_and_targets_that_meet_crosswise_are_told():
    def crosswise(X, y, X_new, y_new, lr, steps):
        model = nn.Linear(3, 1)
        loss = ((model(X) - y) ** 2).mean()
        loss.backward()
        return model, [loss.item()], 0.0

    assert run_of(crosswise).way.crosswise


def test_a_script_that_never_zeroes_adds_up_at_each_parameter():
    def never_zeroes(X, y, X_new, y_new, lr, steps):
        model = nn.Linear(3, 1)
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        for _ in range(steps):
            ((model(X).squeeze(1) - y) ** 2).mean().backward()
            optimizer.step()
        return model, [], 0.0

    way = run_of(never_zeroes).way

    assert len(way.adding_up) == 2
    assert not way.swept


def test_a_history_of_tensors_fits_too_and_another_does_not():
    def in_tensors(*arguments):
        model, history, new_loss = right(*arguments)
        return model, [torch.tensor(one) for one in history], new_loss

    def of_one_number(*arguments):
        model, history, new_loss = right(*arguments)
        return model, history[:1] * len(history), new_loss

    assert run_of(in_tensors).history_fits
    assert not run_of(of_one_number).history_fits


@pytest.mark.parametrize("history", [None, 3.0, "abc"])
def test_what_is_no_list_has_no_entries(history):
    assert run_of(lambda *_: (nn.Identity(), history, 0.0)).entries == []


def test_a_hundred_entries_of_a_history_are_looked_at():
    assert len(run_of(lambda *_: (nn.Identity(), [0.0] * 1_000, 0.0)).entries) == 100


@pytest.mark.parametrize("returned", [None, (1, 2), 3, "abc"])
def test_what_is_not_three_things_is_told_and_nothing_of_it_is_kept(returned):
    run = run_of(lambda *_: returned)

    assert run.seen.facts["three_parts"] is False
    assert (run.history, run.new_loss, run.loss) == (None, None, [])
    assert three_parts(returned) == ()
    assert three_parts([1, 2, 3]) == (1, 2, 3)
