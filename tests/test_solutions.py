"""Solutions for learners: who sees them and when, and that nothing hands them out by itself."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from autograder.sealed import FILE_NAME, read_solutions
from autograder.workspace import Progress, Workspace

ROOT = Path(__file__).resolve().parent.parent
SLOPE = "exercises/02_gradients/slope.py"
TODO = "    raise NotImplementedError\n"
RIGHT = "    x.grad = None\n    (x**3).backward()\n    return x.grad\n"


@pytest.fixture
def author(tmp_path):
    """A folder with a course and its solutions, as its author has it."""
    shutil.copytree(ROOT / "tests/course", tmp_path / "author")
    return tmp_path / "author"


@pytest.fixture
def home(author, command, tmp_path):
    """A learner's working copy of that course."""
    done = command("--course", author / "exercises", "init", tmp_path / "home", "--lang", "en")
    assert done.exit_code == 0, done.output
    return tmp_path / "home"


@pytest.fixture
def sealed(author, command):
    """The course's solutions, beside it."""
    done = command("--course", author / "exercises", "seal-solutions")
    assert done.exit_code == 0, done.output
    return author / FILE_NAME


def write(home, body):
    path = home / SLOPE
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(TODO, body) if TODO in text else text + body, encoding="utf-8")


def told(done):
    return " ".join(done.output.split())


# Sealing


def test_the_file_holds_the_right_programs_of_all_exercises_and_no_wrong_one(sealed, author):
    opened = read_solutions(sealed)

    for folder in (author / "solutions").glob("*/*/"):
        if folder.is_dir():
            right = {
                p.stem: p.read_text("utf-8")
                for p in [folder / "reference.py", *folder.glob("right/*.py")]
            }
            assert opened.of(folder.name) == right


def test_sealing_says_what_kind_of_lock_it_is(author, command):
    done = command("--course", author / "exercises", "seal-solutions", "-o", author / "mine")

    assert "not against theft" in told(done)
    assert "right programs of 5 exercises" in told(done)
    assert read_solutions(author / "mine").of("slope")


@pytest.mark.parametrize("place", ["course.solutions", "02_gradients/course.solutions"])
def test_sealing_into_the_course_is_refused_since_everybody_gets_that(author, command, place):
    target = author / "exercises" / place
    done = command("--course", author / "exercises", "seal-solutions", "-o", target)

    assert done.exit_code == 2
    assert "everybody gets" in told(done)
    assert not target.exists()


def test_a_course_without_solutions_has_nothing_to_seal(author, command):
    shutil.rmtree(author / "solutions")
    done = command("--course", author / "exercises", "seal-solutions")

    assert done.exit_code == 2
    assert "nothing to seal" in told(done)
    assert not (author / FILE_NAME).exists()


def test_an_exercise_without_a_reference_and_odd_layouts_are_left_out(author, command):
    (author / "solutions/01_values/mean_of/reference.py").unlink()
    odd = author / "solutions/02_gradients/slope/right/odd.py"
    odd.write_text("# fmt: off\ndef slope( x ):return 3*x.detach( )**2\n", encoding="utf-8")
    done = command("--course", author / "exercises", "seal-solutions")

    assert "without a reference.py: mean_of" in told(done)
    opened = read_solutions(author / FILE_NAME)
    assert opened.of("mean_of") == {}
    assert "odd" not in opened.of("slope")


# Showing


def test_without_the_file_the_command_says_why_there_is_nothing(home, command):
    done = command("solution", "slope", folder=home)

    assert done.exit_code == 2
    assert "came without solutions" in told(done)
    assert FILE_NAME in told(done)


def test_before_the_pass_nothing_is_shown_and_what_is_left_to_do_is_told(home, command, sealed):
    done = command("solution", "slope", folder=home)

    assert done.exit_code == 1
    assert "0 of 3 hints, 0 of 5 tries" in told(done)
    assert "autograd.grad" not in done.output


def test_after_the_pass_other_ways_stand_beside_ones_own(home, command, sealed):
    write(home, RIGHT)
    assert command("check", "slope", folder=home).exit_code == 0

    done = command("solution", "slope", folder=home, COLUMNS="120")

    assert done.exit_code == 0
    assert "Really?" not in done.output
    for words in ("yours", "(x**3).backward()", "torch.autograd.grad(y, x)", "3 * x.detach() ** 2",
                  "It has `torch.autograd.grad`; yours has `.grad`, `.backward`."):  # fmt: skip
        assert words in done.output
    assert "another way 3/3" in done.output
    assert "Return the derivative" not in done.output


def test_the_file_counts_in_the_working_copy_too(home, command, sealed):
    shutil.move(sealed, home / FILE_NAME)

    assert "0 of 3 hints" in told(command("solution", "slope", folder=home))


def try_honestly(home, command, times):
    for number in range(times):
        write(
            home,
            f"    y = {number} * x\n    return y\n"
            if number == 0
            else f"# {number}\nz = {number}\n",
        )
        assert command("check", "slope", folder=home).exit_code == 1


