"""What reached for the grader is the instructor's to ask about, and no student's to read."""

from __future__ import annotations

import csv
import json

import pytest
from test_grading_a_class import RIGHT, hand_in

EXERCISE = "step_no_grad"
#: Right answers, whatever else they do.
REACHING = {
    "by-name": f"import sys\nsys.modules.get('torch')\n{RIGHT[EXERCISE]}",
    "by-deed": "import torch\ndef step_no_grad(W, lr):\n    look = getattr(torch, '_sys', None)\n"
    "    f = lambda: 0\n    name = '__co' + 'de__'\n    object.__getattribute__(f, name)\n"
    "    with torch.no_grad():\n        W -= lr * W.grad\n",
}
WORDS = {"by-name": "sys.modules (line 3)", "by-deed": "__code__ (line 7)"}


def graded(command, place, **policy):
    sheet = {"title": "Homework", "secret": "0123456789abcdef", "exercises": [EXERCISE]}
    (place / "hw1.yaml").write_text(json.dumps({**sheet, "variants": 2, **policy}))
    hand_in(place / "class", "honest", EXERCISE, RIGHT[EXERCISE])
    for student, source in REACHING.items():
        hand_in(place / "class", student, EXERCISE, source)
    out = place / "out"
    grade_class(command, place, out)
    return out


def grade_class(command, place, out):
    done = command(
        "grade", place / "hw1.yaml", place / "class", "-o", out, "--isolation", "process"
    )
    assert done.exit_code == 0, done.output
    return done


@pytest.fixture(scope="module")
def asked(command, tmp_path_factory):
    return graded(command, tmp_path_factory.mktemp("ask"))


@pytest.fixture(scope="module")
def refused(command, tmp_path_factory):
    return graded(command, tmp_path_factory.mktemp("refuse"), integrity="refuse")


def rows(out):
    with (out / "grades.csv").open(newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def test_the_table_asks_about_programs_that_reach_for_the_grader_and_no_others(asked):
    told = {student: row["integrity"] for student, row in rows(asked).items()}

    assert told["honest"] == ""
    for student, words in WORDS.items():
        assert told[student].startswith(f"{EXERCISE}: ")
        assert words in told[student]


def test_a_question_costs_no_points(asked):
    assert len({row["score"] for row in rows(asked).values()}) == 1


def test_the_report_lists_them_with_their_lines(asked):
    page = (asked / "report.html").read_text()

    assert "Programs that reach for the grader" in page
    assert "Programok, amelyek az értékelőhöz nyúlnak" in page
    for words in WORDS.values():
        assert words in page


@pytest.mark.parametrize("student", REACHING)
def test_nothing_that_a_student_gets_tells_of_it(asked, student):
    files = [*asked.glob(f"feedback/{student}.*"), *asked.glob(f"results/{student}.json")]
    told = " ".join(path.read_text() for path in files)

    assert len(files) == 5
    for word in ("integrity", "sys.modules", "__code__", "reach", "nyúl"):
        assert word not in told.casefold()


@pytest.mark.nightly
def test_an_assignment_that_refuses_takes_their_points_and_says_why(refused):
    found = rows(refused)

    assert float(found["honest"]["score"]) > 0
    for student in REACHING:
        assert float(found[student]["score"]) == 0
        assert "reaches for what grades it" in (refused / f"feedback/{student}.md").read_text()
    assert "reaches for what grades it" not in (refused / "feedback/honest.md").read_text()


def test_changing_the_rule_grades_nothing_again_and_changes_what_counts(asked, command):
    place = asked.parent
    before = {student: row["score"] for student, row in rows(asked).items()}
    sheet = json.loads((place / "hw1.yaml").read_text())
    (place / "hw1.yaml").write_text(json.dumps({**sheet, "integrity": "refuse"}))
    done = grade_class(command, place, asked)

    assert " 0 programs graded now" in done.stdout
    assert "2 programs reach for the grader" in done.stdout
    assert rows(asked)["honest"]["score"] == before["honest"]
    assert float(rows(asked)["by-name"]["score"]) == 0
