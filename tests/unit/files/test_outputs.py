"""A folder that we write to: only what is ours is removed or written over."""

from __future__ import annotations

import hashlib
import shutil
import subprocess

import pytest
from full_disk import fill_the_disk
from hypothesis import given
from hypothesis import strategies as st

from autograder.outputs import LIST, output_folder


def written(folder, files, within=("",)):
    with output_folder(folder, within) as output:
        for name, text in files.items():
            output.write(name, text)
    return output


def texts(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and path.name != LIST
    }


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "out"


def test_what_is_written_again_takes_the_place_of_what_we_wrote(folder):
    written(folder, {"grades.csv": "old"})
    output = written(folder, {"grades.csv": "new"})

    assert texts(folder) == {"grades.csv": "new"}
    assert (output.kept, output.left) == ([], [])


def test_our_files_of_an_earlier_run_are_removed_with_folders_that_are_empty_then(folder):
    written(folder, {"feedback/anna/page.html": "anna", "feedback/ben.html": "ben"})
    written(folder, {"feedback/ben.html": "ben"})

    assert texts(folder) == {"feedback/ben.html": "ben"}
    assert not (folder / "feedback/anna").exists()


def test_a_file_that_we_never_wrote_stays(folder):
    mine = {"results/notes.json": "mine", "feedback/letter.md": "mine", "x/y/z.txt": "mine"}
    for name, text in mine.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    for files in ({"results/anna.json": "1"}, {}):
        written(folder, files)

    assert texts(folder) == mine


def test_a_file_of_somebodys_under_a_name_that_we_need_is_kept_aside_and_told(folder):
    folder.mkdir()
    (folder / "grades.csv").write_text("mine")
    output = written(folder, {"grades.csv": "ours"})

    assert texts(folder) == {"grades.csv": "ours", "kept/grades.csv": "mine"}
    assert output.kept == [("grades.csv", folder / "kept/grades.csv")]


def test_an_edited_file_is_kept_aside_as_often_as_it_is_edited(folder):
    for edited in ("once", "twice"):
        written(folder, {"feedback/anna.md": "ours"})
        (folder / "feedback/anna.md").write_text(edited)
    written(folder, {"feedback/anna.md": "ours anew"})

    assert texts(folder) == {
        "feedback/anna.md": "ours anew",
        "kept/feedback/anna.md": "once",
        "kept/feedback/anna.2.md": "twice",
    }


def test_an_edited_file_that_says_what_we_write_now_is_ours_again(folder):
    written(folder, {"a": "1"})
    (folder / "a").write_text("2")
    output = written(folder, {"a": "2"})
    written(folder, {})

    assert output.kept == []
    assert texts(folder) == {}


def test_an_edited_file_that_we_need_no_more_stays_where_it_is_and_is_told(folder):
    written(folder, {"feedback/anna.md": "ours"})
    (folder / "feedback/anna.md").write_text("with a word of mine")
    output = written(folder, {})

    assert texts(folder) == {"feedback/anna.md": "with a word of mine"}
    assert output.left == [folder / "feedback/anna.md"]
    assert written(folder, {}).left == [], "it is told once"


def test_only_the_part_that_is_written_is_looked_at_for_old_files(folder):
    written(folder, {"otter/a": "1", "scripts/b": "1"})
    written(folder, {}, within=["otter/"])
    assert texts(folder) == {"scripts/b": "1"}

    written(folder, {}, within=["scripts/"])
    assert texts(folder) == {}


def test_the_list_is_one_that_sha256sum_checks(folder):
    written(folder, {"results/anna.json": "{}", "grades.csv": "1"})

    assert (folder / LIST).read_text().splitlines() == sorted(
        f"{hashlib.sha256(text.encode()).hexdigest()}  {name}"
        for name, text in {"results/anna.json": "{}", "grades.csv": "1"}.items()
    )
    if program := shutil.which("sha256sum"):
        subprocess.run([program, "-c", LIST], cwd=folder, check=True, capture_output=True)


class Killed(BaseException):
    pass


@pytest.mark.parametrize("after", range(4))
def test_what_a_run_wrote_that_was_killed_is_known_as_ours(folder, after):
    written(folder, {"a": "1", "b": "1", "gone": "1"})
    names = iter(["a", "b", "new"])

    def killed_run():
        with output_folder(folder) as output:
            for _ in range(after):
                output.write(next(names, "last"), "2")
            raise Killed

    with pytest.raises(Killed):
        killed_run()
    output = written(folder, {"a": "3"})

    assert (output.kept, output.left) == ([], [])
    assert texts(folder) == {"a": "3"}


