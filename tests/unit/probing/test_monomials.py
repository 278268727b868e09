"""How often a number is a factor: by results and gradients that are known from powers of two."""

from __future__ import annotations

import pytest
import torch

from autograder.probing.monomials import knows_whole_power, power_in, same_power


def test_a_result_tells_how_often_its_base_was_multiplied():
    assert power_in(3.0 * 0.5**4, 3.0, 0.5) == 4
    assert power_in(torch.tensor(5 * 0.7**11), 5.0, 0.7) == 11
    assert power_in(3.0, 3.0, 0.5) == 0


@pytest.mark.parametrize(
    "result", [None, "3", 0.0, -1.0, float("nan"), float("inf"), torch.ones(2)]
)
def test_what_is_no_positive_number_tells_nothing(result):
    assert power_in(result, 3.0, 0.5) is None
    assert knows_whole_power(1.0, result, 3.0, 0.5) is None
    assert same_power([3.0, result], [3.0, 3.0], 0.5) is None


def test_results_of_the_same_power_are_seen_whatever_stands_before_it():
    assert same_power([2 * 0.5**3, 7 * 0.5**3], [2.0, 7.0], 0.5) is True
    assert same_power([2 * 0.5**3, 7 * 0.5**4], [2.0, 7.0], 0.5) is False


def test_a_gradient_that_lacks_factors_does_not_know_the_whole_power():
    w = torch.tensor(0.5, requires_grad=True)
    whole, cut = 3 * w * w * w, 3 * w * (w * w).detach()
    whole.backward()
    gradient, w.grad = w.grad, None
    cut.backward()

    assert knows_whole_power(gradient, whole, 3.0, 0.5) is True
    assert knows_whole_power(w.grad, cut, 3.0, 0.5) is False
    assert knows_whole_power(None, whole, 3.0, 0.5) is None
    assert knows_whole_power(float("nan"), whole, 3.0, 0.5) is None


def test_a_number_that_is_no_such_product_tells_nothing():
    assert power_in(0.5**2, 3.0, 0.5) is None
    assert knows_whole_power(1.0, 0.5**2, 3.0, 0.5) is None
