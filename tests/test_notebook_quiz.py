"""The quiz in a notebook: a real kernel, a real JupyterLab, a real browser, the keyboard."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from browsers import CHROMIUM
from courses import miniature_course

from autograder.workspace import ProgressFile

pytest.importorskip("anywidget")
from autograder.quiz_widget import make_quiz

COURSE = miniature_course()
WRONG = Path(__file__).parents[1] / "solutions/05_grad/zero_it/wrong/grad_not_zeroed.py"
#: The notebooks that JupyterLab is opened on.
NOTEBOOKS = {
    "quiz": ['from autograder.notebook import quiz\n\nquiz("N1")'],
    "check": [
        "%load_ext autograder",
        f"%%check zero_it\n{WRONG.read_text(encoding='utf-8')}",
        """from autograder import draw

w = torch.tensor(2.0, requires_grad=True)
draw((w * 3 - 1) ** 2)""",
    ],
}

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def widget(tmp_path):
    """A widget of one item, with what it says to the page."""
    made = make_quiz(COURSE, "N1", "en", ProgressFile(tmp_path / "progress.json"))
    made.said = []
    made.send = lambda message, *_: made.said.append(message["told"])
    return made


def hear(widget, **message):
    widget._heard(widget, message, [])


def test_the_page_gets_the_question_and_no_key(widget):
    state = json.dumps(widget.get_state(), default=str)

    assert "What is <code>w.grad</code>" in state
    assert not any(word in state for word in ("sealed", "Twice 2", "sum_for_mean"))


def test_an_answer_is_judged_in_the_kernel_and_said_as_a_message(widget):
    hear(widget, answer="6")
    hear(widget, answer="12,0")

    assert widget.said[0]["sign"] == "✗"
    assert widget.said[0]["texts"] == [COURSE.misconceptions["sum_for_mean"].sentence["en"]]
    assert widget.said[1]["explain"] == "Twice 2 · 3.0."
    # State is what a notebook saves.
    assert "Twice 2" not in json.dumps(widget.get_state(), default=str)


def test_what_is_answered_is_in_the_progress_file(widget, tmp_path):
    hear(widget, answer="12")
    hear(widget, answer="adds")

    entry = json.loads((tmp_path / "progress.json").read_text())["items"]["N1"]
    assert (entry["asked"], entry["last_right"]) == (1, True)
    assert widget.shown["stage"] == "done"


def test_an_answer_that_can_not_be_noted_is_judged_and_says_so(tmp_path):
    (tmp_path / "in the way").touch()
    made = make_quiz(COURSE, "N1", "en", ProgressFile(tmp_path / "in the way" / "progress.json"))
    made.said = []
    made.send = lambda message, *_: made.said.append(message["told"])
    hear(made, answer="12")
    hear(made, answer="adds")

    assert made.shown["stage"] == "done"
    assert "could not be saved" in made.said[-1]["texts"][-1]
    assert "with your next answer" in made.said[-1]["texts"][-1]


@pytest.mark.parametrize(
    "message", [{}, {"answer": 3}, {"answer": None}, {"skip": 1}, {"answer": "x" * 9999}]
)
def test_a_message_of_another_form_does_no_harm(widget, message):
    hear(widget, **message)

    assert widget.shown["stage"] == "answer"


def test_an_unknown_chapter_is_told(tmp_path):
    with pytest.raises(ValueError, match="no chapter with questions"):
        make_quiz(COURSE, "nowhere", "en", ProgressFile(tmp_path / "p.json"))


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A running JupyterLab on a folder with one notebook; its address."""
    nbformat = pytest.importorskip("nbformat")
    pytest.importorskip("jupyterlab")
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(COURSE.path, folder / "quiz" / ".gradlings" / "course")
    for name, texts in NOTEBOOKS.items():
        notebook = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, texts)))
        notebook.metadata["kernelspec"] = {
            "display_name": "Python 3",
            "language": "python",
            "name": "python3",
        }
        target = folder / name / f"{name}.ipynb"
        target.parent.mkdir(exist_ok=True)
        nbformat.write(notebook, target)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}",
         "--ip=127.0.0.1", "--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True",
         f"--ServerApp.root_dir={folder}", "--LabApp.news_url="],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 120
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api", timeout=2)
                break
            except OSError:
                assert server.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.2)
        yield folder, f"http://127.0.0.1:{port}/lab"
    finally:
        server.terminate()
        server.wait()


