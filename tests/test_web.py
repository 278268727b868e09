"""``gradlings web`` as a learner uses it: the real server, and a real browser on its pages."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from browsers import CHROMIUM
from page_faults import HAS_AXE, faults_of

from autograder.sealed import FILE_NAME, sealed
from autograder.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent
SOLUTIONS = ROOT / "solutions"
pytest.importorskip("starlette")
playwright = pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here"),
    pytest.mark.filterwarnings("ignore"),
]
EDITOR = ROOT / "scripts" / "editor"
STEP, GRAPH = "06_updates/step_no_grad", "03_graph/build_this_graph"
#: What a learner would still wait for, in milliseconds, on a machine that others use as well.
PATIENCE = 90_000


class Server:
    """A server of one working copy, which can be killed and started again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "autograder", "web", "--no-browser"]
        self.process = subprocess.Popen(command, cwd=self.root, stdout=subprocess.PIPE)
        shown = b""
        while not (found := re.search(rb"(http://\S+)/enter\?token=\S+\n", shown)):
            assert select.select([self.process.stdout], [], [], 120)[0], "the server does not start"
            read = os.read(self.process.stdout.fileno(), 4096)
            assert read, f"the server ended: {shown}"
            shown += read
        self.link, self.address = found[0].decode().strip(), found[1].decode()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def end(self) -> int:
        """End it as Ctrl-C does; return its exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(60)
        self.process.stdout.close()
        return code

    def file(self, exercise: str) -> Path:
        return self.root / "exercises" / f"{exercise}.py"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    root = tmp_path_factory.mktemp("web") / "course"
    command = [sys.executable, "-m", "autograder", "init", str(root), "--lang", "en"]
    subprocess.run(command, check=True, capture_output=True)
    server = Server(root)
    yield server
    server.kill()


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def context(browser, server):
    """A browser that has come in by the link; what its pages complain about fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    complaints = []
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("console", lambda message: complaints.append(message.text))
    page = context.new_page()
    page.goto(server.link)
    page.wait_for_url(f"{server.address}/")
    page.close()
    yield context
    context.close()
    # The browser itself reports answers that are no success, and streams of a killed server.
    assert [text for text in complaints if not text.startswith("Failed to load resource")] == []


@pytest.fixture
def afresh(server):
    """Gives an exercise as it was handed out, whatever other tests made of it."""

    def afresh(exercise):
        given = server.root / ".gradlings" / "given" / f"{exercise.partition('/')[2]}.py"
        server.file(exercise).write_bytes(given.read_bytes())
        return given.read_text(encoding="utf-8")

    return afresh


@pytest.fixture
def solutions(server):
    """The course's author lets its solutions be seen; and nothing has been passed yet."""
    folder = SOLUTIONS / STEP
    right = {one.stem: one.read_text(encoding="utf-8") for one in folder.glob("right/*.py")}
    programs = {"reference": (folder / "reference.py").read_text(encoding="utf-8"), **right}
    path = server.root / FILE_NAME
    path.write_text(sealed({"step_no_grad": programs}), encoding="utf-8")
    progress = Workspace(server.root).progress_file
    progress.note(lambda known: known.start_anew("step_no_grad"))
    yield
    path.unlink()


def at_desk(context, server, exercise):
    """A page at which an exercise is worked on, with the answer to the present text."""
    page = context.new_page()
    page.goto(f"{server.address}/exercises/{exercise.partition('/')[2]}")
    page.wait_for_selector("#feedback .sum")
    return page


def write(page, text, line="raise NotImplementedError"):
    """Write *text* over a line of the program, as by hand."""
    page.locator(".cm-line", has_text=line).last.click()
    page.keyboard.press("End")
    page.keyboard.press("Shift+Home")
    page.keyboard.type(text)


