"""
From Ctrl-S in the browser to the verdict on its screen, beside saving a file to the verdict in a
terminal; and what the browser loads for that page.

Measured in the page itself: from the key's event to the first frame that shows the new verdict.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from latency import ANSWERS, EXERCISE, ms, percentile, watch_mode
from playwright.sync_api import sync_playwright

from autograder import warm

#: The kinds of files that a page is made of; what it asks for later is not among them.
LOADED = ("document", "stylesheet", "script")
#: From the key to the frame after the verdict that names *idea* was put into the page.
PRESSED_AND_SHOWN = """idea => new Promise((shown) => {
  const feedback = document.getElementById("feedback");
  let pressed;
  addEventListener("keydown", (event) => {
    if (event.key === "s") pressed ??= performance.now();
  }, { capture: true });
  new MutationObserver((_, watching) => {
    if (!feedback.innerText.includes(idea)) return;
    watching.disconnect();
    requestAnimationFrame(() => setTimeout(() => shown(performance.now() - pressed)));
  }).observe(feedback, { childList: true, subtree: true });
})"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--saves", type=int, default=50)
    parser.add_argument("--smoke", action="store_true", help="two saves, to see that all runs")
    options = parser.parse_args()
    saves = 2 if options.smoke else options.saves
    chromium = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    if chromium is None:
        sys.exit("this needs Chromium")
    with tempfile.TemporaryDirectory(prefix="gradlings-") as folder:
        os.environ["XDG_RUNTIME_DIR"] = folder  # So that the warm server is nobody else's.
        terminal, *_ = watch_mode(Path(folder), saves)
        browser, loaded = in_browser(Path(folder) / "course", saves, chromium)
        warm.stop()
    for name, times in (
        ("browser, Ctrl-S to verdict", browser),
        ("terminal, save to verdict", terminal),
    ):
        print(
            f"{name}: median {ms(statistics.median(times))}, 95th {ms(percentile(times, 95))} "
            f"of {len(times)}, slowest {ms(max(times))}"
        )
    print(f"loaded: {sum(map(len, loaded.values())) / 1000:.0f} kB in {len(loaded)} files")
    for name, content in loaded.items():
        print(
            f"  {name:14} {len(content) / 1000:6.1f} kB, gzipped {len(gzip.compress(content)) / 1000:.1f}"
        )


def in_browser(home: Path, saves: int, chromium: str) -> tuple[list[float], dict[str, bytes]]:
    """Seconds from each Ctrl-S to its verdict; and what the page loaded, by name."""
    command = [sys.executable, "-m", "autograder", "web", "--no-browser"]
    server = subprocess.Popen(command, cwd=home, stdout=subprocess.PIPE, text=True)
    try:
        link = next(found[0] for line in server.stdout if (found := re.search(r"http\S+", line)))
        with sync_playwright() as driver:
            page = driver.chromium.launch(
                executable_path=chromium, args=["--no-sandbox"]
            ).new_page()
            page.goto(link)
            page.wait_for_url(re.compile("/$"))
            asked = []
            page.on("request", lambda one: asked.append(one))  # it sets attributes on what it calls
            page.goto(f"{link.partition('/enter')[0]}/exercises/{EXERCISE.rpartition('/')[2]}")
            page.wait_for_selector("#feedback .sum")
            files = [one.url for one in asked if one.resource_type in LOADED]
            contents = {name_of(url): page.request.get(url).body() for url in files}
            return [measured(page, number) for number in range(saves)], contents
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()


def name_of(address: str) -> str:
    return address.rpartition("/")[2]


def measured(page, number: int) -> float:
    """Write the answer *number*, press Ctrl-S, and return how long its verdict took, in seconds."""
    body, idea = ANSWERS[number % len(ANSWERS)]
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(f"import torch\n\n\ndef step_no_grad(W, lr):\n{body}")
    page.evaluate(f"idea => {{ window.taken = ({PRESSED_AND_SHOWN})(idea) }}", idea.decode())
    page.keyboard.press("Control+s")
    return page.evaluate("() => window.taken") / 1000


if __name__ == "__main__":
    main()
