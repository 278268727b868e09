"""Removing a folder that hostile code filled: no depth, no name and no mode is in the way."""

from __future__ import annotations

import contextlib
import mmap
import os
import subprocess
import sys

import pytest

from autograder.sandbox import Limits
from autograder.sandbox.walls.folders import is_overfull, remove_folder

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")


#: Seconds in which a machine that is busy with much else removes ten thousand folders.
LONG = 300


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    yield folder
    # What is left would make pytest's own cleaning up fail, which recurses.
    remove_folder(folder, LONG)


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


@pytest.mark.parametrize("levels", [1_500, pytest.param(10_000, marks=pytest.mark.nightly)])
def test_folders_deeper_than_python_has_frames_and_paths_have_letters_are_removed(folder, levels):
    os.close(bury(folder, levels))

    assert remove_folder(folder, seconds=120)
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

    assert remove_folder(folder, LONG)


def written(place, name, size):
    """A descriptor of a file of *size* bytes that has lost its name."""
    descriptor = os.open(place / name, os.O_RDWR | os.O_CREAT)
    os.write(descriptor, bytes(size))
    (place / name).unlink()
    return descriptor


LITTLE = Limits(disk=1 << 20, files=5)


def test_an_empty_folder_is_not_overfull(folder):
    assert not is_overfull(folder, LITTLE, os.getpid())


def test_a_file_that_lost_its_name_counts_while_it_is_open(folder):
    descriptor = written(folder, "nameless", 2 << 20)

    assert is_overfull(folder, LITTLE, os.getpid())
    os.close(descriptor)
    assert not is_overfull(folder, LITTLE, os.getpid())


def test_a_file_that_lost_its_name_counts_while_a_page_of_it_is_mapped(folder):
    descriptor = written(folder, "nameless", 2 << 20)
    mapped = mmap.mmap(descriptor, 4096)
    os.close(descriptor)

    assert is_overfull(folder, LITTLE, os.getpid())
    mapped.close()
    assert not is_overfull(folder, LITTLE, os.getpid())


def test_files_elsewhere_that_lost_their_names_do_not_count(folder):
    descriptor = os.memfd_create("elsewhere")
    os.write(descriptor, bytes(2 << 20))

    assert not is_overfull(folder, LITTLE, os.getpid())
    os.close(descriptor)


def test_a_folder_that_is_never_where_it_was_is_overfull(folder, monkeypatch):
    (folder / "here").mkdir()
    scandir = os.scandir

    def moving(place):
        entries = scandir(place)
        for old, new in (("here", "there"), ("there", "here")):
            if place == folder and (folder / old).exists():
                # As a thread of the submission's does: listed by its old name, it has a new one.
                listed = contextlib.nullcontext([*entries])
                (folder / old).rename(folder / new)
                return listed
        return entries

    monkeypatch.setattr(os, "scandir", moving)

    assert is_overfull(folder, LITTLE)


def without_rights(call, folder):
    """What *call* gives for *folder* in a process that has no capabilities, as in many containers."""
    program = (
        "import sys; from pathlib import Path; from autograder.sandbox import Limits;"
        "from autograder.sandbox.walls import linux;"
        "from autograder.sandbox.walls.folders import is_overfull, remove_folder;"
        "folder = Path(sys.argv[1]); linux.drop_capabilities();"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"{program} print({call})", str(folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_a_folder_that_may_not_be_looked_into_is_overfull(folder):
    (folder / "closed").mkdir(mode=0o300)

    assert without_rights("is_overfull(folder, Limits())", folder) == "True"


def test_a_folder_that_is_closed_itself_is_removed(folder):
    """As a server leaves its own, if it is killed while a child runs."""
    (folder / "work").mkdir()
    folder.chmod(0o100)

    assert without_rights("remove_folder(folder)", folder) == "True"
    assert not folder.exists()
