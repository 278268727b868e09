"""
Grade a class of 1,000 as a term has it: sections, roster, gradebook, decisions, copies, broken files.

    python benchmarks/term.py --students 1000 --keep /tmp/term

Tells time and memory of the command and of its workers, what the second run costs, how large the
outputs are, and what ``report.html`` does in a browser (if playwright and Chromium are there).
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from grading import EXERCISES, GRADLINGS, ROOT, run
from measuring import measured
from synthetic_class import make_class

sys.path.insert(0, str(ROOT / "tests"))
from browsers import CHROMIUM

try:
    from playwright.sync_api import sync_playwright
except ImportError:
    sync_playwright = None

SECTIONS = ("morning", "noon", "evening")
#: Every so many-th student hands in what the one before did, under other comments.
COPIES = 40
#: Every so many-th has an extension, points decided by hand, or an excuse.
DECIDED = 25


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=1000)
    parser.add_argument("--keep", type=Path, help="leave everything here, and use what is there")
    given = parser.parse_args()
    work = given.keep or Path(tempfile.mkdtemp())
    if not (work / "adjust.yaml").exists():
        make_term(work, given.students)
    grade = [
        *GRADLINGS, "grade", work / "hw1.yaml", *(work / section for section in SECTIONS),
        "-o", work / "out", "--bundle", work / "dist/instructor/bundle",
        "--roster", work / "roster.csv", "--moodle", work / "worksheet.csv", "--history", "2",
    ]  # fmt: skip
    for title in ("first run", "second run"):
        used = measured(grade)
        print(
            f"{title}: {used.wall:.1f} s, {used.cpu:.1f} s of CPU time; at most "
            f"{used.command / 2**20:.0f} MiB resident in the command, "
            f"{used.descendants / 2**20:.0f} MiB in all its workers and children together"
        )
    tell_sizes(work / "out")
    tell_browsing(work / "out" / "report.html")


def make_term(work: Path, students: int) -> None:
    """Write assignment, bundle, three sections, roster, worksheet and decisions to *work*."""
    work.mkdir(parents=True, exist_ok=True)
    sheet = {
        "title": {"en": "Homework 1", "hu": "1. házi"}, "languages": ["en", "hu"],
        "secret": "0123456789abcdef", "exercises": EXERCISES, "points": 20,
        "due": "2026-10-24T20:00 Europe/Budapest", "late": {"penalty": 10},
    }  # fmt: skip
    (work / "hw1.yaml").write_text(json.dumps(sheet), encoding="utf-8")
    print(make_class(work / "class", work / "hw1.yaml", students, 0.05, 7))
    run([*GRADLINGS, "generate", work / "hw1.yaml", "-o", work / "dist", "--target", "scripts"])
    people = []
    for number, folder in enumerate(sorted((work / "class").iterdir())):
        name, ident, _ = folder.name.split("_", 2)
        if number and number % COPIES == 0:
            copy_programs(people[-1][0], folder, number)
        section = SECTIONS[number % len(SECTIONS)]
        place = work / section / folder.name
        place.parent.mkdir(exist_ok=True)
        shutil.move(folder, place)
        people.append((place, ident, name, section))
    write_tables(work, people)


def copy_programs(source: Path, target: Path, number: int) -> None:
    """Hand in *source*'s files as *target*'s, with another comment at the top."""
    shutil.rmtree(target)
    shutil.copytree(source, target)
    for path in target.glob("*.py"):
        path.write_bytes(b"# my own, %d\n" % number + path.read_bytes())


def write_tables(work: Path, people: list[tuple[Path, str, str, str]]) -> None:
    """Write roster, Moodle's worksheet and ``adjust.yaml``."""
    with (work / "roster.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["id", "name", "email", "section"])
        table.writerows([i, name, mail(i), section] for _, i, name, section in people)
    with (work / "worksheet.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(
            ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade",
             "Grade can be changed", "Last modified (submission)", "Last modified (grade)",
             "Feedback comments"]
        )  # fmt: skip
        for number, (_, ident, name, _) in enumerate(people):
            day = "Sunday, 25" if number % 12 == 0 else "Saturday, 24"
            table.writerow(
                [f"Participant {ident}", name, mail(ident), "Submitted", "", "100.00", "Yes",
                 f"{day} October 2026, 7:28 PM", "-", ""]
            )  # fmt: skip
    ways: list[dict[str, object]] = [
        {"exercise": EXERCISES[0], "points": 1, "comment": "Look at what W is afterwards."},
        {"due": "2026-10-30T20:00 Europe/Budapest"},
        {"excused": True},
        {"bonus": 1},
    ]
    decisions = [
        {"student": ident, **ways[number % len(ways)], "reason": "as we said"}
        for number, (_, ident, _, _) in enumerate(people[::DECIDED])
    ]
    (work / "adjust.yaml").write_text(json.dumps(decisions, indent=1), encoding="utf-8")


def mail(ident: str) -> str:
    return f"student{ident}@example.org"


def tell_sizes(out: Path) -> None:
    sizes: Counter[str] = Counter()
    for path in out.rglob("*"):
        if path.is_file():
            sizes[path.relative_to(out).parts[0]] += path.stat().st_size
    for name, size in sizes.most_common():
        print(f"{name}: {size / 1e6:.2f} MB")


def tell_browsing(report: Path) -> None:
    """How long a browser takes to open the report, to search, filter, sort and scroll it."""
    if sync_playwright is None or CHROMIUM is None:
        print("no browser here, so the report was not opened")
        return
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        start = time.monotonic()
        page.goto(report.as_uri())
        page.evaluate(_FRAMES)
        print(f"report: {time.monotonic() - start:.2f} s until it is drawn and answers")
        print(f"report: {page.evaluate('document.querySelectorAll(`*`).length')} elements")
        for title, action in _ACTIONS.items():
            print(f"report, {title}: {page.evaluate(_TIMED % action):.0f} ms until it is drawn")
        browser.close()


#: Two frames later everything that was asked for is on the screen.
_FRAMES = "() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))"
_TIMED = """async () => {
  const start = performance.now();
  const main = document.querySelector("main:not([hidden])");
  %s
  await new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)));
  return performance.now() - start;
}"""
_TYPED = """const field = main.querySelector("input[type=search]");
  field.value = "%s"; field.dispatchEvent(new Event("input", {bubbles: true}));"""
_ACTIONS = {
    "searching a name": _TYPED % "kovács",
    "emptying the search": _TYPED % "",
    "one section": """const list = main.querySelector("select");
  if (list) { list.value = "noon"; list.dispatchEvent(new Event("change", {bubbles: true})); }""",
    "all sections": """const list = main.querySelector("select");
  if (list) { list.value = ""; list.dispatchEvent(new Event("change", {bubbles: true})); }""",
    "sorting by score": 'main.querySelectorAll(".heat thead th button")[1].click();',
    "sorting by name": 'main.querySelectorAll(".heat thead th button")[0].click();',
    "the next page": 'main.querySelectorAll(".turn button")[1].click();',
    "scrolling to the end": "scrollTo(0, document.body.scrollHeight);",
}


if __name__ == "__main__":
    main()
