"""An interrupted training: what the second program is given, and what it leaves."""

from __future__ import annotations

import copy
from collections import OrderedDict

import pytest
import torch
from torch import nn

from autograder.probing import Case
from autograder.probing.journal import steps_of
from autograder.probing.resuming import asked_after_training, interrupted, same_state


def case_of(index=0):
    return Case("public", "resume_and_classify/check", index)


def resumed(model, optimizer, checkpoint, batches, epochs, X_new):
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    model.train()
    for _ in range(checkpoint["epoch"], epochs):
        for X, y in batches:
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(X), y).backward()
            optimizer.step()
    model.eval()
    return model(X_new).argmax(dim=1)


@pytest.mark.parametrize("index", range(4))
def test_whoever_loads_and_trains_makes_the_steps_that_are_due_and_gives_the_models_classes(index):
    task = interrupted(case_of(index))
    before = copy.deepcopy(task.checkpoint)

    seen = task.run(resumed)

    assert len(steps_of(seen.journal)) == task.due
    assert torch.equal(seen.answer, task.classes())
    assert not task.model.training
    assert same_state(task.checkpoint, before)  # the learner's was a copy
    assert not all(task.fits(task.checkpoint).values())


@pytest.mark.parametrize("index", range(4))
def test_without_the_old_optimizers_state_the_training_ends_elsewhere(index):
    def forgetful(model, optimizer, checkpoint, *rest):
        own = {"optimizer": optimizer.state_dict()}
        return resumed(model, optimizer, checkpoint | own, *rest)

    right, wrong = interrupted(case_of(index)), interrupted(case_of(index))
    right.run(resumed)
    wrong.run(forgetful)

    assert not same_state(wrong.model.state_dict(), right.model.state_dict())


def test_layers_asked_after_the_last_step_are_those_of_the_classification():
    task = interrupted(case_of())

    asked = asked_after_training(task.run(resumed))

    assert {one.kind for one in asked} == {"Sequential", "BatchNorm1d", "Linear", "Tanh"}
    assert not any(one.trains for one in asked)
    assert asked_after_training(interrupted(case_of()).run(lambda *_: None)) == []


def test_classes_are_asked_for_without_a_trace():
    task = interrupted(case_of(1))
    was, before = task.model.training, copy.deepcopy(task.model.state_dict())

    task.classes()

    assert task.model.training is was
    assert same_state(task.model.state_dict(), before)


STATE = {"a": torch.tensor([1.0, 2.0]), "groups": [{"lr": 0.5, "params": [0, 1]}], 0: {"step": 3}}


@pytest.mark.parametrize(
    "found",
    [
        copy.deepcopy(STATE),
        OrderedDict(reversed(STATE.items())),
        STATE | {"groups": ({"lr": 0.5, "params": (0, 1)},)},
    ],
)
def test_equal_states_are_the_same_in_any_order_and_brackets(found):
    assert same_state(found, STATE)


@pytest.mark.parametrize(
    "found",
    [
        None,
        [*STATE.items()],
        STATE | {"a": torch.tensor([1.0, 2.5])},
        STATE | {"a": torch.tensor([1.0, 2.0], dtype=torch.float64)},
        STATE | {"groups": [{"lr": 0.25, "params": [0, 1]}]},
        STATE | {"groups": [{"lr": 0.5, "params": [0]}]},
        {key: value for key, value in STATE.items() if key != 0},
        STATE | {"b": 1},
        STATE | {"a": nn.Linear(1, 1)},
    ],
)
def test_other_states_are_not_the_same(found):
    assert not same_state(found, STATE)


def test_a_learners_own_keys_and_values_are_never_compared():
    class Spy(str):
        __slots__ = ()

        def __eq__(self, other):
            raise AssertionError("compared")

        def __hash__(self):
            return hash("a")

    class Liar:
        def __eq__(self, other):
            raise AssertionError("compared")

        __hash__ = None

    assert not same_state({Spy("a"): 1}, STATE)
    assert not same_state(STATE | {"a": Liar()}, STATE)
