"""Files: whole or not at all, private where they are secret, removed without following links."""

from __future__ import annotations

import os
import subprocess
import tempfile

import pytest
from full_disk import fill_the_disk

from autograder.files import make_private_folder, quoted, temporary_folder, write_whole

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
