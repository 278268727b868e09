"""Programs as students hand them in: with other files, odd cells, endless lines; graded as a class."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest

from autograder.content import load_course
from autograder.facade.classes import grade_class

ROOT = Path(__file__).resolve().parent.parent
RIGHT = "def double_it(x):\n    return 2 * x\n"
STUB = (ROOT / "tests/course/exercises/01_values/double_it/stub.py").read_text()
MAIN = "from utils import double\ndef double_it(x):\n    return double(x)\n"
UTILS = "def double(x):\n    return 2 * x\n"
SHEET = {
    "title": {"en": "Homework", "hu": "Házi"}, "secret": "0123456789abcdef",
    "exercises": ["double_it"], "cases": {"hidden": False},
}  # fmt: skip


def cell(source, kind="code", **more):
    return {"cell_type": kind, "metadata": {}, "source": source, **more}


def notebook(*cells):
    cells = [one if isinstance(one, dict) else cell(one) for one in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})


def zipped(**files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/") + ".py", text)
    return data.getvalue()


#: By student: files, and whether they are right.
CLASS = {
    "beside": ({"hw1.py": MAIN, "utils.py": UTILS}, True),
    "beside_wrong": ({"hw1.py": MAIN, "utils.py": UTILS.replace("2", "3")}, False),
    "beside_zip": ({"all.zip": zipped(hw__hw1=MAIN, hw__utils=UTILS)}, True),
    "beside_notebook": ({"hw1.ipynb": notebook(MAIN), "utils.py": UTILS}, True),
    "beside_none": ({"hw1.py": MAIN}, False),
    "beside_torch": ({"double_it.py": f"import torch, json\n{RIGHT}", "torch.py": "1 / 0",
                      "json.py": "import os; os._exit(1)"}, True),
    "beside_thief": ({"double_it.py": f"import utils\n{RIGHT}",
                      "utils.py": "import sys\nsys._getframe(3).f_globals\n"}, True),
    "time": ({"hw1.ipynb": notebook(f"%%time\n{RIGHT}")}, True),
    "capture": ({"hw1.ipynb": notebook(f"%%capture out\n%%prun -l 5\n{RIGHT}")}, True),
    "bash": ({"hw1.ipynb": notebook("%%bash\nexit 1", "x = !ls\n%time y = 3", RIGHT)}, True),
    "endless": ({"hw1.ipynb": notebook("n = 0\nwhile True:\n    n += 1", RIGHT)}, True),
    "endless_file": ({"double_it.py": f"{RIGHT}\nwhile True:\n    try:\n        double_it(1)\n"
                                      "    except BaseException:\n        pass\n"}, True),
    "endless_import": ({"double_it.py": f"import utils\n{RIGHT}", "utils.py": "while 1: 1"}, True),
    "crash": ({"double_it.py": f"import os\nos._exit(0)\n{RIGHT}"}, True),
    "crash_twice": ({"double_it.py": f"import os\nos.abort()\n{RIGHT}os.kill(os.getpid(), 9)\n"}, True),
    "endless_alone": ({"double_it.py": "while True: pass\n"}, False),
    "exits": ({"hw1.ipynb": notebook("exit()", "input('who? ')", RIGHT)}, True),
    "markdown": ({"hw1.ipynb": notebook("x = 1", cell(RIGHT, "markdown", id="double_it-stub"))}, False),
    "raw": ({"hw1.ipynb": notebook(cell(RIGHT, "raw"), cell(STUB, id="double_it-stub"))}, False),
    "latin": ({"double_it.py": f"# -*- coding: latin-1 -*-\n# café\n{RIGHT}".encode("latin-1")}, True),
    "utf_16": ({"double_it.py": RIGHT.encode("utf-16")}, False),
    "klingon": ({"double_it.py": f"# coding: klingon\n{RIGHT}"}, False),
    "stub_beside": ({"double_it.py": STUB, "hw1.ipynb": notebook(RIGHT)}, True),
    "two_notebooks": ({"a.ipynb": notebook(RIGHT), "b.ipynb": notebook(STUB)}, True),
    "own_names": ({"double_it.py": "def call(x):\n    return 2 * x\nsource = call\n"
                                   "def double_it(x):\n    return source(x)\n"}, True),
}  # fmt: skip


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The small course, with a second for each program, since some here go on for ever."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "tests" / "course", folder, dirs_exist_ok=True)
    sheet = folder / "exercises/01_values/double_it/exercise.yaml"
    sheet.write_text(f"time_limit: 1\n{sheet.read_text()}")
    return load_course(folder / "exercises")


def put(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture(scope="module")
def graded_in(course, lending):
    def graded_in(place):
        with lending():
            return grade_class(
                place / "hw1.yaml", place / "class", place / "out", course=course,
                isolation="process",
            )  # fmt: skip

    return graded_in


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    place = tmp_path_factory.mktemp("graded")
    (place / "hw1.yaml").write_text(json.dumps(SHEET))
    for student, (files, _) in CLASS.items():
        put(place / "class" / student, files)
    return place


@pytest.fixture(scope="module")
def graded(place, graded_in):
    return graded_in(place).results


def told(place, student):
    return " ".join((place / "out" / "feedback" / f"{student}.html").read_text().split())


def test_right_answers_have_their_points_and_wrong_ones_do_not(graded):
    points = {student.name: student.score for student in graded.students}

    assert points == {name: float(is_right) for name, (_, is_right) in CLASS.items()}


def test_a_file_beside_a_program_is_watched_as_the_program_is(graded):
    asked = {student.name for student in graded.students if student.questionable}

    assert asked == {"beside_thief"}


@pytest.mark.parametrize(
    ("student", "sentence"),
    [
        ("endless", "it was still running when its time of 1 s was over"),
        ("endless_file", "it was still running when its time of 1 s was over"),
        ("endless_import", "Line 1 (`import utils`): it was still running"),
        ("crash", "Line 2 (`os._exit(0)`): it ended the whole program in the middle"),
        ("exits", "it ends the program"),
        ("exits", "it waits for somebody to type"),
        ("endless_alone", "Is there a loop that never ends?"),
        ("beside_none", "double has no value, since line 1 failed"),
        ("beside_none", "No module named &#39;utils&#39;"),
        ("markdown", "Your answer to double_it stands in a Markdown cell"),
        ("raw", "Your answer to double_it stands in a raw cell"),
        ("klingon", "declares the encoding klingon"),
    ],
)
def test_what_happened_is_told_to_the_student(graded, place, student, sentence):
    assert sentence in told(place, student)


def test_cells_of_text_are_named_to_the_instructor(graded, place):
    page = (place / "out" / "report.html").read_text()

    assert "Answers in cells of text" in page
    assert "Válaszok szöveges cellákban" in page
    assert [s.name for s in graded.students if s.in_text] == ["markdown", "raw"]


def test_a_change_in_a_file_beside_a_program_is_a_change_of_the_program(graded, place, graded_in):
    (place / "class" / "beside" / "utils.py").write_text(UTILS.replace("2", "4"))
    (place / "class" / "beside_none" / "nobody.py").write_text("x = 1")

    again = graded_in(place)

    assert again.graded == 1
    assert {s.name: s.score for s in again.results.students}["beside"] == 0


def test_canvas_keeps_files_side_by_side_by_student(tmp_path, graded_in):
    (tmp_path / "hw1.yaml").write_text(json.dumps(SHEET))
    put(tmp_path / "class", {
        "kissanna_101_5001_hw1.py": MAIN, "kissanna_101_5002_utils.py": UTILS,
        "nagyors_LATE_102_5003_hw1-1.py": MAIN,
        "nagyors_LATE_102_5004_utils-1.py": UTILS.replace("2", "3"),
    })  # fmt: skip

    results = graded_in(tmp_path).results

    assert [student.score for student in results.students] == [1, 0]


@pytest.mark.parametrize("student", ["beside", "beside_notebook", "time", "exits", "latin"])
def test_a_learners_own_check_says_the_same(tmp_path, course, command, student):
    put(tmp_path, CLASS[student][0])
    main = next(path for path in tmp_path.iterdir() if path.stem != "utils")

    check = ("check", "--json", "--submission", main, "--exercise", "double_it")
    done = command("--course", course.path, *check, folder=tmp_path)

    assert json.loads(done.stdout)["results"][0]["outcome"] == "passed", done.stderr
