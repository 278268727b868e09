"""Places of tensors in words, also where there are no numbers; and where two places met."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from autograder.probing import Case, watching
from autograder.probing.devices import Meetings, Move, held_by, place_of, places_of, shapes_at
from autograder.probing.submission import LearnerError, call_learner

META = torch.ones(2, 3, device="meta", dtype=torch.float16)


def test_a_place_is_device_and_dtype_and_of_what_is_no_tensor_its_type():
    assert place_of(META) == "meta float16"
    assert place_of(nn.Parameter(torch.ones(1))) == "cpu float32"
    assert place_of(2.5) == "float"
    assert place_of(None) == "NoneType"


def test_places_are_told_once_each_and_shapes_of_one_place_alone():
    tensors = [torch.ones(2), META, torch.ones(()), META]

    assert places_of(tensors) == "cpu float32, meta float16"
    assert places_of([]) == ""
    assert shapes_at("meta float16", tensors) == [[2, 3], [2, 3]]


def test_an_optimizer_holds_its_parameters_and_anything_else_nothing():
    layer = nn.Linear(2, 1)

    assert held_by(torch.optim.SGD(layer.parameters(), lr=1)) == [*layer.parameters()]
    assert held_by([layer.weight]) == held_by(None) == []


def test_data_to_move_lies_about_its_centre_on_the_cpu():
    move = Move.drawn(Case("public", "move_it/check", 0), "meta", torch.float16)

    assert (place_of(move.X), move.goal) == ("cpu float32", "meta float16")
    assert (move.X - torch.tensor(move.centre)).abs().max() <= 2.01
    assert (move.X.shape, move.y.shape) == ((5, 3), (5, 1))
    assert move.model(move.X).shape == move.y.shape
    assert move.arguments[3] is not move.centre


def met(question, **named):
    with watching(Meetings(**named)) as seen:
        call_learner(question)
    return seen.clues["met"], seen.clues["asked_to_move"]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        (lambda: META - torch.ones(3), "sub: meta float16, cpu float32"),
        (lambda: torch.ones(3).double() + torch.ones(3), "add: cpu float64, cpu float32"),
        (
            lambda: nn.functional.mse_loss(META, target=torch.ones(2, 3)),
            "torch.nn.functional.mse_loss: meta float16, cpu float32",
        ),
        (lambda: META - META, ""),
        (lambda: nn.Linear(2, 1).to("meta"), ""),
        (lambda: torch.ones(3).to(META), ""),
        (lambda: 2 * torch.ones(3), ""),
    ],
)
def test_the_first_call_with_tensors_of_two_places_is_told_whether_it_came_back_or_not(
    question, first
):
    assert met(question)[0] == first


def test_a_tensor_that_was_asked_to_move_is_told_even_if_the_result_was_lost():
    X, y, other = torch.ones(2), torch.ones(2), torch.ones(2)

    def question():
        X.to("meta")
        other.to(torch.float64)

    assert met(question, X=X, y=y)[1] == ("X",)


def test_the_watcher_leaves_nothing_on_the_stack_when_a_learner_raises():
    with watching(Meetings()) as seen:
        call_learner(lambda: 1 / 0)

    assert seen.raised
    assert torch.overrides._get_current_function_mode_stack() == []
    with pytest.raises(LearnerError):
        call_learner(lambda: META.item())
