"""What the answers to ``02_tracking`` give, by torch's own flags, finite differences and numpy."""

from __future__ import annotations

import math
import statistics

import numpy as np
import pytest
import torch


@pytest.mark.oracle("switch_on")
@pytest.mark.parametrize("values", [[0.5, -2.0, 3.25], [1.5], [0.25, 0.25, 0.0, -1.0, 8.0]])
def test_switch_on_gives_three_leaves_that_learn_each_by_itself(answer, values):
    tensors = answer.switch_on(values)

    assert len(tensors) == 3
    for number, tensor in enumerate(tensors, start=1):
        assert tensor.dtype is torch.float32
        assert tensor.tolist() == values
        # d(sum(number * t ** 2)) / dt
        (number * tensor**2).sum().backward()
        assert tensor.grad.tolist() == [2 * number * value for value in values]
    with torch.no_grad():
        tensors[0].fill_(7.0)
        assert tensors[1].tolist() == tensors[2].tolist() == values
        tensors[1].fill_(8.0)
        assert tensors[2].tolist() == values


@pytest.mark.oracle("first_slope")
@pytest.mark.parametrize("side", [1.0, 2.0, 3.5, 0.25, 1000.0, -4.0])
def test_first_slope_gives_the_area_and_what_a_little_more_side_adds_to_it(answer, side):
    area, slope = answer.first_slope(side)

    assert area.dtype is slope.dtype is torch.float32
    assert area.shape == slope.shape == ()
    assert area.item() == side * side
    longer, shorter = side + 2**-10, side - 2**-10
    assert slope.item() == pytest.approx((longer**2 - shorter**2) / 2**-9)


def kind_of(tensor):
    """What torch's own optimizer and backward pass make of a tensor: parameter, data or result."""
    if not tensor.requires_grad:
        return "data"
    try:
        torch.optim.SGD([tensor], lr=0.1)
    except ValueError:
        return "result"
    return "parameter"


@pytest.mark.oracle("leaf_detective")
def test_leaf_detective_says_of_each_expression_what_torch_says(answer):
    names = {
        "w": torch.randn(3, 1, requires_grad=True),
        "x": torch.randn(5, 3),
        "torch": torch,
    }

    table = answer.leaf_detective()

    assert len(table) == 8
    for expression, is_leaf in table.items():
        assert is_leaf is (kind_of(eval(expression, dict(names))) != "result")


@pytest.mark.oracle("leaf_detective")
def test_leaf_detectives_describe_tells_what_an_optimizer_would_take(answer):
    w, x = torch.randn(3, 1, requires_grad=True), torch.randn(5, 3)
    trained = torch.tensor(2.0, requires_grad=True)
    (trained * 3).backward()
    suspects = [
        w, x, trained, x * 2, w * 2, x @ w, (x @ w).detach(), w.T, x.T, torch.nn.Parameter(x),
        torch.zeros(0, requires_grad=True), w.sum(), torch.ones(()), w.clone(), w.detach().clone(),
    ]  # fmt: skip

    assert [answer.describe(t) for t in suspects] == [kind_of(t) for t in suspects]


@pytest.mark.oracle("keep_it_a_leaf")
@pytest.mark.parametrize("scale", [0.01, 0.5, 3.0])
def test_keep_it_a_leaf_draws_what_a_normal_distribution_would(answer, scale):
    torch.manual_seed(11)
    np.random.seed(11)  # noqa: NPY002 - what right answers may draw from

    W, again = answer.keep_it_a_leaf(80, 60, scale), answer.keep_it_a_leaf(80, 60, scale)

    numbers = W.detach().flatten().tolist()
    expected = statistics.NormalDist(0, scale)
    for share in (0.02, 0.16, 0.5, 0.84, 0.98):
        below = sum(number <= expected.inv_cdf(share) for number in numbers) / len(numbers)
        # Four standard deviations of a share of 4800 draws.
        assert below == pytest.approx(share, abs=4 * math.sqrt(share * (1 - share) / len(numbers)))
    assert not torch.equal(W, again)


@pytest.mark.oracle("keep_it_a_leaf")
@pytest.mark.parametrize(("rows", "columns"), [(3, 1), (1, 4), (1, 1), (2, 5)])
def test_keep_it_a_leaf_gives_weights_that_an_optimizer_moves(answer, rows, columns):
    W = answer.keep_it_a_leaf(rows, columns, 0.1)
    start = W.detach().clone()

    optimizer = torch.optim.SGD([W], lr=0.5)
    (3 * W).sum().backward()
    optimizer.step()

    assert W.dtype is torch.float32
    assert W.shape == (rows, columns)
    torch.testing.assert_close(W.detach(), start - 0.5 * 3)


@pytest.mark.oracle("who_needs_grad")
@pytest.mark.parametrize("kilometres", [[7.0, 2.5, 4.0], [3.0], [0.0, 5.0, 5.0, 1.25]])
def test_who_needs_grad_tracks_the_price_as_finite_differences_say(answer, kilometres):
    w, c = torch.tensor(2.25), torch.tensor(5.5)
    x = torch.tensor(kilometres)

    z = answer.who_needs_grad(w, x, c)

    price, data, charge = 2.25, np.array(kilometres), 5.5
    weights = np.arange(1.0, len(data) + 1)
    np.testing.assert_allclose(z.detach().numpy(), price * data + charge, rtol=1e-6)
    (torch.tensor(weights, dtype=torch.float32) * z).sum().backward()
    ahead, behind = ((weights * ((price + h) * data + charge)).sum() for h in (1e-3, -1e-3))
    assert w.grad.item() == pytest.approx((ahead - behind) / 2e-3)
    assert (x.requires_grad, c.requires_grad, x.grad, c.grad) == (False, False, None, None)
    assert w.is_leaf
