"""Quizzes on the command line: asking, answering, reviewing, publishing."""

from __future__ import annotations

import json
import re
import shutil
from functools import partial
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
MINIATURE = HERE / "course" / "exercises"


@pytest.fixture
def run(command):
    def run(*arguments, typed="", cwd=None, code=0):
        done = command(*arguments, typed=typed, folder=cwd, COLUMNS="100")
        assert done.exit_code == code, done.output
        return done.stdout if code in (0, 1) else done.stderr

    return run


@pytest.fixture
def mini(run):
    return partial(run, "--course", MINIATURE)


@pytest.fixture
def home(tmp_path, mini):
    mini("init", tmp_path / "home")
    return tmp_path / "home"


def progress(home):
    return json.loads((home / ".gradlings" / "progress.json").read_text())


def test_an_answer_is_judged_as_contracted(mini):
    told = json.loads(mini("quiz", "answer", "N1", "12", "--json"))

    assert told == {
        "item": "N1", "correct": True, "misconceptions": [], "feedback": "Twice 2 · 3.0.",
    }  # fmt: skip


def test_a_wrong_answer_names_its_misconception_in_the_readers_language(mini):
    told = json.loads(mini("--lang", "hu", "quiz", "answer", "N1", "6,0", "--json", code=1))

    assert (told["correct"], told["misconceptions"]) == (False, ["sum_for_mean"])
    assert told["feedback"].startswith("Az átlag az összeg osztva")


@pytest.mark.by_day(4)
@pytest.mark.parametrize(
    ("item", "answer", "code"),
    [
        ("T1", "[2, 40]", 0), ("S1", "(4, 4)", 0), ("S0", "()", 0), ("C1", "int64", 0),
        ("C2", "To add up small batches", 0), ("M1", "y.requires_grad, x.is_leaf", 0),
        ("M1", "x.is_leaf", 1), ("R1", "TanhBackward0 AddBackward0 MulBackward0", 0),
        ("O1", "zero backward step", 0), ("O1", "backward, zero, step", 1), ("L1", "4", 0),
        ("E1", "No error is raised.", 1),
    ],
)  # fmt: skip
def test_every_kind_of_item_can_be_answered_by_text(item, answer, code, mini):
    mini("quiz", "answer", item, answer, code=code)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("quiz", "answer", "N11", "1"), "there is no quiz item 'N11'. Did you mean 'N1'?"),
        (("quiz", "answer", "N1", "twelve"), "twelve is no number; write one such as 3.5 or 3,5"),
        (("quiz", "gradient"), "there is no chapter 'gradient' with questions"),
        (("quiz", "import", __file__, "--after", "stop", "--concept", "steps", "-o", "x"),
         "there is no exercise 'stop'. Did you mean 'step'?"),
        (("quiz", "import", __file__, "--after", "step", "--concept", "step", "-o", "x"),
         "there is no concept 'step'. Did you mean 'steps'?"),
    ],
)  # fmt: skip
def test_bad_input_is_told_with_the_fix(arguments, told, mini):
    assert told in mini(*arguments, code=2)


def test_a_chapter_is_asked_and_answers_are_saved(home, run):
    shown = run("quiz", "02_gradients", "--count", "2", cwd=home, typed="6\n12\n[2, 40]\n")

    assert "What is `w.grad`?" in shown
    assert "A mean is the sum divided by" in shown
    assert "Twice 2 · 3.0." in shown
    assert re.search(r"all together +1/2", shown)
    items = progress(home)["items"]
    assert (items["N1"]["last_right"], items["T1"]["last_right"]) == (False, True)


def test_the_key_is_not_shown_before_the_question_is_over(home, run):
    shown = run("quiz", "02_gradients", "--count", "1", cwd=home, typed="6\nq\n")

    assert "Have another try" in shown
    assert "Twice 2" not in shown


def test_quitting_loses_nothing_that_was_answered(home, run):
    run("quiz", "02_gradients", cwd=home, typed="12\na\nq\n")

    assert "N1" in progress(home)["items"]


def test_a_chapter_may_be_named_by_its_number(home, run):
    assert "N1" in run("quiz", "2", "--count", "1", cwd=home, typed="q\n")


def test_review_asks_again_with_other_numbers(home, run):
    run("quiz", "02_gradients", "--count", "1", cwd=home, typed="6\n1\n")
    assert "the next question comes in" in run("review", cwd=home)
    file = home / ".gradlings" / "progress.json"
    data = progress(home)
    data["cards"]["N1"]["due"] = "2026-11-01T00:00:00+00:00"
    file.write_text(json.dumps(data))

    shown = run("review", cwd=home, typed="1\n\n")

    assert "torch.tensor(3.0" not in shown
    assert ".backward()" in shown


