"""The page of all answers to a written exercise; what of them is on other pages and in tables."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest
from test_class_report import HOSTILE, Page

from autograder.assignments.written import RubricLine, WrittenTask
from autograder.gradebooks import gradescope_report, our_table
from autograder.grading.results import Status, WrittenResult
from autograder.pages.class_report import render_class_report
from autograder.pages.markdown import render_student_markdown
from autograder.pages.student import render_comment, render_student_html
from autograder.pages.written import render_written

TASK = WrittenTask(
    id="why",
    points=5,
    title={"en": "Why `W`?", "hu": "Miért?"},
    statement={"en": "Explain <b>it</b>.", "hu": "Magyarázd."},
    rubric=[RubricLine(points=5, text={"en": "the reason", "hu": "az ok"})],
)


def result(number, answer="", **more):
    points = more.get("given")
    return WrittenResult("why", answer, points or 0.0, 5.0, number=number, **more)


@pytest.fixture
def written_class(class_of):
    """Makes a class in which each student, by name, has a written result."""

    def make(**by_name):
        results = class_of(*((name, name.title(), 1.0) for name in by_name))
        students = tuple(replace(s, written=(by_name[s.id],)) for s in results.students)
        return replace(results, students=students, written=(TASK,))

    return make


def test_answers_are_in_the_order_of_their_numbers_and_tell_no_name(written_class):
    results = written_class(
        anna=result("900000", "The first."), bela=result("100000", "The second."),
        csilla=result("500000"),
    )  # fmt: skip

    text = Page(render_written(results, TASK, "en")).text

    assert text.index("No. 100000") < text.index("The second.") < text.index("No. 900000")
    assert text.index("Without an answer") < text.index("No. 500000")
    assert not re.search("anna|bela|csilla", text, re.IGNORECASE)
    assert "the reason" in text
    assert "0 of 2 answers are graded" in text


def test_names_are_shown_if_asked_for(written_class):
    results = written_class(anna=result("900000", "The first."))

    assert "Anna" in Page(render_written(results, TASK, "en", with_names=True)).text


def test_answers_and_comments_are_shown_as_typed_and_do_nothing(written_class):
    markdown = "# Big\n\n[link](javascript:alert(1)) ![x](http://e.vil/x.png) <img src=x onerror=y>"
    results = written_class(
        anna=result("100000", HOSTILE + markdown, comment=HOSTILE, given=2.0),
        bela=result("200000", "</pre><script>alert(1)</script>"),
    )

    page = Page(render_written(results, TASK, "en", with_names=True))

    assert page.tags.count("script") == 1  # ours
    assert not {"img", "b"} & set(page.tags)
    assert all(where.startswith(("#n", "why.", "../report")) for _, _, where in page.loads)
    assert markdown in page.text
    for text in (
        render_student_html(results, results.students[0], "en"),
        render_comment(results, results.students[0], "en"),
    ):
        assert "alert(1)</script>" not in text
        assert HOSTILE[:25] in Page(text).text


def test_equal_answers_name_each_other_whatever_their_blanks_and_case(written_class):
    results = written_class(
        anna=result("100000", "It has no grad_fn."), bela=result("200000", "it  has\nno GRAD_FN."),
        csilla=result("300000", "It has one."), dora=result("400000"), emil=result("500000"),
    )  # fmt: skip

    assert results.same_answers("why") == {
        "100000": ["200000"], "200000": ["100000"], "300000": [],
    }  # fmt: skip
    assert render_written(results, TASK, "en").count("The same answer:") == 2


def test_what_is_to_be_looked_at_again_is_told_beside_the_answer(written_class):
    results = written_class(
        anna=result("100000", "x", given=3.0, outdated=True), bela=result("200000", "y", cut=True),
        csilla=result("300000", fault="the disk is full"),
    )  # fmt: skip

    text = Page(render_written(results, TASK, "en")).text

    assert "Another answer was graded than this one" in text
    assert "The answer goes on" in text
    assert text.index("through a fault of ours") < text.index("No. 300000")


def test_each_language_has_a_page_that_leads_to_the_other(written_class):
    results = written_class(anna=result("100000", "x"))

    english, hungarian = (render_written(results, TASK, tag) for tag in ("en", "hu"))

    assert 'href="why.hu.html"' in english
    assert 'href="why.html"' in hungarian
    assert "Miért?" in hungarian
    assert 'lang="hu"' in hungarian


def told_to(results, student):
    """What a student reads: page, Markdown, Moodle's comment, Gradescope's output."""
    report = gradescope_report(results, student, "en")
    output = next(one["output"] for one in report["tests"] if one["name"].startswith("why"))
    yield Page(render_student_html(results, student, "en")).text
    yield render_student_markdown(results, student, "en")
    yield Page(render_comment(results, student, "en")).text
    yield output


def test_what_is_not_graded_yet_is_said_and_never_a_0(written_class):
    results = written_class(anna=result("100000", "x"))
    (student,) = results.students

    for text in told_to(results, student):
        assert "till to be graded by hand" in text
        assert "0 / 5" not in text
    (test,) = (
        one for one in gradescope_report(results, student, "en")["tests"] if "why" in one["name"]
    )
    assert "score" not in test
    (row,) = csv.DictReader(io.StringIO(our_table(results)))
    assert (row["why"], row["ungraded"]) == ("", "5")
    assert student.ungraded == 5


def test_what_was_graded_is_shown_with_points_and_comment(written_class):
    results = written_class(anna=result("100000", "x", given=3.5, comment="Nearly: why `W`?"))
    (student,) = results.students

    for text in told_to(results, student):
        assert "still to be graded" not in text
        assert "Nearly" in text
    (row,) = csv.DictReader(io.StringIO(our_table(results)))
    assert (row["why"], row["ungraded"]) == ("3.5", "")


def test_without_an_answer_there_are_no_points_and_nothing_waits(written_class):
    results = written_class(anna=result("100000"))
    (student,) = results.students

    for text in told_to(results, student):
        assert "Nothing was handed in" in text
    (row,) = csv.DictReader(io.StringIO(our_table(results)))
    assert (row["why"], row["ungraded"]) == ("0", "")


def test_a_comment_does_not_stand_beside_the_sentence_that_nothing_came(written_class):
    results = written_class(anna=result("100000", comment="Told me in the office hour."))
    (student,) = results.students

    for text in told_to(results, student):
        assert "Nothing was handed in" not in text
        assert "No file came in for this exercise." in text
        assert "Told me in the office hour" in text


def test_the_report_leads_to_the_page_and_tells_how_far_it_is(written_class):
    results = written_class(
        anna=result("100000", "x"), bela=result("200000", "y", given=4.0), csilla=result("300000")
    )

    page = Page(render_class_report(results))

    assert {where for _, _, where in page.loads if "written" in where} == {
        "written/why.html", "written/why.hu.html",
    }  # fmt: skip
    assert re.search(r"why\s*2\s*1\s*4 / 5", page.text)


def test_whoever_only_wrote_handed_something_in(written_class):
    (student,) = written_class(anna=result("100000", "x")).students

    bare = replace(student, answers=())

    assert bare.status is Status.WRITTEN
    assert replace(bare, written=(result("100000"),)).status is Status.UNREAD
