"""
Every page of the course in a browser and of a class, as it looks: ``python scripts/page_screenshots.py``.

Each is shown at 1280 and 390 px, light and dark, in both languages, into ``build/screenshots/``, with
a sheet of all for each language and width. Exit code 1 if anything is cut off or does not fit, or if axe
finds something serious. Needs Chromium, and ``npm ci`` in tests/node.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from autograder.authoring.programs import load_programs
from autograder.content import Course, bundled_course_path, load_course
from autograder.sealed import FILE_NAME, sealed
from autograder.workspace import Progress, Workspace

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from browsers import CHROMIUM  # noqa: E402 - of the tests
from page_faults import HAS_AXE, faults_of  # noqa: E402

OUT = ROOT / "build" / "screenshots"
WIDTHS, SCHEMES, LANGUAGES = (1280, 390), ("light", "dark"), ("en", "hu")
#: Milliseconds for which a page may take to show what it is to show.
PATIENCE = 120_000
STEP, GRAPH = "step_no_grad", "build_this_graph"
HEADER = "import torch\n\n\ndef step_no_grad(W, lr):\n"
RIGHT = f"{HEADER}    with torch.no_grad():\n        W -= lr * W.grad\n"
REBINDS = f"{HEADER}    W = W - lr * W.grad\n    return W\n"
IN_PLACE = f"{HEADER}    W -= lr * W.grad\n"
PASSED = ("00_start", "01_tensors", "02_tracking")


class Album:
    """Pictures of pages, and what is wrong with them."""

    def __init__(self, browser: Browser, language: str) -> None:
        self._browser, self._language = browser, language
        self.faults: list[str] = []
        self.names: list[str] = []

    def visitor(self, link: str) -> Page:
        """A browser of its own, which has come in by *link*."""
        context = self._browser.new_context(bypass_csp=True, reduced_motion="reduce")
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(link)
        return page

    def take(self, page: Page, name: str) -> None:
        """Take pictures of what *page* shows now, at all widths, light and dark."""
        self.names.append(name)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                # An answer fades while the next one is on its way.
                page.wait_for_selector("[aria-busy]", state="detached")
                path = OUT / f"{name}.{self._language}.{width}.{scheme}.png"
                page.screenshot(path=str(path), full_page=True)
                self.faults += [f"{path.stem}: {fault}" for fault in faults_of(page)]
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})

    def sheet(self, width: int) -> None:
        """Put all pictures of *width* beside each other."""
        shown = "".join(
            f"<figure><img src='{name}.{self._language}.{width}.{scheme}.png'>"
            f"<figcaption>{name}</figcaption></figure>"
            for name in self.names
            for scheme in SCHEMES
        )
        each = 480 if width > 1000 else 230
        style = f"body{{display:flex;flex-wrap:wrap;gap:8px}}figure{{margin:0;width:{each}px}}img{{width:100%;border:1px solid #888}}"
        path = OUT / f"sheet.{self._language}.{width}.html"
        path.write_text(f"<!doctype html><style>{style}</style>{shown}", encoding="utf-8")
        page = self._browser.new_page(viewport={"width": 2000, "height": 900})
        page.goto(path.as_uri())
        page.screenshot(path=str(path.with_suffix(".png")), full_page=True)
        page.close()


# A learner's own pages


def own_pages(album: Album, folder: Path, course: Course, language: str) -> None:
    workspace, _ = Workspace.create(folder / "mine", course, language)
    workspace.progress_file.note(lambda progress: in_the_middle(course, progress))
    seal(course, workspace.root, (STEP,))
    with serving(["web", "--no-browser"], workspace.root) as shown:
        link = re.search(r"http\S+token=\S+", shown)[0]
        page = album.visitor(link)
        here = link.partition("/enter")[0]
        page.wait_for_url(f"{here}/")
        for name, place in (
            ("map", "/"),
            ("chapter", "/chapters/06_updates"),
            ("progress", "/progress"),
            ("explain", "/explain?error=grad_not_zeroed"),
            ("no-page", "/nowhere"),
        ):
            page.goto(here + place)
            album.take(page, name)
        at_exercises(album, page, here, workspace, course)
        questions(album, page, here)
        stranger = album.visitor(f"{here}/")
        album.take(stranger, "stranger")


def in_the_middle(course: Course, progress: Progress) -> None:
    """Some chapters passed, one exercise to be asked again, one thing misunderstood."""
    now = datetime.now(timezone.utc)
    for exercise in course.exercises:
        if exercise.chapter in PASSED:
            progress.of(exercise.id).passed_at = now.isoformat()
    first = course.exercises[0].id
    progress.of(first).misconceptions = {"grad_not_zeroed": 2}
    for name in (first, next(iter(course.banks["05_grad"].root))):
        progress.review(name, right=False, now=now - timedelta(days=3))


def seal(course: Course, folder: Path, exercises: tuple[str, ...]) -> None:
    programs = {name: load_programs(course, course.exercise(name)) for name in exercises}
    right = {name: {"reference": one.reference, **one.right} for name, one in programs.items()}
    (folder / FILE_NAME).write_text(sealed(right), encoding="utf-8")


def at_exercises(album: Album, page: Page, here: str, workspace: Workspace, course: Course) -> None:
    graph = workspace.path_of(course.exercise(GRAPH))
    shutil.copy(ROOT / f"solutions/03_graph/{GRAPH}/wrong/activation_forgotten.py", graph)
    page.goto(f"{here}/exercises/{GRAPH}")
    page.wait_for_selector("#feedback svg")
    page.locator("#hint").click()
    page.wait_for_selector(".hint")
    page.locator("#answers").evaluate("pane => pane.scrollTo(0, 0)")
    album.take(page, "failed-with-graphs")
    path = workspace.path_of(course.exercise(STEP))
    page.goto(f"{here}/exercises/{STEP}")
    page.wait_for_selector("#feedback .sum")
    album.take(page, "stub")
    path.write_text(IN_PLACE, encoding="utf-8")
    page.locator(".explain summary").click()
    album.take(page, "error-explained")
    at_odds(page, path)
    album.take(page, "two-versions")
    page.locator("#theirs").click()
    page.wait_for_selector(".sum.passed")
    page.locator("#solutions").click()
    page.wait_for_selector(".ways")
    album.take(page, "passed-with-solutions")
    page.locator("#reset").click()
    album.take(page, "start-over")
    page.keyboard.press("Escape")


def at_odds(page: Page, path: Path) -> None:
    """Type something while the net is down, and change the file meanwhile."""
    page.route("**/api/exercises/*", lambda route: route.abort())
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("    return W\n")
    page.wait_for_selector("#state[data-state=offline]")
    path.write_text(RIGHT, encoding="utf-8")
    page.unroute("**/api/exercises/*")
    page.wait_for_selector("#conflict:not([hidden])")


def questions(album: Album, page: Page, here: str) -> None:
    page.goto(f"{here}/questions/review")
    album.take(page, "review")
    page.goto(f"{here}/questions/chapter/05_grad")
    album.take(page, "question")
    answer(page)
    page.wait_for_selector("#told > *")
    album.take(page, "question-answered")


def answer(page: Page) -> None:
    if page.locator(".question input[type=radio]").count():
        page.locator(".question input").last.check()
    elif page.locator(".question input[type=text]").count():
        page.locator(".question input").fill("1")
    page.locator(".question button[type=submit]").click()


# A class


def class_pages(album: Album, folder: Path, _: Course, language: str) -> None:
    names = ("Anna Kovács", "Béla Nagy", "Chen Li", "Zsófia Szentmihályi-Wolfgang")
    rows = [f"s{number},{name}" for number, name in enumerate(names)]
    (folder / "class.csv").write_text("\n".join(["id,name", *rows, ""]), encoding="utf-8")
    command = [*("classroom", "--roster", "class.csv", "--code", "--isolation", "process")]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with serving([*command, "--port", str(port)], folder, GRADLINGS_LANG=language) as shown:
        here = f"http://127.0.0.1:{port}"
        with (folder / "classroom" / "links.csv").open(encoding="utf-8-sig") as file:
            links = [row["link"] for row in csv.DictReader(file)]
        album.take(album.visitor(f"{here}/"), "class-stranger")
        door = album.visitor(f"{here}/join")
        album.take(door, "class-door")
        door.locator("#learner").fill("s9")
        door.locator("#code").fill("wrong")
        door.locator("button.button").click()
        door.wait_for_selector("[role=alert]")
        album.take(door, "class-door-refused")
        teacher = album.visitor(re.search(r"http\S+token=\S+", shown)[0])
        album.take(teacher, "class-teacher-in")
        teacher.goto(f"{here}/instructor")
        album.take(teacher, "class-instructor-first")
        at_work(album, here, links, teacher)


def at_work(album: Album, here: str, links: list[str], teacher: Page) -> None:
    learners = [album.visitor(link) for link in links[:3]]
    album.take(learners[0], "class-learner-in")
    for learner, program in zip(learners, (REBINDS, REBINDS, RIGHT), strict=True):
        learner.goto(f"{here}/exercises/{STEP}")
        learner.locator(".cm-content").click()
        learner.keyboard.press("Control+a")
        learner.keyboard.insert_text(program)
        learner.keyboard.press("Control+s")
    for learner in learners[:2]:
        learner.wait_for_selector(".sum.failed")
    learners[2].wait_for_selector(".sum.passed")
    teacher.reload()
    teacher.locator("details summary").first.click()
    teacher.locator("details button").first.click()
    teacher.wait_for_selector(".notice button")
    album.take(teacher, "class-instructor")
    teacher.locator("[data-link]").last.click()  # the others would have to come in anew
    album.take(teacher, "class-link-asked")
    teacher.locator("#ask-yes").click()
    teacher.wait_for_selector("#new:not([hidden])")
    album.take(teacher, "class-link-given")
    teacher.goto(f"{here}/shown")
    album.take(teacher, "class-shown-on-the-wall")
    learners[0].wait_for_selector("#news a")
    album.take(learners[0], "class-exercise-and-news")
    learners[0].goto(f"{here}/shown")
    album.take(learners[0], "class-shown")


# Servers


@contextmanager
def serving(arguments: list[str], folder: Path, **environment: str) -> Iterator[str]:
    """A command of ours that serves; gives what it prints until it is ready."""
    command = [sys.executable, "-m", "autograder", *arguments]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, text=True, env=os.environ | environment
    )
    try:
        shown = ""
        for line in process.stdout or ():
            shown += line
            if "Ctrl-C" in line:
                break
        else:
            sys.exit(f"the server ended:\n{shown}")
        yield shown
    finally:
        process.terminate()
        process.wait()


SETS: dict[str, Callable[[Album, Path, Course, str], None]] = {
    "web": own_pages,
    "class": class_pages,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", choices=[[], *SETS], help="web, class or both")
    parser.add_argument("--language", choices=LANGUAGES, action="append")
    options: Any = parser.parse_args()
    if CHROMIUM is None or not HAS_AXE:
        sys.exit("this needs Chromium, and axe: npm ci in tests/node")
    OUT.mkdir(parents=True, exist_ok=True)
    course, faults = load_course(bundled_course_path()), []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for language in options.language or LANGUAGES:
            album = Album(browser, language)
            for name in options.sets or SETS:
                with tempfile.TemporaryDirectory() as folder:
                    SETS[name](album, Path(folder), course, language)
            for width in WIDTHS:
                album.sheet(width)
            faults += album.faults
        browser.close()
    print(f"{len(list(OUT.glob('*.*.*.*.png')))} pictures in {OUT}")
    sys.exit("\n".join(faults) or 0)


if __name__ == "__main__":
    main()
