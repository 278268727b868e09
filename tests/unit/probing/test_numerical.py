import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.probing import numerical_gradient

# D15: central differences, against closed forms and against autograd.


def float64(*values):
    return torch.tensor(values, dtype=torch.float64)


@given(st.lists(st.floats(-3, 3), min_size=1, max_size=4))
def test_the_gradient_of_a_sum_of_sines_is_the_cosine(values):
    found = numerical_gradient(lambda x: x.sin().sum(), float64(*values))

    torch.testing.assert_close(found, float64(*map(math.cos, values)), rtol=1e-8, atol=1e-8)


def test_a_hand_written_gradient_is_confirmed():
    w = float64(3.0)

    assert numerical_gradient(lambda w: (w * w + w).sum(), w).item() == pytest.approx(7, rel=1e-8)


def test_every_entry_has_its_own_slope_in_any_shape():
    weights = torch.arange(1.0, 7, dtype=torch.float64).reshape(2, 3)

    found = numerical_gradient(lambda x: (weights * x).sum(), torch.zeros(2, 3).double())

    torch.testing.assert_close(found, weights)


def test_entries_that_meet_in_one_function_are_told_apart():
    x = float64(2.0, 3.0, 5.0)

    torch.testing.assert_close(numerical_gradient(torch.prod, x), float64(15.0, 10.0, 6.0))


def test_autograd_agrees_on_a_small_network():
    generator = torch.Generator().manual_seed(0)
    X = torch.randn(4, 3, generator=generator, dtype=torch.float64)
    W = torch.randn(3, 2, generator=generator, dtype=torch.float64, requires_grad=True)

    def loss(W):
        return torch.tanh(X @ W).pow(2).mean()

    loss(W).backward()

    torch.testing.assert_close(numerical_gradient(loss, W), W.grad, rtol=1e-7, atol=1e-9)


def test_a_scalar_has_a_scalar_gradient():
    found = numerical_gradient(torch.exp, torch.tensor(1.0, dtype=torch.float64))

    assert found.shape == ()
    assert found.item() == pytest.approx(math.e, rel=1e-8)


def test_nothing_has_no_gradient():
    assert numerical_gradient(torch.sum, float64()).shape == (0,)


def test_the_gradient_is_untracked_float64():
    found = numerical_gradient(torch.sum, float64(1.0).requires_grad_())

    assert found.dtype is torch.float64
    assert not found.requires_grad


def test_the_point_is_not_modified_and_keeps_no_gradient():
    at = float64(1.0, 2.0).requires_grad_()

    numerical_gradient(lambda x: (x**2).sum(), at)

    assert at.tolist() == [1.0, 2.0]
    assert at._version == 0
    assert at.grad is None


def test_autograd_is_off_while_the_function_is_called():
    modes = []

    def function(x):
        modes.append((torch.is_grad_enabled(), x.requires_grad))
        return x.sum()

    numerical_gradient(function, float64(1.0).requires_grad_())

    assert modes == [(False, False)] * 2


def test_each_difference_is_taken_a_step_to_both_sides_and_nowhere_else():
    points = []

    def function(x):
        points.append(x.tolist())
        return x.sum()

    numerical_gradient(function, float64(1.0, 2.0), step=0.25)

    assert points == [[1.25, 2.0], [0.75, 2.0], [1.0, 2.25], [1.0, 1.75]]


def test_the_step_is_a_millionth_unless_told():
    points = []

    def function(x):
        points.append(x.item())
        return x.sum()

    numerical_gradient(function, float64(0.0))

    assert points == [1e-6, -1e-6]


def test_the_truncation_error_is_that_of_central_differences():
    # ((x + h)³ - (x - h)³) / 2h = 3x² + h²
    found = numerical_gradient(lambda x: (x**3).sum(), float64(2.0), step=0.5)

    assert found.item() == pytest.approx(12.25, abs=1e-12)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.int64])
def test_any_dtype_but_float64_is_refused(dtype):
    with pytest.raises(ValueError) as caught:
        numerical_gradient(torch.sum, torch.ones(2, dtype=dtype))

    assert str(caught.value) == f"numerical_gradient needs float64, got {dtype}"


def test_a_function_of_several_elements_is_refused():
    with pytest.raises(RuntimeError, match="cannot be converted to Scalar"):
        numerical_gradient(lambda x: x * 2, float64(1.0, 2.0))


def test_a_point_may_lie_in_memory_as_it_likes():
    weights = torch.arange(1.0, 7, dtype=torch.float64).reshape(3, 2)

    found = numerical_gradient(lambda x: (weights * x).sum(), torch.zeros(2, 3).double().T)

    torch.testing.assert_close(found, weights)