def test_after_the_last_hint_and_five_honest_tries_one_question_is_asked(home, command, sealed):
    try_honestly(home, command, 5)
    assert "0 of 3 hints, 5 of 5 tries" in told(command("solution", "slope", folder=home))
    for _ in range(3):
        command("hint", "slope", folder=home)

    refused = command("solution", "slope", folder=home, typed="n\n")
    assert "Really?" in refused.output
    assert refused.exit_code == 1
    assert "autograd.grad" not in refused.output
    assert Workspace(home).progress_file.load().of("slope").solution_at is None

    done = command("solution", "slope", folder=home, typed="y\n")
    assert done.exit_code == 0
    assert "torch.autograd.grad(y, x)" in done.output
    known = Workspace(home).progress_file.load()
    assert known.of("slope").solution_at is not None
    assert not known.passed("slope")
    assert "slope" in known.cards


def test_the_same_file_saved_again_with_other_comments_is_no_further_try(home, command, sealed):
    write(home, "    return x\n")
    for number in range(4):
        write(home, f"# again {number}\n\n")
        command("check", "slope", folder=home)

    assert "1 of 5 tries" in told(command("solution", "slope", folder=home))


def test_checking_the_stub_is_no_try(home, command, sealed):
    for _ in range(6):
        command("check", "slope", folder=home)

    assert "0 of 5 tries" in told(command("solution", "slope", folder=home))


def test_what_was_set_aside_is_not_passed(home, command, sealed):
    with Workspace(home).progress_file.changing() as progress:
        Progress.set_aside(progress, ["slope"])

    assert command("solution", "slope", folder=home).exit_code == 1


def test_a_damaged_file_is_named(home, command, sealed):
    sealed.write_text(sealed.read_text("utf-8")[:100], encoding="utf-8")
    done = command("solution", "slope", folder=home)

    assert done.exit_code == 2
    assert "damaged" in told(done)


def test_an_exercise_written_after_the_sealing_has_no_other_way(home, command, author, sealed):
    text = json.loads(sealed.read_text("utf-8"))
    del text["exercises"]["slope"]
    sealed.write_text(json.dumps(text), encoding="utf-8")
    write(home, RIGHT)
    command("check", "slope", folder=home)

    done = command("solution", "slope", folder=home)

    assert done.exit_code == 0
    assert "no other way" in told(done)


# Nothing hands them out


def every_file(folder):
    """Names and contents of all files below *folder*, those in archives too."""
    todo = [
        (p.relative_to(folder).as_posix(), p.read_bytes()) for p in folder.rglob("*") if p.is_file()
    ]
    while todo:
        name, data = todo.pop()
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                todo += [
                    (f"{name}/{i.filename}", archive.read(i))
                    for i in archive.infolist()
                    if not i.is_dir()
                ]
        else:
            yield name, data


def planted(sealed, *folders):
    """Put the file where an author may have put it, and return what tells it from others."""
    for folder in folders:
        if folder / FILE_NAME != sealed:
            shutil.copy(sealed, folder / FILE_NAME)
    return json.loads(sealed.read_text("utf-8"))["salt"].encode()


def test_nothing_that_an_assignment_hands_out_holds_them(author, command, sealed, tmp_path):
    course = author / "exercises"
    salt = planted(sealed, course, course / "02_gradients", course / "02_gradients/slope", tmp_path)
    sheet = {"title": "Homework", "secret": "0123456789abcdef", "exercises": ["slope", "step"],
             "variants": 1}  # fmt: skip
    (tmp_path / "hw.yaml").write_text(json.dumps(sheet), encoding="utf-8")

    # A process of its own: otter imports what warns.
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "--course", course, "generate", tmp_path / "hw.yaml",
         "-o", tmp_path / "dist"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    files = [*every_file(tmp_path / "dist")]
    assert {"students", "instructor"} <= {name.partition("/")[0] for name, _ in files}
    assert any(
        name.endswith("instructor/bundle/exercises/02_gradients/slope/key.json")
        for name, _ in files
    )
    assert [name for name, data in files if FILE_NAME in name or salt in data] == []


@pytest.mark.nightly
@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_no_package_holds_them_wherever_they_lie(sealed, kind, tmp_path):
    source = tmp_path / "source"
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in ("autograder", "exercises"):
        shutil.copytree(ROOT / name, source / name, ignore=ignored)
    for path in ROOT.glob("*"):
        if path.is_file():
            shutil.copy(path, source)
    shutil.copy(ROOT / ".gitignore", source)
    planted(sealed, source, source / "autograder")

    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(tmp_path / "dist")],
        cwd=source, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    (package,) = (tmp_path / "dist").iterdir()
    if kind == "wheel":
        names = zipfile.ZipFile(package).namelist()
    else:
        with tarfile.open(package) as archive:
            names = archive.getnames()
    assert len(names) > 500
    assert [name for name in names if name.endswith(".solutions")] == []


def test_the_repository_has_none_and_lint_finds_one_that_lies_in_the_course(
    author, command, sealed
):
    listed = subprocess.run(
        ["git", "ls-files", f"*{FILE_NAME}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert listed.stdout == ""
    assert not [*(ROOT / "exercises").rglob(f"*{FILE_NAME}")]

    shutil.copy(sealed, author / "exercises")
    done = command("--course", author / "exercises", "lint")

    assert done.exit_code == 1
    assert f"exercises/{FILE_NAME} is no file of a course; remove it" in told(done)
