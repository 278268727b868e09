"""Files: whole or not at all, private where they are secret, removed without following links."""

from __future__ import annotations

import errno
import os
import subprocess
import tempfile
import unicodedata
from pathlib import Path

import pytest
from full_disk import fill_the_disk

from autograder.files import (
    as_on_disk,
    make_private_folder,
    moved,
    quoted,
    same_name,
    temporary_folder,
    write_whole,
)

posix = pytest.mark.skipif(os.name == "nt", reason="rights as POSIX has them")


@pytest.fixture(autouse=True)
def everybody_may_read():
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path):
    return path.stat().st_mode & 0o777


@posix
def test_a_secret_is_its_owners_whatever_the_umask_says(tmp_path):
    os.umask(0)

    assert mode(write_whole(tmp_path / "new", "secret", private=True)) == 0o600


@posix
@pytest.mark.parametrize("content", ["the same", "another"])
def test_a_secret_that_everybody_could_read_is_closed(tmp_path, content):
    path = tmp_path / "key"
    path.write_text("the same")
    path.chmod(0o644)

    write_whole(path, content, private=True)

    assert (mode(path), path.read_text()) == (0o600, content)


@posix
def test_a_secret_is_closed_from_its_first_byte_on(tmp_path, monkeypatch):
    """Also where a run that was killed has left a half of it for everybody to read."""
    modes = []
    (tmp_path / ".key.writing").write_text("left")
    (tmp_path / ".key.writing").chmod(0o644)
    write_bytes = type(tmp_path).write_bytes

    def looked_at(path, data):
        modes.append(mode(path))
        return write_bytes(path, data)

    monkeypatch.setattr(type(tmp_path), "write_bytes", looked_at)
    write_whole(tmp_path / "key", "secret", private=True)

    assert modes == [0o600]


@posix
def test_other_files_are_as_the_umask_says(tmp_path):
    assert mode(write_whole(tmp_path / "page", "public")) == 0o644


@posix
def test_what_is_written_takes_the_place_of_a_link_and_never_goes_through_it(tmp_path):
    (tmp_path / "victim").write_text("kept")
    (tmp_path / "link").symlink_to(tmp_path / "victim")

    for text in ("new", "kept"):
        write_whole(tmp_path / "link", text)

    assert (tmp_path / "victim").read_text() == "kept"
    assert not (tmp_path / "link").is_symlink()


