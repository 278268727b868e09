"""Naming an idea: what is there already is found by its words, and a new row breaks nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.authoring import add_misconception, similar, take_over
from autograder.authoring.misconceptions import NewMisconceptionError
from autograder.content import bundled_course_path, load_course

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "numpy_course"
SHARED = load_course(bundled_course_path())


@pytest.fixture
def course(tmp_path):
    return load_course(Path(shutil.copytree(EXAMPLE / "exercises", tmp_path / "exercises")))


def written(course):
    return (course.path / "misconceptions.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("thinks that a slice is a copy", "slice_is_a_copy"),
        ("SLICES make a COPY", "slice_is_a_copy"),  # another form of the word
        ("verwechselt Zeilen und Spalten", "table_turned"),  # in another language of the course
        ("forgot where the walk starts", "start_is_missing"),
        ("slice_is_a_copy", "slice_is_a_copy"),
        ("gradient never zeroed", "grad_not_zeroed"),  # of the shared ones
    ],
)
def test_an_idea_that_is_known_is_found_by_its_words(course, words, found):
    assert found in [candidate.id for candidate in similar(words, course, SHARED, most=3)]


@pytest.mark.parametrize("words", ["", "xylophone", "of the in an", "½ — …"])
def test_words_that_nobody_has_used_find_nothing(course, words):
    assert similar(words, course, SHARED) == []


def test_ones_own_and_shared_ones_are_told_apart(course):
    found = {
        one.id: one.own for one in similar("copy of a tensor or a slice", course, SHARED, most=9)
    }

    assert found["slice_is_a_copy"]
    assert not found["copy_tracked"]


def test_a_new_row_is_added_and_all_else_stays(course):
    before = written(course)

    add_misconception(course, "rows_first", "Rows: taken for columns")

    assert written(course).startswith(before.rstrip())
    row = load_course(course.path).misconceptions["rows_first"]
    assert row.title.root == dict.fromkeys(["en", "de"], "Rows: taken for columns")
    assert row.sentence["de"].startswith("TODO")


def test_a_shared_row_is_copied_in_the_languages_of_the_course(course):
    take_over(course, "grad_not_zeroed", SHARED)

    row = load_course(course.path).misconceptions["grad_not_zeroed"]
    theirs = SHARED.misconceptions["grad_not_zeroed"]
    assert row.sentence["en"] == theirs.sentence["en"]
    assert row.sentence["de"] == f"TODO translate: {theirs.sentence['en']}"
    assert row.exercise is None  # it is taught in a course that this one is not


@pytest.mark.parametrize(
    "empty", ["{}\n", "", "# what they believe\n", "# what they believe\n{}\n"]
)
def test_the_first_row_of_a_catalogue_is_written_below_its_comments(course, empty):
    for folder in course.path.glob("[0-9]*"):
        shutil.rmtree(folder)
    (course.path / "misconceptions.yaml").write_text(empty, encoding="utf-8")
    (course.path / "errors.yaml").write_text("{}\n", encoding="utf-8")
    bare = load_course(course.path, may_be_empty=True) if "{}" in empty else course

    add_misconception(bare if "{}" in empty else _without_ideas(bare), "first", "The first")

    assert written(course).startswith(empty.replace("{}\n", ""))
    assert list(load_course(course.path, may_be_empty=True).misconceptions) == ["first"]


def _without_ideas(course):
    from dataclasses import replace

    return replace(course, misconceptions={})


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("walk", None),
        ("slice_is_a_copy", "has 'slice_is_a_copy' already"),
        ("2fast", "'2fast' is no id"),
        ("a/../b", "'a/../b' is no id"),
        ("", "'' is no id"),
        ("x" * 65, "is no id"),
    ],
)
def test_an_id_that_can_not_be_taken_is_refused_and_nothing_is_written(course, name, words):
    before = written(course)
    if words is None:
        add_misconception(course, name, "x")
        return

    with pytest.raises(NewMisconceptionError, match=words):
        add_misconception(course, name, "x")
    assert written(course) == before


def test_a_shared_row_that_there_is_not_is_refused_with_the_nearest(course):
    with pytest.raises(NewMisconceptionError, match="Did you mean 'grad_not_zeroed'"):
        take_over(course, "grad_not_zerod", SHARED)


def test_a_catalogue_in_one_line_is_left_to_its_author(course):
    one_line = "{a: {title: {en: x, de: x}, sentence: {en: x, de: x}}}\n"
    (course.path / "misconceptions.yaml").write_text(one_line, encoding="utf-8")

    with pytest.raises(NewMisconceptionError, match="in lines of its own first"):
        add_misconception(course, "b", "x")
    assert written(course) == one_line
