"""Models that came from a submission are asked by their type, and what they raise is the learner's."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from autograder.probing import Case, describe, models, watching
from autograder.probing.submission import LearnerError
from autograder.probing.watching import Seen


class Liar:
    """Says to be a module."""

    @property
    def __class__(self):
        return nn.Linear


class Broken(nn.Module):
    """Whatever is asked of it raises."""

    def named_parameters(self, *_, **__):
        raise KeyError("no")

    parameters = named_buffers = state_dict = named_parameters


class Mean(nn.Module):
    """A parameter, a buffer with the statistics of a batch, and one that is not saved."""

    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(2))
        self.register_buffer("mean", torch.zeros(3))
        self.register_buffer("mean_now", torch.zeros(1), persistent=False)


def case_of(index=0):
    return Case("public", "models/check", index)


def test_a_module_is_known_by_its_type_alone():
    assert models.is_module(nn.Linear(1, 1))
    assert models.is_sequential(nn.Sequential())
    assert not models.is_module(Liar())
    assert not models.is_sequential(nn.Linear(1, 1))
    assert not models.is_module(nn.Linear)


def test_a_module_is_noted_and_returned():
    seen, layer = Seen(), nn.Linear(1, 1)

    assert models.made(seen, layer) is layer
    assert seen.facts["is_module"] is True


def test_where_no_module_was_made_nothing_more_is_asked():
    with watching() as seen:
        models.made(seen, Liar())
        seen.fact("asked", True)

    assert seen.facts == {"raised": None, "is_module": False}


def test_drawn_numbers_fit_a_linear_layer_of_these_sizes():
    values = models.linear_values(Case("public", "e/c", 0), "output", 3, 2, width=0.5)

    layer = nn.Linear(3, 2)
    shapes = {f"output.{name}": one.shape for name, one in layer.named_parameters()}
    assert {name: one.shape for name, one in values.items()} == shapes
    assert all(one.abs().max() <= 0.5 for one in values.values())


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (nn.Sequential(nn.ReLU()), "nn.Sequential"),
        ([nn.ReLU()], "list"),
        ((nn.ReLU(),), "list"),
        (None, "NoneType"),
    ],
)
def test_a_model_is_told_in_words(model, words):
    assert models.type_of_model(model) == words


def test_a_layer_is_called_as_in_code():
    assert models.kind_of_layer(nn.Linear(1, 1)) == "Linear"
    assert models.kind_of_layer(nn.Tanh()) == "Tanh"
    assert models.kind_of_layer(3) == "int"


def test_two_things_are_a_pair_and_nothing_else_is():
    assert models.pair((1, 2)) == models.pair([1, 2]) == (1, 2)
    assert models.pair((1, 2, 3)) == ((1, 2, 3), None)
    assert models.pair("ab") == ("ab", None)
    assert models.pair(None) == (None, None)


def test_only_a_linear_layer_has_weight_and_bias():
    layer = nn.Linear(2, 3)

    assert models.weight_and_bias(layer) == (layer.weight, layer.bias)
    assert models.weight_and_bias(nn.Linear(2, 3, bias=False))[1] is None
    assert models.weight_and_bias(nn.Conv1d(1, 1, 1)) == (None, None)
    assert models.weight_and_bias(None) == (None, None)


def test_names_shapes_and_counts_are_those_of_what_is_registered():
    model = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))

    assert models.parameter_names(model) == ["0.weight", "0.bias", "2.weight", "2.bias"]
    assert models.registered(model) == [
        "0.bias (3,)", "0.weight (3, 2)", "2.bias (1,)", "2.weight (1, 3)",
    ]  # fmt: skip
    assert models.registered_count(model) == 2 * 3 + 3 + 3 + 1


def test_buffers_are_those_registered_and_stored_are_those_that_are_saved():
    model = Mean()

    assert models.buffers(model, "mean") == ["mean (3,)", "mean_now (1,)"]
    assert models.stored(model, "mean") == ["mean (3,)"]
    assert models.stored(model, "scale") == []


def test_a_model_in_numbers_is_what_it_holds_collects_and_counts():
    model = nn.BatchNorm1d(1)
    model.weight.grad = torch.tensor([7.0])

    numbers = models.numbers_of(model)

    assert numbers["parameters"] == [describe(torch.tensor([1.0])), describe(torch.tensor([0.0]))]
    assert numbers["gradients"] == [describe(torch.tensor([7.0])), None]
    assert [describe(0.0 * one.values[0]) for one in numbers["statistics"]] == [0.0] * 3


def test_the_mode_is_that_of_all_parts():
    model = nn.Sequential(nn.Dropout(), nn.Linear(1, 1))
    assert models.mode_of(model) == "train"

    model[0].eval()
    assert models.mode_of(model) == "mixed"
    assert models.mode_of(model.eval()) == "eval"


def test_a_model_is_tracked_if_all_of_its_parameters_are():
    model = nn.Linear(1, 1)
    assert models.tracked(model)
    model.bias.requires_grad_(False)
    assert not models.tracked(model)


def test_only_what_can_be_trained_collects_the_number_it_is_used_with():
    model = nn.Linear(2, 1)
    model.bias.requires_grad_(False)

    weight, bias = models.gradients_in_use(model, 1.5)

    assert (weight.tolist(), bias) == ([[1.5, 1.5]], None)
    assert model.weight.grad is None


def test_numbers_of_the_case_are_put_into_all_parameters():
    one, again = (models.with_drawn_numbers(nn.Linear(3, 2), case_of()) for _ in range(2))
    other = models.with_drawn_numbers(nn.Linear(3, 2), case_of(1))

    assert torch.equal(one.weight, again.weight)
    assert not torch.equal(one.weight, other.weight)
    assert one.weight.abs().max() <= 1


def test_values_are_put_where_name_and_shape_fit():
    model = nn.Linear(2, 1)
    before = model.bias.clone()

    models.fill(model, {"weight": torch.tensor([[5.0, 6.0]]), "bias": torch.ones(4), "b": before})

    assert model.weight.tolist() == [[5, 6]]
    assert torch.equal(model.bias, before)


def test_writing_adds_in_place_as_a_step_would():
    layer = nn.Linear(1, 1)
    before = layer.weight.item()

    models.write([layer.weight], 2.0)

    assert layer.weight.item() == pytest.approx(before + 2)
    assert layer.weight.is_leaf
    assert models.first_number(torch.full((2, 2), 3.0)).tolist() == [3]
    assert models.first_number(None) is None


def test_sizes_of_a_network_are_never_equal():
    for index in range(30):
        for inputs, hidden in (
            models.drawn_sizes(case_of(index)),
            models.turned_sizes(case_of(index)),
        ):
            assert inputs != hidden
            assert {inputs, hidden} <= set(range(2, 10))


@pytest.mark.parametrize(
    "question",
    [
        models.registered,
        models.registered_count,
        lambda model: models.buffers(model, "x"),
        lambda model: models.stored(model, "x"),
        lambda model: models.fill(model, {}),
    ],
)
def test_what_a_model_raises_is_the_learners(question):
    with pytest.raises(LearnerError):
        question(Broken())


def test_what_is_no_module_has_no_names():
    with pytest.raises(LearnerError):
        models.parameter_names(3)
    assert models.attribute(nn.Linear(1, 1), "hidden") is None
