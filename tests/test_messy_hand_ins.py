"""A hundred messy hand-ins in the layout of each platform: nobody's points are another's."""

from __future__ import annotations

import csv
import json
import re

import pytest
from messy import ABSENT, LAYOUTS, SHEET, a_class
from test_grading_a_class import grade

#: What the code of the quiz item prints, which tests/test_content.py proves.
ANSWER = "[]"
#: By day: as many students as there are kinds of hand-ins, on the platform that tells least.
BY_DAY = {"canvas": 50}


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(layout, marks=[] if layout in BY_DAY else pytest.mark.nightly)
        for layout in LAYOUTS
    ],
)
def graded(request, tmp_path_factory):
    """What was expected, the folder of outputs, and what was told, for one layout."""
    place = tmp_path_factory.mktemp(request.param)
    (place / "hw1.yaml").write_text(json.dumps(SHEET))
    students = a_class(ANSWER, size=BY_DAY.get(request.param, 100))
    written = LAYOUTS[request.param](place, students)
    done = grade(
        "grade", place / "hw1.yaml", *written.downloads, "-o", place / "out",
        "--isolation", "process", *written.more, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr  # there are files that can't be read
    return written.expected, place / "out", done.stdout


def rows(out, name="grades.csv", key="id"):
    with (out / name).open(newline="", encoding="utf-8-sig") as file:
        return {row[key]: row for row in csv.DictReader(file)}


def test_everybody_has_one_row_with_what_is_due(graded):
    expected, out, _ = graded

    found = {
        student: (float(row["score"]), row["status"], int(row["days_late"]))
        for student, row in rows(out).items()
    }

    assert found == {
        student: (one.points, one.status, one.days_late) for student, one in expected.items()
    }


def test_everybody_is_called_as_on_the_roster(graded):
    expected, out, _ = graded

    # Before a sign of a formula there is an apostrophe.
    names = {student: row["name"].replace("'=", "=") for student, row in rows(out).items()}

    assert names == {student: one.name for student, one in expected.items()}


def test_students_are_told_on_their_pages_what_was_not_read(graded):
    expected, out, told = graded
    unread = {student: one.told for student, one in expected.items() if one.told}

    said = {
        student: json.loads((out / "results" / f"{student}.json").read_text())["output"]
        for student in unread
    }

    assert unread
    assert {student: why for student, why in unread.items() if why not in said[student]} == {}
    assert "not read" in told


def test_why_a_file_was_not_read_is_told_in_the_language_of_the_page(graded):
    expected, out, _ = graded

    for student in (student for student, one in expected.items() if one.told):
        english, hungarian = (unread_in(out, student, language) for language in ("", ".hu"))
        assert [file for file, _ in english] == [file for file, _ in hungarian]
        assert english
        assert not {why for _, why in english} & {why for _, why in hungarian}, student


def unread_in(out, student, language):
    """Each file that a page lists as not read, with the reason."""
    page = (out / "feedback" / f"{student}{language}.md").read_text(encoding="utf-8")
    return re.findall(r"^- `+ ?(.+?) ?`+: (.+)$", page, re.MULTILINE)


def test_a_gradebook_has_a_grade_for_everybody_who_handed_in_and_for_nobody_else(graded):
    expected, out, _ = graded
    handed_in = {student for student, one in expected.items() if one.status != ABSENT}

    if (out / "moodle.csv").exists():
        grades = {
            ident.removeprefix("Participant "): row["Grade"]
            for ident, row in rows(out, "moodle.csv", "Identifier").items()
        }
        assert {student for student, value in grades.items() if value} == handed_in
        for student in handed_in:
            scaled = expected[student].points * 42 / 21
            assert float(grades[student]) == pytest.approx(scaled, abs=0.006), expected[student]
        assert not list(out.glob("moodle-*.txt"))
    else:
        grades = {
            row["ID"]: row["Messy"] for row in rows(out, "canvas.csv", "ID").values() if row["ID"]
        }
        assert {s: float(value) for s, value in grades.items()} == {
            student: expected[student].points for student in handed_in
        }
