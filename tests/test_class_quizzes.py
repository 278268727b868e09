"""A class's answers to quiz items: own JSON, Moodle's and Canvas' exports, and what they say."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import timezone
from pathlib import Path

import pytest
from courses import miniature_course

from autograder.analytics.quizzes import quiz_figures
from autograder.assignments import load_assignment, make_bundle
from autograder.generating.places import Places
from autograder.generating.quizzes.target import quiz_keys, write_quiz
from autograder.gradebooks.own import our_table
from autograder.grading.classes import ClassWork, class_work
from autograder.grading.enrolment import enrol
from autograder.grading.ledger import Ledger
from autograder.grading.points import results_of
from autograder.grading.quizzes import answers_in, quiz_work
from autograder.grading.results import ItemResult
from autograder.languages import words_in
from autograder.pages.class_report import render_class_report
from autograder.quizzes import AnswerVerdict
from autograder.rosters import Roster
from autograder.submissions import Attempt, File, SubmissionError, read_responses

COURSE = miniature_course()


@pytest.fixture(scope="module")
def assignment(tmp_path_factory):
    path = tmp_path_factory.mktemp("quiz") / "hw1.yaml"
    sheet = {
        "title": "Homework", "secret": "0123456789abcdef", "exercises": ["step"],
        "quiz": [{"id": "N1", "points": 2}, "C1", "M1", "O1"], "cases": {"hidden": False},
    }  # fmt: skip
    path.write_text(json.dumps(sheet))
    return load_assignment(path, COURSE)


@pytest.fixture(scope="module")
def bundle(assignment, tmp_path_factory, lending):
    folder = tmp_path_factory.mktemp("bundle") / "bundle"
    with lending():
        return make_bundle(assignment, folder, lambda *_: "", quiz_keys=quiz_keys(assignment))


def results(bundle, responses):
    work = quiz_work(bundle, responses)
    names = {student: f"s{number}" for number, student in enumerate(sorted(work.answers))}
    with Ledger(Path(":memory:")) as ledger:
        return results_of(bundle, ClassWork({}, {}), ledger, names=names, quiz=work)


def own(student, **answers):
    data = json.dumps({"schema": 1, "answers": answers}).encode()
    return read_responses("quiz-answers.json", data, student=student)


def right(bundle, item, variant=0):
    solved = bundle.quiz_keys[item][variant]
    return solved.shown.get(solved.right[0], solved.right[0])


def table(*rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def test_own_answers_are_judged_by_the_bundle(bundle):
    (student,) = results(
        bundle, own("anna", N1=right(bundle, "N1"), C1="int64", M1="x.is_leaf")
    ).students

    assert [answer.score for answer in student.quiz] == [2, 1, 0.5, 0]
    assert (student.score, student.max_score) == (3.5, 5 + 2)  # the quiz, and the exercise


@pytest.mark.usefixtures("lent")
def test_numbers_are_drawn_from_the_assignments_secret(assignment, bundle):
    drawn = [solved.parameters for solved in bundle.quiz_keys["N1"]]

    assert len(drawn) == 5
    assert drawn[0] != {"w": "w", "value": 3.0}
    assert drawn == [solved.parameters for solved in quiz_keys(assignment)["N1"]]


HEADS = {
    "en": ["Last name", "First name", "Email address", "Status", "Grade/5.00",
           "Question 1", "Response 1", "Right answer 1", "Question 2", "Response 2", "Right answer 2"],
    "hu": ["Vezetéknév", "Keresztnév", "E-mail cím", "Állapot", "Pont/5,00",
           "Kérdés 1", "Válasz 1", "Helyes válasz 1", "Kérdés 2", "Válasz 2", "Helyes válasz 2"],
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "hu"])
def test_moodles_responses_are_read_in_any_language_and_variant(bundle, language):
    asked = bundle.quiz_keys["N1"][3].question
    choice = bundle.quiz_keys["C1"][0].question
    text = f"{asked.stem[language]}  {asked.code}\n"
    data = table(
        HEADS[language],
        ["Kiss", "Anna", "anna@x.hu", "Finished", "2", text, right(bundle, "N1", 3).replace(".", ","),
         "?", f"{choice.stem[language]} {choice.code}", "float32", "int64"],
        ["Nagy", "Béla", "bela@x.hu", "Finished", "0", text, "-", "?", "…", "-", "int64"],
        ["Overall average", "", "", "", "1", "", "", "", "", "", ""],
    )  # fmt: skip

    work = quiz_work(bundle, read_responses("responses.csv", data))

    anna = work.answers["anna@x.hu"]
    assert anna["N1"].verdict.correct
    assert anna["C1"].verdict.misconceptions == ("counts_from_zero",)
    assert work.names["anna@x.hu"] == "Kiss Anna"
    assert "bela@x.hu" not in work.answers


def test_canvas_student_analysis_is_read(bundle):
    number = bundle.quiz_keys["N1"][1].question
    several = bundle.quiz_keys["M1"][0].question
    head = ["name", "id", "sis_id", "section", "submitted", "attempt",
            f"101: {number.stem['en']} {number.code}", "2.0", f"102: {several.stem['en']} {several.code}", "1.0",
            "n correct", "n incorrect", "score"]  # fmt: skip
    rows = [
        ["Anna Kiss", "7", "akiss", "1", "2026-11-01", "1", right(bundle, "N1", 1), "2.0",
         "y.requires_grad,x.is_leaf", "1.0", "2", "0", "3"],
    ]  # fmt: skip

    work = quiz_work(bundle, read_responses("analysis.csv", table(head, *rows)))

    assert {item: a.verdict.credit for item, a in work.answers["akiss"].items()} == {
        "N1": 1,
        "M1": 1,
    }


def told_apart(responses, **students):
    """*responses* under the ids of *students* (by id, their names) who handed in programs."""
    attempts = [Attempt(student, name, ()) for student, name in students.items()]
    return enrol(attempts, responses, Roster(), timezone.utc).responses


def test_a_student_is_found_by_name_where_the_id_differs(bundle):
    work = quiz_work(bundle, told_apart(own("Kiss, Anna", C1="int64"), akiss="anna kiss"))

    assert list(work.answers) == ["akiss"]


def test_what_no_item_asks_is_listed(bundle):
    work = quiz_work(bundle, own("anna", Q99="1"))

    assert work.answers == {}
    assert [
        (one.student, one.asked, one.given, one.why(words_in("en"))) for one in work.unread
    ] == [("anna", "Q99", "1", "no item of this assignment")]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xff\xfe", "is not UTF-8"), (b"{", "is no JSON"), (b'{"answers": 3}', "holds no answers"),
        (b"a,b\n1,2\n", "no column is a question's"), (b"", "is empty"),
    ],
)  # fmt: skip
def test_a_file_without_answers_is_told(data, told):
    with pytest.raises(SubmissionError, match=told):
        read_responses("answers.csv", data)


def test_hostile_answers_cost_nobody_anything(bundle):
    hostile = "<script>alert(1)</script>" * 100
    found = results(bundle, [*own("anna", N1=hostile, M1=hostile), *own("béla", C1="int64")])

    assert [student.score for student in found.students] == [0, 1]
    assert "<script>alert" not in render_class_report(found)


# Whose answers they are


def graded_quiz(bundle, **files):
    """The quiz work of a class, each of whom handed in one file of answers."""
    attempts = {
        student: [Attempt(student, student.title(), (File("quiz-answers.json", data),))]
        for student, data in files.items()
    }
    work = class_work(bundle, attempts)
    unread = {s: [name for name, _ in w[0].reading.unread] for s, w in work.attempts.items()}
    return quiz_work(bundle, answers_in(work)), unread


def own_json(**told):
    return json.dumps({"schema": 1, **told}).encode()


def test_a_platforms_table_in_a_hand_in_takes_nobodys_answers(bundle):
    stem = bundle.quiz_keys["C1"][0].question
    as_moodles = table(
        ["Name", "Question 1", "Response 1"], ["Alice", f"{stem.stem['en']} {stem.code}", "float32"]
    )

    quiz, unread = graded_quiz(bundle, alice=own_json(answers={"C1": "int64"}), mallory=as_moodles)

    assert quiz.answers["alice"]["C1"].verdict.correct
    assert "mallory" not in quiz.answers
    assert unread == {"alice": [], "mallory": ["quiz-answers.json"]}


def test_answers_that_name_another_student_are_whoever_handed_them_ins(bundle):
    quiz, _ = graded_quiz(
        bundle,
        alice=own_json(student="mallory", answers={"C1": "int64"}),
        mallory=own_json(student="alice", answers={"C1": "float32"}),
    )

    correct = {student: given["C1"].verdict.correct for student, given in quiz.answers.items()}
    assert correct == {"alice": True, "mallory": False}


def test_of_two_students_of_one_name_neither_gets_an_exports_answers(bundle):
    export = own("1@x.hu", C1="int64")
    export = [replace(one, name="Anna Kiss") for one in export]

    other = replace(export[0], student="2@x.hu")
    two_here = quiz_work(bundle, told_apart(export, a="Anna Kiss", b="anna kiss"))
    two_there = quiz_work(bundle, told_apart([*export, other], a="Anna Kiss"))

    assert set(two_here.answers) == {"1@x.hu"}
    assert set(two_there.answers) == {"1@x.hu", "2@x.hu"}


# Figures


@pytest.fixture(scope="module")
def graded(bundle):
    """Ten students; the better half knows N1, everybody knows C1, nobody is wrong by O1's distractor."""
    responses = []
    for number in range(10):
        good = number >= 5
        wrong = bundle.quiz_keys["N1"][0].shown[
            next(a for a, t in bundle.quiz_keys["N1"][0].answers.items() if t.misconception)
        ]
        responses += own(
            f"s{number}", N1=right(bundle, "N1") if good else wrong, C1="int64",
            M1="y.requires_grad, x.is_leaf" if good else "x.requires_grad",
            O1="zero backward step" if number else "step zero backward",
        )  # fmt: skip
    return results(bundle, responses)