def test_a_disk_that_is_full_leaves_nothing_new_and_names_the_file(tmp_path, monkeypatch):
    write_whole(tmp_path / "table.csv", "old")
    fill_the_disk(monkeypatch)
    with pytest.raises(OSError, match="No space left") as raised:
        write_whole(tmp_path / "table.csv", "a new table")

    assert raised.value.filename == str(tmp_path / "table.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]
    assert (tmp_path / "table.csv").read_text() == "old"


@posix
def test_a_private_folder_is_closed_also_if_it_is_there_already(tmp_path):
    (tmp_path / "old").mkdir(mode=0o755)

    assert mode(make_private_folder(tmp_path / "old")) == 0o700
    assert mode(make_private_folder(tmp_path / "new" / "below")) == 0o700


# -- a cloud folder or a virus scanner holds the file --------------------------------------------


@pytest.fixture
def held(monkeypatch):
    """Has another program hold what is moved, for so many tries; returns the naps in between."""
    naps = []
    replace = Path.replace

    def hold(tries, error=errno.EACCES):
        left = iter(range(tries))

        def held(path, target):
            if next(left, None) is not None:
                raise PermissionError(error, os.strerror(error), str(path), None, str(target))
            return replace(path, target)

        monkeypatch.setattr(Path, "replace", held)
        monkeypatch.setattr("autograder.files.time.sleep", naps.append)
        return naps

    return hold


@pytest.mark.parametrize("tries", [1, 3, 7])
def test_who_holds_a_file_for_a_moment_is_waited_for_longer_and_longer(tmp_path, held, tries):
    naps = held(tries)
    path = tmp_path / "progress.json"

    write_whole(path, "new")

    assert path.read_text() == "new"
    assert len(naps) == tries
    assert naps == sorted(naps)
    assert sum(naps) < 3


def test_who_holds_a_file_for_good_is_told_of_and_nothing_is_lost(tmp_path, held):
    path = tmp_path / "progress.json"
    path.write_text("old")
    held(1_000)

    with pytest.raises(PermissionError, match="cloud folder or a virus scanner") as caught:
        write_whole(path, "new")

    assert caught.value.filename == str(path)
    assert caught.value.errno == errno.EACCES
    assert path.read_text() == "old"
    assert [*tmp_path.iterdir()] == [path]


def test_what_is_moved_stays_where_it_was_if_it_is_held(tmp_path, held):
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_text("new")
    target.write_text("old")
    held(1_000, errno.EPERM)

    with pytest.raises(PermissionError, match="again and again"):
        moved(source, target)

    assert (source.read_text(), target.read_text()) == ("new", "old")


def test_another_error_is_told_at_once(tmp_path, held):
    naps = held(0)

    with pytest.raises(FileNotFoundError):
        moved(tmp_path / "not there", tmp_path / "target")

    assert naps == []


# -- names that macOS spells with letter and accent apart ---------------------------------------

NAMES = ["gyök", "öt szűk őz", "Å", "한글", "plain"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_found_however_the_disk_spells_it(tmp_path, name):
    composed, apart = (unicodedata.normalize(form, name) for form in ("NFC", "NFD"))
    (tmp_path / apart).touch()

    assert as_on_disk(tmp_path / composed) == tmp_path / apart
    assert as_on_disk(tmp_path / apart) == tmp_path / apart
    assert same_name(apart) == composed


def test_where_the_disk_tells_spellings_apart_the_one_that_was_asked_for_is_meant(tmp_path):
    names = [unicodedata.normalize(form, "gyök") for form in ("NFC", "NFD")]
    for name in names:
        (tmp_path / name).touch()
    if len([*tmp_path.iterdir()]) == 1:
        pytest.skip("this disk takes them for one")

    assert [as_on_disk(tmp_path / name).name for name in names] == names


def test_what_is_not_there_keeps_its_name(tmp_path):
    assert as_on_disk(tmp_path / "gyök") == tmp_path / "gyök"
    assert as_on_disk(tmp_path / "no folder" / "gyök") == tmp_path / "no folder" / "gyök"


# -- how a path is told ------------------------------------------------------------------------


@posix
@pytest.mark.parametrize(
    "path",
    ["plain/path.py", "sár kány/a b.py", "it's", 'a"b', "$HOME", "a;b", "a\nb", "-n", "*", "új"],
)
def test_a_path_is_told_as_a_shell_reads_it(path):
    echoed = subprocess.run(
        ["sh", "-c", f"printf %s {quoted(path)}"], capture_output=True, check=True
    )

    assert echoed.stdout.decode() == path
    assert quoted("plain/path.py") == "plain/path.py"


def test_on_windows_a_path_with_spaces_stands_in_double_quotes(monkeypatch):
    monkeypatch.setattr("autograder.files._IS_WINDOWS", True)

    assert quoted(r"C:\Users\Ági\lecke.py") == r"C:\Users\Ági\lecke.py"
    assert quoted(r"C:\Users\Kis Ági\lecke.py") == r'"C:\Users\Kis Ági\lecke.py"'
    assert quoted(r"C:\a&b") == r'"C:\a&b"'


def test_where_no_disk_takes_a_temporary_folder_it_is_made_in_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    monkeypatch.setattr("autograder.files._MEMORY", tmp_path)
    folder = temporary_folder("gradlings-")

    assert folder.parent == tmp_path
    assert folder.is_dir()


def test_where_that_cannot_be_had_either_the_error_names_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    monkeypatch.setattr("autograder.files._MEMORY", tmp_path / "nor this")

    with pytest.raises(FileNotFoundError) as caught:
        temporary_folder("gradlings-")
    assert str(tmp_path / "missing") in caught.value.filename
