"""Written exercises from the assignment's file to the grades: handed out, in, graded by hand, given back."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from courses import bundled_course
from test_grading_a_class import RIGHT
from test_targets import run as run_program

from autograder.assignments import load_assignment
from autograder.facade.assignments import updated_bundle
from autograder.facade.written import marked, write_marks
from autograder.generating.cells import NotebookTarget, make_notebook
from autograder.grading.classes import ClassWork
from autograder.grading.enrolment import Enrolment
from autograder.grading.ledger import Ledger
from autograder.grading.marks import COLUMNS
from autograder.grading.points import results_of
from autograder.grading.written import WrittenAnswer
from autograder.rosters import Person
from autograder.submissions import Attempt, Written

STEP, WHY = "step_no_grad", "why_leaf"
ROSTER = """\
id,name,email,section
ada,Nagy Ada,ada@example.org,morning
ben,Ito Ben,ben@example.org,evening
cleo,Kiss Cleo,cleo@example.org,evening
dora,Papp Dora,dora@example.org,evening
"""
SHEET = {
    "title": "Homework", "secret": "0123456789abcdef", "cases": {"hidden": False},
    "due": "2026-10-24T20:00 Europe/Budapest", "late": {"penalty": 10},
    "exercises": [
        {"id": STEP, "points": 4},
        {
            "manual": WHY, "points": 6, "title": {"en": "Why a leaf?", "hu": "Miért levél?"},
            "statement": {"en": "Why is `W` a leaf?", "hu": "Miért levél a `W`?"},
            "rubric": [
                {"points": 2, "text": {"en": "what a leaf is", "hu": "mi a levél"}},
                {"points": 4, "text": {"en": "the reason", "hu": "az ok"}},
            ],
        },
    ],
}  # fmt: skip
PLACEHOLDER = "*Write your answer here, in place of this line.*"


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory, command):
    """An assignment with a written exercise, and what students get of it."""
    place = tmp_path_factory.mktemp("written")
    (place / "hw1.yaml").write_text(json.dumps(SHEET))
    (place / "roster.csv").write_text(ROSTER)
    targets = [word for name in ("scripts", "notebook", "nbgrader") for word in ("--target", name)]
    command("generate", place / "hw1.yaml", "-o", place / "dist", *targets)
    return place


@pytest.fixture
def term(handed_out, tmp_path):
    """Hand-ins: a script's folder, a notebook, a notebook as it came; Dora hands in nothing."""
    for name in ("hw1.yaml", "roster.csv"):
        (tmp_path / name).write_bytes((handed_out / name).read_bytes())
    students = handed_out / "dist" / "students"
    asked = (students / "scripts" / "written" / f"{WHY}.md").read_text(encoding="utf-8")
    put(tmp_path / "in/ada" / f"{STEP}.py", RIGHT[STEP])
    put(
        tmp_path / "in/ada/written" / f"{WHY} (1).md",
        asked.replace(PLACEHOLDER, "Nobody <b>made</b> it."),
    )
    cells = json.loads((students / "notebook" / "hw1.ipynb").read_text(encoding="utf-8"))
    for cell in cells["cells"]:
        if cell["id"] == f"{WHY}-answer":
            cell["source"] = "=cmd() has no grad_fn."
    put(tmp_path / "in/ben/hw1.ipynb", json.dumps(cells))
    put(
        tmp_path / "in/cleo/hw1.hu.ipynb",
        (students / "notebook" / "hw1.hu.ipynb").read_text(encoding="utf-8"),
    )
    return tmp_path  # fmt: skip


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def run(term, command):
    """Grades what lies in the folder *into*, and returns what was told."""

    def run(*more, into="in"):
        done = command(
            "grade", term / "hw1.yaml", term / into, "-o", term / "out", "--roster",
            term / "roster.csv", "--isolation", "process", *more,
        )  # fmt: skip
        assert done.exit_code == 0, done.output
        return " ".join(done.stdout.split())

    return run


def rows(path, key="id"):
    with path.open(newline="", encoding="utf-8") as file:
        return {row[key]: row for row in csv.DictReader(file)}


