"""What Gradescope's metadata says of a student."""

from __future__ import annotations

import json
from datetime import datetime, timezone

from autograder.grading.single import Student, read_metadata


def read(tmp_path, data):
    path = tmp_path / "submission_metadata.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data))
    return read_metadata(path)


def test_an_extension_comes_before_the_due_date_of_all(tmp_path):
    user = {"sid": "a1", "name": "Anna"}
    of_all = {"due_date": "2026-10-24T20:00:00.000000+02:00"}
    own = {**user, "assignment": {"due_date": "2026-10-26T20:00:00.000000+01:00"}}
    made = "2026-10-25T12:00:00.000000Z"

    extended = read(tmp_path, {"users": [own], "assignment": of_all, "created_at": made})
    usual = read(tmp_path, {"users": [user], "assignment": of_all, "created_at": made})

    assert extended.due == datetime(2026, 10, 26, 19, tzinfo=timezone.utc)
    assert usual.due == datetime(2026, 10, 24, 18, tzinfo=timezone.utc)
    assert usual.submitted == datetime(2026, 10, 25, 12, tzinfo=timezone.utc)


def test_whatever_is_there_is_no_error(tmp_path):
    for odd in ("", "[]", "{}", {"users": []}, {"users": [3]}, {"users": [{}], "assignment": 7}):
        assert isinstance(read(tmp_path, odd), Student)
    assert (
        read(tmp_path, {"users": [{"sid": "a", "assignment": []}], "created_at": "x"}).due is None
    )
