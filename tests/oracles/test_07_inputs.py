"""What the answers to ``07_inputs`` give, by numpy, closed forms and finite differences."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch


def drawn(*shape, seed=7):
    return np.random.default_rng(seed).normal(size=shape)


def floats(array, *, tracked=False):
    return torch.tensor(array, dtype=torch.float32, requires_grad=tracked)


def descended(loss, weights, lr, steps, *, h=1e-6):
    """The losses of gradient descent on numpy arrays, which it moves, by central differences."""
    losses = []
    for _ in range(steps):
        losses.append(loss(*weights))
        slopes = [np.zeros_like(one) for one in weights]
        for one, slope in zip(weights, slopes, strict=True):
            for place in np.ndindex(one.shape):
                middle = one[place]
                one[place] = middle + h
                above = loss(*weights)
                one[place] = middle - h
                slope[place] = (above - loss(*weights)) / (2 * h)
                one[place] = middle
        for one, slope in zip(weights, slopes, strict=True):
            np.subtract(one, lr * slope, out=one)
    return losses


@pytest.mark.oracle("linear_3_1")
@pytest.mark.parametrize("rows", [1, 3, 4])
def test_linear_3_1_weighs_each_row_as_numpy_does(answer, rows):
    X, W, b = drawn(rows, 3), drawn(3, 1), drawn(1)

    predictions = answer.linear_3_1(floats(X), floats(W), floats(b))

    assert predictions.shape == (rows, 1)
    assert predictions.tolist() == pytest.approx(np.dot(X, W) + b, abs=1e-5)


@pytest.mark.oracle("linear_3_1")
def test_linear_3_1_brings_each_weight_the_sum_of_its_inputs(answer):
    X, W, b = drawn(5, 3), floats(drawn(3, 1), tracked=True), floats([0.5], tracked=True)

    answer.linear_3_1(floats(X), W, b).sum().backward()

    # The sum of all predictions is sum_n (x_n · w + b).
    assert W.grad[:, 0].tolist() == pytest.approx(X.sum(axis=0), abs=1e-5)
    assert b.grad.tolist() == [5.0]


@pytest.mark.oracle("mse_shapes")
@pytest.mark.parametrize(("rows", "shape"), [(4, (4,)), (4, (4, 1)), (1, (1,)), (1, (1, 1))])
def test_mse_shapes_compares_each_shop_with_its_own_number(answer, rows, shape):
    prediction, target = drawn(rows, 1), drawn(rows, seed=8)
    tracked = floats(prediction, tracked=True)

    error = answer.mse_shapes(tracked, floats(target).reshape(shape))
    error.backward()

    difference = prediction[:, 0] - target
    assert error.shape == ()
    assert error.item() == pytest.approx((difference**2).mean(), rel=1e-5)
    assert tracked.grad[:, 0].tolist() == pytest.approx(2 * difference / rows, abs=1e-5)


@pytest.mark.oracle("mse_shapes")
def test_mse_shapes_finds_no_error_where_there_is_none(answer):
    prediction = floats([[3.0], [-1.0]])

    for target in (prediction.clone(), floats([3.0, -1.0])):
        assert answer.mse_shapes(prediction, target).item() == 0


@pytest.mark.oracle("tanh_relu_by_hand")
def test_tanh_relu_by_hand_agrees_with_math_and_with_differences(answer):
    x = [-30.0, -12.0, -1.25, -0.5, 0.75, 2.0, 12.0, 30.0]

    tanh, tanh_slope, relu, relu_slope = answer.tanh_relu_by_hand(floats(x))

    h = 1e-6
    differences = [(math.tanh(one + h) - math.tanh(one - h)) / (2 * h) for one in x]
    assert tanh.tolist() == pytest.approx(list(map(math.tanh, x)), abs=1e-6)
    assert tanh_slope.tolist() == pytest.approx(differences, abs=1e-6)
    assert relu.tolist() == [0, 0, 0, 0, 0.75, 2, 12, 30]
    assert relu_slope.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]


@pytest.mark.oracle("tanh_relu_by_hand")
def test_tanh_relu_by_hand_is_steep_and_flat_at_the_corner(answer):
    at_zero = [part.tolist() for part in answer.tanh_relu_by_hand(torch.zeros(1))]

    assert at_zero == [[0], [1], [0], [0]]


@pytest.mark.oracle("fit_by_hand_3_1")
@pytest.mark.parametrize("rows", [1, 5])
def test_fit_by_hand_3_1_descends_as_numpy_does(answer, rows):
    X, y, start = drawn(rows, 3), drawn(rows, 1, seed=8), drawn(3, 1, seed=9)
    W = floats(start, tracked=True)

    losses = answer.fit_by_hand_3_1(floats(X), floats(y), W, 0.05, 4)

    expected = []
    for _ in range(4):
        residual = X @ start - y
        expected.append((residual**2).mean())
        start = start - 0.05 * 2 / rows * X.T @ residual
    assert losses == pytest.approx(expected, rel=1e-4)
    assert W.tolist() == pytest.approx(start, abs=1e-4)


@pytest.mark.oracle("hidden_by_hand")
@pytest.mark.parametrize("rows", [1, 5])
def test_hidden_by_hand_descends_as_finite_differences_do(answer, rows):
    X, y = drawn(rows, 3), drawn(rows, 1, seed=8)
    weights = [drawn(3, 4, seed=9), drawn(4, 1, seed=10)]
    W1, W2 = (floats(one, tracked=True) for one in weights)

    losses = answer.hidden_by_hand(floats(X), floats(y), W1, W2, 0.1, 4)

    def loss(first, second):
        return ((np.tanh(X @ first) @ second - y) ** 2).mean()

    assert losses == pytest.approx(descended(loss, weights, 0.1, 4), rel=1e-4)
    for trained, expected in zip((W1, W2), weights, strict=True):
        assert trained.tolist() == pytest.approx(expected, abs=1e-4)
