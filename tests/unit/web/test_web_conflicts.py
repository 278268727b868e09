"""One rule for all that keeps work: nothing unseen is replaced, and a working copy and a class agree."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from courses import miniature_course

pytest.importorskip("starlette")

from autograder.classroom.admission import Admission
from autograder.classroom.database import Database
from autograder.classroom.stores import LearnerRows, copy_of
from autograder.languages import words_in
from autograder.rosters import Person
from autograder.web.stores import OvertakenError
from autograder.web.working_copy import WorkingCopy
from autograder.workspace import Workspace

COURSE = miniature_course()
EXERCISE = COURSE.exercises[0]


def files(folder):
    """A working copy in which nothing is written yet, and how one reads what was put aside."""
    workspace, _ = Workspace.create(folder / "mine", COURSE, "en", bundled=False)
    workspace.path_of(EXERCISE).unlink()
    return WorkingCopy(workspace, COURSE), lambda place: (workspace.root / place).read_text("utf-8")


def rows(folder):
    """The same in a class."""
    database = Database(folder / "classroom.sqlite")
    Admission(database).enrol([Person("anna", "Anna")], "en")
    aside = lambda place: copy_of(database, "anna", int(place.rpartition("/")[2]))  # noqa: E731
    return LearnerRows(database, "anna"), aside


@pytest.fixture(params=[files, rows])
def kept(request, tmp_path):
    store, aside = request.param(tmp_path)
    return SimpleNamespace(store=store, aside=aside, stub=store.read(EXERCISE))


@pytest.mark.parametrize(
    ("text", "is_based_on_now", "is_refused"),
    [
        ("theirs = 1\n", True, False),
        ("theirs = 1\n", False, False),  # Both wrote the same: there is nothing to lose.
        ("mine = 1\n", True, False),
        ("mine = 1\n", False, True),
        ("", False, True),
        ("", True, False),
    ],
)
def test_a_text_is_replaced_only_by_who_has_seen_it(text, is_based_on_now, is_refused, kept):
    theirs = kept.store.save(EXERCISE, "theirs = 1\n", kept.stub.digest)
    based_on = theirs.digest if is_based_on_now else kept.stub.digest

    if is_refused:
        with pytest.raises(OvertakenError) as raised:
            kept.store.save(EXERCISE, text, based_on)
        assert raised.value.now == theirs
        assert kept.aside(raised.value.copy) == text
        assert kept.store.read(EXERCISE) == theirs
    else:
        assert kept.store.save(EXERCISE, text, based_on) == kept.store.read(EXERCISE)
        assert kept.store.read(EXERCISE).text == text


def test_a_stub_is_written_by_the_first_save_on_whatever_it_is_based(kept):
    assert kept.stub.is_missing

    saved = kept.store.save(EXERCISE, kept.stub.text, "of another day")

    assert kept.store.read(EXERCISE) == saved
    assert not saved.is_missing


def test_where_nothing_was_kept_a_text_based_on_something_is_put_aside(kept):
    with pytest.raises(OvertakenError) as raised:
        kept.store.save(EXERCISE, "mine = 1\n", "of another day")

    assert kept.store.read(EXERCISE) == kept.stub
    assert kept.aside(raised.value.copy) == "mine = 1\n"


@pytest.mark.parametrize("language", ["en", "hu"])
def test_the_words_fit_whatever_keeps_the_program(language, kept):
    with pytest.raises(OvertakenError) as raised:
        kept.store.save(EXERCISE, "mine = 1\n", "of another day")

    told = raised.value.message(words_in(language))

    assert raised.value.copy in told
    assert not any(word in told.lower() for word in ("file", "fájl"))