def test_difficulty_and_discrimination_are_the_classical_ones(graded):
    number, choice, several, order = quiz_figures(graded)

    assert [f.difficulty for f in (number, choice, several, order)] == [0.5, 1.0, 0.5, 0.9]
    assert number.discrimination > 0.9
    assert choice.discrimination is None  # all are alike
    assert number.answered == 10


def test_answers_are_counted_by_what_they_mean(graded):
    number, *_, order = quiz_figures(graded)

    counts = {(option.right, option.misconception): option.count for option in number.options}
    assert counts[True, None] == 5
    assert counts[False, "sum_for_mean"] == 5
    assert order.other == 1


def test_a_distractor_that_nobody_takes_is_told(graded):
    _, choice, *_ = quiz_figures(graded)

    assert [option.text["en"] for option in choice.untaken] == ["float32"]
    assert "nobody took:" in render_class_report(graded)


def test_grades_have_a_column_for_each_item(graded):
    head, first, *_ = our_table(graded).splitlines()

    assert ",step,N1,C1,M1,O1,misconceptions,integrity," in head
    assert first.endswith(",0,0,1,0,0,squares_it sum_for_mean") or "sum_for_mean" in first


@pytest.mark.usefixtures("lent")
def test_learners_get_sheets_without_keys_and_the_instructor_the_rest(assignment, bundle, tmp_path):
    places = Places.of("quiz", tmp_path)
    write_quiz(assignment, bundle, places)
    folder = places.students

    assert sorted(path.name for path in folder.iterdir()) == [
        "README.hu.md", "README.md", "hw1.en.sheet.html", "hw1.hu.sheet.html", "quiz-answers.json",
    ]  # fmt: skip
    text = "".join(path.read_text() for path in folder.iterdir())
    assert "Twice 2" not in text
    assert json.loads((folder / "quiz-answers.json").read_text())["answers"] == dict.fromkeys(
        ["N1", "C1", "M1", "O1"], ""
    )
    beside = {path.name for path in places.instructor.iterdir()}
    assert {"hw1.en.moodle.xml", "hw1.hu.canvas.zip", "hw1.en.sheet-key.html"} <= beside


def test_what_learners_have_of_a_bundle_holds_no_quiz_key(bundle, tmp_path):
    public = bundle.write_public(tmp_path / "public")

    assert public.quiz == ()
    assert not (tmp_path / "public" / "quiz.json").exists()


def test_the_shape_of_a_single_number_is_an_answer_though_it_is_written_as_nothing():
    verdict = AnswerVerdict("Q01", correct=True, credit=1.0, meanings=())

    assert ItemResult("Q01", "", verdict, 1.0, 1.0).answered
    assert ItemResult("Q01", "?", None, 0.0, 1.0).answered
    assert not ItemResult("Q01", "", None, 0.0, 1.0).answered


def test_whoever_is_excused_from_an_item_says_nothing_about_it(bundle):
    found = results(bundle, [*own("anna", N1=right(bundle, "N1")), *own("bela", N1="17")])
    excused = replace(found.students[0].quiz[0], score=0.0, max_score=0.0, excused=True)
    anna = replace(found.students[0], quiz=(excused, *found.students[0].quiz[1:]))

    figures = quiz_figures(replace(found, students=(anna, found.students[1])))

    assert (figures[0].answered, figures[0].difficulty) == (1, 0.0)
