"""What the system refuses to do with a file, in words: for every number that it has for that."""

from __future__ import annotations

import errno
import os
import shutil

import pytest

from autograder.feedback.refusals import refusal, unsaved
from autograder.languages import words_in
from autograder.workspace import ProgressFile

EN, HU = words_in("en"), words_in("hu")


@pytest.mark.parametrize("say", [EN, HU], ids=["en", "hu"])
def test_every_error_is_told_with_file_cause_and_remedy(say):
    for number, name in errno.errorcode.items():
        told = refusal(OSError(number, os.strerror(number), "my file.py"), say)

        assert "'my file.py'" in told, name
        cause, _, remedy = told.rpartition("; ")
        assert cause, name
        assert len(remedy) > len("x y."), name
        assert told.endswith("."), name
        assert "Errno" not in told, name
        assert "{" not in told, name


CAUSES = {
    "ENOSPC": "no space is left",
    "EDQUOT": "quota",
    "EFBIG": "larger than files may be",
    "EROFS": "can only be read",
    "EACCES": "no right",
    "EPERM": "no right",
    "EIO": "does not do what it should",
    "ESTALE": "another machine",
    "EMFILE": "too many files are open",
    "ENAMETOOLONG": "too long",
    "ETXTBSY": "another program",
    "ENOENT": "something is missing",
    "EDOM": "the system refuses (",
}


@pytest.mark.parametrize(("name", "words"), CAUSES.items(), ids=CAUSES)
def test_the_cause_is_told_in_words_of_our_own(name, words):
    number = getattr(errno, name)

    assert words in refusal(OSError(number, os.strerror(number), "file"), EN)


def test_what_has_no_name_is_told_without_one():
    assert "can't be had" in refusal(OSError(errno.EAGAIN, os.strerror(errno.EAGAIN)), EN)
    assert "can't be had" in refusal(OSError("something of a library's"), EN)
    assert "(something of a library's)" in refusal(OSError("something of a library's"), EN)


def test_of_many_files_that_could_not_be_copied_the_first_is_told(tmp_path):
    (tmp_path / "from" / "folder").mkdir(parents=True)
    (tmp_path / "from" / "folder" / "a file").touch()
    (tmp_path / "to" / "folder").mkdir(parents=True)
    (tmp_path / "from" / "link").symlink_to("nowhere")
    with pytest.raises(shutil.Error) as caught:
        shutil.copytree(tmp_path / "from", tmp_path / "to", dirs_exist_ok=True)

    told = refusal(caught.value, EN)
    assert str(tmp_path / "to" / "link") in told
    assert "something is missing" in told


def test_progress_that_is_on_disk_needs_no_words(tmp_path):
    file = ProgressFile(tmp_path / "progress.json")
    file.note(lambda progress: progress.give_hint("slope", 1))

    assert unsaved(file, EN, again="Again.") == ""


def test_progress_that_is_not_on_disk_is_told_with_where_why_and_when_again(tmp_path):
    (tmp_path / "in the way").touch()
    file = ProgressFile(tmp_path / "in the way" / "progress.json")
    file.note(lambda progress: progress.give_hint("slope", 1))

    told = unsaved(file, EN, again="Again tomorrow.")
    assert f"could not be saved in '{file.path}': something is missing or in the way" in told
    assert told.endswith(". Again tomorrow.")
    assert "előrehaladás" in unsaved(file, HU, again="Holnap.")
