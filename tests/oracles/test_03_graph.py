"""What the answers to ``03_graph`` give, by closed forms, finite differences, numpy and torch's own modules."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch import nn


def leaf(value, dtype=torch.float64):
    return torch.tensor(value, dtype=dtype, requires_grad=True)


def central(function, at, step=1e-6):
    """The slope of a function of one float, by the difference of both sides."""
    return (function(at + step) - function(at - step)) / (2 * step)


@pytest.mark.oracle("build_this_graph")
def test_build_this_graph_is_a_neuron_of_torch_without_other_nodes(answer):
    neuron = nn.Sequential(nn.Linear(1, 1), nn.Tanh())
    weight, bias = (parameter.item() for parameter in neuron.parameters())
    w, x, b = leaf(weight, torch.float32), torch.tensor(0.7), leaf(bias, torch.float32)

    result = answer.build_this_graph(w, x, b)
    result.backward()
    neuron(x.reshape(1, 1)).backward()

    assert result.item() == pytest.approx(neuron(x.reshape(1, 1)).item())
    assert [w.grad.item(), b.grad.item()] == pytest.approx(
        [parameter.grad.item() for parameter in neuron.parameters()]
    )
    nodes = [result.grad_fn]
    for node in nodes:
        nodes += [child for child, _ in node.next_functions if child is not None]
    assert sorted(type(node).__name__ for node in nodes) == [
        "AccumulateGrad",
        "AccumulateGrad",
        "AddBackward0",
        "MulBackward0",
        "TanhBackward0",
    ]


@pytest.mark.oracle("cut_here")
@pytest.mark.parametrize("shape", [(), (1,), (3,), (2, 4)])
def test_cut_here_is_a_cube_with_the_slope_of_a_constant_times_x(answer, shape):
    numbers = np.random.default_rng(3).uniform(-4, 4, shape)
    x = leaf(numbers)

    z = answer.cut_here(x)
    z.sum().backward()

    assert z.detach().numpy() == pytest.approx(numbers**3)
    assert x.grad.numpy() == pytest.approx(numbers**2)
    assert x.requires_grad
    assert x.detach().numpy() == pytest.approx(numbers)


@pytest.mark.oracle("broken_chain")
def test_each_link_of_broken_chain_has_its_closed_form_and_its_slope(answer):
    numbers = np.random.default_rng(7)
    x, y, v = numbers.normal(size=(3, 5))
    w, bent, guess = leaf(0.8), leaf(v), leaf(v)
    data, targets = torch.tensor(x), torch.tensor(y)

    stretched = answer.stretch(w, data)
    stretched.sum().backward()
    assert stretched.detach().numpy() == pytest.approx(0.8 * x)
    assert w.grad.item() == pytest.approx(x.sum())

    answer.bend(bent).sum().backward()
    assert answer.bend(bent).detach().numpy() == pytest.approx(np.tanh(v))
    assert bent.grad.numpy() == pytest.approx(1 / np.cosh(v) ** 2)

    missed = answer.miss(guess, targets)
    missed.sum().backward()
    assert missed.detach().numpy() == pytest.approx(v - y)
    assert guess.grad.numpy() == pytest.approx(np.ones(5))

    w.grad = None
    loss = answer.broken_chain(w, data, targets)
    loss.backward()
    assert loss.item() == pytest.approx(((np.tanh(0.8 * x) - y) ** 2).mean())
    assert w.grad.item() == pytest.approx(
        central(lambda at: ((np.tanh(at * x) - y) ** 2).mean(), 0.8)
    )


#: From how high, with which share, and how often the share is then in the height of the last bounce:
#: played on paper. At 3 metres there is still a carpet; at 1 metre the ball bounces no more.
FALLS = [
    (10.0, 0.5, 4),
    (2.0, 0.5, 2),
    (2.0, 0.9, 7),
    (3.0, 0.3, 2),
    (3.1, 0.3, 1),
    (8.0, 0.5, 3),
    (16.0, 0.25, 2),
    (0.5, 0.9, 2),
]


@pytest.mark.oracle("branch_and_loop")
@pytest.mark.parametrize(("x", "share", "power"), FALLS)
def test_branch_and_loop_multiplies_as_often_as_the_ball_bounces(answer, x, share, power):
    w = leaf(share, torch.float32)

    height = answer.branch_and_loop(torch.tensor(x), w)
    height.backward()

    assert height.item() == pytest.approx(x * share**power, rel=1e-5)
    assert w.grad.item() == pytest.approx(power * x * share ** (power - 1), rel=1e-5)


@pytest.mark.oracle("branch_and_loop")
def test_branch_and_loop_draws_a_graph_for_every_call(answer):
    w, heights = leaf(0.5, torch.float32), [torch.tensor(10.0), torch.tensor(2.0)]

    results = [answer.branch_and_loop(x, w) for x in (*heights, heights[0])]
    slopes = []
    for result in results:
        w.grad = None
        result.backward()
        slopes.append(w.grad.item())

    assert slopes == pytest.approx([4 * 10 * 0.5**3, 2 * 2 * 0.5, 4 * 10 * 0.5**3])
    assert w.item() == 0.5
    assert not heights[0].requires_grad


def _flap(numbers, count):
    return numbers.normal(size=2), numbers.normal(size=count), numbers.integers(0, 2, count)


@pytest.mark.oracle("smooth_it")
@pytest.mark.parametrize("count", [1, 4, 9])
def test_smooth_it_is_the_mean_square_error_of_a_logistic_curve(answer, count):
    (weight, bias), x, t = _flap(np.random.default_rng(count), count)

    def loss_at(w, b):
        return (
            sum(
                (1 / (1 + math.exp(-(w * one + b))) - wanted) ** 2
                for one, wanted in zip(x, t, strict=True)
            )
            / count
        )

    w, b = leaf(weight), leaf(bias)
    loss = answer.smooth_it(w, b, torch.tensor(x), torch.tensor(t, dtype=torch.float64))
    loss.backward()

    assert loss.shape == ()
    assert loss.item() == pytest.approx(loss_at(weight, bias))
    assert w.grad.item() == pytest.approx(central(lambda at: loss_at(at, bias), weight), rel=1e-5)
    assert b.grad.item() == pytest.approx(central(lambda at: loss_at(weight, at), bias), rel=1e-5)


@pytest.mark.oracle("smooth_it")
def test_smooth_it_trains_a_layer_of_torch_as_its_own_loss_does(answer):
    torch.manual_seed(1)
    x, t = torch.randn(20), (torch.randn(20) > 0).float()
    layer = nn.Linear(1, 1)
    w, b = (
        parameter.detach().reshape(()).clone().requires_grad_() for parameter in layer.parameters()
    )
    theirs = torch.optim.SGD(layer.parameters(), lr=0.5)
    ours = torch.optim.SGD([w, b], lr=0.5)
    for _ in range(10):
        theirs.zero_grad()
        ours.zero_grad()
        nn.MSELoss()(torch.sigmoid(layer(x.unsqueeze(1)).squeeze(1)), t).backward()
        answer.smooth_it(w, b, x, t).backward()
        theirs.step()
        ours.step()

    assert [w.item(), b.item()] == pytest.approx(
        [parameter.item() for parameter in layer.parameters()], rel=1e-4
    )


@pytest.mark.oracle("graph_walker")
def test_graph_walker_lists_graphs_that_were_drawn_by_hand(answer):
    a, b, data = leaf(1.2), leaf(0.7), torch.tensor(3.0, dtype=torch.float64)
    drawn = {
        a: [],
        data: [],
        torch.exp(data): [],
        a.exp(): ["ExpBackward0", "AccumulateGrad"],
        a * data: ["MulBackward0", "AccumulateGrad"],
        data - a: ["SubBackward0", "AccumulateGrad"],
        a * a: ["MulBackward0", "AccumulateGrad", "AccumulateGrad"],
        a.sin() - b * data.exp(): [
            *["SubBackward0", "SinBackward0", "AccumulateGrad", "MulBackward0", "AccumulateGrad"]
        ],
        (a + b).tanh() / a: [
            *["DivBackward0", "TanhBackward0", "AddBackward0", "AccumulateGrad", "AccumulateGrad"],
            "AccumulateGrad",
        ],
    }

    assert [list(answer.graph_walker(result)) for result in drawn] == list(drawn.values())


@pytest.mark.oracle("graph_walker")
def test_graph_walker_lists_a_shared_node_once_for_each_of_its_roads(answer):
    # Doubled n times, there are 2**n roads to the leaf, and 2**k nodes k steps away from the result.
    a, doublings = leaf(1.0), 5
    result = a
    for _ in range(doublings):
        result = result + result

    names = answer.graph_walker(result)

    assert names.count("AccumulateGrad") == 2**doublings
    assert names.count("AddBackward0") == 2**doublings - 1


@pytest.mark.oracle("graph_walker")
def test_graph_walker_goes_as_deep_as_the_statement_promises(answer):
    result = leaf(0.1)
    for _ in range(98):
        result = result.sin()

    assert answer.graph_walker(result) == ["SinBackward0"] * 98 + ["AccumulateGrad"]