def typed(place, **marks):
    """Type points and comments into the table, as a person does; return its text."""
    path = place / "out" / "written" / f"{WHY}.csv"
    table = rows(path)
    for student, (points, comment) in marks.items():
        table[student] |= {"points": points, "comment": comment}
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, next(iter(table.values())))
        writer.writeheader()
        writer.writerows(table.values())
    return path.read_text(encoding="utf-8")


def test_what_is_handed_out_says_what_is_asked_and_what_it_is_worth(handed_out):
    students = handed_out / "dist" / "students"
    readme = (students / "scripts" / "README.md").read_text(encoding="utf-8")
    cells = json.loads((students / "notebook" / "hw1.hu.ipynb").read_text(encoding="utf-8"))[
        "cells"
    ]
    ours = {c["id"]: c for c in cells if c["id"].startswith(WHY)}

    assert f"written/{WHY}.md" in readme
    assert "| `why_leaf` Why a leaf? (graded by a person) | 6 |" in readme
    assert "| **Together** | 10 |" in readme
    assert list(ours) == [f"{WHY}-prompt", f"{WHY}-answer", f"{WHY}-end"]
    assert all(cell["cell_type"] == "markdown" for cell in ours.values())
    assert "Miért levél a `W`?" in "".join(ours[f"{WHY}-prompt"]["source"])
    assert "- 4: az ok" in "".join(ours[f"{WHY}-prompt"]["source"])


def test_a_term_with_a_written_exercise(term, run, command):
    first = run()

    assert "why_leaf: 2 answers are still to be graded by hand" in first
    page = (term / "out" / "written" / f"{WHY}.html").read_text(encoding="utf-8")
    assert "Nobody &lt;b&gt;made&lt;/b&gt; it." in page
    assert "=cmd() has no grad_fn." in page
    assert "Ada" not in page
    table = rows(term / "out" / "written" / f"{WHY}.csv")
    assert tuple(next(iter(table.values()))) == COLUMNS
    assert {who: bool(row["version"]) for who, row in table.items()} == {
        "ada": True, "ben": True, "cleo": False, "dora": False,
    }  # fmt: skip
    grades = rows(term / "out" / "grades.csv")
    assert {who: (r["score"], r[WHY], r["ungraded"]) for who, r in grades.items()} == {
        "ada": ("4", "", "6"), "ben": ("0", "", "6"), "cleo": ("0", "0", ""), "dora": ("0", "0", ""),
    }  # fmt: skip
    lacking = (term / "out" / "canvas-lacks-written-points.txt").read_text().splitlines()
    assert lacking == ["ben 6", "ada 6"]
    feedback = (term / "out" / "feedback" / "ada.html").read_text(encoding="utf-8")
    assert "Still to be graded by hand." in feedback

    before = typed(term, ada=("5,5", "Well <i>said</i>."), ben=("2", ""))
    second = run("--with-names")

    text = (term / "out" / "written" / f"{WHY}.csv").read_text(encoding="utf-8")
    assert [line.rpartition(",")[0] for line in text.splitlines()] == before.splitlines()
    assert "still to be graded" not in second
    grades = rows(term / "out" / "grades.csv")
    assert {who: (r["score"], r[WHY], r["ungraded"]) for who, r in grades.items()} == {
        "ada": ("9.5", "5.5", ""), "ben": ("2", "2", ""), "cleo": ("0", "0", ""), "dora": ("0", "0", ""),
    }  # fmt: skip
    assert rows(term / "out" / "canvas.csv", "ID")["ada"]["Homework"] == "9.5"
    assert not (term / "out" / "canvas-lacks-written-points.txt").exists()
    changes = rows(term / "out" / "changes.csv", "student")
    assert (changes["ada"]["from"], changes["ada"]["to"], changes["ada"]["why"]) == (
        "4",
        "9.5",
        "written points",
    )
    feedback = (term / "out" / "feedback" / "ada.html").read_text(encoding="utf-8")
    assert "Well &lt;i&gt;said&lt;/i&gt;." in feedback
    assert "5.5 / 6" in feedback
    assert "Nagy Ada" in (term / "out" / "written" / f"{WHY}.html").read_text(encoding="utf-8")
    assert "5.5" in (term / "out" / "report.html").read_text(encoding="utf-8")

    command("adjust", term / "hw1.yaml", "--student", "ben@example.org", "--exercise", WHY, "--points",
            "3", "--reason", "read it again")  # fmt: skip
    put(term / "in/ada/written" / f"{WHY} (2).md", "Quite another answer.")
    put(term / "in/dora" / f"Dora_{WHY}.md", "Late, but here.")
    third = run()

    assert "1 answer was handed in anew after it had been graded" in third
    assert "1 answer is still to be graded by hand" in third
    grades = rows(term / "out" / "grades.csv")
    assert (grades["ben"]["score"], grades["ben"][WHY], grades["ben"]["automatic"]) == (
        "3",
        "3",
        "2",
    )
    assert (grades["dora"]["status"], grades["dora"]["ungraded"]) == ("written answers only", "6")
    assert list(rows(term / "out" / "written" / f"{WHY}.csv"))[:2] == [*table][:2]


