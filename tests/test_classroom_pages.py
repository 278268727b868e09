"""A class in real browsers: learners at their desks, and the instructor's page beside them."""

from __future__ import annotations

import csv
import json
import re
import socket
import subprocess
import sys

import pytest
from browsers import CHROMIUM
from page_faults import HAS_AXE, faults_of
from steps import RIGHT, STEP

pytest.importorskip("starlette")
playwright = pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here"),
    pytest.mark.filterwarnings("ignore"),
]
WRONG = "def step_no_grad(W, lr):\n    # by me\n    W = W - lr * W.grad\n    return W\n"
#: What somebody would still wait for, in milliseconds, on a machine that others use as well.
PATIENCE = 90_000
LEARNERS = 10


class Server:
    """The real command with a roster of ten."""

    def __init__(self, folder):
        rows = [f"s{number},Learner {number}" for number in range(LEARNERS)]
        (folder / "class.csv").write_text("\n".join(["id,name", *rows, ""]), encoding="utf-8")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        command = [
            sys.executable,
            "-m",
            "autograder",
            "classroom",
            "--roster",
            "class.csv",
            "--code",
        ]
        command += ["--port", str(port), "--workers", "1", "--isolation", "process"]
        self.process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
        shown = ""
        while "Ctrl-C" not in shown:
            line = self.process.stdout.readline()
            assert line, f"the server ended: {shown}"
            shown += line
        self.instructor = re.search(r"http\S+token=\S+", shown)[0]
        with (folder / "classroom" / "links.csv").open(encoding="utf-8-sig") as file:
            self.links = [row["link"] for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("class"))
    yield server
    server.process.kill()
    server.process.communicate()


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def come_in(browser, link, **options):
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(link)
    return page


def write(page, server, program):
    """Open the exercise, write *program*, and press Ctrl-S."""
    page.goto(f"{server.address}/exercises/{STEP}")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(program)
    page.keyboard.press("Control+s")


def test_what_a_learner_misunderstands_the_instructor_sees_and_shows_to_the_class(browser, server):
    teacher = come_in(browser, server.instructor)
    teacher.get_by_role("link", name="To the class").click()
    teacher.get_by_role("heading", name="Learners").wait_for()
    first, second = (come_in(browser, link) for link in server.links[:2])
    first.get_by_text("You are in as Learner 0").wait_for()
    write(first, server, WRONG)
    first.wait_for_selector(".sum.failed")
    second.goto(server.address)
    row = teacher.locator("details", has_text="Parameter replaced, not moved")
    row.locator("summary").click()
    assert "W = W - lr * W.grad" in row.inner_text()
    assert "by me" not in row.inner_text()
    row.get_by_role("button", name="Show this to the class").click()
    for learner in (first, second):
        learner.locator("#news a").click()
        learner.get_by_text("W = W - lr * W.grad").wait_for()
    teacher.get_by_role("button", name="End that").click()
    write(first, server, RIGHT)
    first.wait_for_selector(".sum.passed")
    playwright.expect(row).to_have_count(0, timeout=PATIENCE)
    for page in (teacher, first, second):
        page.context.close()


def test_a_new_link_is_asked_for_first_and_then_stands_where_one_looks(browser, server):
    teacher, learner = come_in(browser, server.instructor), come_in(browser, server.links[8])
    teacher.goto(f"{server.address}/instructor")
    teacher.locator("[data-link=s8]").click()
    teacher.keyboard.press("Escape")
    learner.goto(f"{server.address}/exercises/{STEP}")
    assert learner.locator("#editor").count()
    teacher.locator("[data-link=s8]").click()
    orders = []
    teacher.on("request", lambda request: orders.append(request.url.endswith("/api/link")))
    # Whoever presses twice gets one link, and not one that a second has ended.
    teacher.get_by_role("button", name="Yes, a new link").evaluate(
        "it => { it.click(); it.click(); }"
    )
    link = teacher.locator("#new-link")
    playwright.expect(link).to_be_in_viewport()
    playwright.expect(link).to_be_focused()
    assert sum(orders) == 1
    learner.reload()
    learner.get_by_role("link", name="Come in by the class's code").wait_for()
    server.links[8] = link.input_value()  # for whoever comes in as Learner 8 later
    learner.goto(server.links[8])
    learner.get_by_text("You are in as Learner 8").wait_for()
    for page in (teacher, learner):
        page.context.close()


def test_whoever_is_in_no_longer_is_told_so_on_the_open_page_which_asks_for_no_more_news(
    browser, server
):
    learner, asked = come_in(browser, server.links[7]), []

    def refuse(route):
        asked.append(route.request.url)
        route.fulfill(status=403)

    learner.clock.install()
    learner.goto(server.address)
    learner.context.clear_cookies()
    learner.route("**/api/news", refuse)
    learner.evaluate("dispatchEvent(new Event('pagehide')); dispatchEvent(new Event('pageshow'))")
    learner.get_by_text("You have not come in").wait_for()
    learner.clock.fast_forward(60_000)
    learner.evaluate("fetch('/join').then((answer) => answer.text())")
    assert len(asked) == 1
    learner.context.close()


