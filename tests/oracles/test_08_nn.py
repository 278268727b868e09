"""What the answers to ``08_nn`` give, by numpy, by counting, and by torch's own functions and optimizers."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F


def drawn(*shape, seed=8):
    return torch.tensor(np.random.default_rng(seed).normal(size=shape), dtype=torch.float32)


def by_numpy(X, *layers):
    """What linear layers with tanh between them answer; each layer is a weight and a bias."""
    H = X.numpy()
    for number, (weight, bias) in enumerate(layers):
        H = np.tanh(H) if number else H
        H = H @ weight.detach().numpy().T + bias.detach().numpy()
    return H


@pytest.mark.oracle("linear_layer")
@pytest.mark.parametrize(("D", "K"), [(3, 2), (2, 2), (1, 4)])
def test_linear_layer_answers_as_the_old_model_does(answer, D, K):
    W, b = drawn(D, K).requires_grad_(), drawn(K, seed=9).requires_grad_()
    X, more = drawn(5, D, seed=10), drawn(7, D, seed=11)

    layer, prediction = answer.linear_layer(W, b, X)

    old = W.detach().numpy(), b.detach().numpy()
    assert (layer.in_features, layer.out_features) == (D, K)
    assert layer(more).tolist() == pytest.approx(more.numpy() @ old[0] + old[1], abs=1e-5)
    assert prediction.tolist() == pytest.approx(X.numpy() @ old[0] + old[1], abs=1e-5)


@pytest.mark.oracle("linear_layer")
def test_linear_layer_is_trained_without_the_old_model(answer):
    W, b, X = drawn(3, 2).requires_grad_(), drawn(2).requires_grad_(), drawn(5, 3, seed=10)
    old = W.tolist(), b.tolist()

    layer, prediction = answer.linear_layer(W, b, X)
    prediction.sum().backward()
    torch.optim.SGD(layer.parameters(), lr=1.0).step()

    assert layer.weight.grad.tolist() == pytest.approx(np.tile(X.sum(0).numpy(), (2, 1)), abs=1e-5)
    assert layer.bias.grad.tolist() == [5, 5]
    assert layer.bias.tolist() == pytest.approx([one - 5 for one in old[1]], abs=1e-5)
    assert (W.tolist(), b.tolist()) == old
    assert W.grad is b.grad is None


@pytest.mark.oracle("sequential")
@pytest.mark.parametrize(("inputs", "hidden"), [(3, 4), (1, 1), (6, 2)])
def test_sequential_loads_stored_numbers_and_counts_them(answer, inputs, hidden):
    model, count = answer.sequential(inputs, hidden)
    stored = {
        "0.weight": drawn(hidden, inputs), "0.bias": drawn(hidden),
        "2.weight": drawn(1, hidden, seed=9), "2.bias": drawn(1, seed=9),
    }  # fmt: skip
    model.load_state_dict(stored)

    X = drawn(5, inputs, seed=10)
    first, last = ((stored[f"{at}.weight"], stored[f"{at}.bias"]) for at in "02")
    assert model(X).tolist() == pytest.approx(by_numpy(X, first, last), abs=1e-4)
    assert count == sum(one.numel() for one in stored.values())
    assert type(count) is int


@pytest.mark.oracle("sequential")
def test_sequential_counts_what_the_statement_counts(answer):
    assert answer.sequential(3, 4)[1] == 21


@pytest.mark.oracle("custom_module")
def test_custom_module_multiplies_what_two_layers_answer(answer):
    model, X = answer.custom_module(3, 5), drawn(4, 3)
    assert model.gain.tolist() == [1]
    with torch.no_grad():
        model.gain.fill_(-2.5)

    layers = ((one.weight, one.bias) for one in (model.hidden, model.output))

    assert model(X).tolist() == pytest.approx(-2.5 * by_numpy(X, *layers), abs=1e-5)


@pytest.mark.oracle("custom_module")
def test_custom_module_has_five_parameters_and_each_has_its_slope(answer):
    model, X, h = answer.custom_module(2, 3).double(), drawn(4, 2).double(), 1e-6
    named = dict(model.named_parameters())
    shapes = {name: tuple(one.shape) for name, one in named.items()}
    assert shapes == {
        "gain": (1,), "hidden.weight": (3, 2), "hidden.bias": (3,),
        "output.weight": (1, 3), "output.bias": (1,),
    }  # fmt: skip

    (model(X) ** 2).mean().backward()

    for one in named.values():
        place = (0,) * one.ndim
        around = []
        for step in (h, -2 * h):
            with torch.no_grad():
                one[place] += step
                around.append((model(X) ** 2).mean().item())
        with torch.no_grad():
            one[place] += h
        assert one.grad[place].item() == pytest.approx((around[0] - around[1]) / (2 * h), rel=1e-4)


@pytest.mark.oracle("registered")
@pytest.mark.parametrize("depth", [1, 3])
def test_registered_stores_all_and_forecasts_by_what_is_stored(answer, depth):
    mean = drawn(3)
    model = answer.registered(3, 4, depth, mean.clone())

    stored = model.state_dict()
    trained = [f"layers.{at}.{kind}" for at in range(depth) for kind in ("weight", "bias")]
    trained += ["output.weight", "output.bias", "scale"]
    assert set(stored) == {*trained, "mean"}
    assert {name for name, _ in model.named_parameters()} == set(trained)
    assert stored["scale"].tolist() == [1]

    new = {name: drawn(*one.shape, seed=20 + at) for at, (name, one) in enumerate(stored.items())}
    model.load_state_dict(new)
    X = drawn(5, 3, seed=9)
    names = [*(f"layers.{at}" for at in range(depth)), "output"]
    layers = [(new[f"{name}.weight"], new[f"{name}.bias"]) for name in names]
    forecast = new["scale"].numpy() * by_numpy(X - new["mean"], *layers)
    assert model(X).tolist() == pytest.approx(forecast, abs=1e-4)


@pytest.mark.oracle("registered")
def test_registered_lets_an_optimizer_move_all_but_the_mean(answer):
    model = answer.registered(3, 4, 2, drawn(3))
    before = {name: one.clone() for name, one in model.state_dict().items()}

    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    F.mse_loss(model(drawn(5, 3, seed=9)), drawn(5, 1, seed=10) + 3).backward()
    optimizer.step()

    after = model.state_dict()
    assert {name for name in before if torch.equal(before[name], after[name])} == {"mean"}


@pytest.mark.oracle("break_symmetry")
@pytest.mark.parametrize("weights", [(0.0, 0.0), (0.4, -1.2)])
def test_break_symmetry_shows_both_gradients_and_makes_units_different(answer, weights):
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
    handed = list(model.parameters())
    with torch.no_grad():
        for parameter, value in zip(handed, (weights[0], 0, weights[1], 0), strict=True):
            parameter.fill_(value)
    X, y = drawn(5, 3), drawn(5, 1, seed=9)
    expected = at_hidden_weight(model, X, y)

    before, after = answer.break_symmetry(model, X, y)

    assert before.tolist() == pytest.approx(expected, abs=1e-5)
    assert after.tolist() == pytest.approx(at_hidden_weight(model, X, y), abs=1e-5)
    assert all(one is was for one, was in zip(model.parameters(), handed, strict=True))
    assert len(set(model[0].weight.flatten().tolist())) == 12
    assert len(set(model[2].weight.flatten().tolist())) == 4


def at_hidden_weight(model, X, y):
    """The gradient of the mean squared error by the chain rule, in numpy."""
    weight, bias, out, out_bias = (one.detach().numpy() for one in model.parameters())
    hidden = np.tanh(X.numpy() @ weight.T + bias)
    residual = hidden @ out.T + out_bias - y.numpy()
    return (2 / len(X) * residual * out * (1 - hidden**2)).T @ X.numpy()
