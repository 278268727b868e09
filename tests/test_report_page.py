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
def browser():
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def opened(browser, path, made):
    """A page with the report about the class *made*, which is written to *path*."""
    path.write_text(render_class_report(made), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.asked, page.said = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("dialog", lambda dialog: page.said.append("dialog"))
    page.goto(path.as_uri())
    return page


@pytest.fixture(scope="module")
def page(browser, course, tmp_path_factory):
    return opened(browser, tmp_path_factory.mktemp("report") / "report.html", results(course))


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


LARGE = 2_000


@pytest.fixture(scope="module")
def large(browser, course, tmp_path_factory):
    """The report of a large class."""
    path = tmp_path_factory.mktemp("large") / "report.html"
    return opened(browser, path, results(course, LARGE))


def rows(page):
    return page.locator("main[lang=en] .heat tbody tr").count()


def turned(page):
    """From which student to which the page shows, in a search's result or in all of them."""
    return page.locator("main[lang=en] .turn > span").inner_text()


@pytest.fixture
def main(large):
    """The English part of the large report, with all students shown again."""
    main = large.locator("main[lang=en]")
    main.locator("input[type=search]").fill("")
    main.locator("select").select_option("")
    return main


def test_of_a_large_class_only_a_part_is_in_the_page_until_somebody_asks(large):
    large.reload()

    assert rows(large) == 100
    assert large.evaluate("document.querySelectorAll('*').length") < 5_000
    assert large.locator("main[lang=en] [data-shown]").inner_text() == "2000 of 2000 students"
    assert turned(large) == "1–100"


def test_everybody_of_a_large_class_is_on_one_page_only(large, main):
    seen = names(large)
    for _ in range(LARGE // 100 - 1):
        main.locator(".turn button").nth(1).click()
        seen += names(large)

    assert turned(large) == "1901–2000"
    assert main.locator(".turn button").nth(1).is_disabled()
    assert len(seen) == LARGE
    assert sum(name.startswith("<img") for name in seen) == 1
    assert large.said == []
    main.locator(".turn button").first.press("Enter")
    assert turned(large) == "1801–1900"


def test_a_student_on_a_later_page_is_found(large, main):
    main.locator("input[type=search]").fill("id1987")

    assert rows(large) == 1
    assert main.locator(".heat tbody th").get_attribute("title") == "id1987"
    assert not main.locator(".turn").is_visible()


def test_a_section_of_a_large_class_has_pages_of_its_own(large, main):
    main.locator("select").select_option("evening")

    expected = sum(n % 3 == 0 for n in range(LARGE))
    assert main.locator("[data-shown]").inner_text() == f"{expected} of 2000 students"
    for _ in range(expected // 100):
        main.locator(".turn button").nth(1).click()
    assert turned(large) == f"601–{expected}"


def test_a_large_class_is_sorted_as_a_whole(large, main):
    everybody = sorted(sum(float((n * 7 + i) % 4) for i in range(5)) for n in range(LARGE))
    main.locator(".heat thead th button").nth(1).click()

    assert scores(large) == everybody[:100]
    main.locator(".turn button").nth(1).click()
    assert scores(large) == everybody[100:200]


def test_paper_has_all_of_a_large_class(large, main):
    main.locator(".turn button").nth(1).click()
    at = turned(large)
    large.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert rows(large) == LARGE

    large.evaluate("dispatchEvent(new Event('afterprint'))")
    assert rows(large) == 100
    assert turned(large) == at


def test_without_scripts_all_of_a_large_class_is_there(browser, large):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(large.url)

    assert rows(page) == LARGE
    assert page.locator("main[lang=en] .heat").last.is_visible()
    assert len(page.locator("main[lang=en] .heat tbody th").all_inner_texts()) == LARGE
    context.close()
