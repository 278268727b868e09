"""A course in Arabic and English: its pages run from right to left, code and our English from left."""

from __future__ import annotations

import pytest
from browsers import CHROMIUM

from autograder.authoring.new_course import create_course
from autograder.content import load_course
from autograder.feedback import feedback_on
from autograder.grading.results import ClassResults, ExerciseResult, StudentResult
from autograder.judging import Outcome, Verdict
from autograder.languages import words_in
from autograder.pages.class_report import render_class_report
from autograder.pages.student import render_fragment
from autograder.web.desk import Desk
from autograder.web.framing import Frame
from autograder.web.rendering import course_page, exercise_page
from autograder.web.working_copy import WorkingCopy
from autograder.workspace import Workspace

FRAME = Frame("/base", "/base/static/v", "nonce", "/base/")
STATEMENT = "# الخطوة الأولى\n\nأرجع مجموع القيم باستعمال `values.sum()`.\n"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("arabic")
    create_course(folder, languages=["ar", "en"], title="مصفوفات", torch=False)
    statement = folder / "exercises" / "01_first" / "first_step" / "README.md"
    statement.write_text(STATEMENT, encoding="utf-8")
    return load_course(folder / "exercises")


@pytest.fixture(scope="module")
def desk(course, tmp_path_factory):
    root = tmp_path_factory.mktemp("desk") / "mine"
    workspace, _ = Workspace.create(root, course, "ar", bundled=False)
    return Desk(course, WorkingCopy(workspace, course), checker=None)


@pytest.fixture(scope="module")
def results(course):
    (exercise,) = course.exercises
    verdict = Verdict(exercise.id, Outcome.FAILED, (), ("length_for_sum",))
    answer = ExerciseResult(exercise.id, verdict, 0.0, 1.0)
    student = StudentResult("id1", "ليلى", "layla", 0.0, 1.0, (answer,))
    title = {"ar": "الواجب الأول", "en": "Homework"}
    return ClassResults("hw1", title, ("ar", "en"), course, course.exercises, (student,))


def test_pages_of_the_desk_say_which_way_they_run(desk):
    for page in (course_page(desk, FRAME), exercise_page(desk, FRAME, "first_step")):
        assert '<html lang="ar" dir="rtl"' in page
        assert 'data-language="en" lang="en" dir="ltr"' in page


def test_the_report_says_it_of_each_of_its_languages(results):
    report = render_class_report(results)

    assert '<html lang="ar" dir="rtl">' in report
    assert '<main lang="ar" dir="rtl">' in report
    assert '<main lang="en" dir="ltr">' in report


def test_feedback_in_a_notebook_says_it_for_itself(course):
    (exercise,) = course.exercises
    verdict = Verdict(exercise.id, Outcome.FAILED, (), ())
    say = words_in("ar")

    html = render_fragment(feedback_on(verdict, exercise, course, say), say)

    assert '<div class="gradlings-feedback" lang="ar" dir="rtl">' in html


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("no chromium here")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def opened(browser, path, text, width):
    path.write_text(text, encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(path.as_uri())
    return page


def edges(page, selector):
    """Where the first such element begins and ends on the page, and where the text in it does."""
    return page.eval_on_selector(
        selector,
        """(element) => {
            const text = document.createRange();
            text.selectNodeContents(element);
            const [box, words] = [element.getBoundingClientRect(), text.getBoundingClientRect()];
            return [box.left, words.left, words.right, box.right];
        }""",
    )


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("width", [390, 1280])
def test_a_report_stands_on_the_right_and_turns_with_its_language(
    browser, results, tmp_path, width
):
    page = opened(browser, tmp_path / "report.html", render_class_report(results), width)

    left, begins, ends, right = edges(page, "main[lang=ar] h1")
    assert right - ends < 2 < begins - left
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.click(".languages button[value=en]")
    assert page.evaluate("document.documentElement.dir") == "ltr"
    left, begins, ends, right = edges(page, "main[lang=en] h1")
    assert begins - left < 2 < right - ends


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("element", "from_the_left"),
    [
        ("<pre>w.grad = [1, 2]</pre>", True),
        ("<p>Not translated yet.</p>", True),
        ("<p><code>w.grad</code> هو الميل.</p>", False),
    ],
)
def test_code_and_sentences_in_english_run_from_the_left_in_an_arabic_page(
    browser, results, tmp_path, element, from_the_left
):
    text = render_class_report(results).replace("</h1>", f"</h1><div id=tried>{element}</div>", 1)
    page = opened(browser, tmp_path / "report.html", text, 1280)

    left, begins, ends, right = edges(page, "#tried > *")

    assert (begins - left < right - ends) is from_the_left