def opened(driver, address, name, height):
    """A page on the notebook *name*, its first cell in focus and its kernel there."""
    browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1100, "height": height})
    # A workspace of its own: another's notebooks would be opened again.
    page.goto(f"{address}/workspaces/{name}/tree/{name}/{name}.ipynb", timeout=120_000)
    # A cell that is run before its kernel is there is not run at all.
    page.locator("#jp-main-statusbar").get_by_text("Idle").wait_for(timeout=120_000)
    page.locator(".jp-NotebookPanel .jp-Cell .cm-content").first.click(timeout=120_000)
    return page


@pytest.mark.nightly
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")
def test_a_question_is_answered_by_keyboard_in_jupyterlab(lab):
    playwright = pytest.importorskip("playwright.sync_api")
    folder, address = lab
    with playwright.sync_playwright() as driver:
        page = opened(driver, address, "quiz", height=900)
        page.keyboard.press("Control+Enter")
        question = page.locator(".gradlings-quiz")
        box = question.get_by_label("a number")
        box.wait_for(timeout=120_000)
        box.focus()
        page.keyboard.type("6")
        page.keyboard.press("Enter")
        status = question.get_by_role("status")
        status.get_by_text("Have another try").wait_for(timeout=60_000)
        assert status.get_attribute("aria-live") == "polite"
        box.fill("12,0")
        page.keyboard.press("Enter")
        status.get_by_text("Twice 2").wait_for(timeout=60_000)
        if picture := os.environ.get("GRADLINGS_PICTURES"):
            question.screenshot(path=f"{picture}/quiz-notebook.png")
        question.get_by_role("button", name="go on").last.click()
        question.get_by_text("0 of 1").wait_for(timeout=60_000)
        page.locator(".jp-NotebookPanel .jp-Cell .cm-content").first.click()
        page.keyboard.press("Control+s")
        page.wait_for_timeout(1500)
        page.context.browser.close()

    saved = (folder / "quiz" / "quiz.ipynb").read_text(encoding="utf-8")
    assert "Twice 2" not in saved
    assert "sealed" not in saved
    progress = json.loads((folder / "quiz" / ".gradlings" / "progress.json").read_text())
    assert progress["items"]["N1"]["misconceptions"] == {"sum_for_mean": 1}


@pytest.mark.nightly
@pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")
def test_a_checked_cell_shows_the_loop_its_curves_and_a_graph_in_jupyterlab(lab):
    playwright = pytest.importorskip("playwright.sync_api")
    _, address = lab
    with playwright.sync_playwright() as driver:
        page = opened(driver, address, "check", height=1700)
        for _ in range(3):
            page.keyboard.press("Shift+Enter")
        told = page.locator(".gradlings-feedback")
        told.get_by_text("(grad_not_zeroed)").wait_for(timeout=60_000)
        graph = page.locator("svg.graph")
        graph.wait_for(timeout=120_000)

        assert told.locator("td.first").inner_text().startswith("►")
        assert told.locator("svg.chart").count() >= 2
        assert all(
            box["width"] > 200
            for box in [one.bounding_box() for one in told.locator("svg.chart").all()]
        )
        assert "30.0" in graph.text_content()  # the gradient that goes along the edge to w
        if picture := os.environ.get("GRADLINGS_PICTURES"):
            page.screenshot(path=f"{picture}/notebook.png")
        page.context.browser.close()


# %%check


def test_a_cell_under_the_magic_is_run_and_checked(tmp_path):
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    new = nbformat.v4.new_code_cell
    cells = [
        new("%load_ext autograder"),
        new(
            "%%check zero_it\nimport torch\n"
            "def zero_it(W, x, y, lr, steps):\n    return None\nmade = 3"
        ),
        new("made"),
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    client = nbclient.NotebookClient(
        notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}
    )
    client.create_kernel_manager()
    client.execute(env=environment)

    told = "".join(str(output) for output in cells[1]["outputs"])
    assert "✗" in told
    # The answer was found and run; and pictures can be shown where text can't.
    assert "defines no function" not in told
    assert "called" in told
    assert "gradlings-feedback" in cells[1]["outputs"][0]["data"]["text/html"]
    assert cells[2]["outputs"][0]["data"]["text/plain"] == "3"
