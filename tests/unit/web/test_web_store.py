"""A working copy as a store: files as the terminal knows them, and no version ever lost."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from courses import miniature_course

pytest.importorskip("starlette")

from autograder.submissions import SubmissionError
from autograder.web.stores import OvertakenError
from autograder.web.working_copy import WorkingCopy
from autograder.workspace import Workspace

COURSE = miniature_course()
EXERCISE = COURSE.exercises[0]


@pytest.fixture
def workspace(tmp_path):
    return Workspace.create(tmp_path / "mine", COURSE, "en", bundled=False)[0]


@pytest.fixture
def store(workspace):
    return WorkingCopy(workspace, COURSE)


@pytest.fixture
def path(workspace):
    return workspace.path_of(EXERCISE)


def copies(workspace):
    folder = workspace.root / ".gradlings" / "backups"
    return sorted(one.read_bytes() for one in folder.glob("*.py"))


def test_a_save_is_what_the_terminal_reads(store, path):
    kept = store.save(EXERCISE, "answer = 'ő'\n", store.read(EXERCISE).digest)

    assert path.read_bytes() == "answer = 'ő'\n".encode()
    assert store.read(EXERCISE) == kept
    assert store.sources(EXERCISE).main == "answer = 'ő'\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a = 1\r\nb = 2\r\n", b"a = 3\r\nb = 2\r\n"),
        (b"\xef\xbb\xbfa = 1\nb = 2\n", b"\xef\xbb\xbfa = 3\nb = 2\n"),
        (b"\xef\xbb\xbfa = 1\r\nb = 2\r\n", b"\xef\xbb\xbfa = 3\r\nb = 2\r\n"),
        (b"a = 1\nb = 2", b"a = 3\nb = 2"),
    ],
)
def test_line_ends_and_byte_order_marks_stay_as_they_were(before, after, store, path):
    path.write_bytes(before)
    kept = store.read(EXERCISE)
    assert "\r" not in kept.text
    assert not kept.text.startswith("\ufeff")

    store.save(EXERCISE, kept.text.replace("1", "3"), kept.digest)

    assert path.read_bytes() == after


@pytest.mark.parametrize("content", [b"a = 1\r\nb = 2\n", b"a = 1\rb = 2\r", b"a = 1\n\rb = 2"])
def test_what_is_saved_unchanged_is_not_touched(content, store, path):
    path.write_bytes(content)  # The editor could not write it so.
    before = path.stat().st_mtime_ns
    kept = store.read(EXERCISE)

    assert "\r" not in kept.text
    assert store.save(EXERCISE, kept.text, kept.digest) == kept
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (content, before)


def test_a_save_based_on_an_older_text_keeps_both(store, workspace, path):
    old = store.read(EXERCISE)
    path.write_text("theirs = 1\n", encoding="utf-8")

    with pytest.raises(OvertakenError) as raised:
        store.save(EXERCISE, "mine = 1\n", old.digest)

    assert raised.value.now.text == "theirs = 1\n"
    assert path.read_text(encoding="utf-8") == "theirs = 1\n"
    assert copies(workspace) == [b"mine = 1\n"]
    assert (workspace.root / raised.value.copy).read_bytes() == b"mine = 1\n"


def test_taking_ones_own_version_keeps_a_copy_of_the_other(store, workspace, path):
    path.write_text("theirs = 1\n", encoding="utf-8")

    store.save(EXERCISE, "mine = 1\n", store.read(EXERCISE).digest, keep_other=True)

    assert path.read_text(encoding="utf-8") == "mine = 1\n"
    assert copies(workspace) == [b"theirs = 1\n"]


def test_the_same_text_is_put_aside_once_however_often_it_is_refused(store, workspace):
    for _ in range(5):
        with pytest.raises(OvertakenError):
            store.save(EXERCISE, "mine = 1\n", "another")

    assert copies(workspace) == [b"mine = 1\n"]


def test_of_many_saves_at_once_one_wins_and_all_are_kept(workspace):
    digest = WorkingCopy(workspace, COURSE).read(EXERCISE).digest
    texts = [f"number = {number}\n" for number in range(8)]

    def save(text):
        try:
            WorkingCopy(workspace, COURSE).save(EXERCISE, text, digest)
        except OvertakenError:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        won = list(threads.map(save, texts))

    assert won.count(True) == 1
    everything = {*copies(workspace), workspace.path_of(EXERCISE).read_bytes()}
    assert everything == {text.encode() for text in texts}


def test_a_missing_file_shows_the_stub_and_comes_back_with_the_first_save(store, path):
    stub = store.read(EXERCISE).text
    path.unlink()

    kept = store.read(EXERCISE)
    store.save(EXERCISE, kept.text, kept.digest)

    assert kept.text == stub
    assert path.read_text(encoding="utf-8") == stub


def test_a_file_that_was_removed_meanwhile_is_not_overwritten_in_silence(store, path, workspace):
    kept = store.read(EXERCISE)
    path.unlink()

    with pytest.raises(OvertakenError):
        store.save(EXERCISE, "mine = 1\n", kept.digest)

    assert not path.exists()
    assert copies(workspace) == [b"mine = 1\n"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"# -*- coding: cp1250 -*-\nname = '\xf5'\n", "not UTF-8"),
        ("é".encode("utf-16"), "not UTF-8"),
        (b"x = 1\n" * 40_000, "too long"),
    ],
)
def test_what_the_editor_could_not_give_back_is_not_edited(content, told, store, path, workspace):
    path.write_bytes(content)

    kept = store.read(EXERCISE)
    with pytest.raises(OvertakenError):
        store.save(EXERCISE, "mine = 1\n", kept.digest)

    assert kept.text == ""
    assert told in kept.problem
    assert path.read_bytes() == content


def test_a_text_that_is_too_long_is_refused_and_changes_nothing(store, path):
    before = path.read_bytes()

    with pytest.raises(SubmissionError, match="may have"):
        store.save(EXERCISE, "x" * 250_000, store.read(EXERCISE).digest)

    assert path.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_stays_and_what_it_leads_to_is_written(store, path, tmp_path):
    elsewhere = tmp_path / "elsewhere.py"
    elsewhere.write_text("x = 1\n", encoding="utf-8")
    path.unlink()
    path.symlink_to(elsewhere)

    store.save(EXERCISE, "x = 2\n", store.read(EXERCISE).digest)

    assert path.is_symlink()
    assert elsewhere.read_text(encoding="utf-8") == "x = 2\n"


def test_starting_over_says_where_the_copy_is(store, workspace, path):
    given = path.read_bytes()
    assert store.reset(EXERCISE) == ""
    path.write_text("mine = 1\n", encoding="utf-8")

    copy = store.reset(EXERCISE)

    assert path.read_bytes() == given
    assert (workspace.root / copy).read_bytes() == b"mine = 1\n"


def test_the_language_is_the_working_copys_and_edits_stay(store, workspace, path):
    edited = path.read_text(encoding="utf-8") + "\n# mine\n"
    path.write_text(edited, encoding="utf-8")

    store.use_language("hu")

    assert Workspace(workspace.root).language == "hu"
    assert "# mine" in path.read_text(encoding="utf-8")
