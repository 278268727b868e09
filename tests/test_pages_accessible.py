"""Every page that we write, held against axe-core in a real browser: nothing serious found."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from browsers import CHROMIUM
from courses import miniature_course

from autograder.assignments import public_bundle
from autograder.authoring import load_programs
from autograder.feedback.quiz import sentences
from autograder.generating.quizzes.exports import exported, solved_course
from autograder.grading.classes import ClassWork, class_work
from autograder.grading.ledger import Ledger
from autograder.grading.points import results_of
from autograder.judging.records import write_verdict
from autograder.pages.class_report import render_class_report
from autograder.pages.quiz import quiz_page
from autograder.pages.student import render_student_html
from autograder.quizzes import load_bank
from autograder.submissions import Attempt, File

NODE = Path(__file__).resolve().parent / "node"
MINIATURE = miniature_course()
#: How the names of pages end that are in another language.
OTHER = {"en": ", hu", "hu": ", en"}
WRONG = {"zero_it": "grad_not_zeroed", "build_this_graph": "activation_forgotten"}
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here"),
    pytest.mark.skipif(
        not (NODE / "node_modules" / "axe-core").is_dir(), reason="needs `npm ci` in tests/node"
    ),
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture(scope="module")
def pages(course, grader, lending, tmp_path_factory):
    """By name, the text of a page."""
    bundle = public_bundle(course, tmp_path_factory.mktemp("pages") / "bundle")
    files = []
    for exercise, program in WRONG.items():
        programs = load_programs(course, course.exercise(exercise)).wrong
        name = program if program in programs else min(programs)
        files.append(File(f"{exercise}.py", programs[name].encode()))
    attempt = Attempt("anna", "Anna", tuple(files))
    with Ledger(Path(":memory:")) as ledger:
        work: ClassWork = class_work(bundle, {"anna": [attempt]})
        for line, one in work.works.items():
            verdict = grader.grade(one.source, course.exercise(one.exercise))
            ledger.record([(line, write_verdict(verdict), 0.0)])
        results = results_of(bundle, work, ledger, names={"anna": "anna"})
    with lending():
        solved = solved_course(MINIATURE, list(MINIATURE.banks))
    posed = [load_bank(MINIATURE).posed(name, 0) for name in MINIATURE.items]
    made = {"class report": render_class_report(results)}
    for language in ("en", "hu"):
        made[f"feedback, {language}"] = render_student_html(results, results.students[0], language)
        made[f"quiz, {language}"] = quiz_page(posed, sentences(MINIATURE), "Quiz", language)
        for name in ("sheet", "sheet-key"):
            made[f"{name}, {language}"] = exported(
                MINIATURE, solved, name, language, "Quiz"
            ).decode()
    return made


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def axe():
    command = ["node", str(NODE / "axe.mjs")]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.by_day(1)
@pytest.mark.parametrize("language", ["hu", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(pages, browser, axe, scheme, language, tmp_path):
    found = {}
    asked = {name: text for name, text in pages.items() if not name.endswith(OTHER[language])}
    assert len(asked) > len(pages) / 2
    for name, text in asked.items():
        path = tmp_path / "page.html"
        path.write_text(text, encoding="utf-8")
        page = browser.new_page(color_scheme=scheme, bypass_csp=True)
        page.goto(path.as_uri())
        page.evaluate(axe)
        violations = page.evaluate("async () => (await axe.run()).violations")
        serious = [
            (v["id"], v["nodes"][0]["html"][:120])
            for v in violations
            if v["impact"] in ("serious", "critical")
        ]
        if serious:
            found[name] = serious
        page.close()
    assert not found, json.dumps(found, indent=1)


def test_a_feedback_page_shows_the_loop_and_both_graphs(pages):
    page = pages["feedback, en"]

    assert "new gradient" in page
    assert 'class="chart"' in page
    assert "expected graph" in page
    assert len(page.encode()) < 150_000
