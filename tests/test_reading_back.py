"""Quizzes of the whole bank, answered on platforms: what is read back is worth what it was there."""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from platforms import Student, canvas, errs_as_predicted, knows_all, knows_none, moodle, sits, stamped

from autograder.assignments import load_assignment, make_bundle
from autograder.facade.grading import open_course
from autograder.generating.quizzes.making import pools_of
from autograder.generating.quizzes.target import quiz_keys
from autograder.grading.quizzes import quiz_work
from autograder.submissions import read_responses

COURSE = open_course()
PERSONAS = {"all@x.org": knows_all, "none@x.org": knows_none, "errs@x.org": errs_as_predicted}
STAMPS = pytest.mark.parametrize("publish", [list, stamped], ids=["by text", "by stamp"])
LANGUAGE = pytest.mark.parametrize("language", ["en", "hu"])


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    """The whole bank as one assignment."""
    folder = tmp_path_factory.mktemp("bank")
    sheet = {
        "title": "All", "secret": "0011223344556677", "exercises": ["zero_it"],
        "quiz": [{"chapter": chapter} for chapter in COURSE.banks], "cases": {"hidden": False},
    }  # fmt: skip
    (folder / "all.yaml").write_text(json.dumps(sheet))
    assignment = load_assignment(folder / "all.yaml", COURSE)
    return make_bundle(assignment, folder / "b", lambda *_: "", quiz_keys=quiz_keys(assignment))


def pools(bundle, language, *, ordering):
    by_chapter = {}
    for item, variants in bundle.quiz_keys.items():
        by_chapter.setdefault(COURSE.chapter_of_item(item), {})[item] = variants
    return pools_of(COURSE, by_chapter, language, ordering=ordering)


def students(pools, seed="1"):
    return [
        Student(mail[:4], "Á", mail, sits(pools, persona, f"{seed}{mail}"))
        for mail, persona in PERSONAS.items()
    ]


def read_back(bundle, data):
    return quiz_work(bundle, [replace(one, source="f") for one in read_responses("f.csv", data)])


def points(bundle, work, student):
    given = work.answers[student]
    tasks = (given[task.item] for task in bundle.quiz if task.item in given)
    return sum(answer.verdict.credit for answer in tasks if answer.verdict)


def compare(sat, work):
    """Compare what was read with what the forms say; unread answers are told."""
    for student in sat:
        told = {one.asked for one in work.unread if one.student == student.mail}
        for given in student.answers:
            item = given.form.item
            read = work.answers[student.mail].get(item)
            if given.credit is None:
                assert read is None or read.verdict is None, item
                assert item in told
            else:
                assert read is not None and read.verdict is not None, (item, told)
                assert read.verdict.credit == given.credit, (item, given, read)


@LANGUAGE
@STAMPS
def test_moodles_responses_are_worth_what_was_answered(bundle, language, publish):
    sat = students(publish(pools(bundle, language, ordering=True)))

    work = read_back(bundle, moodle(sat, language))

    compare(sat, work)
    assert points(bundle, work, "all@x.org") == len(bundle.quiz) == len(COURSE.items)


@LANGUAGE
@STAMPS
def test_canvas_analysis_is_worth_what_was_answered(bundle, language, publish):
    sat = students(publish(pools(bundle, language, ordering=False)))

    work = read_back(bundle, canvas(sat))

    compare(sat, work)
    assert points(bundle, work, "all@x.org") == len(bundle.quiz)
