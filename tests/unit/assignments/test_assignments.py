"""Assignments: what their file may say, what is drawn from the secret, what lateness costs."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from itertools import pairwise

import pytest

from autograder.assignments import Late, load_assignment
from autograder.content import ContentError
from autograder.grading.lateness import lateness

DUE = datetime(2026, 12, 1, 22, 0, tzinfo=timezone.utc)


def written(tmp_path, text, name="hw1"):
    path = tmp_path / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


GOOD = """\
schema: 1
title: {en: Homework, hu: Házi}
secret: 0123456789abcdef
exercises:
  - step_no_grad
  - {id: zero_it, points: 10, weight: 2}
  - chapter: 09_training
"""


def told(tmp_path, course, text):
    with pytest.raises(ContentError) as error:
        load_assignment(written(tmp_path, text), course)
    return [(mistake.line, str(mistake)) for mistake in error.value.mistakes]


def test_exercises_are_chosen_by_id_chapter_and_misconception(tmp_path, course):
    text = GOOD.replace("  - {id: zero_it, points: 10, weight: 2}\n", "").replace(
        "step_no_grad", "misconception: rebinds_parameter"
    )

    assignment = load_assignment(written(tmp_path, text), course)

    teaching = course.misconceptions["rebinds_parameter"].exercise
    chapter = [e.id for e in course.exercises if e.chapter == "09_training"]
    assert [e.id for e in assignment.exercises] == [teaching, *chapter]


def test_points_of_an_entry_and_its_weight_replace_those_of_the_rubric(tmp_path, course):
    text = GOOD.replace("  - chapter: 09_training\n", "")

    assignment = load_assignment(written(tmp_path, text), course)

    rubric = course.exercise("step_no_grad").points
    assert [task.points for task in assignment.tasks] == [rubric, 20.0]


def test_points_of_the_whole_are_shared_out_in_proportion(tmp_path, course):
    text = GOOD.replace("  - chapter: 09_training\n", "points: 46\n")

    assignment = load_assignment(written(tmp_path, text), course)

    assert [task.points for task in assignment.tasks] == pytest.approx([6.0, 40.0])


@pytest.mark.parametrize(
    ("change", "line", "sentence"),
    [
        (("step_no_grad", "step_no_grd"), 5, "Did you mean 'step_no_grad'?"),
        (("09_training", "09_trainign"), 7, "Did you mean '09_training'?"),
        (("  - step_no_grad", "  - zero_it"), 6, "zero_it is chosen twice"),
        (("title:", "tilte:"), 2, "Did you mean 'title'?"),
        (("0123456789abcdef", "short"), 3, "secret"),
        (("schema: 1", "schema: 2"), 1, "schema"),
        (("schema: 1", "due: 2026-12-01T23:59"), 1, "has no time zone"),
        (("schema: 1", "due: tomorrow"), 1, "is no date and time"),
        (("schema: 1", "late: {grace: soon}"), 1, "is no length of time; write 15 min"),
        (("schema: 1", "quiz: [Q144]"), 1, "there is no quiz item 'Q144'"),
        (("schema: 1", "quiz: [{chapter: 05_gard}]"), 1, "Did you mean '05_grad'?"),
        (("schema: 1", "quiz: [Q14, Q14]"), 1, "Q14 is chosen twice"),
        (("schema: 1", "attempts: {keep: frist}"), 1, "'last', 'best' or 'first'"),
        (("points: 10", "points: yes"), 6, "number"),
        (("- step_no_grad", "- {weight: 2}"), 5, "give one of id, chapter and misconception"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_to_write(
    tmp_path, course, change, line, sentence
):
    mistakes = told(tmp_path, course, GOOD.replace(*change))

    assert any(at == line and sentence in text for at, text in mistakes), mistakes


def test_a_file_name_that_is_no_id_is_refused(tmp_path, course):
    with pytest.raises(ContentError, match="the file's name is the assignment's id"):
        load_assignment(written(tmp_path, GOOD, name="my homework"), course)


def test_the_secret_cannot_be_read_off_a_seed_and_seeds_differ(tmp_path, course):
    assignment = load_assignment(written(tmp_path, GOOD), course)
    other = load_assignment(written(tmp_path, GOOD.replace("cdef", "cdee"), "hw2"), course)

    seeds = [a.seed(e, v) for a in (assignment, other) for e in a.exercises for v in range(3)]

    assert len(set(seeds)) == len(seeds)
    assert not any("0123456789abcdef" in seed for seed in seeds)


def test_every_variant_is_some_students_and_a_student_keeps_the_same(assignment_of):
    assignment = assignment_of("zero_it", variants=4, name="hw4")

    drawn = [assignment.variant_of(f"student{n}", "zero_it") for n in range(200)]

    assert {drawn.count(v) > 25 for v in range(4)} == {True}  # 50 each, give or take
    assert drawn == [assignment.variant_of(f"student{n}", "zero_it") for n in range(200)]


def test_unless_said_otherwise_no_two_students_of_a_class_have_the_same_sets(tmp_path, course):
    sheet = {"title": "x", "secret": "0123456789abcdef", "exercises": [{"chapter": "06_updates"}]}
    assignment = load_assignment(written(tmp_path, json.dumps(sheet)), course)

    sets = [
        tuple(assignment.variant_of(f"student{n}", e.id) for e in assignment.exercises)
        for n in range(1_000)
    ]

    assert len(set(sets)) == 1_000
    # Of two students, a set for each exercise is the same by chance only.
    same = sum(a == b for one, other in pairwise(sets) for a, b in zip(one, other, strict=True))
    assert same < 3 * 1_000 * len(assignment.exercises) / assignment.sheet.variants


def test_an_id_of_any_characters_has_a_set(assignment_of):
    assignment = assignment_of("zero_it", variants=4, name="hw4")

    assert assignment.variant_of("\udcff\ud800é", "zero_it") in range(4)


@pytest.mark.parametrize(
    ("after", "reported", "days", "share"),
    [
        (timedelta(0), False, 0, 1.0),
        (timedelta(minutes=15), False, 0, 1.0),
        (timedelta(minutes=16), False, 1, 0.9),
        (timedelta(days=1), False, 1, 0.9),
        (timedelta(days=1, seconds=1), False, 2, 0.8),
        (timedelta(days=2, seconds=1), False, 3, 0.0),  # after `until`
        (None, False, 0, 1.0),
        (None, True, 1, 0.9),
    ],
)
def test_lateness_costs_what_the_policy_says(after, reported, days, share):
    policy = Late(grace="15 min", penalty=10, until=(DUE + timedelta(days=2)).isoformat())
    submitted = None if after is None else DUE + after

    found = lateness(policy, DUE, submitted, reported=reported)

    assert (found.days, found.share) == (days, pytest.approx(share))


def test_nothing_is_late_without_a_due_date():
    assert not lateness(Late(penalty=50), None, DUE).late
