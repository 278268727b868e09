"""A term as an instructor lives it: sections, a roster, decisions, a second run, feedback that goes back."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from test_grading_a_class import RIGHT, WRONG

STEP = "step_no_grad"
ROSTER = """\
id,name,email,section,group
101,"Kovács Ágnes",agnes@example.org,morning,red
102,"Nagy Béla",bela@example.org,morning,blue
103,"Szabó Csilla",csilla@example.org,evening,red
104,"Tóth Dénes",denes@example.org,evening,blue
"""


def section(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, source in files.items():
            archive.writestr(name, source)
    return buffer.getvalue()


@pytest.fixture
def term(tmp_path):
    """An assignment without hidden cases, and two sections' downloads from Canvas."""
    sheet = {
        "title": "Homework", "secret": "0123456789abcdef", "exercises": ["zero_it", STEP],
        "points": 20, "cases": {"hidden": False}, "due": "2026-10-24T20:00 Europe/Budapest",
        "late": {"penalty": 10},
    }  # fmt: skip
    (tmp_path / "hw1.yaml").write_text(json.dumps(sheet))
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    morning = {
        "kovacsagnes_101_9001_zero_it.py": RIGHT["zero_it"],
        "kovacsagnes_101_9002_step_no_grad-1.py": RIGHT[STEP],
        "nagybela_LATE_102_9003_step_no_grad.py": WRONG[STEP],
    }
    evening = {"szabocsilla_103_9004_homework.docx": b"PK"}
    (tmp_path / "s1.zip").write_bytes(section(**morning))
    (tmp_path / "s2.zip").write_bytes(section(**evening))
    return tmp_path


@pytest.fixture
def run(term, command):
    """Grades both sections, which is to end with *code*."""

    def run(*more, code=1):
        done = command(
            "grade", term / "hw1.yaml", term / "s1.zip", term / "s2.zip", "-o", term / "out",
            "--roster", term / "roster.csv", "--isolation", "process", *more,
        )  # fmt: skip
        assert done.exit_code == code, done.stderr
        return done

    return run


def rows(path, key="id"):
    with path.open(newline="", encoding="utf-8") as file:
        return {row[key]: row for row in csv.DictReader(file)}


def test_a_term(term, run, command):
    first = run()

    grades = rows(term / "out" / "grades.csv")
    assert {i: (r["name"], r["score"], r["status"], r["section"]) for i, r in grades.items()} == {
        "101": ("Kovács Ágnes", "20", "programs", "morning"),
        "102": ("Nagy Béla", "0", "programs", "morning"),
        "103": ("Szabó Csilla", "0", "nothing that can be read", "evening"),
        "104": ("Tóth Dénes", "0", "absent", "evening"),
    }
    assert float(grades["101"]["zero_it"]) + float(grades["101"][STEP]) == 20
    assert "1 file was not read" in first.stdout
    assert "homework.docx" in first.stdout
    assert "1 student has handed in nothing" in first.stdout
    assert "late as the platform says" in first.stdout.replace("\n", " ")
    assert rows(term / "out" / "changes.csv", "student") == {}
    with zipfile.ZipFile(term / "out" / "returns" / "canvas-feedback.zip") as archive:
        assert {name.partition("feedback")[0] for name in archive.namelist()} == {
            "kovacsagnes_101_9001_", "nagybela_LATE_102_9003_", "szabocsilla_103_9004_",
        }  # fmt: skip

    adjust = ("adjust", term / "hw1.yaml")
    command(*adjust, "--student", "bela@example.org", "--exercise", STEP, "--points", "4.5",
            "--comment", "Nearly!", "--reason", "right idea")  # fmt: skip
    command(*adjust, "--student", "Csilla Szabó", "--excused", "--reason", "ill")
    command(*adjust, "--group", "red", "--bonus", "1", "--reason", "presentation")
    mended = section(**{"nagybela_LATE_102_9005_zero_it.py": RIGHT["zero_it"],
                        "nagybela_LATE_102_9003_step_no_grad.py": WRONG[STEP]})  # fmt: skip
    (term / "s2.zip").write_bytes(mended)
    second = run("--history", "3", code=0)

    grades = rows(term / "out" / "grades.csv")
    worth = float(grades["101"]["zero_it"])
    assert float(grades["101"]["score"]) == 21
    assert (grades["101"]["automatic"], grades["101"]["adjusted"]) == (
        "20",
        "bonus 1 (presentation)",
    )
    assert float(grades["102"]["score"]) == pytest.approx(0.9 * (worth + 4.5), abs=0.006)
    assert "right idea" in grades["102"]["adjusted"]
    with (term / "out" / "changes.csv").open(newline="", encoding="utf-8") as file:
        changes = [(r["student"], r["exercise"], r["why"]) for r in csv.DictReader(file)]
    assert ("102", STEP, "adjustment") in changes
    assert ("102", "zero_it", "new attempt") in changes
    assert ("101", "", "adjustment") in changes
    assert "changes.csv has the list" in second.stdout.replace("\n", " ")
    page = (term / "out" / "feedback" / "102.html").read_text(encoding="utf-8")
    assert "Nearly!" in page
    assert "right idea" not in page
    assert "graded automatically: 0" in page
    report = (term / "out" / "report.html").read_text(encoding="utf-8")
    assert 'href="feedback/102.html"' in report
    assert "right idea" in report
    (earlier,) = (term / "out" / "earlier").iterdir()
    assert rows(earlier / "grades.csv")["102"]["score"] == "0"


