"""``gradlings grade`` on a class in which some hand in what keeps a reader busy."""

from __future__ import annotations

import csv
import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from hostile import HONEST, made, picture_notebook, zipped

ROOT = Path(__file__).resolve().parent.parent
#: Who hands in what; each also hands in the honest program, but for those who only have one file.
HOSTILE = {
    "bomb": "import bomb, zipped",
    "blanks": "blanks",
    "digits": "digits",
    "control": "names of control characters",
    "deep": "brackets",
    "long": "import bomb, longer than is read",
}


def put(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@pytest.fixture(scope="module")
def graded(tmp_path_factory, command):
    place = tmp_path_factory.mktemp("class")
    sheet = {
        "title": {"en": "Homework", "hu": "Házi"}, "secret": "0123456789abcdef",
        "exercises": ["step_no_grad"], "cases": {"hidden": False},
    }  # fmt: skip
    (place / "hw1.yaml").write_text(json.dumps(sheet))
    folder = place / "class"
    for student, kind in HOSTILE.items():
        name, content = made(kind)
        put(folder / student / name, content)
        put(folder / student / "step_no_grad.py", HONEST)
    put(folder / "pictures" / "hw1.ipynb", picture_notebook(30))
    put(folder / "zipper" / "all.zip", zipped(**{"hw/step_no_grad.py": HONEST, "a.txt": b""}))
    put(folder / "zzz_last" / "step_no_grad.py", HONEST)
    put(folder / "only_long" / "step_no_grad.py", HONEST + b"#" * 300_000)
    done = command(
        "grade", place / "hw1.yaml", folder, "-o", place / "out", "--isolation", "process"
    )
    assert done.exit_code == 1, done.stderr  # some files can't be read
    return place / "out", done.stdout


def scores(out):
    with (out / "grades.csv").open(newline="") as file:
        return {row["id"]: float(row["score"]) for row in csv.DictReader(file)}


def test_everybody_has_a_row_and_what_was_right_has_its_points(graded):
    out, _ = graded

    assert scores(out) == {
        **dict.fromkeys([*HOSTILE, "pictures", "zipper", "zzz_last"], 3.0), "only_long": 0.0,
    }  # fmt: skip


def test_a_program_that_is_too_long_is_told_with_its_size_in_the_students_page(graded):
    out, _ = graded

    page = (out / "feedback" / "only_long.html").read_text()

    assert "step_no_grad.py holds 301 KB of code; a program may have 200 KB" in page


def test_what_cannot_be_read_is_told_in_the_report(graded):
    out, _ = graded
    page = (out / "report.html").read_text()

    for told in ("digits/a.tar", "deep/hw1.ipynb", "zipper/all.zip/a.txt"):
        assert told in page


def test_no_control_character_of_a_name_reaches_an_output(graded):
    out, told = graded

    texts = [
        path.read_text()
        for path in out.rglob("*")
        if path.suffix in {".md", ".html", ".csv", ".json"}
    ]
    for text in (told, *texts):
        assert not set(text) & set(map(chr, [*range(9), *range(14, 32), 127, 0x202E]))


@pytest.mark.nightly
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks into /proc")
@pytest.mark.parametrize("kind", ["long answers", "a notebook with 30 MB of pictures", "objects"])
def test_the_graders_own_process_stays_small(tmp_path, kind):
    """All kinds, with times: python benchmarks/reading.py."""
    name, content = made(kind)
    (tmp_path / "content").write_bytes(content)

    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "reading.py",
         "--one", pickle.dumps(name).hex(), tmp_path / "content"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    told = json.loads(done.stdout)
    assert told["honest"]
    assert told["peak"] < 100