@pytest.mark.parametrize(
    ("marks", "problem"),
    [
        ("id,points\nada,7\n", "row 2: points: 7 is above the maximum, 6"),
        ("id,points\nada,good\n", "row 2: points: 'good' is no number from 0 to 6"),
        ("mark\n5\n", "it needs the columns id (or number) and points"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_before_anything_is_graded(
    term, command, marks, problem
):
    put(term / "out" / "written" / f"{WHY}.csv", marks)

    done = command(
        "grade", term / "hw1.yaml", term / "in", "-o", term / "out", "--isolation", "process"
    )

    assert done.exit_code == 2
    assert problem in " ".join((done.stderr + done.stdout).split())
    assert f"{WHY}.csv" in done.stderr + done.stdout
    assert not (term / "out" / "grades.csv").exists()
    assert (term / "out" / "written" / f"{WHY}.csv").read_text() == marks


def test_points_of_another_table_are_taken_in_and_stay(term, run):
    put(term / "from_ann.csv", "id;points;comment\nben@example.org;1,5;Ugh\nzoe;3;\n")

    said = run("--written", term / "from_ann.csv")
    again = run()

    assert "zoe is no longer in this class" in said
    assert "zoe" not in again
    table = rows(term / "out" / "written" / f"{WHY}.csv")
    assert (table["ben"]["points"], table["ben"]["comment"]) == ("1.5", "Ugh")
    assert rows(term / "out" / "grades.csv")["ben"][WHY] == "1.5"


def test_an_answer_counts_from_the_newest_attempt_that_has_one_and_is_late_as_that(term, run):
    def download(folder, **files):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, text in files.items():
                archive.writestr(f"Homework_ada_attempt_{name.replace('__', '.')}", text)
        path = term / folder / "all.zip"
        path.parent.mkdir()
        path.write_bytes(buffer.getvalue())

    in_time, late = "2026-10-24-18-00-00", "2026-10-25-18-00-00"
    files = {
        f"{in_time}_{WHY}__md": "In time.",
        f"{in_time}_{STEP}__py": RIGHT[STEP],
        f"{late}_{STEP}__py": RIGHT[STEP],
    }
    download("blackboard", **files)
    put(term / "marks.csv", "id,points\nada,6\n")

    run("--written", term / "marks.csv", into="blackboard")

    ada = rows(term / "out" / "grades.csv")["ada"]
    assert (ada["days_late"], ada["penalty"], ada["score"]) == ("1", "0.4", "9.6")


@pytest.fixture
def tables(tmp_path):
    """Reads the tables of a class of two who answered, as a run does; and writes them."""
    (tmp_path / "hw1.yaml").write_text(json.dumps(SHEET))
    assignment = load_assignment(tmp_path / "hw1.yaml", bundled_course())
    bundle = updated_bundle(assignment, tmp_path / "bundle")
    people = {name: Person((name,), name.title()) for name in ("ada", "bela")}
    attempt = Attempt("ada", "Ada", ())
    answers = {name: {WHY: WrittenAnswer(Written(f"I, {name}"), attempt)} for name in people}

    def read():
        return marked(bundle, answers, people, tmp_path / "out", ())

    def write(marks):
        results = results_of(
            bundle, ClassWork({}, {}), Ledger(Path(":memory:")), names={p: p for p in people},
            enrolment=Enrolment(people, (), ()), written=marks.work,
        )  # fmt: skip
        (path,) = write_marks(marks, results)
        return path

    return read, write


def test_a_table_in_which_somebody_types_during_a_run_is_left_alone(tables):
    read, write = tables
    path = write(read())
    marks = read()
    path.write_text("id,points\nada,3\n")

    write(marks)

    assert path.read_text() == "id,points\nada,3\n"
    assert len(write(read()).read_text().splitlines()) == 3


@pytest.mark.parametrize(
    ("data", "start"),
    [
        (b"id;points;comment\r\nada;3;j\xf3, t\xfbr\xf5\r\n", b"\xef\xbb\xbf"),  # Excel's, ANSI
        ("id\tpoints\tcomment\r\nada\t3\tjó, tűrő\r\n".encode("utf-16"), b"\xef\xbb\xbf"),
        ('\ufeffid,points,comment\r\nada,3,"jó, tűrő"\r\n'.encode(), b"\xef\xbb\xbf"),
        ('id,points,comment\nada,3,"jó, tűrő"\n'.encode(), b"id"),
    ],
    ids=["ansi", "utf-16", "utf-8 with a mark", "utf-8"],
)  # fmt: skip
def test_a_table_as_spreadsheets_save_it_stays_readable_for_them(tables, data, start):
    read, write = tables
    path = write(read())
    path.write_bytes(data)

    write(read())

    assert path.read_bytes().startswith(start)
    assert read().work.marks[WHY]["ada"].comment == "jó, tűrő"
    again = path.read_bytes()
    assert write(read()).read_bytes() == again


def test_otter_grader_takes_it_for_a_manual_question(handed_out):
    nbformat = pytest.importorskip("nbformat")
    exporters = pytest.importorskip("otter.export.exporters.base_exporter")
    target = NotebookTarget(setup="", check="")
    assignment = load_assignment(handed_out / "hw1.yaml", bundled_course())
    notebook = nbformat.reads(make_notebook(assignment, "en", target), as_version=4)

    kept = exporters.BaseExporter.filter_cells(notebook).cells

    assert {cell["id"] for cell in kept} >= {f"{WHY}-prompt", f"{WHY}-answer"}
    assert not [cell["id"] for cell in kept if cell["id"].startswith(STEP)]


@pytest.mark.nightly
def test_nbgrader_takes_it_for_a_manually_graded_answer(handed_out, tmp_path):
    pytest.importorskip("nbgrader")
    course = tmp_path / "course"
    shutil.copytree(handed_out / "dist" / "instructor" / "nbgrader", course)

    run_program("nbgrader", "generate_assignment", "hw1", "--create", cwd=course)

    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        made = gradebook.find_assignment("hw1")
        (cell,) = (one for one in made.notebooks[0].grade_cells if WHY in one.name)
        assert (made.max_score, made.max_written_score) == (10, 6)
        assert (cell.cell_type, cell.max_score) == ("markdown", 6)
    released = json.loads((course / "release" / "hw1" / "hw1.ipynb").read_text(encoding="utf-8"))
    (answer,) = (one for one in released["cells"] if one["id"] == f"{WHY}-answer")
    assert answer["metadata"]["nbgrader"]["solution"]
    assert not answer["metadata"]["nbgrader"]["locked"]


@pytest.mark.parametrize(
    ("language", "layouts"),
    [("en", "a folder for each student, moodle"), ("hu", "minden hallgatónak egy mappa, moodle")],
)
def test_layouts_of_the_downloads_are_told_in_the_readers_language(
    language, layouts, command, tmp_path
):
    sheet = tmp_path / "hw1.yaml"
    sheet.write_text(json.dumps({**SHEET, "exercises": SHEET["exercises"][1:]}))
    downloads = [tmp_path / "morning", tmp_path / "evening"]
    for download, folder in zip(
        downloads, ("ada", "Ito Ben_31_assignsubmission_file_"), strict=True
    ):
        (download / folder).mkdir(parents=True)
        (download / folder / f"{WHY}.md").write_text(folder)

    said = command("--lang", language, "grade", sheet, *downloads, "-o", tmp_path / "out").stdout

    assert f"({layouts})" in " ".join(said.split())