def wait_for_file(page, path, text):
    """Wait until the file at *path* holds *text*; the browser goes on meanwhile."""
    for _ in range(PATIENCE // 100):
        if text in path.read_text(encoding="utf-8"):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{path} never held {text!r}: {path.read_text(encoding='utf-8')}")


def typed(page):
    """The text of the editor; hidden lines are left out."""
    return "\n".join(page.locator(".cm-line").all_inner_texts())


def test_a_learner_goes_from_the_first_page_to_a_passed_exercise(context, server, afresh):
    afresh(STEP)
    page = context.new_page()
    page.goto(f"{server.address}/")
    page.get_by_role("link", name="One honest step").click()
    page.wait_for_selector("text=Not begun yet")
    write(page, "W = W - lr * W.grad")
    page.keyboard.press("Control+s")
    page.wait_for_selector("text=rebinds_parameter")
    assert "    W = W - lr * W.grad\n" in server.file(STEP).read_text(encoding="utf-8")

    write(page, "with torch.no_grad():\nW -= lr * W.grad", line="W = W - lr * W.grad")
    page.get_by_role("button", name="Check").click()

    page.wait_for_selector(".sum.passed")
    assert page.get_by_role("link", name=re.compile("Next exercise")).is_visible()
    assert page.inner_text("#done") == "1"
    page.goto(f"{server.address}/chapters/06_updates")
    assert "passed" in page.locator("li", has_text="One honest step").get_attribute("class")


@pytest.mark.by_day(1)
@pytest.mark.parametrize("language", ["en", "hu"])
def test_the_whole_way_from_an_error_to_other_ways_to_write_it(
    context, server, afresh, solutions, language
):
    stub = afresh(STEP)
    page = context.new_page()
    page.goto(f"{server.address}/")
    page.locator(f"[data-language={language}]").click()
    page.wait_for_selector(f"html[lang={language}]")
    page.locator("a[href$='/exercises/step_no_grad']").first.click()
    page.wait_for_selector("#feedback .sum.open")
    assert page.locator("#solutions").count() == 0

    write(page, "W -= lr * W.grad")
    page.keyboard.press("Control+s")
    page.locator(".explain summary").focus()
    page.keyboard.press("Enter")
    assert "no_grad" in page.locator(".explain").inner_text()

    write(page, "with torch.no_grad():\nW -= lr * W.grad", line="W -= lr * W.grad")
    page.keyboard.press("Control+s")
    page.wait_for_selector("#feedback .sum.passed")
    assert page.inner_text("#told") == page.locator(".sum").inner_text().split("\n")[0][2:].strip()
    page.locator("#solutions").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".ways section")
    assert page.evaluate("document.activeElement.tagName") == "H3"
    shown = page.locator(".ways pre").all_inner_texts()
    assert len(shown) == 4
    assert "with torch.no_grad():" in shown[0]
    assert all("def step_no_grad" in one for one in shown)

    page.locator(".onwards a").first.click()
    page.wait_for_selector(".question h2")
    page.goto(f"{server.address}/progress")
    assert page.locator(".mastery tbody tr").count() > 10
    page.locator("[data-language=en]").click()
    page.wait_for_selector("html[lang=en]")
    assert stub != server.file(STEP).read_text(encoding="utf-8")


def test_what_is_typed_is_saved_and_answered_after_a_pause(context, server, afresh):
    afresh(STEP)
    page = at_desk(context, server, STEP)

    write(page, "W.data -= lr * W.grad")

    page.wait_for_selector(".sum.passed")
    assert "W.data -= lr * W.grad" in server.file(STEP).read_text(encoding="utf-8")


def test_a_failed_exercise_shows_both_graphs_beside_the_code(context, server, afresh):
    afresh(GRAPH)
    page = at_desk(context, server, GRAPH)

    write(page, "return w * x + b")
    page.keyboard.press("Control+s")

    page.wait_for_selector("#feedback svg.graph")
    graphs = page.locator("#feedback svg.graph").all()
    assert [graph.get_attribute("aria-label").split(":")[0] for graph in graphs] == [
        "your graph",
        "expected graph",
    ]
    editor, graph = page.locator("#editor").bounding_box(), graphs[0].bounding_box()
    assert graph["x"] >= editor["x"] + editor["width"]
    missing = page.locator("g.node.missing rect").first
    assert missing.evaluate("one => getComputedStyle(one).stroke") == "rgb(47, 127, 193)"


@pytest.mark.nightly
def test_hints_come_one_by_one_and_stay(context, server, afresh):
    afresh(GRAPH)
    page = at_desk(context, server, GRAPH)

    page.get_by_role("button", name="Hint").click()
    page.wait_for_selector("text=Hint 1 of 3")
    assert page.locator(".hint").count() == 1
    page.get_by_role("button", name="Hint").click()
    page.wait_for_selector("text=Hint 2 of 3")
    page.reload()

    assert page.locator(".hint").count() == 2


@pytest.mark.nightly
def test_an_error_is_explained(context, server, afresh):
    afresh(STEP)
    page = at_desk(context, server, STEP)

    write(page, "W -= lr * W.grad")
    page.keyboard.press("Control+s")
    page.get_by_text("Explain this error").click()

    assert "in place" in page.locator(".explain").inner_text()