def test_whom_a_decision_is_about_is_looked_up_in_a_roster_before_it_is_written(term, command):
    roster = term / "class.csv"
    roster.write_text("id,name\n1,Nagy Anna\n2,Anna Nagy\n3,Kiss Bela\n", encoding="utf-8")
    adjust = ("adjust", term / "hw1.yaml", "--bonus", "1", "--reason", "talk", "--roster", roster)

    for student, problem in (("Anna Nagy", "could be several students"), ("Carla", "there is no")):
        done = command(*adjust, "--student", student)
        assert done.exit_code == 2
        assert problem in done.stderr
    assert not (term / "adjust.yaml").exists()
    command(*adjust, "--student", "Kiss Bela")
    assert "student: Kiss Bela" in (term / "adjust.yaml").read_text(encoding="utf-8")


def test_a_name_that_is_looked_up_later_is_told_as_that(term, command):
    adjust = ("adjust", term / "hw1.yaml", "--bonus", "1", "--reason", "talk", "--student")

    assert "--roster looks it up now" in " ".join(command(*adjust, "Anna Nagy").stdout.split())
    assert "--roster" not in command(*adjust, "anna@example.org").stdout


def test_points_that_become_others_are_told(term, command):
    told = command("generate", term / "hw1.yaml", "-o", term / "dist", "--target", "scripts").stdout

    assert f"{STEP}: 3 points become 10" in told
    assert "zero_it: 3 points become 10" in told


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("- {student: nobody, points: 1, reason: x}", "no student 'nobody'"),
        ("- {group: purple, bonus: 1, reason: x}", "nobody is in the group 'purple'"),
        ("- {student: '101', attempt: 7, reason: x}", "no attempt 7"),
        ("- {student: '101', points: many, reason: x}", "adjust.yaml:1"),
    ],
)
def test_a_decision_that_cannot_be_applied_is_told_before_anything_is_graded(term, run, text, why):
    (term / "adjust.yaml").write_text(text + "\n")

    done = run(code=2)

    assert why in done.stderr + done.stdout
    assert not (term / "out" / "grades.csv").exists()


def test_a_bundle_of_other_points_is_refused(term, run, command):
    command("generate", term / "hw1.yaml", "-o", term / "dist", "--target", "scripts")
    sheet = json.loads((term / "hw1.yaml").read_text())
    (term / "hw1.yaml").write_text(json.dumps({**sheet, "points": 30}))

    done = run("--bundle", term / "dist" / "instructor" / "bundle", code=2)

    assert "differ in: exercises and points" in (done.stderr + done.stdout).replace("\n", " ")


def test_one_name_in_two_sections_without_a_roster_has_two_rows_and_is_asked_about(term, command):
    for part, source in (("am", RIGHT[STEP]), ("pm", WRONG[STEP])):
        for student in ("anna", f"someone in {part}"):
            (term / part / student).mkdir(parents=True)
            (term / part / student / f"{STEP}.py").write_text(source)

    done = command(
        "grade", term / "hw1.yaml", term / "am", term / "pm", "-o", term / "out2",
        "--isolation", "process",
    )  # fmt: skip

    assert done.exit_code == 1, done.stderr
    scores = {i: float(row[STEP]) > 0 for i, row in rows(term / "out2" / "grades.csv").items()}
    assert scores == {
        "anna": True, "anna (pm)": False, "someone in am": True, "someone in pm": False,
    }  # fmt: skip
    told = " ".join(done.stdout.split())
    assert "anna: different hand-ins of this name are in am, pm." in told
