"""That an assignment's file and its bundle agree is looked into again only if something changed."""

from __future__ import annotations

import json
import shutil

import pytest
from courses import miniature_course

from autograder.assignments import load_assignment, make_bundle
from autograder.content import load_course
from autograder.errors import InputError
from autograder.facade import bundles
from autograder.facade.bundles import bundle_for
from autograder.facade.courses import files_of


@pytest.fixture
def place(tmp_path):
    """A course, an assignment of two of its exercises, its bundle, and an output folder."""
    shutil.copytree(miniature_course().path, tmp_path / "exercises")
    (tmp_path / "out").mkdir()
    course = load_course(tmp_path / "exercises")
    ids = [exercise.id for exercise in course.exercises[:2]]
    sheet = {"title": "Homework", "secret": "0" * 16, "exercises": ids, "cases": {"hidden": False}}
    (tmp_path / "hw1.yaml").write_text(json.dumps(sheet))
    make_bundle(load_assignment(tmp_path / "hw1.yaml", course), tmp_path / "bundle", _no_key)
    return tmp_path


def _no_key(exercise, seed):
    raise AssertionError("no hidden cases")


@pytest.fixture
def opened(place, monkeypatch):
    """Opens the bundle as grading does, and returns how many courses were read for it."""
    read = []
    real = bundles.open_course
    monkeypatch.setattr(bundles, "open_course", lambda path: (read.append(path), real(path))[1])

    def opened(course=place / "exercises"):
        read.clear()
        bundle_for(place / "hw1.yaml", place / "out", course, place / "bundle", read.append)
        return len(read)

    return opened


def change(file):
    file.write_bytes(file.read_bytes() + b"\n")


def test_the_course_is_read_once(opened):
    assert [opened(), opened(), opened()] == [1, 0, 0]


@pytest.mark.parametrize(
    "changed",
    ["hw1.yaml", "exercises/misconceptions.yaml", "bundle/exercises/errors.yaml", "exercises/*/*/exercise.yaml",
     "exercises/*/chapter.yaml"],
)  # fmt: skip
def test_whatever_changes_that_it_depends_on_it_is_read_again(place, opened, changed):
    opened()
    change(next(place.glob(changed)))

    assert [opened(), opened()] == [1, 0]


def test_a_file_of_owners_that_comes_later_is_looked_at(place, opened):
    opened()
    (place / "hw1.students.json").write_text('{"students": []}')

    assert opened() == 1


def test_other_points_in_the_course_are_refused_although_the_files_agreed_before(place, opened):
    opened()
    sheet = next(place.glob("exercises/*/*/exercise.yaml"))
    for sheet in place.glob("exercises/*/*/exercise.yaml"):
        sheet.write_text(sheet.read_text().replace("points: 1", "points: 2", 1))

    for _ in range(2):  # What differs is never remembered as agreed.
        with pytest.raises(InputError, match="exercises and points"):
            opened()


def test_a_course_of_another_place_is_another_course(place, opened):
    opened()
    shutil.copytree(place / "exercises", place / "other")

    assert opened(place / "other") == 1


def test_a_course_that_was_read_by_others_is_compared_each_time(place, opened, monkeypatch):
    compared = []
    real = bundles.differences
    monkeypatch.setattr(bundles, "differences", lambda *a: (compared.append(1), real(*a))[1])
    course = load_course(place / "exercises")

    assert [opened(course), opened(course)] == [0, 0]
    assert len(compared) == 2


def test_files_behind_links_are_files_of_the_course_and_an_editors_lock_is_none(place):
    chapter = next((place / "exercises").glob("[0-9]*"))
    chapter.rename(place / "elsewhere")
    chapter.symlink_to(place / "elsewhere")
    (place / "exercises" / ".#course.yaml").symlink_to("anna@host.4711")
    before = files_of(place / "exercises")
    change(next((place / "elsewhere").glob("*/exercise.yaml")))

    assert files_of(place / "exercises") != before


def test_a_link_that_leads_back_is_followed_to_where_files_of_a_course_may_be(place):
    (place / "exercises" / "again").symlink_to(place / "exercises")

    assert len(files_of(place / "exercises")) < 1_000