@pytest.mark.nightly
def test_starting_over_keeps_a_copy(context, server, afresh):
    stub = afresh(STEP)
    page = at_desk(context, server, STEP)
    write(page, "W = W * 2  # my attempt")
    page.get_by_role("button", name="Start over").click()
    page.get_by_role("button", name="Yes, start over").click()

    page.wait_for_selector("text=The stub is back.")
    page.wait_for_selector("text=Not begun yet")

    assert server.file(STEP).read_text(encoding="utf-8") == stub
    copies = (server.root / ".gradlings" / "backups").glob("step_no_grad.*.py")
    assert any("# my attempt" in copy.read_text(encoding="utf-8") for copy in copies)


def test_a_quiz_goes_on_after_a_reload_in_the_middle(context, server):
    page = context.new_page()
    page.goto(f"{server.address}/chapters/06_updates")
    page.get_by_role("link", name="Questions of this chapter").click()
    page.wait_for_selector("text=Question 1 of 6")
    first = page.inner_text(".question h2")

    page.get_by_role("button", name="Skip").click()
    page.wait_for_selector("text=Question 2 of 6")
    page.reload()
    assert "Question 2 of 6" in page.inner_text(".question h2")
    assert page.inner_text(".question h2") != first

    while page.locator(".question").count():
        asked = page.inner_text(".question h2")
        if page.locator(".question input[type=radio]").count():
            page.locator(".question input").last.check()
        elif page.locator(".question input[type=text]").count():
            page.locator(".question input").fill("1")
        page.locator(".question button[type=submit]").click()
        page.wait_for_selector("#told > *")
        go_on = page.get_by_role("button", name="Go on")
        if go_on.is_visible():
            go_on.click()
        else:
            page.get_by_role("button", name="Skip").click()
        page.wait_for_function(
            "asked => document.querySelector('#series h2')?.innerText !== asked", arg=asked
        )
    progress = json.loads((server.root / ".gradlings" / "progress.json").read_bytes())
    assert "right at the first try" in page.inner_text("#series")
    assert sum(entry["asked"] for entry in progress["items"].values()) >= 3


def test_a_killed_server_loses_nothing(context, server, afresh):
    afresh(STEP)
    page = at_desk(context, server, STEP)
    server.kill()
    write(page, "W = 1  # typed without a server")
    page.wait_for_selector("#state[data-state=offline]")
    assert "without a server" not in server.file(STEP).read_text(encoding="utf-8")

    server.start()

    wait_for_file(page, server.file(STEP), "# typed without a server")
    page.wait_for_selector("#state[data-state=saved]")


@pytest.mark.nightly
def test_what_is_typed_offline_is_saved_and_checked_once_the_net_is_back(context, server, afresh):
    stub = afresh(STEP)
    page = at_desk(context, server, STEP)
    context.set_offline(True)
    write(page, "W.data -= lr * W.grad  # in a tunnel")
    page.wait_for_selector("#state[data-state=offline]")
    assert server.file(STEP).read_text(encoding="utf-8") == stub

    context.set_offline(False)

    page.wait_for_selector(".sum.passed")
    assert "# in a tunnel" in server.file(STEP).read_text(encoding="utf-8")
    assert page.locator("#conflict").is_hidden()


@pytest.mark.nightly
def test_what_was_typed_before_the_page_was_closed_comes_back(context, server, afresh):
    afresh(STEP)
    page = at_desk(context, server, STEP)
    server.kill()
    write(page, "W = 2  # before the lid was closed")
    page.wait_for_selector("#state[data-state=offline]")
    page.close()
    server.start()
    assert "lid" not in server.file(STEP).read_text(encoding="utf-8")

    page = at_desk(context, server, STEP)

    assert "# before the lid was closed" in typed(page)
    wait_for_file(page, server.file(STEP), "# before the lid was closed")


@pytest.mark.nightly
def test_a_draft_that_the_file_has_by_now_never_comes_back(context, server, afresh):
    stub = afresh(STEP)
    page = at_desk(context, server, STEP)
    server.kill()
    write(page, "W = 6  # saved by another way")
    page.wait_for_selector("#state[data-state=offline]")
    page.close()
    server.start()
    for text in ("W = 6  # saved by another way", "W = 7  # and then went on"):
        changed = stub.replace("raise NotImplementedError", text)
        server.file(STEP).write_text(changed, encoding="utf-8")

        page = at_desk(context, server, STEP)

        assert text in typed(page)
        assert page.locator("#notice").is_hidden()
        assert page.locator("#conflict").is_hidden()
        page.close()


