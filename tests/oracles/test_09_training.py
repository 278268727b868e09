"""What the answers to ``09_training`` give, by numpy: gradients, steps, means and curves."""

from __future__ import annotations

import copy
import itertools

import numpy as np
import pytest
import torch
from torch import nn


def drawn(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def linear_with(W, b):
    model = nn.Linear(W.shape[1], W.shape[0])
    with torch.no_grad():
        model.weight.copy_(torch.tensor(W))
        model.bias.copy_(torch.tensor(b))
    return model


class Descent:
    """Linear regression by numpy: mean squared error, gradient descent with momentum."""

    def __init__(self, W, b, lr, momentum=0.0):
        self.W, self.b, self.lr, self.momentum = W.astype(float), b.astype(float), lr, momentum
        self.speed = [0.0, 0.0]

    def step(self, X, y):
        """Move once by the batch; return its loss from before."""
        residual = X @ self.W.T + self.b - y
        slopes = [2 * residual.T @ X / len(X), 2 * residual.mean(axis=0)]
        self.speed = [self.momentum * v + g for v, g in zip(self.speed, slopes, strict=True)]
        self.W = self.W - self.lr * self.speed[0]
        self.b = self.b - self.lr * self.speed[1]
        return float((residual**2).mean())


def agree(model, descent):
    return np.allclose(model.weight.detach(), descent.W, rtol=1e-4, atol=1e-5) and np.allclose(
        model.bias.detach(), descent.b, rtol=1e-4, atol=1e-5
    )


@pytest.mark.oracle("sgd_step")
def test_sgd_step_moves_as_numpy_does_with_momentum(answer):
    W, b = drawn(1, 1, 3), drawn(2, 1)
    model, descent = linear_with(W, b), Descent(W, b, lr=0.1, momentum=0.9)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)

    for seed, rows in ((3, 4), (4, 1), (5, 6)):
        X, y = drawn(seed, rows, 3), drawn(seed + 10, rows, 1)
        loss = answer.sgd_step(model, optimizer, nn.MSELoss(), torch.tensor(X), torch.tensor(y))

        assert type(loss) is float
        assert loss == pytest.approx(descent.step(X, y), rel=1e-4)
        assert agree(model, descent)


@pytest.mark.oracle("sgd_step")
def test_sgd_step_on_classes_goes_by_softmax_minus_one_hot(answer):
    W, b, X = drawn(6, 4, 3), drawn(7, 4), drawn(8, 5, 3)
    classes = np.array([0, 3, 3, 1, 2])
    model = linear_with(W, b)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)

    loss = answer.sgd_step(
        model, optimizer, nn.CrossEntropyLoss(), torch.tensor(X), torch.tensor(classes)
    )

    scores = (X @ W.T + b).astype(float)
    share = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    assert loss == pytest.approx(-np.log(share[np.arange(5), classes]).mean(), rel=1e-4)
    pull = (share - np.eye(4)[classes]) / 5
    assert np.allclose(model.weight.detach(), W - 0.5 * pull.T @ X, atol=1e-5)
    assert np.allclose(model.bias.detach(), b - 0.5 * pull.sum(axis=0), atol=1e-5)


@pytest.mark.oracle("batches")
@pytest.mark.parametrize(
    ("N", "size", "sizes"),
    [(7, 3, [3, 3, 1]), (6, 3, [3, 3]), (1, 4, [1]), (5, 1, [1] * 5), (4, 4, [4]), (2, 9, [2])],
)
def test_batches_bring_each_card_once_in_stacks_of_one_size(answer, N, size, sizes):
    X, y = torch.tensor(drawn(N, N, 3)), torch.arange(N, dtype=torch.float32).reshape(N, 1)
    before = X.clone(), y.clone()

    pairs = list(answer.batches(X, y, size))

    assert [tuple(one.shape) for one, _ in pairs] == [(k, 3) for k in sizes]
    assert [tuple(one.shape) for _, one in pairs] == [(k, 1) for k in sizes]
    numbers = [int(back) for _, part in pairs for back in part]
    assert sorted(numbers) == list(range(N))
    fronts = np.concatenate([one.numpy() for one, _ in pairs])
    assert np.array_equal(fronts, before[0].numpy()[numbers])
    assert torch.equal(X, before[0])
    assert torch.equal(y, before[1])