def test_progress_shows_concepts_and_misconceptions(home, run):
    run("quiz", "02_gradients", "--count", "2", cwd=home, typed="6\n12\n[2, 40]\n")

    shown = run("progress", cwd=home)

    assert re.search(r"Slopes +0/\d+ +1/\d+", shown)
    assert "A sum where a mean was asked for" in shown
    assert "still open" in shown


def test_items_are_listed_with_what_was_answered(home, run):
    run("quiz", "02_gradients", "--count", "2", cwd=home, typed="6\n12\n[2, 40]\n")

    lines = run("quiz", "list", cwd=home).splitlines()

    assert any(line.startswith("✗") and "N1" in line for line in lines)
    assert any(line.startswith("✓") and "T1" in line for line in lines)


def test_everything_is_published_in_both_languages(tmp_path, mini):
    mini("quiz", "export", "--variants", "2", "-o", tmp_path)

    ends = ("moodle.xml", "canvas.zip", "canvas.imscc", "qti21.zip", "qti3.zip", "jupyterquiz.json", "sheet.html",
            "sheet-key.html", "html")  # fmt: skip
    assert {path.name for path in tmp_path.iterdir()} == {
        f"quiz.{language}.{end}" for language in ("en", "hu") for end in ends
    }


def test_the_page_holds_no_key(tmp_path, mini):
    mini("quiz", "export", "--format", "html", "-o", tmp_path)
    page = (tmp_path / "quiz.en.html").read_text()

    # What stands in the page of the items is what is asked; answers and reasons are sealed.
    assert "What is <code>w.grad</code>?" in page
    assert not any(text in page for text in ("Twice 2", '"right": true', "[2, 40]", "It is None"))


def test_an_own_seed_draws_numbers_that_nobody_has_seen(tmp_path, mini):
    for seed in ("public", "mine"):
        mini("quiz", "export", "--format", "moodle", "--seed", seed, "-o", tmp_path / seed)
    one, other = (
        set(re.findall(r"torch\.tensor\((-?[\d.]+), requires", (tmp_path / s / "quiz.en.moodle.xml").read_text()))
        for s in ("public", "mine")
    )  # fmt: skip

    assert "3.0" in one
    assert one != other


def test_a_stale_bank_is_told_by_lint_and_lock(tmp_path, run):
    shutil.copytree(HERE / "course", tmp_path / "course")
    sheet = tmp_path / "course" / "exercises" / "02_gradients" / "quiz.yaml"
    sheet.write_text(sheet.read_text().replace("first: 3.0", "first: 5.0"))
    course = ("--course", sheet.parents[1])

    assert "stale; run: gradlings lock 02_gradients/quiz" in run(
        *course, "lock", "--check", "02_gradients/quiz", code=1
    )
    assert "is not what the items say now" in run(*course, "lint", "02_gradients/quiz", code=1)
    run(*course, "lock", "02_gradients/quiz")
    assert "0 complaints" in run(*course, "lint", "02_gradients/quiz")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("concepts: [slopes]\n  after: slope\n  why", "concepts: [slope]\n  after: slope\n  why",
         "asks for the concept 'slope', which concepts.yaml lacks. Did you mean 'slopes'?"),
        ("after: slope\n  why", "after: slop\n  why", "comes after 'slop', which is no exercise"),
        ("What is `$w.grad`?", "What is `$v.grad`?", "names a parameter that the item lacks"),
        ("first: 3.0", "first: 2.0", "variant 0 is unfair"),
    ],
)  # fmt: skip
def test_lint_names_what_is_wrong_with_an_item(tmp_path, run, before, after, told):
    shutil.copytree(HERE / "course", tmp_path / "course")
    sheet = tmp_path / "course" / "exercises" / "02_gradients" / "quiz.yaml"
    assert before in sheet.read_text()
    sheet.write_text(sheet.read_text().replace(before, after))

    shown = run("--course", sheet.parents[1], "lint", "02_gradients/quiz", code=1)

    assert told in " ".join(shown.split())


def test_no_key_stands_in_the_public_folder():
    """Of the miniature course: no right answer is readable, no meaning of an answer either."""
    text = (MINIATURE / "02_gradients" / "quiz.key.json").read_text()

    assert not any(word in text for word in ('"right"', "true", "Twice 2", '"12"', "1200"))
