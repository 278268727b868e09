"""Sharing out points: exact to the hundredth, fair, and the same everywhere."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.assignments.worth import rounded, shared_out, total

points = st.integers(min_value=0, max_value=10_000_000).map(lambda n: n / 100)
weights = st.lists(
    st.integers(min_value=1, max_value=1000).map(lambda n: n / 4), min_size=1, max_size=60
)


@given(points, weights)
def test_shares_sum_up_to_what_is_shared_out(whole, by):
    shares = shared_out(whole, by)

    assert sum(Decimal(str(share)) for share in shares) == Decimal(str(whole))
    assert total(list(shares)) == whole


@given(points, weights)
def test_no_share_is_off_by_more_than_a_hundredth(whole, by):
    for share, weight in zip(shared_out(whole, by), by, strict=True):
        assert abs(share - whole * weight / sum(by)) < 0.01 + 1e-6


def test_twenty_points_for_three():
    assert shared_out(20, [1, 1, 1]) == (6.67, 6.67, 6.66)
    assert shared_out(20, [4, 3, 3]) == (8.0, 6.0, 6.0)
    assert shared_out(0, [2, 1]) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("points", "expected"), [(22.000000000000004, 22.0), (0.125, 0.13), (6.666666, 6.67), (0, 0)]
)
def test_points_have_two_decimals(points, expected):
    assert rounded(points) == expected
