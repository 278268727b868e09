"""Quizzes of the whole bank, answered on platforms: what is read back is worth what it was there."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from platform_responses import (
    Student,
    canvas,
    errs_as_predicted,
    knows_all,
    knows_none,
    moodle,
    new_quizzes,
    sits,
    stamped,
)

from autograder.assignments import load_assignment, make_bundle
from autograder.facade.grading import open_course
from autograder.generating.quizzes.making import pools_of
from autograder.generating.quizzes.target import quiz_keys
from autograder.grading.classes import ClassWork
from autograder.grading.ledger import Ledger
from autograder.grading.points import results_of
from autograder.grading.quizzes import quiz_work
from autograder.languages import words_in
from autograder.pages.class_report import render_class_report
from autograder.pages.markdown import render_student_markdown
from autograder.pages.student import render_student_html
from autograder.submissions import Response, Responses, read_responses
from autograder.submissions.responses import Asked

EN = words_in("en")
COURSE = open_course()
POOLS = {}
REAL = Path(__file__).parent / "cases" / "lms"
PERSONAS = {"all@x.org": knows_all, "none@x.org": knows_none, "errs@x.org": errs_as_predicted}
STAMPS = pytest.mark.parametrize("publish", [list, stamped], ids=["by text", "by stamp"])
LANGUAGE = pytest.mark.parametrize("language", ["en", "hu"])


@pytest.fixture(scope="module")
def bundle(tmp_path_factory, lending):
    """The whole bank as one assignment."""
    folder = tmp_path_factory.mktemp("bank")
    sheet = {
        "title": "All", "secret": "0011223344556677", "exercises": ["zero_it"],
        "quiz": [{"chapter": chapter} for chapter in COURSE.banks], "cases": {"hidden": False},
    }  # fmt: skip
    (folder / "all.yaml").write_text(json.dumps(sheet))
    assignment = load_assignment(folder / "all.yaml", COURSE)
    with lending():
        return make_bundle(assignment, folder / "b", lambda *_: "", quiz_keys=quiz_keys(assignment))


@pytest.fixture(scope="module")
def first_homework(tmp_path_factory, lending):
    """The assignment whose quiz real platforms wrote about; its secret is no secret."""
    folder = tmp_path_factory.mktemp("hw1")
    text = (REAL / "hw1.yaml").read_text() + "cases: {hidden: false}\n"
    (folder / "hw1.yaml").write_text(text)
    assignment = load_assignment(folder / "hw1.yaml", COURSE)
    with lending():
        return make_bundle(assignment, folder / "b", lambda *_: "", quiz_keys=quiz_keys(assignment))


def table(rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def pools(bundle, language, *, ordering):
    """Forms of all items, made once for each bundle: there are hundreds."""
    made = POOLS.get((bundle.path, language, ordering))
    if made is None:
        by_chapter = {}
        for item, variants in bundle.quiz_keys.items():
            by_chapter.setdefault(COURSE.chapter_of_item(item), {})[item] = variants
        made = pools_of(COURSE, by_chapter, language, ordering=ordering)
        POOLS[bundle.path, language, ordering] = made
    return list(made)


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
                assert read is not None, (item, told)
                assert read.verdict is not None, (item, told)
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


@LANGUAGE
@pytest.mark.parametrize("markup", [True, False], ids=["html", "text"])
@pytest.mark.parametrize("between", [",", ", ", "; ", "\n", " "])
def test_the_analysis_of_new_quizzes_is_worth_what_was_answered(bundle, language, between, markup):
    sat = students(pools(bundle, language, ordering=False))

    read = read_responses("f.csv", new_quizzes(sat, between=between, markup=markup))
    # It has Canvas' own numbers alone; who they are is told by names and rosters.
    mails = {str(1000 + at): one.mail for at, one in enumerate(sat)}
    work = quiz_work(bundle, [replace(one, student=mails[one.student]) for one in read])

    compare(sat, work)
    assert points(bundle, work, "all@x.org") == len(bundle.quiz)


def test_of_new_quizzes_attempts_are_known_by_their_numbers(bundle):
    asked = pools(bundle, "en", ordering=False)
    first = Student("Kiss", "Anna", "a@x.org", sits(asked, knows_all, "1"), attempt=1)
    second = Student("Kiss", "Anna", "a@x.org", sits(asked, errs_as_predicted, "2"), attempt=2)

    read = read_responses("f.csv", new_quizzes([second, first]))

    assert [one.attempt for one in read] == [2, 1]
    assert {one.name for one in read} == {"Anna Kiss"}


@pytest.mark.parametrize(
    ("given", "read"),
    [("<p>x &lt; 3</p>", "x < 3"), ("x < 3 and y > 4", "x < 3 and y > 4"), ("<class 'int'>", "<class 'int'>"),
     ("a &amp; b", "a &amp; b"), ("<p></p>", None), ("A: <code>w</code><br>C: v", "A: w\nC: v")],
)  # fmt: skip
def test_only_markup_is_taken_off_an_answer(given, read):
    head = (
        "Name,ID,SectionIDs,SectionNames,Submitted,ElapsedTime,Attempt,ItemID,ItemType,Q05: What?"
    )
    data = table([head.split(","), ["A", "1", "", "", "", "", "1", "9", "choice", given]])

    (one,) = read_responses("f.csv", data)

    assert [response.answer for response in one.answers] == ([read] if read else [])


# Without question texts


def unlike_others(pools):
    """*pools* without forms whose right answer is a wrong one of another form of the same item."""
    return [
        replace(pool, forms=kept)
        for pool in pools
        for kept in [tuple(form for form in pool.forms if not _mistakable(form, pool.forms))]
        if kept
    ]


def _mistakable(form, others):
    right = [c.plain for c in form.right] or [
        t for one in form.typed if one.right for t in one.texts
    ]
    return any(
        {c.plain for c in other.choices if not c.right}.intersection(right)
        or {t for one in other.typed if not one.right for t in one.texts}.intersection(right)
        for other in others
    )


@LANGUAGE
@STAMPS
def test_without_question_texts_what_is_unique_is_told_from_the_answers(bundle, language, publish):
    every = publish(pools(bundle, language, ordering=True))
    unique = {pool.item: pool for pool in unlike_others(every)}
    drawn = [unique.get(pool.item, pool) for pool in every]
    sat = [replace(one, answers=sits(drawn, PERSONAS[one.mail], "1")) for one in students(drawn)]

    work = read_back(bundle, moodle(sat, language, texts=False))

    for student in sat:
        for given in student.answers:
            read = work.answers[student.mail].get(given.form.item)
            if read is not None and read.verdict is not None:
                assert read.verdict.credit == given.credit, given
    untold = {one.asked for one in work.unread if one.student == "all@x.org"}
    assert untold <= {pool.item for pool in every if pool.item not in unique}
    assert points(bundle, work, "all@x.org") == len(bundle.quiz) - len(untold)
    assert all("download" in one.why(EN) for one in work.unread if one.student == "all@x.org")


@LANGUAGE
def test_right_answers_beside_the_responses_tell_the_variants(bundle, language):
    sat = students(pools(bundle, language, ordering=True))
    shown = moodle(sat, language).decode("utf-8-sig")
    rows = list(csv.reader(shown.splitlines()))
    questions = [
        at for at, cell in enumerate(rows[0]) if cell.startswith("Question") or "kérdés" in cell
    ]
    kept = [[cell for at, cell in enumerate(row) if at not in questions] for row in rows]

    work = read_back(bundle, table(kept))

    assert points(bundle, work, "all@x.org") == len(bundle.quiz)
    compare(sat, work)


def test_a_quiz_put_together_otherwise_is_not_guessed_at(bundle):
    every = pools(bundle, "en", ordering=True)
    sat = students([*every[1:], every[0]])

    work = read_back(bundle, moodle(sat, "en", texts=False))

    assert not any(work.answers.values())
    assert Counter(one.student for one in work.unread) == dict.fromkeys(PERSONAS, len(every))
    assert all("question text" in one.why(EN) for one in work.unread)


# Attempts


@pytest.mark.parametrize(("keep", "worth"), [("last", 0), ("first", 66), ("best", 66)])
@pytest.mark.parametrize("platform", ["moodle", "canvas"])
def test_of_several_attempts_the_one_counts_that_the_assignment_keeps(
    bundle, keep, worth, platform
):
    assignment = bundle.sheet.model_copy(
        update={"attempts": bundle.sheet.attempts.model_copy(update={"keep": keep})}
    )
    asked = pools(bundle, "en", ordering=platform == "moodle")
    first = Student(
        "Kiss", "Anna", "a@x.org", sits(asked, knows_all, "1"), "28 November 2026 6:17 AM", 1
    )
    second = Student(
        "Kiss",
        "Anna",
        "a@x.org",
        sits(asked, errs_as_predicted, "2"),
        "28 November 2026 6:40 PM",
        2,
    )
    write = {"moodle": lambda sat: moodle(sat, "en"), "canvas": canvas}[platform]

    # The newest comes first in Canvas; Moodle's order is whatever the report was sorted by.
    work = read_back(replace(bundle, sheet=assignment), write([second, first]))

    assert points(bundle, work, "a@x.org") == (len(bundle.quiz) if worth else 0)


# What real platforms wrote


@pytest.mark.parametrize(
    ("file", "truth"),
    [
        ("responses.en.csv", "quiz.en.json"), ("responses.hu.csv", "quiz.hu.json"),
        ("responses.en.bare.csv", "quiz.en.json"),
        ("sa.en.csv", "sa.en.truth.json"), ("sa.hu.csv", "sa.hu.truth.json"),
    ],
)  # fmt: skip
def test_real_files_are_read_as_their_platforms_graded_them_by_our_judge(
    file, truth, first_homework
):
    work = read_back(first_homework, (REAL / file).read_bytes())
    told, untold = 0, 0
    for student in json.loads((REAL / truth).read_text())["students"]:
        slots = student["slots"]
        for slot in slots.values() if isinstance(slots, dict) else slots:
            read = work.answers[student["email"]].get(slot["item"])
            if not slot["given"]:
                assert read is None
            elif read is None or read.verdict is None:
                untold += 1
            else:
                told += 1
                assert read.verdict.credit == pytest.approx(float(slot["own"])), slot

    assert untold == len(work.unread)
    assert told >= 80  # of 91; the bank may have changed since


# Told


def test_answers_without_a_verdict_are_told_to_instructor_and_student(bundle):
    sat = students(pools(bundle, "en", ordering=True))
    extra = Response(Asked(text="What is the capital of France?"), "<b>Paris</b>")
    read = read_responses("f.csv", moodle(sat, "en"))
    read = [replace(one, source="f", answers=(*one.answers, extra)) for one in read]
    quiz = quiz_work(bundle, read)
    names = {student: student.partition("@")[0] for student in PERSONAS}
    with Ledger(Path(":memory:")) as ledger:
        results = results_of(bundle, ClassWork({}, {}), ledger, names=names, quiz=quiz)
    none = next(student for student in results.students if student.id == "none@x.org")

    assert len(results.unread_answers) == len(quiz.unread) > len(PERSONAS)
    report, page = render_class_report(results), render_student_html(results, none, "en")
    assert "What is the capital of France?" in report
    assert "<b>Paris" not in report + page
    assert "I don&#39;t know" in page
    assert "could not be matched with a question" in page
    assert "nem lehetett kérdéshez kötni" in render_student_markdown(results, none, "hu")


def test_a_why_shows_its_misconception_and_has_no_points(bundle):
    item = next(
        name for name, keys in bundle.quiz_keys.items() if keys[0].why and keys[0].why.shows
    )
    why = bundle.quiz_keys[item][0].why
    wrong = next(answer for answer in why.wrong if why.answers[answer].misconception)
    given = Response(Asked(item=f"{item}.why"), wrong)
    quiz = quiz_work(bundle, [Responses("a", "A", (given,))])
    with Ledger(Path(":memory:")) as ledger:
        results = results_of(bundle, ClassWork({}, {}), ledger, names={"a": "a"}, quiz=quiz)

    (student,) = results.students
    result = next(one for one in student.quiz if one.item == item)
    assert (result.score, result.given) == (0, "")
    assert result.misconceptions == (why.answers[wrong].misconception,)
