"""The ledger: what is kept, what is made again, and what is said when the file is of no use."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing

import pytest
from builders import rubric_of

from autograder.grading.ledger import Ledger, LedgerError, LedgerKey
from autograder.judging import broken_verdict, write_verdict

KEY = LedgerKey("zero_it", "digest", "program")
VERDICT = broken_verdict("zero_it", rubric_of(stays=1.0, moves=2.0), "why")
TEXT = write_verdict(VERDICT)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "ledger.sqlite"
    with Ledger(path) as ledger:
        ledger.record([(KEY, TEXT, 0.5)])
    return path


def edit(path, statement, *values):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement, values)


def test_what_is_recorded_is_there_when_it_is_opened_again(path):
    with Ledger(path) as ledger:
        assert ledger.known([KEY, LedgerKey("other", "digest", "program")]) == {KEY}
        assert ledger.verdict(KEY) == VERDICT


def changed(**values):
    return json.dumps({**json.loads(TEXT), **values})


def with_check(**values):
    first, *others = json.loads(TEXT)["checks"]
    return changed(checks=[{**first, **values}, *others])


UNREADABLE = {
    "empty": "",
    "no JSON": "hello",
    "cut": TEXT[:-20],
    "of an older version": changed(checks=[{"check": "stays"}]),
    "of a newer version": changed(outcome="excellent"),
    "of another exercise": changed(exercise="other"),
    "without checks, so without points": changed(checks=[]),
    "more points than there are": with_check(score=7.0),
    "less than none": with_check(score=-1.0),
    "no number": with_check(score="many"),
    "not a finite number": TEXT.replace("1.0", "1e999", 1),
    "a number that no key has": with_check(
        reason={"kind": "raised", "end": "done", "error": {"key": 2**60}}
    ),
    "bytes": b"\xff\xfe",
    "nothing": None,
}


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
def test_a_verdict_that_cannot_be_read_is_none_and_has_to_be_made_again(path, text):
    if text is None:
        edit(path, "DELETE FROM verdicts")
    else:
        edit(path, "UPDATE verdicts SET verdict = ?", text)
    with Ledger(path) as ledger:
        assert ledger.verdict(KEY) is None
        assert ledger.known([KEY]) == set()

        ledger.record([(KEY, TEXT, 0.5)])
        assert ledger.verdict(KEY) == VERDICT


def test_a_fault_of_ours_is_not_written_down(path):
    other = LedgerKey("zero_it", "digest", "other program")
    with Ledger(path) as ledger:
        ledger.note_fault(other, "the server died")
        assert ledger.fault(other) == "the server died"
        assert ledger.known([other]) == set()
    with Ledger(path) as ledger:
        assert ledger.fault(other) is None


def test_a_program_that_was_graded_after_all_is_no_fault(path):
    with Ledger(path) as ledger:
        ledger.note_fault(KEY, "the server died")
        ledger.record([(KEY, TEXT, 0.5)])

        assert ledger.fault(KEY) is None


@pytest.mark.skipif(os.name == "nt", reason="rights as POSIX has them")
@pytest.mark.parametrize("before", [None, 0o644])
def test_only_its_owner_can_read_it_and_what_lies_beside_it(tmp_path, before):
    mask = os.umask(0o022)
    path = tmp_path / "ledger.sqlite"
    if before:
        path.touch(before)
    try:
        with Ledger(path) as ledger:
            ledger.record([(KEY, TEXT, 0.5)])
            modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    finally:
        os.umask(mask)

    assert "ledger.sqlite" in modes
    assert set(modes.values()) == {0o600}


# What is said


def test_one_that_is_in_use_is_told(path):
    with (
        Ledger(path),
        pytest.raises(LedgerError, match=r"ledger\.sqlite is in use; is another `gradlings grade`"),
    ):
        Ledger(path)


DAMAGES = {
    "no database": lambda path: path.write_bytes(b"hello " * 1000),
    "overwritten in the middle": lambda path: path.write_bytes(
        path.read_bytes()[:4096] + b"\xff" * 4096 + path.read_bytes()[8192:]
    ),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "another table": lambda path: edit(path, "ALTER TABLE verdicts RENAME COLUMN verdict TO x"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_one_is_told_with_what_to_do_and_left_as_it_is(path, damage):
    damage(path)
    before = path.read_bytes()
    with pytest.raises(LedgerError, match=r"ledger\.sqlite.*move it away"), Ledger(path) as ledger:
        ledger.verdict(KEY)

    assert path.read_bytes() == before


def test_one_of_another_version_is_told_and_left_as_it_is(path):
    edit(path, "PRAGMA user_version = 7")
    with pytest.raises(LedgerError, match=r"is of version 7; this is 1\. Move it away"):
        Ledger(path)

    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM verdicts").fetchone() == (1,)


@pytest.mark.parametrize("where", ["nowhere/ledger.sqlite", "file/ledger.sqlite", "folder"])
def test_one_that_cannot_be_written_is_told(tmp_path, where):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(LedgerError, match="can't be written; look at its rights, or choose"):
        Ledger(tmp_path / where)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a limit on the size of files")
def test_where_there_is_no_more_space_it_says_so_and_what_was_recorded_stays(path):
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    long = TEXT.replace("why", "w" * 200_000)
    with Ledger(path) as ledger:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
        try:
            with pytest.raises(LedgerError, match="make space, then run the same command again"):
                ledger.record([(LedgerKey("zero_it", "digest", "long"), long, 0.5)])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    shutil.copy(path, path.with_name("copy"))

    with Ledger(path) as ledger:
        assert ledger.verdict(KEY) == VERDICT
        ledger.record([(LedgerKey("zero_it", "digest", "long"), long, 0.5)])
