"""A network of like hidden units: its gradient, and what a repair did to its parameters."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from autograder.probing import Case, LikeUnits
from autograder.probing.submission import LearnerError


def network_of(index=0):
    return LikeUnits(Case("public", "break_symmetry/check", index))


def by_hand(network):
    """The gradient of the mean squared error at the hidden weight, by the chain rule."""
    W, b, v, c = (one.detach() for one in network.parameters)
    hidden = torch.tanh(network.X @ W.T + b)
    slope = 2 * (hidden @ v.T + c - network.y) / len(network.y)
    return ((slope @ v) * (1 - hidden**2)).T @ network.X


@pytest.mark.parametrize("index", range(4))
def test_units_are_alike_and_so_are_the_rows_of_their_gradient(index):
    network = network_of(index)
    weight = network.parameters[0]

    assert torch.equal(weight, weight[:1].expand_as(weight))
    assert torch.allclose(network.before, by_hand(network), atol=1e-6)
    assert torch.allclose(network.before, network.before[:1].expand_as(network.before))


def test_the_gradient_is_that_of_the_parameters_as_they_are_now():
    network = network_of()
    with torch.no_grad():
        network.parameters[0].copy_(torch.randn_like(network.parameters[0]))

    assert torch.allclose(network.gradient(), by_hand(network), atol=1e-6)
    assert not torch.allclose(network.gradient(), network.before)
    with torch.no_grad():  # whatever the learner left autograd switched to
        assert torch.allclose(network.gradient(), by_hand(network), atol=1e-6)


@pytest.mark.parametrize("index", range(4))
def test_the_answers_are_those_of_the_model(index):
    network = network_of(index)

    assert torch.allclose(network.as_they_are()[-1], network.model(network.X), atol=1e-6)
    assert not network.as_they_are()[-1].requires_grad


def test_a_repair_gets_copies_of_the_batch_and_gives_two_gradients():
    network = network_of()
    before = network.X.clone()

    def repair(model, X, y):
        X.zero_()
        y.zero_()
        return 1, 2

    assert network.repaired(repair) == (1, 2)
    assert torch.equal(network.X, before)
    assert network.repaired(lambda *_: None) == (None, None)


def test_parameters_fit_as_long_as_shapes_and_dtypes_stay():
    network = network_of()
    assert network.fits

    network.parameters[0].data = torch.ones(1)
    assert not network.fits

    other = network_of()
    other.parameters[1].data = other.parameters[1].data.double()
    assert not other.fits


def test_a_tensor_that_was_put_in_place_of_a_parameter_is_told_by_its_name():
    network = network_of()
    assert network.replaced() == []

    network.model[0].weight = nn.Parameter(torch.ones_like(network.model[0].weight))
    assert network.replaced() == ["0.weight"]

    network.model[2].bias = None
    assert network.replaced() == ["0.weight", "2.bias"]


def test_what_the_model_raises_is_the_learners():
    network = network_of()

    def refuse():
        raise KeyError("no")

    network.model.parameters = refuse

    with pytest.raises(LearnerError):
        network.replaced()
