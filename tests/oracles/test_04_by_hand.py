"""What the answers to ``04_by_hand`` give, by closed forms, finite differences, fractions and torch."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
import torch


def leaf(value, dtype=torch.float64):
    return torch.tensor(value, dtype=dtype, requires_grad=True)


@pytest.mark.oracle("slope_by_numbers")
def test_slope_by_numbers_errs_by_the_third_derivative_alone(answer):
    # (f(w+h) − f(w−h)) / 2h of w³ is 3w² + h²: Taylor's series ends there.
    for w, h in [(0.5, 0.1), (-2.0, 1.0), (3.0, 2.0)]:
        assert answer.slope_by_numbers(lambda at: at**3, w, h) == pytest.approx(3 * w**2 + h**2)


@pytest.mark.oracle("slope_by_numbers")
def test_slope_by_numbers_is_exact_on_parabolas_and_zero_in_the_middle_of_a_corner(answer):
    assert answer.slope_by_numbers(lambda at: 3 * at**2 - at, 2.0, 10.0) == pytest.approx(11.0)
    assert answer.slope_by_numbers(abs, 0.0, 0.5) == 0.0


@pytest.mark.oracle("slope_by_numbers")
def test_slope_by_numbers_divides_its_error_by_four_when_the_step_is_halved(answer):
    errors = [answer.slope_by_numbers(math.sin, 1.0, h) - math.cos(1.0) for h in (0.02, 0.01)]

    assert errors[0] / errors[1] == pytest.approx(4, rel=1e-3)


@pytest.mark.oracle("chain_by_hand")
def test_chain_by_hand_is_what_autograd_and_differences_find(answer):
    numbers = np.random.default_rng(4).normal(size=(20, 4)) * 3
    for w, b, x, y in numbers:
        leaves = leaf(w), leaf(b)
        ((leaves[0] * x + leaves[1] - y) ** 2).backward()

        slopes = answer.chain_by_hand(float(w), float(b), float(x), float(y))

        assert list(slopes) == pytest.approx([one.grad.item() for one in leaves])


@pytest.mark.oracle("chain_by_hand")
def test_chain_by_hand_has_the_exact_slopes_of_fractions_at_every_size(answer):
    w, b, x, y = 3e16, -5e16, 1.5, 2e16
    error = Fraction(w) * Fraction(x) + Fraction(b) - Fraction(y)

    assert list(answer.chain_by_hand(w, b, x, y)) == pytest.approx(
        [float(2 * error * Fraction(x)), float(2 * error)]
    )
    assert list(answer.chain_by_hand(2.0, 1.0, 3.0, 7.0)) == [0.0, 0.0]


@pytest.mark.oracle("first_backward")
def test_first_backward_brings_w_the_slope_of_a_square(answer):
    for w, x, y in np.random.default_rng(8).normal(size=(20, 3)) * 2:
        kept = leaf(w)

        gradient = answer.first_backward(kept, torch.tensor(x), torch.tensor(y))

        assert gradient.item() == pytest.approx(2 * x * (w * x - y))
        assert kept.grad.item() == pytest.approx(2 * x * (w * x - y))
        assert kept.item() == w


@pytest.mark.oracle("two_roads")
@pytest.mark.parametrize("w", [-3.5, 0.0, 0.25, 7.0, 1e17])
def test_two_roads_of_the_bed_are_its_soil_and_its_edging(answer, w):
    assert list(answer.by_hand(w)) == pytest.approx([2 * w, 1.0, 2 * w + 1])


@pytest.mark.oracle("two_roads")
def test_autograd_on_two_roads_finds_the_growth_of_the_cost(answer):
    w = leaf(1.75)

    slope = answer.two_roads(w)

    cost = [side**2 + side for side in (1.75 + 1e-5, 1.75 - 1e-5)]
    assert slope.item() == pytest.approx((cost[0] - cost[1]) / 2e-5)
    assert w.item() == 1.75
    assert w.is_leaf
    assert w.requires_grad


@pytest.mark.oracle("not_a_scalar")
@pytest.mark.parametrize("count", [1, 2, 7])
def test_not_a_scalar_weighs_the_slopes_of_the_errors_in_three_ways(answer, count):
    numbers = np.random.default_rng(count)
    dials, (x, y, weights) = numbers.normal(size=3), numbers.normal(size=(3, count))
    leaves = [leaf(one) for one in dials]

    answer.not_a_scalar(*leaves, *map(torch.tensor, (x, y, weights)))

    slopes = [2 * x * (one * x - y) for one in dials]
    expected = [slopes[0].sum(), slopes[1].mean(), (weights * slopes[2]).sum()]
    assert [one.grad.item() for one in leaves] == pytest.approx(expected)
    assert [one.item() for one in leaves] == list(dials)


@pytest.mark.oracle("hand_meets_autograd")
def test_relative_error_is_the_quotient_of_fractions_on_every_scale(answer):
    numbers = np.random.default_rng(2)
    for scale in (1e-30, 1e-6, 1.0, 1e30):
        for a, b in (numbers.normal(size=(10, 2)) * scale).tolist():
            exact = abs(Fraction(a) - Fraction(b)) / max(abs(Fraction(a)), abs(Fraction(b)))

            assert answer.relative_error(a, b) == pytest.approx(float(exact))
            assert answer.relative_error(b, a) == pytest.approx(float(exact))
    assert [answer.relative_error(*pair) for pair in ((0.0, 0.0), (0.0, -0.0), (5.0, 5.0))] == [
        0,
        0,
        0,
    ]


@pytest.mark.oracle("hand_meets_autograd")
def test_the_report_is_the_step_on_which_the_exact_quotient_stands(answer):
    for apart, report in [
        *[(0, "match"), (1, "match"), (2, "look again"), (99, "look again"), (101, "mismatch")],
        (20_000, "mismatch"),
    ]:
        for power in (-80, 0, 40):
            pair = 10_000 * 2.0**power, (10_000 - apart) * 2.0**power

            assert answer.hand_meets_autograd(*pair) == report
            assert answer.hand_meets_autograd(*reversed(pair)) == report
    assert answer.hand_meets_autograd(0.0, 0.0) == "match"


def _made(kind, a, b):
    """A graph in which roads meet in the leaves and in the middle; its last two are results."""
    a, b = kind(a), kind(b)
    d = a * b
    e = (d + a).tanh()
    return [a, b, d, e, e * d + d, e.tanh() * a]


class Tensor:
    """torch's tensors under the interface of ``Value``."""

    def __init__(self, number):
        self.tensor = number if isinstance(number, torch.Tensor) else leaf(number)

    def __add__(self, other):
        return Tensor(self.tensor + other.tensor)

    def __mul__(self, other):
        return Tensor(self.tensor * other.tensor)

    def tanh(self):
        return Tensor(self.tensor.tanh())


