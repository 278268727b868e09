"""
Pictures for the docs, from the real thing: ``python scripts/screenshots.py [NAME]…``.

Terminals are real ones (tmux), pages are shown by Chromium. Needs tmux and chromium.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from page_screenshots import in_the_middle
from rich.console import Console
from rich.text import Text

from autograder.content import bundled_course_path, load_course
from autograder.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
GRADLINGS = f"{sys.executable} -m autograder"
WRONG = "    W = W - lr * W.grad\n"
RIGHT = "    with torch.no_grad():\n        W -= lr * W.grad\n"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"


class Terminal:
    """A tmux session of a given size, in a working copy."""

    def __init__(self, home: Path, width: int = 80, height: int = 24, **environment: str) -> None:
        self._socket, self._size = f"gradlings-{id(self)}", (width, height)
        exports = " ".join(f"{name}={value}" for name, value in environment.items())
        self._tmux("new-session", "-d", "-x", str(width), "-y", str(height), "-c", str(home),
                   f"env PYTHONPATH={ROOT} PS1='$ ' {exports} bash --norc --noprofile")  # fmt: skip
        self.type("clear\n", wait=1)

    def _tmux(self, *arguments: str) -> str:
        command = ["tmux", "-L", self._socket, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def type(self, text: str, wait: float = 0.5) -> None:
        for line in text.splitlines(keepends=True):
            self._tmux("send-keys", "-l", line.rstrip("\n"))
            if line.endswith("\n"):
                self._tmux("send-keys", "Enter")
        time.sleep(wait)

    def until(self, text: str, seconds: float = 90) -> None:
        """Wait until *text* is on the screen, and nothing more comes."""
        end = time.monotonic() + seconds
        while text not in self.screen():
            if time.monotonic() > end:
                raise SystemExit(f"no {text!r} on the screen:\n{self.screen()}")
            time.sleep(0.2)
        before, now = "", self.screen()
        while now != before and time.monotonic() < end:  # On a busy machine the rest comes later.
            time.sleep(0.4)
            before, now = now, self.screen()

    def screen(self, *, colours: bool = False) -> str:
        return self._tmux("capture-pane", "-p", *(["-e"] if colours else []))

    def close(self) -> None:
        self._tmux("kill-server")

    def save(self, name: str) -> None:
        """Save what is on the screen, with its colours, as a picture in docs/."""
        width, _ = self._size
        shown = self.screen(colours=True).rstrip("\n")
        console = Console(record=True, width=width, file=io.StringIO())
        console.print(Text.from_ansi(shown), end="")
        with tempfile.TemporaryDirectory() as folder:
            svg = Path(folder) / "screen.svg"
            console.save_svg(str(svg), title=name)
            picture(svg, DOCS / f"{name}.png")
        self.close()


def picture(page: Path, target: Path, height: int = 0) -> None:
    """Show *page* in Chromium and save what is seen."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - for developers only

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        shown = browser.new_page(viewport={"width": 1000, "height": height or 600})
        shown.goto(page.as_uri())
        if page.suffix == ".svg":
            shown.locator("svg").first.screenshot(path=str(target))
        else:
            shown.screenshot(path=str(target), full_page=not height)
        browser.close()


def working_copy(folder: Path, language: str) -> Path:
    home = folder / "course"
    subprocess.run([*GRADLINGS.split(), "init", str(home), "--lang", language], check=True,
                   capture_output=True, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"})  # fmt: skip
    return home


def write(home: Path, body: str) -> None:
    path = home / "exercises/06_updates/step_no_grad.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("    raise NotImplementedError\n", body), encoding="utf-8")


def watch(
    folder: Path, language: str, width: int, height: int, name: str, **environment: str
) -> None:
    home = working_copy(folder, language)
    terminal = Terminal(home, width, height, **environment)
    terminal.type(f"{GRADLINGS}\n")
    terminal.until("00_start")
    write(home, WRONG)
    terminal.until("rebinds_parameter")
    terminal.save(name)


def quiz(folder: Path, language: str, name: str) -> None:
    terminal = Terminal(working_copy(folder, language), 80, 40)
    terminal.type(f"clear; {GRADLINGS} quiz 05_grad --count 2\n")
    terminal.until("1/2")
    terminal.type("6\n")
    terminal.until("✗")
    terminal.type("12\n")
    terminal.until("2/2")
    terminal.save(name)


def desk(folder: Path) -> None:
    """An exercise in the browser, with both graphs."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - for developers only

    home = working_copy(folder, "en")
    course = load_course(bundled_course_path())
    Workspace(home).progress_file.note(lambda progress: in_the_middle(course, progress))
    wrong = ROOT / "solutions/03_graph/build_this_graph/wrong/activation_forgotten.py"
    shutil.copy(wrong, home / "exercises/03_graph/build_this_graph.py")
    command = [*GRADLINGS.split(), "web", "--no-browser"]
    server = subprocess.Popen(command, cwd=home, stdout=subprocess.PIPE, text=True)
    link = next(found[0] for line in server.stdout or () if (found := re.search(r"http\S+", line)))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1400, "height": 800})
        page.goto(link)
        page.wait_for_url(re.compile("/$"))
        page.goto(f"{link.partition('/enter')[0]}/exercises/build_this_graph")
        page.wait_for_selector("#feedback svg")
        page.screenshot(path=str(DOCS / "web.png"))
        browser.close()
    server.terminate()
    server.wait()


PICTURES: dict[str, Callable[[Path], None]] = {
    "watch": lambda folder: watch(folder, "en", 80, 24, "watch"),
    "watch.hu": lambda folder: watch(folder, "hu", 80, 24, "watch.hu"),
    "watch-wide": lambda folder: watch(folder, "en", 200, 60, "watch-wide"),
    "watch-plain": lambda folder: watch(folder, "en", 80, 24, "watch-plain", NO_COLOR="1"),
    "quiz": lambda folder: quiz(folder, "en", "quiz"),
    "quiz.hu": lambda folder: quiz(folder, "hu", "quiz.hu"),
    "web": desk,
}


def main(names: Sequence[str]) -> None:
    for name in names or PICTURES:
        with tempfile.TemporaryDirectory() as folder:
            PICTURES[name](Path(folder))
        print(f"wrote docs/{name}.png")


if __name__ == "__main__":
    main(sys.argv[1:])
