"""When the next question comes, in words that one can plan with."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import pytest

from autograder.feedback.placement import nothing_due
from autograder.languages import words_in


@pytest.mark.parametrize(
    ("wait", "told"),
    [
        (timedelta(seconds=5), "1 minute."),
        (timedelta(minutes=10, seconds=9), "10 minutes."),
        (timedelta(minutes=118, seconds=9), "118 minutes."),
        (timedelta(hours=23, minutes=59), "23 hours."),
        (timedelta(days=1, hours=5), "1 day."),
        (timedelta(days=9, hours=1), "9 days."),
    ],
)
def test_the_wait_is_told_in_a_unit_that_fits_it(wait, told):
    progress = SimpleNamespace(next_due=datetime.now(timezone.utc) + wait)

    assert nothing_due(progress, words_in("en")).endswith(f"comes in {told}")


def test_of_what_never_went_wrong_nothing_comes_back():
    assert "nothing to review" in nothing_due(SimpleNamespace(next_due=None), words_in("en"))
