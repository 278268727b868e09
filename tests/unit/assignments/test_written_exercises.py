"""Exercises that a person grades, as an assignment's file describes them."""

from __future__ import annotations

import json

import pytest

from autograder.assignments import load_assignment
from autograder.assignments.written import RESERVED, answer_file, placeholder, prompt, question_on
from autograder.content import ContentError
from autograder.gradebooks import our_table
from autograder.submissions.written import WrittenFinder

WHY = {
    "manual": "why_leaf",
    "points": 5,
    "title": {"en": "Why a leaf?", "hu": "Miért levél?"},
    "statement": {"en": "Explain `W - 1`.\n\nBriefly.", "hu": "Magyarázd meg!"},
    "rubric": [
        {"points": 2, "text": {"en": "names it", "hu": "megnevezi"}},
        {"points": 3, "text": "W - 1"},
    ],
}


def loaded(tmp_path, course, *entries, **more):
    sheet = {"title": "Homework", "secret": "0123456789abcdef", "exercises": entries, **more}
    (tmp_path / "hw1.yaml").write_text(json.dumps(sheet, indent=1))
    return load_assignment(tmp_path / "hw1.yaml", course)


def told(tmp_path, course, *entries, **more):
    with pytest.raises(ContentError) as error:
        loaded(tmp_path, course, *entries, **more)
    return "\n".join(map(str, error.value.mistakes))


def test_they_stand_in_the_order_of_the_file_and_count(tmp_path, course):
    made = loaded(tmp_path, course, WHY, "zero_it", {**WHY, "manual": "b"}, "step_no_grad")

    names = [getattr(task, "id", None) or task.exercise.id for task in made.in_order]
    assert names == ["why_leaf", "zero_it", "b", "step_no_grad"]
    exercises = sum(course.exercise(name).points for name in ("zero_it", "step_no_grad"))
    assert made.points == exercises + 10
    assert set(made.worth) == set(names)


def test_points_of_all_are_shared_out_once_down_to_the_rubric(tmp_path, course):
    made = loaded(tmp_path, course, WHY, {"id": "zero_it", "points": 10}, points=20)

    assert [task.points for task in made.written] == [6.67]
    assert [line.points for line in made.written[0].rubric] == [2.67, 4]
    assert made.points == 20


def test_an_assignment_may_have_nothing_else(tmp_path, course):
    made = loaded(tmp_path, course, WHY)

    assert (made.tasks, made.points) == ((), 5)


def test_one_text_serves_all_languages_and_only_those_of_the_assignment_are_needed(
    tmp_path, course
):
    english = {"en": "In English."}
    only = {**WHY, "title": "T", "statement": english, "rubric": [{"points": 5, "text": english}]}

    made = loaded(tmp_path, course, only, languages=["en"])

    assert made.written[0].statement["en"] == "In English."
    assert "exercises.0.statement: it lacks a language of the assignment; add hu: …" in told(
        tmp_path, course, only
    )


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"manual": "zero_it"}, "exercises.0.manual: zero_it is an exercise of the course"),
        ({"manual": "Zero_It"}, "exercises.0.manual: Zero_It is an exercise of the course"),
        ({"manual": "Q40"}, "exercises.0.manual: Q40 is a quiz item"),
        ({"manual": "score"}, "exercises.0.manual: score is a name that tables or systems keep"),
        ({"manual": "NUL"}, "exercises.0.manual: NUL is a name"),
        ({"manual": "../x"}, "exercises.0.manual: an id has letters, digits and _ only"),
        ({"manual": ""}, "exercises.0.manual: an id has letters"),
        ({"manual": "a" * 58}, "at most 57"),
        ({"manual": 5}, "exercises.0.manual: expected a text"),
        ({"points": 6}, "exercises.0.rubric: its points sum up to 5, and those of why_leaf are 6"),
        ({"points": 0}, "exercises.0.points"),
        ({"points": "5"}, "exercises.0.points: expected a number, found '5'"),
        ({"rubric": []}, "exercises.0.rubric"),
        ({"rubric": [{"points": -5, "text": "x"}]}, "exercises.0.rubric.0.points"),
        ({"rubric": [{"point": 5, "text": "x"}]}, "unknown key. Did you mean 'points'?"),
        ({"title": ""}, "exercises.0.title"),
        ({"title": {}}, "exercises.0.title"),
        ({"title": {"en": "T", "de": "T"}}, "exercises.0.title"),
        ({"statement": {"hu": "x"}}, "exercises.0.statement: it lacks a language"),
        ({"statment": "x"}, "exercises.0.statment: unknown key. Did you mean 'statement'?"),
        ({"id": "zero_it"}, "exercises.0.id: does not go with the other keys here"),
    ],
)
def test_a_mistake_is_told_with_its_file_key_and_fix(tmp_path, course, change, problem):
    text = told(tmp_path, course, {**WHY, **change})

    assert problem in text
    assert "hw1.yaml:" in text
    assert "Choice" not in text


def test_every_key_that_is_missing_is_named(tmp_path, course):
    text = told(tmp_path, course, {"manual": "why"})

    for key in ("points", "title", "statement", "rubric"):
        assert f"exercises.0.{key}: is missing; add it" in text


def test_two_of_one_name_are_refused_also_where_only_the_case_differs(tmp_path, course):
    assert "chosen twice" in told(tmp_path, course, WHY, WHY)
    assert "rename one" in told(tmp_path, course, WHY, {**WHY, "manual": "WHY_leaf"})


def test_a_wrong_key_of_another_entry_is_still_told_as_before(tmp_path, course):
    text = told(tmp_path, course, {"id": "zero_it", "pionts": 3})

    assert "exercises.0.pionts: unknown key. Did you mean 'points'?" in text


def test_every_column_of_the_grades_is_a_name_that_is_kept(class_of):
    columns = our_table(class_of()).splitlines()[0].split(",")

    assert set(columns) - {"zero_it", "step_no_grad"} <= RESERVED


def test_what_is_handed_out_is_no_answer_in_any_form(tmp_path, course):
    (task,) = loaded(tmp_path, course, WHY).written
    question = question_on(task, ("en", "hu"))
    whole = answer_file(task, ("en", "hu"))

    for text in (whole, whole.replace("\n", "\r\n"), prompt(task, "hu", level=2), "", "\n \n",
                 placeholder("hu"), answer_file(task, ("hu",))):  # fmt: skip
        finder = WrittenFinder([question])
        finder.take("why_leaf.md", text.encode())
        assert list(finder.answers(())) == []

    finder = WrittenFinder([question])
    finder.take("why_leaf.md", whole.replace(placeholder("en"), "Mine.\n\n# Two").encode())
    assert list(finder.answers(())) == [("why_leaf", "Mine.\n\n# Two", False)]
