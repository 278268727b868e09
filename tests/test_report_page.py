"""The class report in a real browser: sorting, languages, keyboard, no network, print."""

from __future__ import annotations

import pytest
from browsers import CHROMIUM

from autograder.grading.results import Adjusted, ClassResults, ExerciseResult, StudentResult
from autograder.judging import Outcome, Verdict
from autograder.pages.class_report import render_class_report

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here"),
    pytest.mark.filterwarnings("ignore"),
]


def results(course, count=40):
    """A class whose names don't sort as their scores do, one of them hostile."""
    exercises = course.exercises[:5]
    students = []
    for n in range(count):
        name = "<img src=x onerror=alert(1)>" if n == 3 else f"{'ÁBCŐÜ'[n % 5]}-{n:02}"
        answers = tuple(
            ExerciseResult(
                e.id, Verdict(e.id, Outcome.FAILED, (), ("grad_not_zeroed",)), (n * 7 + i) % 4, 3.0
            )
            for i, e in enumerate(exercises)
        )
        score = sum(a.score for a in answers)
        decided = Adjusted(
            exercises[0].id, 1.0, 2.5, "as we said at length in the lecture", None, "points 2.5"
        )
        students.append(
            StudentResult(
                f"id{n}", name, f"s{n}", score, 15.0, answers,
                section="morning" if n % 3 else "evening", adjusted=(decided,) if n == 5 else (),
            )
        )  # fmt: skip
    title = {"en": "Homework", "hu": "Házi feladat"}
    return ClassResults("hw1", title, ("en", "hu"), course, exercises, tuple(students))


@pytest.fixture(scope="module")
def page(course, tmp_path_factory):
    playwright = pytest.importorskip("playwright.sync_api")
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(render_class_report(results(course)), encoding="utf-8")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.asked, page.said = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("dialog", lambda dialog: page.said.append("dialog"))
        page.goto(path.as_uri())
        yield page
        browser.close()


def names(page, language="en"):
    return page.locator(f"main[lang={language}] .heat tbody th").all_inner_texts()


def scores(page):
    return [float(text) for text in page.locator("main[lang=en] .heat td.total").all_inner_texts()]


def test_it_loads_nothing_and_runs_nothing_but_its_own_script(page):
    assert [url for url in page.asked if not url.startswith("file:")] == []
    assert len(page.asked) == 1
    assert page.said == []
    assert "<img src=x onerror=alert(1)>" in names(page)


def test_a_column_is_sorted_by_its_button_and_says_so(page):
    head = page.locator("main[lang=en] .heat thead th").nth(1)

    head.locator("button").click()
    assert scores(page) == sorted(scores(page))
    assert head.get_attribute("aria-sort") == "ascending"

    head.locator("button").press("Enter")  # the keyboard turns it round
    assert scores(page) == sorted(scores(page), reverse=True)
    assert head.get_attribute("aria-sort") == "descending"


def test_names_are_sorted_as_the_language_orders_them(page):
    page.locator("main[lang=en] .heat thead th button").first.click()

    letters = [name[0] for name in names(page) if name[0] != "<"]

    assert letters == sorted(letters, key="ÁBCŐÜ".index)


def test_students_are_found_by_words_of_their_names_and_by_section(page):
    main = page.locator("main[lang=en]")

    main.locator("input[type=search]").fill("o 03")
    main.locator("select").select_option("evening")
    assert main.locator("[data-shown]").inner_text() == "0 of 40 students"
    main.locator("input[type=search]").fill("ID1")
    shown = main.locator(".heat tbody tr:visible").count()
    expected = [n for n in range(40) if n % 3 == 0 and f"id{n}".startswith("id1")]
    assert shown == len(expected) == 3

    main.locator("input[type=search]").fill("")
    main.locator("select").select_option("")
    assert main.locator(".heat tbody tr:visible").count() == 40


def test_the_language_is_switched_and_the_other_hidden(page):
    page.get_by_role("button", name="Magyar").click()
    assert page.locator("main[lang=hu]").is_visible()
    assert not page.locator("main[lang=en]").is_visible()
    assert page.locator("main[lang=hu] h1").inner_text() == "Házi feladat"
    assert page.evaluate("document.documentElement.lang") == "hu"

    page.get_by_role("button", name="English").click()
    assert page.locator("main[lang=en]").is_visible()


def test_nothing_is_wider_than_the_window_and_every_control_has_a_name(page):
    page.set_viewport_size({"width": 400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 1280, "height": 1000})

    for button in page.get_by_role("button").all():
        assert button.inner_text().strip()


def test_colours_of_the_heat_map_can_be_read(page):
    """WCAG 2.1, 1.4.3: a contrast of 4.5 at least, in the light and in the dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for cell in page.locator("main[lang=en] .heat tbody tr").first.locator("td, th").all():
            assert contrast(cell) >= 4.5, (scheme, cell.inner_text())
    page.emulate_media(color_scheme="light")


def contrast(element):
    """The contrast of text and background, by WCAG's formula."""
    ink, paper = element.evaluate(
        """cell => {
             const style = getComputedStyle(cell);
             let box = cell, paper = style.backgroundColor;
             while (paper === "rgba(0, 0, 0, 0)" && box.parentElement) {
               box = box.parentElement; paper = getComputedStyle(box).backgroundColor;
             }
             return [style.color, paper].map(text => text.match(/[\\d.]+/g).slice(0, 3).map(Number));
           }"""
    )

    def luminance(colour):
        parts = [c / 255 for c in colour]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(ink), luminance(paper)))
    return (light + 0.05) / (dark + 0.05)


def test_all_of_it_is_there_in_print(page):
    page.emulate_media(media="print")

    box = page.locator("main[lang=en] .scroll").last
    assert box.evaluate("box => getComputedStyle(box).overflowY") == "visible"
    assert not page.locator(".languages").is_visible()
    page.emulate_media(media="screen")
