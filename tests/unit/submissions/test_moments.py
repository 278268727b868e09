"""Times as platforms write them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from autograder.moments import moment_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Saturday, 28 November 2026, 7:29 AM", (2026, 11, 28, 7, 29)),
        ("Saturday, 28 November 2026, 12:05 AM", (2026, 11, 28, 0, 5)),
        ("Saturday, 28 November 2026, 12:05 PM", (2026, 11, 28, 12, 5)),
        ("szombat, 28 november 2026, 7:28 AM", (2026, 11, 28, 7, 28)),
        ("2026. november 28., szombat, 19:28", (2026, 11, 28, 19, 28)),
        ("2026. március 1., vasárnap, 9:05", (2026, 3, 1, 9, 5)),
        ("2026. május 31., du. 3:05", (2026, 5, 31, 15, 5)),
        ("Oct 3, 2026 10:05 a.m.", (2026, 10, 3, 10, 5)),
        ("2026-10-24-18-00-00", (2026, 10, 24, 18, 0)),
        ("20261024-2005", (2026, 10, 24, 20, 5)),
        ("2026.10.24 8:05", (2026, 10, 24, 8, 5)),
    ],
)  # fmt: skip
def test_known_forms(text, expected):
    assert moment_in(text) == datetime(*expected)  # noqa: DTZ001 - as the platform has it


def test_a_time_zone_is_kept_where_there_is_one():
    an_hour_ahead = timezone(timedelta(hours=1))

    assert moment_in("2026-11-30T12:00:00+01:00") == datetime(
        2026, 11, 30, 12, tzinfo=an_hour_ahead
    )
    assert moment_in("2026-11-30T11:00:00Z") == datetime(2026, 11, 30, 11, tzinfo=timezone.utc)


@pytest.mark.parametrize("text", ["", "-", "Never", "Marked", "28 November 2026", "31 February 2026, 7:00",
                                  "2026-13-45-99-99-99", "hw1", "1e400", "9" * 500])  # fmt: skip
def test_what_is_no_time_is_none(text):
    assert moment_in(text) is None
