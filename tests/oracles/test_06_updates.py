"""What the answers to ``06_updates`` give, by closed forms and numpy."""

from __future__ import annotations

import numpy as np
import pytest
import torch

SHAPES = [(), (1,), (3, 2)]


def leaf(value):
    return torch.tensor(value, dtype=torch.float64, requires_grad=True)


@pytest.mark.oracle("step_no_grad")
@pytest.mark.parametrize("shape", SHAPES)
def test_step_no_grad_takes_lr_times_the_gradient_away(answer, shape):
    numbers = np.random.default_rng(1)
    start, slope = numbers.normal(size=shape), numbers.normal(size=shape)
    W = leaf(start)
    W.grad = torch.tensor(slope)

    answer.step_no_grad(W, 0.3)

    assert W.detach().numpy() == pytest.approx(start - 0.3 * slope)
    assert W.is_leaf
    assert W.requires_grad
    assert torch.is_grad_enabled()
    (2 * W).sum().backward()  # and it can be trained on


@pytest.mark.oracle("three_ways")
@pytest.mark.parametrize("shape", SHAPES)
def test_two_of_the_three_ways_are_counted_and_all_lead_to_one_place(answer, shape):
    numbers = np.random.default_rng(2)
    start, slope = numbers.normal(size=shape), numbers.normal(size=shape)
    leaves = [leaf(start) for _ in range(3)]
    for earlier, one in enumerate(leaves):
        one.grad = torch.tensor(slope)
        with torch.no_grad():
            for _ in range(earlier):
                one.mul_(1.0)
    memory = [one.data_ptr() for one in leaves]

    counts = answer.three_ways(*leaves, 0.05)

    # torch.Tensor.detach: in-place changes of either are seen by autograd; of .data they are not.
    assert list(counts) == [1, 1, 0]
    for one in leaves:
        assert one.detach().numpy() == pytest.approx(start - 0.05 * slope)
        assert one.is_leaf
        assert one.requires_grad
    assert [one.data_ptr() for one in leaves] == memory


@pytest.mark.oracle("rebind_trap")
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("steps", [1, 4])
def test_rebind_trap_shrinks_the_distance_to_one_by_the_same_factor_in_each_step(
    answer, shape, steps
):
    start = np.random.default_rng(3).normal(size=shape)
    W = leaf(start)

    result = answer.rebind_trap(W, 0.2, steps)

    assert result is W
    assert W.detach().numpy() == pytest.approx(1 + (start - 1) * (1 - 2 * 0.2) ** steps)
    assert W.is_leaf
    assert W.requires_grad


@pytest.mark.oracle("silent_alarm")
@pytest.mark.parametrize("shape", SHAPES)
def test_silent_alarm_gives_twice_the_old_settings_and_lets_the_new_ones_in(answer, shape):
    numbers = np.random.default_rng(4)
    old, new = numbers.normal(size=shape), numbers.normal(size=shape)
    x, handed = leaf(old), torch.tensor(new)
    version = x._version

    gradient = answer.silent_alarm(x, handed)

    assert gradient.detach().numpy() == pytest.approx(2 * old)
    assert x.detach().numpy() == pytest.approx(new)
    assert handed.numpy() == pytest.approx(new)
    assert x._version > version
    assert x.is_leaf
    assert x.requires_grad
    assert x.data_ptr() != handed.data_ptr()


@pytest.mark.oracle("downhill_1d")
@pytest.mark.parametrize(("start", "lr", "steps"), [(7.0, 0.1, 2), (-2.0, 0.6, 5), (3.0, 0.5, 3)])
def test_downhill_1d_comes_nearer_to_three_by_the_same_factor_in_each_step(
    answer, start, lr, steps
):
    w = leaf(start)

    history = answer.downhill_1d(w, lr, steps)

    expected = [3 + (start - 3) * (1 - 2 * lr) ** step for step in range(steps + 1)]
    assert [float(place) for place in history] == pytest.approx(expected)
    assert w.item() == pytest.approx(expected[-1])
    assert w.is_leaf
    assert w.requires_grad
