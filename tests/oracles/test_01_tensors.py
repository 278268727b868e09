"""What the answers to ``01_tensors`` give, by numpy, fractions and plain Python."""

from __future__ import annotations

import re
from fractions import Fraction

import numpy as np
import pytest
import torch


@pytest.mark.oracle("dims_0_to_4")
def test_dims_0_to_4_fills_what_numpy_fills(answer):
    tensors = answer.dims_0_to_4(17, 2, 3, 4, 5)

    assert len(tensors) == 5
    for tensor, shape in zip(tensors, [(), (3,), (2, 3), (3, 4, 5), (2, 3, 4, 5)], strict=True):
        assert tensor.dtype is torch.float32
        np.testing.assert_array_equal(tensor.numpy(), np.full(shape, 17), strict=False)
        assert tensor.numpy().shape == shape


@pytest.mark.oracle("scalar_or_vector")
@pytest.mark.parametrize(
    "readings", [7.5, [7.5], [0.0], [3.0, -3.5, 0.0], [21.25, 21.25, 4.5, 0.125]]
)
def test_scalar_or_vector_counts_and_averages_as_fractions_do(answer, readings):
    given = torch.tensor(readings)

    count, mean = answer.scalar_or_vector(given)

    numbers = [Fraction(number) for number in np.atleast_1d(readings).tolist()]
    assert type(count) is int
    assert isinstance(mean, float)
    assert count == len(numbers)
    assert mean == pytest.approx(float(sum(numbers) / len(numbers)))
    assert given.shape == np.shape(readings)
    np.testing.assert_array_equal(given.numpy(), np.float32(readings))


@pytest.mark.oracle("float_please")
@pytest.mark.parametrize("numbers", [[3, -1, 4], [0], [2**24, -(2**24)], [5, 5, 5, 5]])
def test_float_please_gives_a_leaf_that_numpys_gradient_moves(answer, numbers):
    w = answer.float_please(numbers)

    assert w.dtype is torch.float32
    assert w.is_leaf
    assert w.tolist() == numbers
    data = np.float32(np.random.default_rng(4).normal(size=(2, len(numbers))))
    (torch.from_numpy(data) @ w).sum().backward()
    np.testing.assert_allclose(w.grad.numpy(), data.sum(axis=0), rtol=1e-6)


@pytest.mark.oracle("view_is_not_transpose")
@pytest.mark.parametrize("shape", [(2, 3), (3, 2), (1, 4), (4, 1), (1, 1), (3, 3)])
def test_view_is_not_transpose_puts_every_number_where_a_double_loop_puts_it(answer, shape):
    rows, columns = shape
    numbers = np.random.default_rng(6).normal(size=shape).astype(np.float32)
    batch = torch.tensor(numbers)

    turned = answer.view_is_not_transpose(batch)

    assert turned.dtype is torch.float32
    assert turned.shape == (columns, rows)
    for i in range(columns):
        for j in range(rows):
            assert turned[i, j] == numbers[j, i].item()
    np.testing.assert_array_equal(batch.numpy(), numbers)


EQUAL = [(), (1,), (4,), (1, 1), (3, 1), (2, 3), (2, 1, 3)]
UNEQUAL = [
    ((7, 1), (7,)), ((7,), (7, 1)), ((1, 1), (1,)), ((1,), ()), ((), (1,)), ((4,), (7,)),
    ((7, 1), (1, 7)), ((2, 3), (3, 2)), ((2, 3), (3,)), ((1, 3), (2, 3)), ((2, 3, 1), (2, 3)),
]  # fmt: skip


@pytest.mark.oracle("same_shape_first")
@pytest.mark.parametrize("shape", EQUAL, ids=str)
def test_same_shape_first_subtracts_equal_shapes_as_numpy_does(answer, shape):
    numbers = np.random.default_rng(8)
    pred, y = (np.float32(numbers.normal(size=shape)) for _ in range(2))

    residual = answer.residual(torch.tensor(pred), torch.tensor(y))

    assert residual.numpy().shape == shape
    np.testing.assert_allclose(residual.numpy(), pred - y, atol=1e-7)


@pytest.mark.oracle("same_shape_first")
@pytest.mark.parametrize(("one", "other"), UNEQUAL, ids=str)
def test_same_shape_first_refuses_unequal_shapes_and_names_both(answer, one, other):
    with pytest.raises(ValueError) as raised:
        answer.residual(torch.ones(one), torch.ones(other))

    message = re.sub(r"\s", "", str(raised.value))
    for shape in (one, other):
        inside = ",".join(map(str, shape))
        assert any(f"{a}{inside}{b}" in message for a, b in ("()", "[]", ("(", ",)")))


@pytest.mark.oracle("alias_or_copy")
@pytest.mark.parametrize(
    "samples", [[0.25, -0.5, 0.125], [-8.0], [0.75], [2.5, -2.5, 0.0, 1.25], [0.0, 0.0, 3.0]]
)
def test_alias_or_copy_gives_two_recordings_that_nothing_else_changes(answer, samples):
    sound = torch.tensor(samples)

    before, after = answer.alias_or_copy(sound)

    loudest = max(map(abs, samples))
    scaled = pytest.approx([sample / loudest for sample in samples], abs=1e-6)
    assert (sound.tolist(), before.tolist(), after.tolist()) == (samples, samples, scaled)
    before.fill_(77.0)
    assert (sound.tolist(), after.tolist()) == (samples, scaled)
    after.fill_(88.0)
    assert (sound.tolist(), set(before.tolist())) == (samples, {77.0})
    sound.fill_(99.0)
    assert (set(before.tolist()), set(after.tolist())) == ({77.0}, {88.0})
