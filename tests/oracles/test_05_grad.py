"""What the answers to ``05_grad`` give, by closed forms, finite differences and numpy."""

from __future__ import annotations

import numpy as np
import pytest
import torch


def leaf(value):
    return torch.tensor(value, dtype=torch.float64, requires_grad=True)


@pytest.mark.oracle("grad_adds_up")
@pytest.mark.parametrize("times", [1, 2, 7])
def test_grad_adds_up_holds_so_many_times_the_slope(answer, times):
    w = torch.tensor(0.5, requires_grad=True)

    held = answer.grad_adds_up(w, -2.25, times)

    assert list(held) == pytest.approx([-2.25 * call for call in range(1, times + 1)])
    assert all(type(one) is float for one in held)
    assert w.item() == 0.5


@pytest.mark.oracle("zero_it")
def test_zero_it_descends_as_numpy_does(answer):
    numbers = np.random.default_rng(5)
    start, x, y = numbers.normal(), numbers.normal(size=(6, 1)), numbers.normal(size=(6, 1))
    W = leaf(start)

    losses = answer.zero_it(W, torch.tensor(x), torch.tensor(y), 0.05, 4)

    expected = []
    for _ in range(4):
        expected.append(((start * x - y) ** 2).mean())
        start -= 0.05 * (2 * x * (start * x - y)).mean()
    assert losses == pytest.approx(expected)
    assert W.item() == pytest.approx(start)


@pytest.mark.oracle("zero_where")
def test_zero_where_makes_a_step_of_plain_descent_in_each_call(answer):
    numbers = np.random.default_rng(6)
    start = numbers.normal()
    W = leaf(start)
    optimizer = torch.optim.SGD([W], lr=0.1)

    for size in (3, 1, 5):
        x, y = numbers.normal(size=size), numbers.normal(size=size)
        loss = answer.zero_where(W, torch.tensor(x), torch.tensor(y), optimizer)

        error = start * x - y
        start -= 0.1 * (2 * error * x).mean()
        assert loss == pytest.approx((error**2).mean())
        assert W.item() == pytest.approx(start)


@pytest.mark.oracle("accumulate_on_purpose")
@pytest.mark.parametrize("sizes", [(3, 1, 2), (4, 4), (1,)])
@pytest.mark.parametrize("old", [None, 7.5])
def test_trays_bring_the_slope_and_the_loss_of_all_loaves_at_once(answer, sizes, old):
    numbers = np.random.default_rng(sum(sizes))
    trays = [numbers.normal(size=(2, size)).astype(np.float32) for size in sizes]
    W = torch.tensor(1.5, requires_grad=True)
    W.grad = None if old is None else torch.tensor(old)

    loss = answer.accumulate_on_purpose(W, [tuple(map(torch.tensor, tray)) for tray in trays])

    x, y = np.concatenate(trays, axis=1).astype(np.float64)
    assert type(loss) is float
    assert loss == pytest.approx(((1.5 * x - y) ** 2).mean(), rel=1e-5)
    assert W.grad.item() == pytest.approx((2 * x * (1.5 * x - y)).mean(), rel=1e-4)
    assert W.item() == 1.5


@pytest.mark.oracle("second_trip")
def test_second_trip_goes_by_the_slope_of_each_place(answer):
    start, bottom = np.array([0.3, -1.2, 2.0]), np.array([1.0, 0.5, -0.5])
    W, valley = leaf(start), torch.tensor(bottom)

    heights = answer.second_trip(lambda W: ((W - valley) ** 4).sum(), W, 0.01, 5)

    expected = []
    for _ in range(5):
        expected.append(((start - bottom) ** 4).sum())
        start = start - 0.01 * 4 * (start - bottom) ** 3
    assert heights == pytest.approx(expected)
    assert W.detach().numpy() == pytest.approx(start)


@pytest.mark.oracle("none_or_zero")
@pytest.mark.parametrize("walk", [list, iter])
@pytest.mark.parametrize(
    "gradients",
    [
        [[[3.0, -4.0]], None, [12.0]],
        [None, [0.0, 0.0], [[-2.5]]],
        [None, None],
        [[0.0]],
        [],
    ],
)
def test_none_or_zero_is_the_norm_of_one_long_vector(answer, gradients, walk):
    params = []
    for numbers in gradients:
        params.append(torch.ones(np.shape(numbers or 1.0), requires_grad=True))
        params[-1].grad = None if numbers is None else torch.tensor(numbers)
    there = [np.ravel(numbers) for numbers in gradients if numbers is not None]

    length = answer.none_or_zero(walk(params))

    assert type(length) is float
    assert length == pytest.approx(np.linalg.norm(np.concatenate([np.zeros(0), *there])))
    assert [None if p.grad is None else p.grad.tolist() for p in params] == gradients


@pytest.mark.oracle("peek_inside")
def test_peek_inside_agrees_with_small_differences_at_the_air_and_at_the_dial(answer):
    distances, tiny = np.array([0.4, 1.1, 0.7]), 1e-6
    w = leaf(0.8)

    def warm(w):
        return (
            np.tanh(w * distances) if isinstance(w, float) else (w * torch.tensor(distances)).tanh()
        )

    def judge(air):
        return (air**3 * air.sum()).sum()

    slope = answer.peek_inside(warm, judge, w)

    air = warm(0.8)
    nudges = tiny * np.eye(3)
    by_differences = [(judge(air + one) - judge(air - one)) / (2 * tiny) for one in nudges]
    along_w = (judge(warm(0.8 + tiny)) - judge(warm(0.8 - tiny))) / (2 * tiny)
    assert slope.detach().numpy() == pytest.approx(np.array(by_differences), rel=1e-6)
    assert w.grad.item() == pytest.approx(along_w, rel=1e-6)
    assert w.item() == 0.8
