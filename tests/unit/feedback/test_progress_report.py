"""A learner's progress for other programs."""

from __future__ import annotations

import json

from courses import miniature_course

from autograder.feedback.progress_report import progress_report
from autograder.workspace import ExerciseProgress, Progress

COURSE = miniature_course()


def one(rows, key, value):
    (found,) = [row for row in rows if row[key] == value]
    return found


def test_a_beginner_has_every_exercise_and_question_before_them():
    report = progress_report(COURSE, Progress())

    assert [row["exercise"] for row in report["exercises"]] == [e.id for e in COURSE.exercises]
    assert [row["item"] for row in report["questions"]] == [*COURSE.items]
    assert {row["standing"] for row in report["exercises"]} == {"open"}
    assert {row["last_right"] for row in report["questions"]} == {None}
    assert (report["misconceptions"], report["due"], report["next_due"]) == ([], [], None)


def test_what_was_done_stands_in_the_report():
    item = next(iter(COURSE.items))
    progress = Progress()
    progress.exercises["slope"] = ExerciseProgress(
        passed_at="2026-01-01T00:00:00+00:00", attempts=3, hints=1, misconceptions={"graph_cut": 2}
    )
    progress.set_aside(["step"])
    progress.record_answer(item, ["graph_cut"], 0.0, right=False)

    report = json.loads(json.dumps(progress_report(COURSE, progress)))

    slope = one(report["exercises"], "exercise", "slope")
    assert slope == {
        "exercise": "slope", "chapter": "02_gradients", "standing": "passed",
        "passed_at": "2026-01-01T00:00:00+00:00", "attempts": 3, "hints": 1, "solution_at": None,
        "misconceptions": {"graph_cut": 2},
    }  # fmt: skip
    assert one(report["exercises"], "exercise", "step")["standing"] == "set_aside"
    assert one(report["questions"], "item", item)["last_right"] is False
    # Passed since in the exercise, but not in the question.
    assert report["misconceptions"] == [{"misconception": "graph_cut", "count": 3, "is_open": True}]
    assert report["next_due"] is not None


def test_a_concept_counts_what_is_about_it():
    progress = Progress()
    for exercise in COURSE.exercises:
        progress.exercises[exercise.id] = ExerciseProgress(passed_at="2026-01-01T00:00:00+00:00")

    for row in progress_report(COURSE, progress)["concepts"]:
        about = [e for e in COURSE.exercises if row["concept"] in e.sheet.concepts]
        assert (row["passed"], row["exercises"]) == (len(about), len(about))
        assert row["right"] == 0


def test_a_misconception_of_what_is_passed_is_mended_and_comes_after_open_ones():
    progress = Progress()
    progress.exercises["slope"] = ExerciseProgress(
        passed_at="2026-01-01T00:00:00+00:00", misconceptions={"graph_cut": 9}
    )
    progress.exercises["step"] = ExerciseProgress(misconceptions={"climbs_the_gradient": 1})

    shown = progress_report(COURSE, progress)["misconceptions"]

    assert [(row["misconception"], row["is_open"]) for row in shown] == [
        ("climbs_the_gradient", True), ("graph_cut", False),
    ]  # fmt: skip
