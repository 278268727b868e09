"""A course found by glob, its order, and what it explains."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from autograder.content import (
    ContentError,
    Text,
    UnknownExerciseError,
    UnknownLanguageError,
    bundled_course_path,
    load_course,
)

MINIATURE = Path(__file__).parents[2] / "course" / "exercises"


@pytest.fixture(scope="module")
def miniature():
    return load_course(MINIATURE)


@pytest.fixture
def copy(tmp_path):
    """A copy of the miniature course to break."""
    return Path(shutil.copytree(MINIATURE, tmp_path / "exercises"))


def change(path, before, after):
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def complaints(path):
    with pytest.raises(ContentError) as caught:
        load_course(path)
    return str(caught.value).splitlines()


def in_indonesian(path):
    """Put Indonesian in the place of Hungarian; its tag, id, is a key of much else."""
    for file in path.rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"\bhu(?=:|\])", "id", text), encoding="utf-8")
    for file in [*path.rglob("*.hu.*")]:
        file.rename(file.with_name(file.name.replace(".hu.", ".id.")))


# The course's own sheet


def test_a_course_names_its_version_and_languages(miniature):
    assert (miniature.sheet.version, miniature.languages) == ("1", ("en", "hu"))
    assert miniature.sheet.title["hu"] == "Egy kis kurzus"


def test_a_course_without_a_sheet_is_in_english_and_hungarian_as_all_were(copy):
    (copy / "course.yaml").unlink()
    course = load_course(copy)

    assert (course.sheet.version, course.languages) == ("0", ("en", "hu"))
    assert course.sheet.title == Text.in_any_language("exercises")


def test_a_course_is_in_the_languages_that_it_names(copy):
    in_indonesian(copy)
    course = load_course(copy)
    exercise = course.exercise("double_it")

    assert course.languages == exercise.languages == ("en", "id")
    assert exercise.stub_path("id").name == "stub.id.py"
    assert exercise.statement("id") != exercise.statement("en")
    assert course.misconceptions["adds_two"].sentence.root.keys() == {"en", "id"}


def test_the_first_language_has_the_plain_names(copy):
    change(copy / "course.yaml", "[en, hu]", "[hu, en]")
    exercise = load_course(copy).exercise("double_it")

    assert (exercise.stub_path("hu").name, exercise.stub_path("en").name) == (
        "stub.py", "stub.en.py",
    )  # fmt: skip


def test_texts_are_in_the_languages_of_the_course_and_in_no_others(copy):
    change(copy / "course.yaml", "[en, hu]", "[en, de]")
    change(copy / "course.yaml", "  hu: Egy kis kurzus", "  de: Ein kleiner Kurs")

    told = complaints(copy)

    assert "exercises/01_values/chapter.yaml:1:1: title.de: is missing; add it" in told
    assert (
        "exercises/01_values/chapter.yaml:3:3: title.hu: unknown key. The languages are en, de; "
        "remove it, or name the language in course.yaml"
    ) in told
    assert {line.split(":")[0] for line in told} == {
        str(file.relative_to(copy.parent))
        for file in copy.rglob("*.yaml")
        if file.name != "course.yaml"
    }


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ("[en, hu]", "[en, english]", "5:17: languages.1: is not of the form wanted here, found 'english'"),
        ("[en, hu]", "[]", "5:1: languages: names no language; write languages: [en]"),
        ("[en, hu]", "[en, hu, EN]", "5:1: languages: names en twice; name each language once"),
        ("[en, hu]", "[en, zxx]", "5:1: languages: names zxx, which stands for no language; leave it out"),
        ('"1"', "1.0", "1:1: version: expected a text; put it in quotes, found 1.0"),
        ("  hu: Egy kis kurzus\n", "", "2:1: title.hu: is missing; add it"),
        ("languages", "language", "1:1: languages: is missing; add it"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_courses_sheet_is_told_alone(copy, before, after, complaint):
    change(copy / "course.yaml", before, after)
    (copy / "errors.yaml").unlink()

    told = complaints(copy)

    assert any(line.startswith(f"exercises/course.yaml:{complaint}") for line in told), told
    assert all(line.startswith("exercises/course.yaml:") for line in told)


def test_exercises_run_without_torch_where_the_course_says_so_and_they_do_not_say_else(copy):
    change(copy / "course.yaml", "languages:", "torch: false\nlanguages:")
    change(copy / "01_values" / "double_it" / "exercise.yaml", "claims:", "torch: true\nclaims:")
    course = load_course(copy)

    assert course.exercise("double_it").sheet.torch
    assert not course.exercise("mean_of").sheet.torch


@pytest.mark.parametrize(
    ("asked", "given"), [(None, "en"), ("hu", "hu"), ("hu-HU", "hu"), ("EN", "en")]
)
def test_a_reader_gets_the_language_that_suits(miniature, asked, given):
    assert miniature.language(asked) == given


def test_a_language_that_the_course_lacks_is_refused_with_those_that_it_has(miniature):
    with pytest.raises(
        UnknownLanguageError, match="the course is not in 'de'; its languages: en, hu"
    ):
        miniature.language("de")


# What is found


def ids(course):
    return [exercise.id for exercise in course.exercises]


def test_exercises_are_found_by_glob_and_ordered_as_their_chapters_list_them(miniature):
    assert ids(miniature) == ["double_it", "mean_of", "count_down", "slope", "step"]


def test_an_exercise_is_moved_by_moving_one_line(copy):
    chapter = copy / "01_values" / "chapter.yaml"
    change(chapter, "  - count_down\n", "")
    change(chapter, "exercises:\n", "exercises:\n  - count_down\n")

    assert ids(load_course(copy)) == ["count_down", "double_it", "mean_of", "slope", "step"]


def test_an_exercise_that_its_chapter_does_not_list_comes_last_in_it(copy):
    change(copy / "01_values" / "chapter.yaml", "  - double_it\n", "")

    assert ids(load_course(copy)) == ["mean_of", "count_down", "double_it", "slope", "step"]


def test_a_bundle_may_hold_only_some_of_the_exercises_that_a_chapter_lists(copy):
    shutil.rmtree(copy / "01_values" / "mean_of")

    assert ids(load_course(copy)) == ["double_it", "count_down", "slope", "step"]


def unlisted(path):
    """The chapters list nothing, as in courses that are older than the list."""
    for chapter in path.glob("*/chapter.yaml"):
        text = chapter.read_text(encoding="utf-8")
        chapter.write_text(text.partition("exercises:")[0], encoding="utf-8")


def numbered(path, numbers):
    for name, number in numbers.items():
        (sheet,) = path.glob(f"*/{name}/exercise.yaml")
        text = sheet.read_text(encoding="utf-8")
        sheet.write_text(f"number: {number}\n{text}", encoding="utf-8")


def test_without_a_list_the_numbers_of_older_courses_count(copy):
    unlisted(copy)
    numbered(copy, {"slope": 5, "step": 4, "double_it": 3, "mean_of": 1, "count_down": 2})

    assert ids(load_course(copy)) == ["mean_of", "count_down", "double_it", "step", "slope"]


def test_without_list_and_numbers_ids_are_sorted_and_a_number_comes_before_none(copy):
    unlisted(copy)
    numbered(copy, {"mean_of": 7, "step": 1})

    assert ids(load_course(copy)) == ["mean_of", "count_down", "double_it", "step", "slope"]


def test_a_list_counts_more_than_numbers(copy):
    numbered(copy, {"double_it": 9, "mean_of": 1})

    assert ids(load_course(copy))[:3] == ["double_it", "mean_of", "count_down"]


def test_an_exercise_is_counted_through_the_chapters(miniature):
    assert [miniature.number(exercise) for exercise in miniature.exercises] == [1, 2, 3, 4, 5]


def test_an_exercise_knows_its_chapter_and_folder(miniature):
    exercise = miniature.exercise("slope")

    assert exercise.chapter == "02_gradients"
    assert exercise.folder == MINIATURE / "02_gradients" / "slope"


def test_chapters_are_known_by_their_folders_names(miniature):
    assert {name: chapter.title["hu"] for name, chapter in miniature.chapters.items()} == {
        "01_values": "Értékek",
        "02_gradients": "Gradiensek",
    }


def test_misconceptions_keep_the_order_of_their_file(miniature):
    assert list(miniature.misconceptions)[:3] == ["adds_two", "squares_it", "sum_for_mean"]


def test_the_function_is_named_as_the_exercise_unless_the_sheet_says_otherwise(miniature):
    assert miniature.exercise("slope").function == "slope"
    assert miniature.exercise("mean_of").function == "average"


def test_points_of_an_exercise_are_those_of_its_claims(miniature):
    assert miniature.exercise("slope").points == 3


def test_statement_and_stub_are_found_in_each_language(miniature):
    exercise = miniature.exercise("slope")

    assert exercise.statement_path("en").name == "README.md"
    assert exercise.statement_path("hu").name == "README.hu.md"
    assert exercise.stub_path("en").name == "stub.py"
    assert exercise.stub_path("hu").name == "stub.hu.py"
    assert exercise.statement("hu").startswith("# A meredekség")
    assert "TODO: kérdezd meg" in exercise.stub("hu")


def test_an_exercise_follows_the_one_before_it_also_into_the_next_chapter(miniature):
    assert miniature.after(miniature.exercise("count_down")) == miniature.exercise("slope")


def test_nothing_follows_the_last_exercise(miniature):
    assert miniature.after(miniature.exercise("step")) is None


def test_a_folder_that_is_no_chapter_is_not_looked_into(copy):
    shutil.copytree(copy / "01_values", copy / "drafts")

    assert len(load_course(copy).exercises) == 5


def test_a_folder_without_a_sheet_is_no_exercise(copy):
    (copy / "01_values" / "notes").mkdir()

    assert len(load_course(copy).exercises) == 5


def test_a_chapter_without_exercises_is_a_chapter(copy):
    (copy / "03_later").mkdir()
    (copy / "03_later" / "chapter.yaml").write_text("title: {en: Later, hu: Később}\n")

    assert "03_later" in load_course(copy).chapters


def test_the_bundled_course_can_be_read():
    course = load_course(bundled_course_path())

    assert course.exercises
    assert list(course.chapters) == sorted(course.chapters)


# Asking for an exercise


def test_an_unknown_exercise_suggests_the_nearest(miniature):
    with pytest.raises(UnknownExerciseError) as caught:
        miniature.exercise("duoble_it")

    assert str(caught.value) == "there is no exercise 'duoble_it'. Did you mean 'double_it'?"


def test_an_exercise_unlike_any_other_suggests_none(miniature):
    with pytest.raises(UnknownExerciseError) as caught:
        miniature.exercise("xyz")

    assert str(caught.value) == "there is no exercise 'xyz'."


# What is complained about


def test_two_exercises_with_one_id_are_refused(copy):
    shutil.copytree(copy / "01_values" / "double_it", copy / "02_gradients" / "double_it")

    assert complaints(copy) == [
        (
            "exercises/02_gradients/double_it/exercise.yaml:1:1: id: id 'double_it' is taken by "
            "exercises/01_values/double_it; choose another"
        )
    ]


def test_mistakes_of_all_files_are_told_at_once(copy):
    change(copy / "01_values" / "chapter.yaml", "hu:", "hun:")
    numbered(copy, {"mean_of": "two"})
    change(copy / "misconceptions.yaml", "adds_two:", "adds two:")
    (copy / "errors.yaml").unlink()

    assert complaints(copy) == [
        "exercises/01_values/chapter.yaml:1:1: title.hu: is missing; add it",
        (
            "exercises/01_values/chapter.yaml:3:3: title.hun: unknown key. Did you mean 'hu'? The "
            "languages are en, hu; remove it, or name the language in course.yaml"
        ),
        (
            "exercises/01_values/mean_of/exercise.yaml:1:1: number: expected a whole number, "
            "found 'two'"
        ),
        "exercises/errors.yaml:1:1: can't be read: No such file or directory",
        (
            "exercises/misconceptions.yaml:2:1: adds two.[key]: is not of the form wanted here, "
            "found 'adds two'"
        ),
    ]


def test_a_chapter_needs_its_title(copy):
    (copy / "01_values" / "chapter.yaml").unlink()

    assert complaints(copy) == [
        "exercises/01_values/chapter.yaml:1:1: can't be read: No such file or directory"
    ]


def test_a_course_without_exercises_is_refused(tmp_path):
    for name in ("misconceptions.yaml", "errors.yaml"):
        (tmp_path / name).write_text("{}\n")

    assert complaints(tmp_path) == [
        f"{tmp_path}:1:1: holds no exercises (NN_chapter/id/exercise.yaml)"
    ]


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    assert complaints(tmp_path / "none") == [
        "none/errors.yaml:1:1: can't be read: No such file or directory",
        "none/misconceptions.yaml:1:1: can't be read: No such file or directory",
    ]


def test_an_explanation_that_is_no_regular_expression_is_refused(copy):
    change(copy / "errors.yaml", "match: does not require grad", "match: does not (require grad")

    assert complaints(copy) == [
        (
            "exercises/errors.yaml:4:3: nothing_was_tracked.match: is no regular expression "
            "(missing ), unterminated subpattern at position 9), found 'does not (require grad'"
        )
    ]


# What is said of a misconception


def test_a_misconception_has_one_sentence_for_the_course(miniature):
    name = "climbs_the_gradient"

    sentence = miniature.sentence(name, miniature.exercise("step"))

    assert sentence == miniature.misconceptions[name].sentence


def test_an_exercise_has_words_of_its_own_for_a_misconception(copy):
    own = "misconceptions: {climbs_the_gradient: {en: Mind the sign., hu: Nézd az előjelet.}}\n"
    change(copy / "02_gradients" / "step" / "exercise.yaml", "takeaway:\n", f"{own}takeaway:\n")
    course = load_course(copy)
    name, step, slope = "climbs_the_gradient", course.exercise("step"), course.exercise("slope")

    assert course.sentence(name, step)["hu"] == "Nézd az előjelet."
    assert course.sentence(name, slope) == course.misconceptions[name].sentence


def test_own_words_in_one_language_alone_are_refused(copy):
    own = "misconceptions: {climbs_the_gradient: {en: Mind the sign.}}\n"
    change(copy / "02_gradients" / "step" / "exercise.yaml", "takeaway:\n", f"{own}takeaway:\n")

    (complaint,) = complaints(copy)

    assert "misconceptions.climbs_the_gradient.hu" in complaint


# What is explained: the order in errors.yaml is nothing_was_tracked, second_backward,
# divided_by_zero (by type alone), any_runtime_error (by type alone).


@pytest.mark.parametrize(
    ("type_name", "message", "name"),
    [
        (
            "RuntimeError",
            "element 0 of tensors does not require grad and does not have a grad_fn",
            "nothing_was_tracked",
        ),
        (
            "RuntimeError",
            "Trying to backward through the graph a second time; it does not require grad",
            "nothing_was_tracked",
        ),
        ("RuntimeError", "something else", "any_runtime_error"),
        ("ZeroDivisionError", "", "divided_by_zero"),
        ("ZeroDivisionError", "it does not require grad", "divided_by_zero"),
        ("MyError", "Trying to backward through the graph a second time", "second_backward"),
    ],
)
def test_the_first_entry_that_matches_type_and_message_explains(
    miniature, type_name, message, name
):
    found = miniature.explain(type_name, message)

    assert found == (name, miniature.explanations[name])


def test_an_error_that_no_entry_matches_is_not_explained(miniature):
    assert miniature.explain("ValueError", "something else") is None


def test_a_message_without_its_type_is_explained_by_its_words(miniature):
    found = miniature.explain("", "element 0 of tensors does not require grad")

    assert found is not None
    assert found[0] == "nothing_was_tracked"


def test_a_message_without_its_type_is_not_explained_by_an_entry_that_takes_any(miniature):
    assert miniature.explain("", "something else") is None


def test_case_counts_in_a_message(miniature):
    assert miniature.explain("", "DOES NOT REQUIRE GRAD") is None