@pytest.mark.oracle("tiny_autograd")
@pytest.mark.parametrize(("a", "b"), [(0.4, -1.3), (-0.7, 0.5), (1.2, 0.9), (0.0, 0.3)])
def test_tiny_autograd_is_torchs_on_a_graph_whose_roads_meet(answer, a, b):
    ours, theirs = _made(answer.tiny_autograd(), a, b), _made(Tensor, a, b)
    for value in theirs[2:]:
        value.tensor.retain_grad()

    ours[4].backward()
    theirs[4].tensor.backward()

    assert [value.data for value in ours] == pytest.approx([one.tensor.item() for one in theirs])
    assert [value.grad for value in ours[:5]] == pytest.approx(
        [one.tensor.grad.item() for one in theirs[:5]]
    )


@pytest.mark.oracle("tiny_autograd")
def test_tiny_autograd_adds_up_over_results_that_share_their_middle_as_torch_does(answer):
    ours, theirs = _made(answer.tiny_autograd(), 0.4, -1.3), _made(Tensor, 0.4, -1.3)

    for result in (4, 5, 3):
        ours[result].backward()
        theirs[result].tensor.backward(retain_graph=True)

    assert [value.grad for value in ours[:2]] == pytest.approx(
        [one.tensor.grad.item() for one in theirs[:2]]
    )
