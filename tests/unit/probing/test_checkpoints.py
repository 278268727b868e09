"""A night is saved, goes on, and is resumed; what is in a checkpoint is looked through."""

from __future__ import annotations

import collections
import copy

import pytest
import torch
from torch import nn

from autograder.probing import Case
from autograder.probing.checkpoints import Night, holds_graph, through_a_file


def night_of(index=3):
    return Night(Case("public", "save_and_resume/check", index))


def states(model, optimizer):
    return copy.deepcopy({"model": model.state_dict(), "optimizer": optimizer.state_dict()})


def put(night, checkpoint):
    night.new_model.load_state_dict(checkpoint["model"])
    night.new_optimizer.load_state_dict(checkpoint["optimizer"])


@pytest.mark.parametrize("index", range(4))
def test_a_resumed_night_holds_what_was_saved_and_not_what_came_after(index):
    night = night_of(index)
    kept = states(night.model, night.optimizer)
    night.train(2)
    put(night, through_a_file(kept)[1])
    held = night.resumed_model()

    saved, later, resumed = (
        [value.tolist() for value in state.values()]
        for state in (kept["model"], night.model.state_dict(), night.new_model.state_dict())
    )
    assert resumed == saved != later
    assert len(held["parameters"]) == len(list(night.model.parameters()))
    assert bool(held["statistics"]) is (index % 2 == 1)
    assert night.resumed_rate == night.optimizer.param_groups[0]["lr"]


def test_what_an_optimizer_remembers_shows_in_its_steps():
    remembering, forgetful = night_of(), night_of()
    put(remembering, states(remembering.model, remembering.optimizer))
    forgetful.new_model.load_state_dict(forgetful.model.state_dict())

    steps = [
        night.steps_of_resumed_optimizer(Case("public", "steps", 0))
        for night in (remembering, forgetful)
    ]

    assert steps[0] != steps[1]
    assert remembering.resumed_rate < forgetful.resumed_rate


def test_plain_things_come_through_a_file_as_they_were():
    plain = {"a": [1, 2.5, "text", None], 3: (torch.ones(2), {"x": True})}

    worked, read = through_a_file(plain)

    assert worked
    assert str(read) == str(plain)


@pytest.mark.parametrize(
    "thing", [nn.Linear(1, 1), nn.Linear(1, 1).state_dict, lambda: None, iter([1])]
)
def test_what_brings_code_along_does_not_come_through(thing):
    assert through_a_file({"model": thing}) == (False, None)


def test_a_graph_is_found_wherever_it_lies_and_leaves_hold_none():
    leaf = torch.ones(2, requires_grad=True)
    nested = collections.OrderedDict(a=[1, {"b": (leaf * 2,)}])

    assert holds_graph(nested)
    assert holds_graph(leaf * 2)
    assert not holds_graph({"a": [leaf, leaf.detach() * 2, None, {}]})
    assert not holds_graph(None)
