"""Courses of one's own: made from nothing, proved, learnt and graded, with torch and without."""

from __future__ import annotations

import base64
import csv
import email
import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from importlib.metadata import requires
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner
from packaging.requirements import Requirement
from without_torch import Bare

from autograder.assignments import Assignment, AssignmentSheet, Task
from autograder.authoring.new_course import NewCourseError, create_course
from autograder.cli import cli
from autograder.content import load_course
from autograder.generating.wheel import wheel_name

ROOT = Path(__file__).resolve().parent.parent
NUMPY_COURSE = ROOT / "examples" / "numpy_course"
TODO = "    raise NotImplementedError\n"

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="links need no rights elsewhere")


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    return Bare(tmp_path_factory.mktemp("bare"))


@pytest.fixture
def gradlings(monkeypatch, tmp_path, lent):
    """Runs a command in a folder of its own, on the session's servers."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GRADLINGS_LANG", raising=False)

    def run(*arguments, code=0, typed=""):
        done = CliRunner().invoke(cli, [str(argument) for argument in arguments], input=typed)
        assert done.exit_code == code, done.output
        return done.output

    return run


def test_in_a_courses_folder_a_learners_command_says_whose_course_it_uses(gradlings, monkeypatch):
    gradlings("new-course", "mine", "--languages", "en", "--no-torch")
    monkeypatch.chdir("mine")
    hint = "gradlings --course exercises"
    assert hint in gradlings("quiz", "show", "Q01")
    item = next(iter(load_course(Path("exercises")).banks["01_first"].root))
    assert hint not in gradlings("--course", "exercises", "quiz", "show", item)
    monkeypatch.chdir(ROOT)
    assert "--course" not in gradlings("quiz", "show", "Q01")


def filled_in(path, answer):
    text = path.read_text(encoding="utf-8")
    assert text.count(TODO) == 1
    path.write_text(text.replace(TODO, answer), encoding="utf-8")


# A course from nothing


@on_posix
def test_where_there_is_no_torch_none_can_be_imported(bare, tmp_path):
    done = bare.python("-c", "import autograder, numpy, torch", cwd=tmp_path)

    assert done.stderr.strip().endswith("No module named 'torch'")


@on_posix
def test_a_new_course_lints_clean_and_grows_without_torch(bare, tmp_path):
    bare("new-course", "mine", "--languages", "en,pt-BR", "--no-torch", cwd=tmp_path)
    mine = tmp_path / "mine"

    assert "1 quiz item: 0 complaints" in bare("lint", cwd=mine)
    assert "wrote" in bare("new", "02_more/next_step", cwd=mine)
    bare("lock", "next_step", cwd=mine / "exercises" / "02_more")
    assert "2 exercises, 2 right variants, 2 wrong programs, 1 quiz item: 0 complaints" in bare(
        "lint", cwd=mine
    )
    assert "All keys are current." in bare("lock", "--check", cwd=mine)
    assert load_course(mine / "exercises").exercise("next_step").languages == ("en", "pt-BR")


@pytest.mark.nightly
def test_a_new_course_with_torch_lints_clean(gradlings, tmp_path):
    gradlings("new-course", "mine", "--languages", "hu", "--title", "Az enyém")
    course = load_course(tmp_path / "mine" / "exercises")

    assert (course.languages, course.sheet.title["hu"]) == (("hu",), "Az enyém")
    assert course.exercise("first_step").stub_path("hu").name == "stub.py"
    assert "ide írd" in course.exercise("first_step").stub("hu")
    assert "1 quiz item: 0 complaints" in gradlings("--course", "mine", "lint")


def test_a_folder_that_holds_a_course_is_left_alone(tmp_path):
    (tmp_path / "solutions").mkdir()

    with pytest.raises(NewCourseError, match="solutions exists already; choose another folder"):
        create_course(tmp_path, languages=["en"], title="Mine")
    assert [path.name for path in tmp_path.iterdir()] == ["solutions"]


@pytest.mark.parametrize(
    ("languages", "words"),
    [
        ("en,en", "languages: names en twice"),
        ("en_US", "'en_US' is no tag of a language, such as en, hu or pt-BR"),
        ("", "'' is no tag of a language"),
        ("en,../x", "'../x' is no tag of a language"),
        ("zxx", "names zxx, which stands for no language"),
    ],
)
def test_languages_that_no_course_can_have_are_refused_before_anything_is_written(
    gradlings, tmp_path, languages, words
):
    assert words in gradlings("new-course", "mine", "--languages", languages, code=2)
    assert not (tmp_path / "mine").exists()


def test_a_new_exercise_in_a_course_without_the_examples_idea_has_no_wrong_program(tmp_path):
    create_course(tmp_path, languages=["en"], title="Mine", torch=False)
    ideas = tmp_path / "exercises" / "misconceptions.yaml"
    ideas.write_text("{}\n", encoding="utf-8")

    done = CliRunner().invoke(cli, ["--course", str(tmp_path), "new", "01_first/another"])

    assert done.exit_code == 0, done.output
    assert not (tmp_path / "solutions/01_first/another/wrong").exists()


def test_a_chapter_that_is_spelled_like_another_is_no_new_one(tmp_path):
    create_course(tmp_path, languages=["en"], title="Mine", torch=False)

    done = CliRunner().invoke(cli, ["--course", str(tmp_path), "new", "01_frist/another"])

    assert done.exit_code == 2
    assert "Did you mean '01_first'?" in done.output
    assert not (tmp_path / "exercises" / "01_frist").exists()


# The example of five exercises about numpy


@pytest.mark.nightly
@on_posix
def test_the_numpy_course_is_proved_without_torch(bare, tmp_path):
    course = shutil.copytree(NUMPY_COURSE, tmp_path / "course")

    assert "All keys are current." in bare("lock", "--check", cwd=course)
    assert "5 exercises, 10 right variants, 12 wrong programs, 2 quiz items: 0 complaints" in bare(
        "lint", cwd=course
    )


@on_posix
def test_a_learner_of_the_numpy_course_reads_german_without_torch(bare, tmp_path):
    bare("--course", NUMPY_COURSE, "init", "--lang", "de", cwd=tmp_path)
    mine = tmp_path / "exercises" / "03_memory" / "dimmed.py"
    assert mine.read_text(encoding="utf-8").startswith("# Halbes Licht\n")

    filled_in(mine, "    picture *= 0.5\n    return picture\n")
    told = bare("check", "dimmed", cwd=tmp_path, code=1)
    assert "Das übergebene Array wird verändert" in told
    assert "expected   array([" in told

    assert "Wer hat das Bild" in bare("hint", "dimmed", cwd=tmp_path)
    answered = json.loads(bare("quiz", "answer", "M1", "20", "--json", cwd=tmp_path))
    assert answered["correct"], answered


@on_posix
def test_a_class_of_the_numpy_course_is_graded_without_torch(bare, tmp_path):
    gradlings = ("--course", NUMPY_COURSE)
    bare(
        *gradlings,
        "assignment",
        "new",
        "hw.yaml",
        "--exercise",
        "dimmed",
        "--exercise",
        "walk",
        cwd=tmp_path,
    )
    sheet = tmp_path / "hw.yaml"
    sheet.write_text(
        sheet.read_text(encoding="utf-8") + "variants: 2\nquiz: [S1]\n", encoding="utf-8"
    )
    bare(
        *gradlings,
        "generate",
        "hw.yaml",
        "-o",
        "dist",
        "--target",
        "scripts",
        "--target",
        "quiz",
        cwd=tmp_path,
    )
    handed_out = tmp_path / "dist" / "students" / "scripts" / "exercises" / "03_memory"
    assert (tmp_path / "dist/students/quiz/hw.de.sheet.html").is_file()
    for name, answer in {
        "anna": "    return picture / 2\n",
        "bert": "    darker = picture[:]\n    darker *= 0.5\n    return darker\n",
    }.items():
        copy = shutil.copytree(handed_out, tmp_path / "in" / name)
        filled_in(copy / "dimmed.py", answer)

    bare(*gradlings, "grade", "hw.yaml", "in", "-o", "out", cwd=tmp_path)

    with (tmp_path / "out" / "grades.csv").open(encoding="utf-8") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert [rows[name]["dimmed"] for name in ("anna", "bert")] == ["3", "1"]
    assert rows["bert"]["misconceptions"] == "slice_is_a_copy"
    report = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert 'lang="de" dir="ltr">Deutsch' in report
    assert "Ein Ausschnitt für eine Kopie gehalten" in report


# Handed out


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory):
    """What is generated of the numpy course: students' folder and instructor's."""
    folder = tmp_path_factory.mktemp("numpy")
    sheet = {
        "title": "Arrays",
        "secret": "0123456789abcdef",
        "variants": 1,
        "exercises": ["dimmed"],
    }
    (folder / "hw.yaml").write_text(json.dumps(sheet), encoding="utf-8")
    done = CliRunner().invoke(
        cli,
        ["--course", str(NUMPY_COURSE), "generate", str(folder / "hw.yaml"), "-o", str(folder)],
    )
    assert done.exit_code == 0, done.output
    return folder


def test_nothing_that_is_handed_out_of_a_course_without_torch_installs_torch(handed_out):
    texts = [
        path
        for path in handed_out.rglob("*")
        if path.suffix in (".md", ".ipynb", ".yml", ".txt", ".sh")
    ]
    installing = [text for text in texts if "pip install" in text.read_text(encoding="utf-8")]

    assert {"README.md", "README.de.md", "hw.ipynb", "gradlings.yml"} <= {
        p.name for p in installing
    }
    for path in texts:
        found = re.findall(r"install[^\n]*\btorch\b|pytorch\.org", path.read_text(encoding="utf-8"))
        assert not found, path
    for readme in handed_out.glob("students/*/README.md"):
        installs = "```sh" in readme.read_text(encoding="utf-8")
        assert ("nothing here uses it" in readme.read_text(encoding="utf-8")) is installs


def test_graders_of_a_course_without_torch_install_none(handed_out):
    with zipfile.ZipFile(handed_out / "instructor/gradescope/hw-gradescope.zip") as archive:
        assert " torch" not in archive.read("setup.sh").decode().replace("'", " ")
    if find_spec("otter"):
        with zipfile.ZipFile(handed_out / "instructor/otter/hw-autograder.zip") as archive:
            lines = archive.read("environment.yml").decode().splitlines()
        assert not [line for line in lines if "torch" in line.replace(wheel_name(torch=False), "")]
        assert any(line.endswith(f"/files/{wheel_name(torch=False)}") for line in lines)


def test_the_wheel_without_torch_asks_for_all_else_and_pip_installs_it(handed_out, tmp_path):
    wheel = handed_out / "students" / "scripts" / wheel_name(torch=False)
    with zipfile.ZipFile(wheel) as archive:
        info = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        asked = email.message_from_bytes(archive.read(info)).get_all("Requires-Dist")
        rows = csv.reader(archive.read(info.replace("METADATA", "RECORD")).decode().splitlines())
        digests = {name: digest for name, digest, _ in rows if digest}
        for name, digest in digests.items():
            found = hashlib.sha256(archive.read(name)).digest()
            assert digest == f"sha256={base64.urlsafe_b64encode(found).rstrip(b'=').decode()}"
        assert {*digests} == {*archive.namelist()} - {info.replace("METADATA", "RECORD")}
    ours = [Requirement(line) for line in requires("gradlings")]

    assert {Requirement(line) for line in asked} == {r for r in ours if r.name != "torch"}
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--no-deps", "--target", tmp_path / "in", wheel],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "in" / "autograder" / "__init__.py").is_file()


def test_one_exercise_with_torch_brings_torch_into_what_is_handed_out(tmp_path):
    create_course(tmp_path, languages=["en"], title="Mine", torch=False)
    course = load_course(tmp_path / "exercises")
    (one,) = course.exercises
    bare, mixed = (
        Assignment(
            "hw",
            AssignmentSheet(title={"en": "Homework"}, secret="0" * 16, exercises=["first_step"]),
            course,
            (Task(replace(one, sheet=one.sheet.model_copy(update={"torch": torch})), 1),),
        )
        for torch in (False, True)
    )

    assert not bare.needs_torch
    assert mixed.needs_torch


# A course that somebody shares


def zipped(path, course):
    return Path(shutil.make_archive(str(path.with_suffix("")), "zip", course))


@pytest.fixture
def shared(tmp_path):
    """A copy of the numpy course to share, and its archive."""
    course = Path(shutil.copytree(NUMPY_COURSE, tmp_path / "theirs"))
    return course, zipped(tmp_path / "course.zip", course)


def test_before_a_course_is_taken_it_is_said_whose_code_will_run(
    gradlings, tmp_path, shared, monkeypatch
):
    monkeypatch.setenv("COLUMNS", "300")  # so that no path is wrapped
    told = " ".join(
        gradlings("init", "mine", "--course", "course.zip", typed="n\n", code=1).split()
    )

    for words in ("Thinking in arrays", "version 1.0", str(tmp_path / "course.zip"), "SHA-256"):
        assert words in told
    assert "They run on this computer as whatever you download does" in told
    assert not (tmp_path / "mine").exists()


def test_nobody_takes_a_course_where_nobody_is_asked(gradlings, tmp_path, shared):
    gradlings("init", "mine", "--course", "course.zip", code=1)

    assert not (tmp_path / "mine").exists()


@pytest.mark.parametrize("source", ["course.zip", "theirs", "theirs/exercises"])
def test_a_shared_course_is_learnt_like_the_bundled_one(
    gradlings, tmp_path, shared, source, monkeypatch
):
    gradlings("init", "mine", "--course", source, "--lang", "de", typed="y\n")
    monkeypatch.chdir(tmp_path / "mine")

    mine = tmp_path / "mine/exercises/03_memory/walk.py"
    assert mine.read_text(encoding="utf-8").startswith("# Ein Zufallsweg\n")
    filled_in(mine, "    return np.concatenate(([0.0], np.cumsum(steps)))\n")
    gradlings("check", "walk")
    assert "walk" in gradlings("list")


def test_a_new_version_of_a_shared_course_keeps_what_the_learner_wrote(
    gradlings, tmp_path, shared, monkeypatch
):
    course, archive = shared
    gradlings("init", "mine", "--course", archive, "--yes", "--lang", "en")
    mine = tmp_path / "mine/exercises/03_memory"
    filled_in(mine / "walk.py", "    return np.concatenate(([0.0], np.cumsum(steps)))\n")
    statement = course / "exercises/03_memory/walk/README.md"
    statement.write_text(
        statement.read_text(encoding="utf-8").replace("A random walk", "A drunkard's walk"),
        encoding="utf-8",
    )
    (course / "exercises/course.yaml").write_text(
        (course / "exercises/course.yaml").read_text(encoding="utf-8").replace('"1.0"', '"1.1"'),
        encoding="utf-8",
    )
    shutil.rmtree(course / "exercises/03_memory/dimmed")
    monkeypatch.chdir(tmp_path / "mine")
    assert "Everything is up to date." in gradlings("update")  # The archive is still the old one.

    zipped(archive, course)
    refused = gradlings("update", typed="n\n", code=1)
    assert "1.1" in refused
    assert mine.joinpath("walk.py").read_text(encoding="utf-8").startswith("# A random walk\n")

    assert "walk: merged, your edits are in it" in gradlings("update", typed="y\n")
    text = mine.joinpath("walk.py").read_text(encoding="utf-8")
    assert text.startswith("# A drunkard's walk\n")
    assert "np.cumsum(steps)" in text
    assert mine.joinpath("dimmed.py").exists()  # The course has it no longer, the learner does.
    gradlings("check", "walk")


def test_a_working_copy_is_never_given_another_course(gradlings, tmp_path, shared):
    gradlings("init", "mine", "--course", "course.zip", "--yes")

    told = gradlings("init", "mine", "--course", "theirs", "--yes", code=2)

    assert "is a working copy already" in told


def test_an_origin_that_is_gone_is_named_and_nothing_changes(
    gradlings, tmp_path, shared, monkeypatch
):
    gradlings("init", "mine", "--course", "course.zip", "--yes")
    (tmp_path / "course.zip").unlink()
    monkeypatch.chdir(tmp_path / "mine")

    assert "course.zip can't be read" in gradlings("update", code=2)
    gradlings("list")


# What continuous integration reads


@pytest.fixture
def broken(tmp_path):
    """A copy of the numpy course with a stub that has another function."""
    course = Path(shutil.copytree(NUMPY_COURSE, tmp_path / "course"))
    stub = course / "exercises/03_memory/walk/stub.py"
    stub.write_text(
        stub.read_text(encoding="utf-8").replace("def walk", "def wlak"), encoding="utf-8"
    )
    return course


def test_lint_tells_programs_what_it_tells_people(gradlings, broken):
    told = json.loads(gradlings("--course", broken, "lint", "walk", "--json", code=1))

    assert told["schema"] == 1
    assert {
        "file": "exercises/03_memory/walk/stub.py",
        "line": None,
        "key": "",
        "problem": "defines no function 'walk'; add it",
    } in told["complaints"]
    (walk,) = told["exercises"]
    assert [one["named"] for one in walk["programs"]] == [
        ["start_is_missing"],
        ["sum_for_running_sum"],
    ]


def test_lint_annotates_the_files_of_a_pull_request(gradlings, broken):
    lines = gradlings("--course", broken, "lint", "walk", "--format", "github", code=1).splitlines()

    assert (
        "::error file=course/exercises/03_memory/walk/stub.py,title=gradlings::"
        "defines no function 'walk'; add it"
    ) in lines
    assert all(line.startswith("::error file=course/exercises/") for line in lines)


@pytest.mark.parametrize("form", [("--json",), ("--format", "github")])
def test_a_course_that_can_not_be_read_is_told_in_the_same_form(gradlings, broken, form):
    sheet = broken / "exercises/03_memory/walk/exercise.yaml"
    sheet.write_text(
        sheet.read_text(encoding="utf-8").replace("title:", "tilte:"), encoding="utf-8"
    )

    told = gradlings("--course", broken, "lint", *form, code=2)

    if form == ("--json",):
        keys = [complaint["key"] for complaint in json.loads(told)["complaints"]]
        assert keys == ["tilte", "title"]
    else:
        assert (
            "::error file=course/exercises/03_memory/walk/exercise.yaml,line=1,title=gradlings%3A tilte::"
            in told
        )


def test_a_stale_key_is_told_to_programs(gradlings, broken):
    solution = broken / "solutions/03_memory/walk/reference.py"
    solution.write_text(
        solution.read_text(encoding="utf-8").replace("[0.0]", "[1.0]"), encoding="utf-8"
    )
    arguments = ("--course", broken, "lock", "--check", "walk", "dimmed")

    told = json.loads(gradlings(*arguments, "--json", code=1))

    assert told["keys"] == [
        {"name": "walk", "file": "exercises/03_memory/walk/key.json", "state": "stale"},
        {"name": "dimmed", "file": "exercises/03_memory/dimmed/key.json", "state": "current"},
    ]
    assert gradlings(*arguments, "--format", "github", code=1).splitlines() == [
        "::error file=course/exercises/03_memory/walk/key.json,title=gradlings::"
        "is not what the programs show now; run%3A gradlings lock walk".replace("%3A", ":")
    ]


def test_an_idea_is_asked_for_before_it_is_written_anew(gradlings, broken):
    told = gradlings("--course", broken, "new-misconception", "a slice is a copy of its own")
    assert told.startswith("1  slice_is_a_copy\n")
    assert "--take" in told

    gradlings(
        "--course", broken, "new-misconception", "takes means of rows", "--id", "means_of_rows"
    )
    assert "means_of_rows" in load_course(broken / "exercises").misconceptions
    assert "not both" in gradlings(
        "--course", broken, "new-misconception", "x", "--id", "a", "--take", "b", code=2
    )


@on_posix
def test_the_doctor_misses_no_torch_that_the_course_does_not_need(bare, tmp_path):
    bare("init", "--course", NUMPY_COURSE, "--yes", cwd=tmp_path)

    told = bare("doctor", cwd=tmp_path)

    assert "is not installed, and this course needs none" in told
    assert "a right program, an endless loop and an unwritten one end as they should" in told


@on_posix
def test_where_the_bundled_course_lacks_torch_the_doctor_says_how_to_get_it(bare, tmp_path):
    assert "pip install torch" in bare("doctor", cwd=tmp_path, code=1)


def test_the_first_exercise_of_a_course_is_made_as_any_other(gradlings, tmp_path):
    create_course(tmp_path, languages=["en", "hu"], title="Mine", torch=False)
    for side in ("exercises", "solutions"):
        shutil.rmtree(tmp_path / side / "01_first")
    ideas = tmp_path / "exercises/misconceptions.yaml"
    ideas.write_text("{}\n", encoding="utf-8")

    gradlings("new", "01_begin/one")
    gradlings("lock", "one")

    assert "1 exercise, 1 right variant, 0 wrong programs, 0 quiz items: 0 complaints" in gradlings(
        "lint"
    )