@pytest.mark.nightly
def test_what_two_tabs_could_not_save_is_all_kept(context, server, afresh):
    afresh(STEP)
    tabs = [at_desk(context, server, STEP) for _ in range(2)]
    server.kill()
    for number, tab in enumerate(tabs):
        write(tab, f"W = {number}  # of tab {number}")
        tab.wait_for_selector("#state[data-state=offline]")
    for tab in tabs:
        tab.close()
    server.start()

    page = at_desk(context, server, STEP)

    wait_for_file(page, server.file(STEP), "# of tab 1")
    copies = (server.root / ".gradlings" / "backups").glob("step_no_grad.*.py")
    assert any("# of tab 0" in copy.read_text(encoding="utf-8") for copy in copies)


def test_a_change_from_outside_is_shown_and_answered_at_once(context, server, afresh):
    afresh(STEP)
    page = at_desk(context, server, STEP)

    server.file(STEP).write_text(
        "import torch\n\n\ndef step_no_grad(W, lr):\n    with torch.no_grad():\n        W += lr * W.grad\n",
        encoding="utf-8",
    )

    page.wait_for_selector("text=climbs_the_gradient")
    assert "W += lr * W.grad" in typed(page)


@pytest.mark.nightly
def test_what_one_tab_saves_the_other_shows(context, server, afresh):
    afresh(STEP)
    one, other = (at_desk(context, server, STEP) for _ in range(2))

    write(one, "W = 3  # from the first tab")

    other.wait_for_selector("text=# from the first tab")
    assert other.locator("#conflict").is_hidden()


@pytest.mark.by_day(1)
@pytest.mark.parametrize("taken", ["mine", "theirs"])
def test_of_two_versions_both_are_shown_and_both_are_kept(taken, context, server, afresh):
    stub = afresh(STEP)
    page = at_desk(context, server, STEP)
    page.route("**/api/exercises/step_no_grad", lambda route: route.abort())  # the net is down
    write(page, f"W = 4  # typed, {taken} is taken")
    page.wait_for_selector("#state[data-state=offline]")
    theirs = stub.replace("raise NotImplementedError", f"pass  # from outside, {taken} is taken")
    server.file(STEP).write_text(theirs, encoding="utf-8")
    page.unroute("**/api/exercises/step_no_grad")

    page.wait_for_selector("#conflict:not([hidden])")
    assert "# typed" in typed(page)
    assert "# from outside" in page.inner_text(".cm-deletedChunk")
    write(page, f"W = 5  # typed since, {taken} is taken", line="# typed")
    page.locator(f"#{taken}").click()

    kept, aside = ("# typed since", "# from outside")[:: 1 if taken == "mine" else -1]
    wait_for_file(page, server.file(STEP), f"{kept}, {taken} is taken")
    page.wait_for_selector("#conflict", state="hidden")
    copies = (server.root / ".gradlings" / "backups").glob("step_no_grad.*.py")
    assert any(f"{aside}, {taken}" in copy.read_text(encoding="utf-8") for copy in copies)


def test_the_language_is_switched_and_what_was_written_stays(context, server, afresh):
    afresh(STEP)
    page = at_desk(context, server, STEP)
    write(page, "W = 5  # mine")

    page.get_by_role("button", name="Magyar").click()

    page.wait_for_selector("html[lang=hu]")
    page.wait_for_selector("text=Egy becsületes lépés")
    page.wait_for_selector("#feedback .sum")
    assert "# mine" in typed(page)
    assert "# mine" in server.file(STEP).read_text(encoding="utf-8")
    page.get_by_role("button", name="English").click()
    page.wait_for_selector("html[lang=en]")


def test_the_task_in_the_file_is_folded_away_and_nothing_else_is(context, server, afresh):
    afresh(STEP)
    page = at_desk(context, server, STEP)
    assert "move `W` a little" not in typed(page)
    assert "import torch" in typed(page)

    server.file(STEP).write_text("# mine\n# all of it\nx = 1\n", encoding="utf-8")
    page.wait_for_selector("text=x = 1")
    page.reload()

    assert "# all of it" in typed(page)


@pytest.mark.nightly
def test_half_a_character_keeps_nothing_from_being_saved(context, server, afresh):
    afresh(STEP)
    page = at_desk(context, server, STEP)

    page.locator(".cm-content").focus()
    page.evaluate("document.execCommand('insertText', false, '# \\ud83d and on\\n')")

    wait_for_file(page, server.file(STEP), "# \ufffd and on\n")
    page.wait_for_selector("#state[data-state=saved]")


