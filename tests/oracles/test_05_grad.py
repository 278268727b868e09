"""What the answers to ``05_grad`` give, by closed forms, finite differences and numpy."""

from __future__ import annotations

import numpy as np
import pytest
import torch


@pytest.mark.oracle("zero_it")
def test_zero_it_descends_as_numpy_does(answer):
    numbers = np.random.default_rng(5)
    start, x, y = numbers.normal(), numbers.normal(size=(6, 1)), numbers.normal(size=(6, 1))
    W = torch.tensor(start, dtype=torch.float64, requires_grad=True)

    losses = answer.zero_it(W, torch.tensor(x), torch.tensor(y), 0.05, 4)

    expected = []
    for _ in range(4):
        expected.append(((start * x - y) ** 2).mean())
        start -= 0.05 * (2 * x * (start * x - y)).mean()
    assert losses == pytest.approx(expected)
    assert W.item() == pytest.approx(start)
