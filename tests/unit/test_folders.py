"""Removing a folder that hostile code filled: no depth, no name and no mode is in the way."""

from __future__ import annotations

import os
import sys

import pytest

from autograder.sandbox.walls.folders import remove_folder

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    yield folder
    remove_folder(folder)


def bury(folder, levels, name="d" * 100):
    """Make folders in folders, deeper than any path can name."""
    inner = os.open(folder, os.O_RDONLY)
    for _ in range(levels):
        os.mkdir(name, dir_fd=inner)
        following = os.open(name, os.O_RDONLY, dir_fd=inner)
        os.close(inner)
        inner = following
    return inner


def test_a_folder_that_is_not_there_is_gone(tmp_path):
    assert remove_folder(tmp_path / "nowhere")


def test_folders_ten_thousand_deep_are_removed(folder):
    os.close(bury(folder, 10_000))

    assert remove_folder(folder)
    assert not folder.exists()


def test_files_at_every_depth_are_removed(folder):
    inner = bury(folder, 50)
    for name in ("a\n\x1b[31m", "\udcff", ".hidden", "d" * 255):
        os.close(os.open(name, os.O_CREAT | os.O_WRONLY, dir_fd=inner))
    os.mkfifo("pipe", dir_fd=inner)
    os.close(inner)

    assert remove_folder(folder)


def test_a_folder_without_rights_is_removed(folder):
    closed = folder / "closed"
    (closed / "inner").mkdir(parents=True)
    (closed / "inner" / "file").write_text("")
    (closed / "inner").chmod(0)
    closed.chmod(0)

    assert remove_folder(folder)


def test_what_a_link_leads_to_stays(folder, tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir(mode=0o755)
    (kept / "file").write_text("mine")
    (kept / "file").chmod(0o644)
    (folder / "link").symlink_to(kept)
    (folder / "inner").mkdir()
    (folder / "inner" / "link").symlink_to(kept / "file")
    (folder / "inner" / "folder").symlink_to(kept)

    assert remove_folder(folder)
    assert (kept / "file").read_text() == "mine"
    assert (kept / "file").stat().st_mode & 0o777 == 0o644
    assert kept.stat().st_mode & 0o777 == 0o755


def test_names_that_are_taken_lose_nothing_outside_and_stop_nothing(folder):
    for outer in ("a", "b", "same"):
        for inner in ("a", "b", "same"):
            (folder / outer / inner / "same").mkdir(parents=True)

    assert remove_folder(folder)


def test_what_can_not_be_removed_in_time_is_told_and_nothing_is_raised(folder):
    os.close(bury(folder, 100))

    assert not remove_folder(folder, seconds=0)
    assert folder.exists()


def test_many_files_are_removed(folder):
    for number in range(5_000):
        (folder / str(number)).write_text("")

    assert remove_folder(folder)