@pytest.mark.parametrize(
    "line",
    [
        "{digest}  ../outside", "{digest}  /{outside}", "{digest}  x/../../outside", "{digest}",
        "", "\udce4", "{digest}  .", "{digest}  x", "hello\x00",
    ],
)  # fmt: skip
def test_a_list_that_was_tampered_with_leads_to_nothing_else(folder, line):
    outside = folder.parent / "outside"
    outside.write_text("kept")
    (folder / "x").mkdir(parents=True)
    digest = hashlib.sha256(b"kept").hexdigest()
    text = line.format(digest=digest, outside=outside) + "\n"
    (folder / LIST).write_bytes(text.encode("utf-8", "surrogateescape"))
    written(folder, {"a": "1"})

    assert outside.read_text() == "kept"
    assert texts(folder) == {"a": "1"}


def test_a_disk_that_is_full_loses_nothing_of_anybodys(folder, monkeypatch):
    written(folder, {"a": "ours"})
    (folder / "a").write_text("edited")
    (folder / "b").write_text("mine")
    with monkeypatch.context() as patch:
        fill_the_disk(patch)
        with pytest.raises(OSError, match="No space left"):
            written(folder, {"a": "ours, and more of it"})
    written(folder, {"a": "ours, and more of it"})

    assert set(texts(folder).values()) >= {"edited", "mine", "ours, and more of it"}


_FILES = st.dictionaries(st.sampled_from(["a", "b", "x/a", "x/y/b"]), st.sampled_from("123"))


@given(st.lists(st.tuples(_FILES, _FILES), max_size=5))
def test_whatever_is_written_and_edited_no_text_of_a_persons_is_lost(tmp_path_factory, rounds):
    folder = tmp_path_factory.mktemp("out")
    edited = set()
    for number, (ours, theirs) in enumerate(rounds):
        written(folder, ours)
        for name, text in theirs.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            # Who writes over their own text does not expect it back.
            edited.discard((folder / name).read_text() if (folder / name).exists() else "")
            (folder / name).write_text(f"theirs {number} {name} {text}")
            edited.add(f"theirs {number} {name} {text}")
        assert edited <= set(texts(folder).values())
    last = {"b": "last"}
    written(folder, last)

    assert edited <= set(texts(folder).values())
    assert texts(folder)["b"] == "last"


STAMP, OTHER_STAMP = "1" * 64, "2" * 64


def stamped(folder, text, stamp=STAMP):
    with output_folder(folder) as output:
        output.write("a", text, stamp=stamp)


def is_current(folder, stamp=STAMP):
    with output_folder(folder) as output:
        return output.is_current("a", stamp)


def test_a_file_that_was_made_from_the_same_is_current_again_and_again(folder):
    stamped(folder, "1")

    assert [is_current(folder) for _ in range(3)] == [True] * 3
    assert texts(folder) == {"a": "1"}


def test_a_file_that_was_made_from_something_else_is_not_current(folder):
    stamped(folder, "1")

    assert not is_current(folder, OTHER_STAMP)
    assert texts(folder) == {}, "and is removed like all that is not written again"


def test_a_file_that_was_edited_or_removed_is_not_current(folder):
    for change in ((folder / "a").unlink, lambda: (folder / "a").write_text("mine")):
        stamped(folder, "1")
        change()
        assert not is_current(folder)
        (folder / "a").unlink(missing_ok=True)


def test_a_run_that_was_killed_between_list_and_file_leaves_nothing_that_seems_current(folder):
    stamped(folder, "old")
    with (folder / LIST).open("a") as listing:
        listing.write(f"# from {OTHER_STAMP}: {hashlib.sha256(b'new').hexdigest()}  a\n")

    assert not is_current(folder, OTHER_STAMP)


def test_a_part_that_is_not_written_stays_current(folder):
    stamped(folder, "1")
    written(folder, {"otter/b": "1"}, within=["otter/"])

    assert is_current(folder)


def test_stamps_in_the_list_disturb_no_program_that_checks_it(folder):
    stamped(folder, "1")

    if program := shutil.which("sha256sum"):
        done = subprocess.run(
            [program, "--strict", "-c", LIST], cwd=folder, check=True, capture_output=True
        )
        assert done.stdout == b"a: OK\n"
