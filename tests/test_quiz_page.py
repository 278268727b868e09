"""The page that checks answers by itself, in a real browser: it judges as Python does."""

from __future__ import annotations

import itertools

import pytest
from browsers import CHROMIUM
from courses import miniature_course

from autograder.feedback.quiz import sentences
from autograder.pages.quiz import quiz_page
from autograder.quizzes import AnswerError, Control, judge_answer, kind_of, load_bank

COURSE = miniature_course()
BANK = load_bank(COURSE)
POSED = {name: BANK.posed(name, 0) for name in COURSE.items}
TYPED = (
    "12", "12,0", "12.005", "6", "-1", "[2, 40]", "2;40", "2 40", "tensor([2., 40.])", "[2, 4]",
    "(4, 4)", "4,4", "()", "torch.Size([])", "(1,)", "4", "line 3", "nothing", "",
)  # fmt: skip
#: Orders of lines that are tried of each question.
ORDERS = 6

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    playwright = pytest.importorskip("playwright.sync_api")
    place = tmp_path_factory.mktemp("page") / "quiz.html"
    html = quiz_page(list(POSED.values()), sentences(COURSE), "Quiz", "en")
    place.write_text(html, encoding="utf-8")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(place.as_uri())
        yield page
        browser.close()


def sign_of(section):
    """What the page says of what is answered now: a sign, or ``?`` where it can't be read."""
    status = section.locator(".told")
    status.evaluate("status => status.replaceChildren()")
    section.get_by_role("button", name="check").click()
    told = status.locator("p").first
    told.wait_for()
    text = told.inner_text()
    return text[0] if text[0] in "✓~✗" else "?"


def ours(posed, answer):
    try:
        verdict = judge_answer(posed.question, posed.key, answer)
    except AnswerError:
        return "?"
    return {"right": "✓", "partly": "~", "wrong": "✗"}[verdict.standing.value]


def given_to(section, posed):
    """Give one answer after the other; yield each, as one would type it."""
    options = [option.id for option in posed.question.options]
    match kind_of(posed.question).control:
        case Control.TYPED:
            for text in TYPED:
                section.locator("input[type=text]").fill(text)
                yield text
        case Control.ONE:
            for name in options:
                section.locator(f"input[value='{name}']").check()
                yield name
        case Control.SEVERAL:
            for size in range(len(options) + 1):
                for chosen in itertools.combinations(options, size):
                    for name in options:
                        section.locator(f"input[value='{name}']").set_checked(name in chosen)
                    yield ",".join(chosen)
        case Control.SORTED:
            for order in itertools.islice(itertools.permutations(options), ORDERS):
                for place, name in enumerate(order):
                    lines = section.locator("li")
                    at = lines.evaluate_all("lines => lines.map(line => line.dataset.id)").index(
                        name
                    )
                    for _ in range(at - place):
                        section.locator(f"li[data-id='{name}'] .up").click()
                yield ",".join(order)


@pytest.mark.parametrize("name", list(POSED))
def test_the_page_judges_as_we_do(page, name):
    section = page.locator("section", has=page.locator(f"[id='q-{name}']"))
    posed = POSED[name]

    seen = [(given, sign_of(section)) for given in given_to(section, posed)]

    assert seen == [(given, ours(posed, given)) for given, _ in seen]
    assert {"✓", "✗"} <= {sign for _, sign in seen}


def test_a_question_that_is_over_says_why(page):
    section = page.locator("section", has=page.locator("[id='q-N1']"))
    section.locator("input[type=text]").fill("6")
    section.get_by_role("button", name="check").click()
    section.get_by_text("A mean is the sum divided by").wait_for()
    section.locator("input[type=text]").fill("12")
    section.get_by_role("button", name="check").click()

    section.get_by_text("Twice 2").wait_for()
