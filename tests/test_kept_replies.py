"""Hand-ins that have not changed are not read again, and what was kept of them is trusted no more."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing

import pytest
from hostile import FILES, HONEST, made, zipped

from autograder.submissions import File, Question, Reader
from autograder.submissions.kept_replies import KeptReplies

STEP = Question("step_no_grad", "step_no_grad")
OTHER = b"def step_no_grad(W, lr):\n    return W\n"


def read(kept, *files, questions=(STEP,)):
    """What is read of *files*, and whether a process was started for it."""
    with Reader(kept=kept) as reader:
        found = reader.attempt([File(name, content) for name, content in files], questions)
        return found, any(runner.pids for runner in reader._runners)


def rows(kept):
    with closing(sqlite3.connect(kept)) as connection:
        return connection.execute("SELECT key, data FROM replies").fetchall()


@pytest.fixture
def kept(tmp_path):
    return tmp_path / "readings.sqlite"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "step_no_grad.py"
    path.write_bytes(HONEST)
    return path


def test_what_was_read_before_starts_no_process_and_says_the_same(kept, file):
    first, started = read(kept, (file.name, file))
    assert started

    again, started = read(kept, (file.name, file))

    assert not started
    assert again == first
    assert again.programs == {"step_no_grad": HONEST.decode()}


@pytest.mark.parametrize("kind", ["blanks", "zeros", "archives in archives", "noise"])
def test_a_file_that_is_refused_is_refused_for_the_same_reason(kept, kind):
    assert kind in FILES
    first, _ = read(kept, made(kind), ("step_no_grad.py", HONEST))
    again, _ = read(kept, made(kind), ("step_no_grad.py", HONEST))

    assert again == first


def test_a_file_that_changed_is_read_even_with_its_size_and_time_as_before(kept, file):
    import os

    read(kept, (file.name, file))
    times = file.stat()
    file.write_bytes(HONEST.replace(b"lr", b"lR"))
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))

    found, started = read(kept, (file.name, file))

    assert started
    assert found.programs == {"step_no_grad": HONEST.replace(b"lr", b"lR").decode()}


def test_a_member_of_a_large_download_that_changed_is_read(kept, tmp_path):
    large = tmp_path / "class.zip"
    filling = bytes(range(256)) * 8_000
    for program in (HONEST, OTHER):
        large.write_bytes(zipped(**{"step_no_grad.py": program, "photo.bin": filling}))
        with Reader(kept=kept) as reader:
            one = File("step_no_grad.py", large, ("step_no_grad.py",))
            assert reader.attempt([one], [STEP]).programs == {"step_no_grad": program.decode()}


def test_another_question_about_the_same_file_is_another_reading(kept, file):
    read(kept, (file.name, file))

    found, started = read(kept, (file.name, file), questions=[Question("zero_it", "zero_it")])

    assert started
    assert not found.programs


def test_a_file_under_another_name_is_another_reading(kept, file):
    read(kept, (file.name, file))

    _, started = read(kept, ("zero_it.py", file))

    assert started


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\x00\xff", b'{"program": "step_no_grad", "source": 0}\n', b"[" * 100_000 + b"\n",
        b'{"found": true}\n{"gist": "other", "example": "", "pieces": [], "form": ""}\n',
    ],
)  # fmt: skip
def test_a_kept_reply_that_was_tampered_with_is_as_hostile_as_one_from_a_process(kept, file, data):
    read(kept, (file.name, file))
    with closing(sqlite3.connect(kept)) as connection, connection:
        connection.execute("UPDATE replies SET data = ?", (data,))

    found, _ = read(kept, (file.name, file))

    assert not found.programs
    assert all(name.isprintable() and why.isprintable() for name, why in found.unread)


@pytest.mark.parametrize("content", [b"", b"no database at all" * 500])
def test_a_file_that_is_no_database_costs_time_alone(kept, file, content):
    kept.write_bytes(content)

    for _ in range(2):
        found, _ = read(kept, (file.name, file))
        assert found.programs == {"step_no_grad": HONEST.decode()}


def test_a_link_in_its_place_is_not_followed(kept, file, tmp_path):
    mine = tmp_path / "mine"
    mine.write_bytes(b"")
    kept.symlink_to(mine)

    found, _ = read(kept, (file.name, file))

    assert found.programs
    assert mine.read_bytes() == b""


def test_two_commands_at_once_are_in_nobodys_way(kept, file):
    with Reader(kept=kept):
        found, _ = read(kept, (file.name, file))

    assert found.programs


def test_replies_that_nobody_asks_for_any_more_are_forgotten_but_not_after_an_error(kept, file):
    read(kept, (file.name, file))
    before = rows(kept)
    with pytest.raises(ZeroDivisionError), Reader(kept=kept):
        1 / 0  # noqa: B018
    assert rows(kept) == before

    read(kept, ("step_no_grad.py", OTHER))

    assert len(rows(kept)) == 1
    assert rows(kept) != before


def test_only_its_owner_can_read_it(kept, file):
    read(kept, (file.name, file))

    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_reply_longer_than_a_process_may_send_is_not_taken(kept):
    replies = KeptReplies(kept)
    replies.keep(b"key", b"x" * 100)

    assert replies.find(b"key", 99) is None
    assert replies.find(b"key", 100) == b"x" * 100
    replies.close()
