"""What a late hand-in costs, by the calendar of the due date's time zone."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter, ValidationError

from autograder.assignments.sheet import Late, Moment, read_moment
from autograder.grading.lateness import lateness

BUDAPEST = ZoneInfo("Europe/Budapest")
#: Summer time ends in the night after it.
DUE = datetime(2026, 10, 24, 20, 0, tzinfo=BUDAPEST)
POLICY = Late(grace=timedelta(minutes=15), penalty=10)


def days(submitted, due=DUE, policy=POLICY):
    return lateness(policy, due, submitted).days


@pytest.mark.parametrize(
    ("when", "late"),
    [
        ((24, 19, 59), 0), ((24, 20, 15), 0), ((24, 20, 16), 1), ((25, 19, 30), 1), ((25, 20, 0), 1),
        ((25, 20, 1), 2), ((26, 20, 0), 2),
    ],
)  # fmt: skip
def test_the_end_of_summer_time_costs_nobody_a_day(when, late):
    assert days(datetime(2026, 10, *when, tzinfo=BUDAPEST)) == late


def test_a_time_in_another_zone_is_the_same_moment():
    assert days(datetime(2026, 10, 25, 18, 30, tzinfo=timezone.utc)) == 1


def test_with_an_offset_alone_days_have_24_hours():
    due = DUE.astimezone(timezone(timedelta(hours=2)))

    assert days(datetime(2026, 10, 25, 19, 30, tzinfo=BUDAPEST), due) == 2


def test_the_beginning_of_summer_time_makes_nobody_punctual():
    """A wall clock may show less than a day where a moment is late all the same."""
    due = datetime(2026, 10, 25, 2, 30, tzinfo=BUDAPEST)  # the first of two
    second = datetime(2026, 10, 25, 2, 50, tzinfo=BUDAPEST, fold=1)

    assert days(second, due) == 1


def test_nothing_counts_after_until():
    policy = Late(penalty=10, until=datetime(2026, 10, 27, 20, 0, tzinfo=BUDAPEST))

    assert lateness(policy, DUE, datetime(2026, 10, 27, 20, 0, 1, tzinfo=BUDAPEST)).share == 0
    assert lateness(policy, DUE, datetime(2026, 10, 27, 20, 0, tzinfo=BUDAPEST)).share == 0.7


# As an assignment's file has it


@pytest.mark.parametrize(
    "text", ["2026-10-24T20:00 Europe/Budapest", "2026-10-24 20:00 Europe/Budapest",
             "2026-10-24T20:00:00 Europe/Budapest"],
)  # fmt: skip
def test_a_named_zone_stays_named_in_a_bundle(text):
    moments = TypeAdapter(Moment)

    read = moments.validate_python(text)

    assert read == DUE
    assert read.tzinfo == BUDAPEST
    again = moments.validate_json(moments.dump_json(read))
    assert (again, again.tzinfo) == (read, read.tzinfo)


def test_of_an_hour_that_comes_twice_the_second_is_meant():
    assert read_moment("2026-10-25T02:30 Europe/Budapest").utcoffset() == timedelta(hours=1)
    assert read_moment("2026-10-25T01:59 Europe/Budapest").utcoffset() == timedelta(hours=2)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("tomorrow", "no date and time"),
        ("2026-10-24T20:00", "no time zone"),
        ("2026-10-24T20:00 Europe/Budapst", "Did you mean 'Europe/Budapest'"),
        ("2026-10-24T20:00+02:00 Europe/Budapest", "an offset and a named"),
        ("2026-03-29T02:30 Europe/Budapest", "does not exist in Europe/Budapest"),
        ("2026-03-08T02:00 America/New_York", "does not exist in America/New_York"),
        ("2026-10-24T20:00 ../../etc/passwd", "no time zone"),
    ],
)
def test_a_wrong_time_is_told_with_what_to_write(text, why):
    with pytest.raises(ValueError, match=why):
        read_moment(text)
    with pytest.raises(ValidationError, match=why):
        TypeAdapter(Moment).validate_python(text)