def test_what_the_terminal_does_the_map_shows_at_once(context, server, afresh):
    afresh(GRAPH)
    page = context.new_page()
    page.goto(f"{server.address}/")
    done = int(page.inner_text("#done"))
    right = SOLUTIONS / GRAPH / "reference.py"
    server.file(GRAPH).write_bytes(right.read_bytes())

    for *arguments, wanted in (
        ("check", "build_this_graph", f"#done:text-is('{done + 1}')"),
        ("update", "--lang", "hu", "html[lang=hu]"),
        ("update", "--lang", "en", "html[lang=en]"),
    ):
        command = [sys.executable, "-m", "autograder", *arguments]
        subprocess.run(command, cwd=server.root, check=True, capture_output=True)
        page.wait_for_selector(wanted)

    line = page.locator("li", has_text="build_this_graph")
    assert "passed" in line.get_attribute("class")


@pytest.mark.nightly
def test_the_keyboard_alone_is_enough(context, server, afresh):
    afresh(STEP)
    page = at_desk(context, server, STEP)
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("cm-content")

    page.keyboard.press("Escape")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.id") == "check"


@pytest.mark.nightly
def test_what_a_program_prints_is_text(context, server, afresh):
    afresh(STEP)
    page = at_desk(context, server, STEP)

    write(page, "print('<img src=x onerror=alert(1)><script>alert(2)</script>')")
    page.keyboard.press("Control+s")

    page.wait_for_selector("text=Your code printed:")
    assert "<script>alert(2)</script>" in page.inner_text("#feedback pre")
    assert page.locator("#feedback img, #feedback script").count() == 0


@pytest.mark.skipif(not HAS_AXE, reason="needs `npm ci` in tests/node")
@pytest.mark.by_day(1)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_fit_and_axe_finds_nothing_serious(browser, server, afresh, scheme, width):
    wrong = SOLUTIONS / "03_graph/build_this_graph/wrong/activation_forgotten.py"
    afresh(GRAPH)
    server.file(GRAPH).write_bytes(wrong.read_bytes())
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(server.link)
    page.wait_for_url(f"{server.address}/")
    found = {}
    for place in (
        "/", "/chapters/06_updates", "/exercises/build_this_graph", "/questions/chapter/05_grad",
        "/questions/review", "/progress", "/explain?error=grad_not_zeroed", "/nowhere",
    ):  # fmt: skip
        page.goto(server.address + place)
        if "exercises" in place:
            page.wait_for_selector("#feedback svg")
        if faults := faults_of(page):
            found[place] = faults
    context.close()
    assert not found, json.dumps(found, indent=1)


@pytest.mark.skipif(not HAS_AXE, reason="needs `npm ci` in tests/node")
@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ("<p style='width: 3000px'>wide</p>", "the page scrolls sideways"),
        ("<p style='width: 2em; overflow: hidden; white-space: nowrap'>a long text</p>", "cut off"),
        ("<p style='position: fixed; left: -40px'>text</p>", "beyond the edge"),
        ("<button></button>", "button-name"),
    ],
)
def test_what_does_not_fit_on_a_page_is_found(browser, broken, told):
    context = browser.new_context(viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.set_content(f"<!doctype html><html lang=en><title>x</title><main>{broken}</main>")

    found = faults_of(page)

    context.close()
    assert any(fault.startswith(told) for fault in found), found


def test_without_the_link_nobody_comes_in(browser, server):
    page = browser.new_page()
    response = page.goto(f"{server.address}/exercises/step_no_grad")

    assert response.status == 403
    assert "the link that the terminal shows" in page.inner_text("main")
    page.close()


@pytest.mark.nightly
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_ctrl_c_ends_the_server_at_once_even_while_pages_listen(context, server, afresh):
    afresh(STEP)
    page = at_desk(context, server, STEP)
    page.wait_for_function("performance.getEntriesByType('resource').length > 3")

    code = server.end()
    server.start()

    assert code == 0


@pytest.mark.nightly
@pytest.mark.skipif(
    not (EDITOR / "node_modules").is_dir(), reason="needs `npm ci` in scripts/editor"
)
def test_the_bundled_editor_is_what_its_sources_make():
    command = [sys.executable, str(ROOT / "scripts" / "editor_bundle.py"), "--check"]
    subprocess.run(command, check=True)
