"""Whatever a file says or a folder refuses: a sentence and an exit code, and never a traceback."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.assignments import load_assignment, make_bundle
from autograder.cli import cli
from autograder.content import load_course

MINIATURE = Path(__file__).parent / "course" / "exercises"

#: What a file may hold that is not what we wrote.
DAMAGES = {
    "no text": b"\xff\xfe\x00\x01",
    "nothing": b"",
    "no data": b"{[",
    "something else": b"[1, 2]",
    "a number": b"7",
    "another kind": b'{"schema": 1, "items": [], "digest": ""}',
    "deep": b"[" * 50_000,
    "half": None,
}


@pytest.fixture
def gradlings(lent, monkeypatch):
    monkeypatch.delenv("GRADLINGS_LANG", raising=False)
    monkeypatch.setenv("COLUMNS", "500")

    def gradlings(*arguments):
        result = CliRunner().invoke(cli, [str(one) for one in arguments], input="1\n")
        assert result.exception is None or isinstance(result.exception, SystemExit), (
            arguments, result.exception,
        )  # fmt: skip
        assert "Traceback" not in result.output
        return result

    return gradlings


@pytest.fixture
def clone(tmp_path):
    """The miniature course with its solutions."""
    for name in ("exercises", "solutions"):
        shutil.copytree(MINIATURE.parent / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def home(clone, gradlings, monkeypatch):
    assert gradlings("--course", clone / "exercises", "init", clone / "home").exit_code == 0
    monkeypatch.chdir(clone / "home")
    return clone / "home"


def damage(path, how):
    data = DAMAGES[how]
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2] if data is None else data)


def refused(result, *named):
    """It is told in a few lines, which name the file, and by an exit code."""
    assert result.exit_code in (2, 3), result.output
    told = result.stderr.strip()
    assert told
    assert len(told.splitlines()) <= 12, told
    for name in named:
        assert name in told, told


EVERY = pytest.mark.parametrize("how", DAMAGES)
#: For what starts processes: one that can't be decoded, one that is no data of ours, one cut off.
SOME = pytest.mark.parametrize("how", ["no text", "something else", "half"])


@EVERY
def test_a_damaged_key_of_an_exercise(clone, home, gradlings, how):
    damage(clone / "exercises/02_gradients/slope/key.json", how)

    refused(gradlings("check", "slope"), "slope", "key.json", "gradlings lock slope")


@EVERY
def test_a_damaged_key_of_quiz_items(clone, home, gradlings, how):
    (key,) = (clone / "exercises").glob("*/quiz.key.json")
    damage(key, how)

    for command in (["quiz", "list"], ["quiz"]):
        refused(gradlings(*command), "quiz.key.json", "gradlings lock")


@EVERY
@pytest.mark.parametrize("name", ["exercise.yaml", "chapter.yaml", "misconceptions.yaml"])
def test_a_damaged_sheet(clone, gradlings, how, name):
    if name == "misconceptions.yaml" and how == "nothing":
        pytest.skip("a course without misconceptions is one")
    file = next(iter(sorted((clone / "exercises").rglob(name))))
    damage(file, how)

    refused(gradlings("--course", clone / "exercises", "lint"), name)


@EVERY
def test_a_damaged_file_of_the_working_copy(home, gradlings, how):
    damage(home / ".gradlings/workspace.json", how)

    for command in (["list"], ["check"], ["hint"], ["progress"]):
        refused(gradlings(*command))


@EVERY
def test_damaged_progress_is_put_aside_and_told(home, gradlings, how):
    gradlings("check", "slope")
    damage(home / ".gradlings/progress.json", how)

    assert gradlings("list").exit_code == 0
    assert (home / ".gradlings/progress.unreadable.json").exists()


@pytest.fixture
def class_of_one(tmp_path, monkeypatch):
    """A bundle, a class's folder and where its grades go."""
    course = load_course(MINIATURE)
    sheet = {
        "title": "Homework", "secret": "0123456789abcdef", "cases": {"hidden": False},
        "exercises": [exercise.id for exercise in course.exercises],
    }  # fmt: skip
    (tmp_path / "hw1.yaml").write_text(json.dumps(sheet))
    make_bundle(load_assignment(tmp_path / "hw1.yaml", course), tmp_path / "bundle", None)
    program = tmp_path / "class/anna/slope.py"
    program.parent.mkdir(parents=True)
    program.write_text("def slope(x):\n    return x\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


GRADE = ["grade", "hw1.yaml", "class", "--isolation", "process", "--workers", "1"]


@SOME
@pytest.mark.parametrize("name", ["assignment.json", "exercises/misconceptions.yaml"])
def test_a_damaged_bundle(class_of_one, gradlings, how, name):
    damage(class_of_one / "bundle" / name, how)
    grade = gradlings(*GRADE, "--bundle", "bundle", "-o", "out")
    one = gradlings("autograde", "class", "--bundle", "bundle", "-o", "results.json")

    refused(grade)
    refused(one)


@EVERY
def test_a_damaged_ledger(class_of_one, gradlings, how):
    (class_of_one / "out").mkdir()
    ledger = class_of_one / "out/ledger.sqlite"
    ledger.write_bytes(b"SQLite format 3\0 and then nothing of the kind" * 9)
    damage(ledger, how)
    result = gradlings(*GRADE, "--bundle", "bundle", "-o", "out")

    if how in ("nothing", "a number"):  # An empty file, or one of a byte, is an empty database.
        assert result.exit_code == 0
    else:
        refused(result, "ledger.sqlite")


@SOME
def test_a_gradebook_that_is_none(class_of_one, gradlings, how):
    book = class_of_one / "canvas.csv"
    book.write_text("Student,ID\nAnna,7\n")
    damage(book, how)

    refused(gradlings(*GRADE, "--bundle", "bundle", "-o", "out", "--canvas", book), "canvas.csv")


@EVERY
def test_an_assignment_that_is_none(class_of_one, gradlings, how):
    damage(class_of_one / "hw1.yaml", how)

    refused(gradlings("generate", "hw1.yaml", "-o", "dist"), "hw1.yaml")
    refused(gradlings("grade", "hw1.yaml", "class", "-o", "out"), "hw1.yaml")


#: Each command that writes, and where to: into a folder that can't be there.
WRITING = {
    "init": ["init", "file/home"],
    "assignment new": ["assignment", "new", "file/hw2.yaml", "--exercise", "slope"],
    "generate": ["generate", "hw.yaml", "-o", "file/dist"],
    "grade": [*GRADE, "--bundle", "bundle", "-o", "file/out"],
    "autograde": ["autograde", "class", "--bundle", "bundle", "-o", "file/results.json"],
    "quiz export": ["quiz", "export", "--format", "html", "--language", "en", "-o", "file/quiz"],
}


@pytest.mark.parametrize("arguments", WRITING.values(), ids=WRITING)
def test_a_folder_that_cannot_be_there(class_of_one, gradlings, arguments):
    (class_of_one / "file").write_text("no folder")
    sheet = {"title": "H", "secret": "0123456789abcdef", "exercises": ["slope"],
             "cases": {"hidden": False}}  # fmt: skip
    (class_of_one / "hw.yaml").write_text(json.dumps(sheet))

    refused(gradlings("--course", MINIATURE, *arguments), "file")