def test_a_page_tells_a_server_that_is_silent_from_one_that_lets_its_reader_in_no_longer(
    browser, server
):
    teacher = come_in(browser, server.instructor, viewport={"width": 390, "height": 400})

    def away(route):
        route.fulfill(status=502)

    teacher.route("**/instructor/news", away)
    teacher.goto(f"{server.address}/instructor")
    teacher.route("**/instructor", away)
    teacher.route("**/instructor/api/export", away)
    teacher.get_by_text("The server does not answer").wait_for()
    teacher.get_by_role("button", name="Export").click()
    teacher.get_by_text("The server did not do it").wait_for()
    teacher.evaluate("scrollTo(0, document.body.scrollHeight)")
    told, lost = (teacher.locator(f"#{one}").bounding_box() for one in ("told", "lost"))
    assert 0 <= told["y"] < told["y"] + told["height"] <= lost["y"]

    teacher.context.clear_cookies()
    teacher.unroute_all()
    teacher.get_by_text("You are not in as the instructor").wait_for()
    assert not teacher.get_by_text("The server does not answer").is_visible()
    teacher.context.close()


def test_what_the_class_is_shown_is_seen_by_whoever_has_scrolled_down(browser, server):
    teacher = come_in(browser, server.instructor)
    learner = come_in(browser, server.links[7], viewport={"width": 390, "height": 600})
    write(learner, server, WRONG)
    learner.wait_for_selector(".sum.failed")
    learner.locator("#answer").evaluate("heading => heading.scrollIntoView()")
    teacher.goto(f"{server.address}/instructor")
    teacher.locator("details summary").first.click()
    teacher.get_by_role("button", name="Show this to the class").first.click()
    playwright.expect(learner.locator("#news a")).to_be_in_viewport(timeout=PATIENCE)
    teacher.get_by_role("button", name="End that").click()
    for page in (teacher, learner):
        page.context.close()


@pytest.mark.parametrize("count", [2, pytest.param(8, marks=pytest.mark.nightly)])
def test_several_pass_at_once_and_each_sees_their_own(browser, server, count):
    pages = [come_in(browser, link) for link in server.links[2 : 2 + count]]
    for number, page in enumerate(pages):
        write(page, server, f"{RIGHT}# mine: {number}\n")
    for number, page in enumerate(pages):
        page.wait_for_selector(".sum.passed")
        assert f"# mine: {number}" in page.locator(".cm-content").inner_text()
        page.context.close()


@pytest.mark.nightly
def test_where_two_tabs_are_at_odds_a_link_leads_to_the_copy(browser, server):
    first = come_in(browser, server.links[1])
    write(first, server, RIGHT)
    first.wait_for_selector("#state[data-state=saved]")
    first.route("**/api/exercises/*", lambda route: route.abort())  # the net is down
    first.locator(".cm-content").click()
    first.keyboard.press("Control+End")
    first.keyboard.insert_text("# of the first tab")
    first.wait_for_selector("#state[data-state=offline]")
    second = first.context.new_page()
    write(second, server, f"{RIGHT}# of the second tab\n")
    second.wait_for_selector("#state[data-state=saved]")
    first.unroute("**/api/exercises/*")

    first.locator("#copy a").click()

    first.get_by_text("# of the first tab").wait_for()
    assert "/copies/" in first.url
    assert "# of the second tab" not in first.inner_text("body")
    first.context.close()


def test_what_one_learner_could_not_save_no_other_finds_who_uses_the_same_browser(browser, server):
    page = come_in(browser, server.links[0])
    page.route("**/api/exercises/*", lambda route: route.abort())  # the net is down
    write(page, server, "anna = 1  # not saved\n")
    page.wait_for_selector("#state[data-state=offline]")
    for link, is_there in ((server.links[1], False), (server.links[0], True)):
        page.close()
        page = page.context.new_page()
        page.goto(link)
        page.goto(f"{server.address}/exercises/{STEP}")
        page.wait_for_selector("#feedback .sum")
        assert ("# not saved" in page.locator(".cm-content").inner_text()) == is_there
    page.context.close()


@pytest.mark.skipif(not HAS_AXE, reason="needs `npm ci` in tests/node")
@pytest.mark.by_day(1)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_fit_and_axe_finds_nothing_serious(browser, server, scheme, width):
    options = {
        "viewport": {"width": width, "height": 900},
        "color_scheme": scheme,
        "bypass_csp": True,
    }
    learner = come_in(browser, server.links[0], **options)
    write(learner, server, WRONG)
    learner.wait_for_selector(".sum.failed")
    teacher = come_in(browser, server.instructor, **options)
    teacher.goto(f"{server.address}/instructor")
    teacher.locator("details summary").first.click()
    teacher.get_by_role("button", name="Show this to the class").first.click()
    teacher.get_by_role("button", name="End that").wait_for()
    teacher.locator("[data-link=s9]").click()
    teacher.get_by_role("button", name="Yes, a new link").click()
    teacher.get_by_text("The new link for Learner 9 (s9)").wait_for()
    learner.goto(f"{server.address}/shown")
    stranger = come_in(browser, f"{server.address}/join", **options)
    found = {}
    for page in (teacher, learner, stranger):
        if faults := faults_of(page):
            found[page.url] = faults
        page.context.close()
    assert not found, json.dumps(found, indent=1)