@pytest.mark.oracle("batches")
def test_batches_come_in_each_order_about_equally_often(answer):
    X, y = torch.zeros(3, 3), torch.tensor([[0.0], [1.0], [2.0]])
    seed = torch.initial_seed()

    orders = [
        tuple(int(back) for _, part in answer.batches(X, y, 2) for back in part) for _ in range(600)
    ]

    counts = [orders.count(order) for order in itertools.permutations(range(3))]
    assert min(counts) > 50  # 100 are due; so few come once in a hundred million times
    assert torch.initial_seed() == seed


class Turning:
    """A loader whose epochs begin with another batch each time; looking through it trains nothing."""

    def __init__(self, batches, optimizer):
        self.batches, self.steps = batches, 0
        optimizer.register_step_post_hook(self.stepped)

    def stepped(self, *_):
        self.steps += 1

    def __len__(self):
        return len(self.batches)

    def __iter__(self):
        return iter(turned(self.batches, self.steps // len(self)))


def turned(batches, epoch):
    first = epoch % len(batches)
    return [*batches[first:], *batches[:first]]


@pytest.mark.oracle("epochs")
def test_epochs_log_the_mean_over_samples_as_numpy_does(answer):
    W, b = drawn(20, 1, 3), drawn(21, 1)
    parts = [(drawn(22 + k, k, 3), drawn(32 + k, k, 1)) for k in (4, 1, 3)]
    model, descent = linear_with(W, b), Descent(W, b, lr=0.05)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    loader = Turning([(torch.tensor(X), torch.tensor(y)) for X, y in parts], optimizer)

    log = answer.epochs(model, optimizer, nn.MSELoss(), loader, 3)

    expected = [
        sum(descent.step(X, y) * len(X) for X, y in turned(parts, epoch)) / 8 for epoch in range(3)
    ]
    assert all(type(entry) is float for entry in log)
    assert log == pytest.approx(expected, rel=1e-4)
    assert agree(model, descent)


@pytest.mark.oracle("evaluate")
@pytest.mark.parametrize("trains", [True, False])
@pytest.mark.parametrize("rows", [1, 5])
def test_evaluate_calculates_by_running_statistics_and_without_dropout(answer, trains, rows):
    torch.manual_seed(4)
    layers = nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Dropout(0.5), nn.Linear(4, 1)
    model = nn.Sequential(*layers)
    layers[1].running_mean.copy_(torch.tensor([0.5, -1.0, 2.0, 0.0]))
    layers[1].running_var.copy_(torch.tensor([4.0, 1.0, 0.25, 9.0]))
    model.train(trains)
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    before = copy.deepcopy(model.state_dict())
    X, y = drawn(50, rows, 3), drawn(51, rows, 1)

    loss = answer.evaluate(model, nn.MSELoss(), torch.tensor(X), torch.tensor(y))

    W1, b1, scale, shift, W2, b2 = (p.detach().double().numpy() for p in model.parameters())
    mean, var = before["1.running_mean"].numpy(), before["1.running_var"].numpy()
    normed = (X @ W1.T + b1 - mean) / np.sqrt(var + 1e-5) * scale + shift
    assert type(loss) is float
    assert loss == pytest.approx(((normed @ W2.T + b2 - y) ** 2).mean(), rel=1e-4)
    assert [one.training for one in model.modules()] == [trains] * 5
    assert all(torch.equal(now, before[name]) for name, now in model.state_dict().items())
    assert all(torch.equal(p.grad, torch.ones_like(p)) for p in model.parameters())
    assert torch.is_grad_enabled()


@pytest.mark.oracle("optimizer_params")
def test_only_the_new_layer_moves_and_by_the_rate_that_was_given(answer):
    torch.manual_seed(9)
    model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
    first, frozen = model[0], [p.detach().clone() for p in model[0].parameters()]
    X, y = drawn(60, 6, 3), drawn(61, 6, 2)

    optimizer = answer.optimizer_params(model, 2, 0.3)
    W, b = (p.detach().double().numpy().copy() for p in model[2].parameters())
    ((model(torch.tensor(X)) - torch.tensor(y)) ** 2).mean().backward()
    optimizer.step()

    assert W.shape == (2, 4)
    hidden = np.tanh(X @ frozen[0].numpy().T + frozen[1].numpy())
    residual = hidden @ W.T + b - y
    assert np.allclose(model[2].weight.detach(), W - 0.3 * residual.T @ hidden / 6, atol=1e-5)
    assert np.allclose(model[2].bias.detach(), b - 0.3 * residual.sum(axis=0) / 6, atol=1e-5)
    assert model[0] is first
    assert all(torch.equal(p, was) for p, was in zip(first.parameters(), frozen, strict=True))
    assert all(p.grad is None for p in first.parameters())
    own = {id(p) for p in model.parameters()}
    held = {id(p) for group in optimizer.param_groups for p in group["params"]}
    assert {id(p) for p in model[2].parameters()} <= held <= own


class TanhNet:
    """Three inputs, four tanh units, one output, by numpy; trained on the mean squared error."""

    def __init__(self, model):
        by_shape = {tuple(p.shape): p.detach().double().numpy().copy() for p in model.parameters()}
        assert sum(one.size for one in by_shape.values()) == 21
        self.parts = [by_shape[shape] for shape in ((4, 3), (4,), (1, 4), (1,))]

    def answer(self, X, keep=1.0):
        W, b, v, c = self.parts
        return ((np.tanh(X @ W.T + b) * keep) @ v.T + c)[:, 0]

    def loss(self, X, y, keep=1.0):
        return ((self.answer(X, keep) - y) ** 2).mean()

    def step(self, X, y, lr):
        """Move by a gradient of finite differences; return the loss from before."""
        before, slopes = self.loss(X, y), []
        for part in self.parts:
            slope = np.zeros_like(part)
            for place in np.ndindex(part.shape):
                for way in (1e-5, -1e-5):
                    part[place] += way
                    slope[place] += self.loss(X, y) / (2 * way)
                    part[place] -= way
            slopes.append(slope)
        self.parts = [part - lr * slope for part, slope in zip(self.parts, slopes, strict=True)]
        return before


@pytest.mark.oracle("bug_hunt")
def test_the_mended_script_descends_as_finite_differences_say(answer):
    X, y, X_new, y_new = drawn(70, 5, 3), drawn(71, 5), drawn(72, 3, 3), drawn(73, 3)
    model = answer.Net()
    for layer in model.modules():
        if isinstance(layer, nn.Dropout):
            layer.p = 0.0
    answer.Net, expected = lambda: model, TanhNet(model)

    returned, history, new_loss = answer.bug_hunt(*map(torch.tensor, (X, y, X_new, y_new)), 0.1, 4)

    assert returned is model
    assert history == pytest.approx([expected.step(X, y, 0.1) for _ in range(4)], rel=1e-3)
    assert new_loss == pytest.approx(expected.loss(X_new, y_new), rel=1e-3)
    assert {type(one) for one in [*history, new_loss]} == {float}


@pytest.mark.oracle("bug_hunt")
def test_in_training_each_loss_is_one_that_dropout_can_give_and_the_evaluation_has_none(answer):
    X, y, X_new, y_new = drawn(80, 1, 3), drawn(81, 1), drawn(82, 4, 3), drawn(83, 4)

    model, history, new_loss = answer.bug_hunt(
        *map(torch.tensor, (X, y, X_new, y_new)), lr=0.0, steps=30
    )

    net = TanhNet(model)
    masks = itertools.product([0.0, 1 / 0.75], repeat=4)
    possible = np.array([net.loss(X, y, np.array(mask)) for mask in masks])
    assert len(history) == 30
    assert all(np.abs(possible - loss).min() < 1e-4 * (1 + loss) for loss in history)
    assert len({round(loss, 6) for loss in history}) > 1
    assert new_loss == pytest.approx(net.loss(X_new, y_new), rel=1e-3)


@pytest.mark.oracle("capstone")
def test_the_model_finds_the_curve_behind_the_noise(answer):
    rng = np.random.default_rng(90)
    x, x_new = rng.uniform(-2, 2, (64, 1)), rng.uniform(-2, 2, (32, 1))
    noisy = [np.sin(2 * one + 0.3) + rng.normal(0, 0.1, one.shape) for one in (x, x_new)]
    X, X_new, y, y_new = (torch.tensor(one, dtype=torch.float32) for one in (x, x_new, *noisy))

    model, history, new_loss = answer.capstone(X, y, X_new, y_new)

    places = np.linspace(-1.9, 1.9, 50).reshape(-1, 1)
    with torch.no_grad():
        found, found_new = (
            model.eval()(torch.tensor(one, dtype=torch.float32)).numpy() for one in (places, x_new)
        )
    assert ((found - np.sin(2 * places + 0.3)) ** 2).mean() < 0.05
    assert new_loss == pytest.approx(((found_new - noisy[1]) ** 2).mean(), rel=1e-3)
    assert history[-1] < history[0]
    assert {type(one) for one in [*history, new_loss]} == {float}
