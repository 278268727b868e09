"""The command as learners, instructors and programs meet it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.cli import cli
from autograder.workspace import Workspace

STEP = "exercises/06_updates/step_no_grad.py"
TODO = "    raise NotImplementedError\n"
REBINDS = "    W = W - lr * W.grad\n"
RIGHT = "    with torch.no_grad():\n        W -= lr * W.grad\n"


@pytest.fixture
def gradlings(lent, monkeypatch):
    monkeypatch.delenv("GRADLINGS_LANG", raising=False)

    def gradlings(*arguments, code=None):
        result = CliRunner().invoke(cli, arguments)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        if code is not None:
            assert result.exit_code == code, result.output
        return result.output

    return gradlings


@pytest.fixture
def home(gradlings, tmp_path, monkeypatch):
    gradlings("init", str(tmp_path / "home"), "--lang", "en", code=0)
    monkeypatch.chdir(tmp_path / "home")
    return tmp_path / "home"


def write(home, body, file=STEP):
    path = home / file
    path.write_text(path.read_text(encoding="utf-8").replace(TODO, body), encoding="utf-8")
    return path


# init, update, reset


def test_init_writes_a_file_for_each_exercise_with_its_statement_on_top(home, course):
    for exercise in course.exercises:
        text = Workspace(home).path_of(exercise).read_text(encoding="utf-8")
        title = exercise.statement("en").splitlines()[0]
        assert text.startswith(title)


def test_init_again_keeps_what_was_written(home, gradlings):
    path = write(home, REBINDS)

    output = gradlings("init", ".", code=0)

    assert REBINDS in path.read_text(encoding="utf-8")
    assert "0 exercises written" in output


def test_init_speaks_hungarian(gradlings, tmp_path, course):
    gradlings("init", str(tmp_path / "itthon"), "--lang", "hu", code=0)

    text = (tmp_path / "itthon" / STEP).read_text(encoding="utf-8")
    assert text.startswith(course.exercise("step_no_grad").statement("hu").splitlines()[0])


def test_init_does_not_change_the_language_of_a_working_copy(home, gradlings):
    assert "update --lang hu" in gradlings("init", ".", "--lang", "hu", code=2)


def test_update_with_a_language_changes_untouched_files_only(home, gradlings):
    path = write(home, RIGHT)

    gradlings("update", "--lang", "hu", code=0)

    assert RIGHT in path.read_text(encoding="utf-8")
    other = (home / "exercises/05_grad/zero_it.py").read_text(encoding="utf-8")
    assert "számolja" in other or "veszteség" in other


def test_reset_puts_the_stub_back_and_keeps_a_backup(home, gradlings):
    path = write(home, REBINDS)

    output = gradlings("reset", "step_no_grad", code=0)

    assert TODO in path.read_text(encoding="utf-8")
    (backup,) = (home / ".gradlings/backups").iterdir()
    assert REBINDS in backup.read_text(encoding="utf-8")
    assert backup.name in output.replace("\n", "")


# check


def test_a_stub_is_not_written_yet(home, gradlings):
    assert "Not written yet" in gradlings("check", "step_no_grad", code=1)


def test_a_wrong_answer_is_named_and_its_call_and_values_are_shown(home, gradlings):
    write(home, REBINDS)

    output = gradlings("check", "step_no_grad", code=1)

    for part in ("rebinds_parameter", "called", "expected", "observed", "gradlings hint"):
        assert part in output


def test_a_right_answer_passes_and_leaves_a_takeaway(home, gradlings, course):
    write(home, RIGHT)

    output = gradlings("check", "step_no_grad", code=0)

    takeaway = course.exercise("step_no_grad").sheet.takeaway["en"]
    assert takeaway.split()[0] in output
    assert "Take away" in output


def test_checking_a_file_finds_its_exercise(home, gradlings):
    write(home, RIGHT)

    gradlings("check", STEP, code=0)


def test_checking_a_notebook_finds_its_exercises_by_function(home, gradlings, tmp_path):
    source = "%matplotlib inline\nimport torch\ndef step_no_grad(W, lr):\n" + RIGHT
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# hi"]},
        {"cell_type": "code", "metadata": {}, "source": source.splitlines(keepends=True)},
    ]
    notebook = tmp_path / "homework.ipynb"
    notebook.write_text(json.dumps({"nbformat": 4, "cells": cells}), encoding="utf-8")

    gradlings("check", str(notebook), code=0)


def test_json_holds_the_contract(home, gradlings):
    write(home, REBINDS)

    data = json.loads(gradlings("check", "step_no_grad", "--json", code=1))

    assert data["schema"] == 1
    (result,) = data["results"]
    assert set(result) == {
        "exercise",
        "score",
        "max_score",
        "outcome",
        "checks",
        "misconceptions",
        "advice",
    }
    assert (result["exercise"], result["outcome"]) == ("step_no_grad", "failed")
    assert result["misconceptions"] == ["rebinds_parameter"]
    for check in result["checks"]:
        assert set(check) == {"name", "outcome", "score", "max_score", "message"}


def test_json_is_one_object_and_nothing_else_whatever_the_code_prints(home, gradlings):
    write(home, "    print('{}')\n" + RIGHT)

    assert json.loads(gradlings("check", "step_no_grad", "--json", code=0))["schema"] == 1


def test_a_submission_is_graded_without_touching_the_working_copy(home, gradlings, tmp_path):
    answer = tmp_path / "anywhere.py"
    answer.write_text("import torch\ndef step_no_grad(W, lr):\n" + RIGHT, encoding="utf-8")
    before = (home / STEP).read_bytes()

    gradlings("check", "--submission", str(answer), "--exercise", "step_no_grad", "--json", code=0)

    assert (home / STEP).read_bytes() == before
    assert not (home / ".gradlings/progress.json").exists()


def test_a_submission_needs_no_working_copy(gradlings, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.py").write_text("def step_no_grad(W, lr): pass\n", encoding="utf-8")

    gradlings("check", "--submission", "a.py", "--exercise", "step_no_grad", code=1)


@pytest.mark.by_day(3)
@pytest.mark.parametrize(
    ("body", "outcome", "words"),
    [
        ("    while True: pass\n", "timeout", "loop that never ends"),
        ("    import sys; sys.exit()\n", "errored", "SystemExit"),
        ("    import os; os._exit(0)\n", "errored", "ended the whole program"),
        ("    import ctypes; ctypes.string_at(0)\n", "errored", "SIGSEGV"),
        ("    W = (\n", "errored", "could not be loaded"),
        ("    x = 1 / 0\n", "errored", "ZeroDivisionError"),
    ],
)
def test_every_bad_end_has_an_outcome_and_words(home, gradlings, body, outcome, words):
    write(home, body)

    data = json.loads(gradlings("check", "step_no_grad", "--json", code=1))

    assert data["results"][0]["outcome"] == outcome
    assert words in " ".join(check["message"] for check in data["results"][0]["checks"])


def test_a_bad_end_costs_the_next_exercise_nothing(home, gradlings):
    write(home, "    import os; os._exit(0)\n", "exercises/06_updates/step_no_grad.py")

    data = json.loads(gradlings("check", "step_no_grad", "zero_it", "--json", code=1))

    assert [r["outcome"] for r in data["results"]] == ["errored", "failed"]
    assert data["results"][1]["misconceptions"] == ["grad_not_zeroed"]


@pytest.mark.nightly
def test_checking_everything_ends_with_a_sum(home, gradlings, course):
    output = gradlings("check", code=1)

    assert "all together" in output
    assert f"/{sum(exercise.points for exercise in course.exercises):g}" in output


# usage


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("chek",), "Did you mean 'check'"),
        (("check", "step_no_gard"), "Did you mean 'step_no_grad'"),
        (("check", "missing.py"), "missing.py can't be read"),
        (("check", "--exercise", "zero_it"), "goes with --submission"),
        (("check", "--submission", STEP), "goes with --exercise"),
        (("hint", "nothing_like_it"), "there is no exercise"),
        (("--lang", "de", "list"), "the course is not in 'de'; its languages: en, hu"),
        (("--lang", "en_US", "list"), "'en_US' is no tag of a language"),
        (("explain", "some text that nobody knows"), "No explanation"),
        (("new", "step"), "CHAPTER/EXERCISE"),
        (("new", "06_updates/step_no_grad"), "exists already"),
        (("new", "06_update/x"), "Did you mean '06_updates'"),
    ],
)
def test_wrong_usage_says_what_to_do_and_exits_with_2(home, gradlings, arguments, words):
    assert words in gradlings(*arguments, code=2)


@pytest.mark.parametrize(
    ("target", "content", "words"),
    [
        ("step_no_gard", None, "nincs ilyen feladat: 'step_no_gard'. Erre gondoltál: 'step_no_grad'?"),
        ("missing.py", None, "missing.py nem olvasható: nincs ilyen fájl vagy mappa"),
        ("latin.py", "# őr".encode("latin2"), "latin.py nem UTF-8, eltérés ennél a bájtnál: 2"),
        ("empty.py", b"x = 1\n", "empty.py: egyik feladat függvénye sincs benne"),
    ],
)  # fmt: skip
def test_what_a_learner_did_wrong_is_told_in_hungarian(
    gradlings, tmp_path, monkeypatch, target, content, words
):
    gradlings("init", str(tmp_path / "kurzus"), "--lang", "hu", code=0)
    monkeypatch.chdir(tmp_path / "kurzus")
    if content is not None:
        Path(target).write_bytes(content)

    told = " ".join(gradlings("check", target, code=2).split())

    assert words in told
    assert "Did you" not in told


def test_outside_a_working_copy_the_way_in_is_told(gradlings, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    for arguments in ((), ("list",), ("check",), ("check", "zero_it")):
        assert "gradlings init" in gradlings(*arguments, code=2)


def test_a_stale_key_is_our_fault_and_exits_with_3(gradlings, home, course, tmp_path):
    import shutil

    shutil.copytree(course.path, tmp_path / "exercises")
    checks = tmp_path / "exercises/06_updates/step_no_grad/checks.py"
    checks.write_text(checks.read_text(encoding="utf-8") + "\n\n# changed\n", encoding="utf-8")

    output = gradlings("--course", str(tmp_path / "exercises"), "check", "step_no_grad", code=3)

    assert "gradlings lock step_no_grad" in output


def test_a_broken_course_tells_every_mistake_with_its_line(gradlings, course, tmp_path):
    import shutil

    shutil.copytree(course.path, tmp_path / "exercises")
    sheet = tmp_path / "exercises/06_updates/step_no_grad/exercise.yaml"
    text = sheet.read_text(encoding="utf-8").replace("takeaway:", "takeway:")
    sheet.write_text(text, encoding="utf-8")

    output = gradlings("--course", str(tmp_path / "exercises"), "init", str(tmp_path / "x"), code=2)

    assert "step_no_grad/exercise.yaml" in output
    assert "Did you mean 'takeaway'" in output


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_every_command_has_help(gradlings, command):
    output = gradlings(command, "--help", code=0)

    assert cli.commands[command].help.splitlines()[0][:30] in output


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_every_command_stands_in_the_readme(command):
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")

    assert f"gradlings {command}" in readme


# hint, list, explain, doctor


def test_hints_come_one_after_the_other_and_stay_at_the_last(home, gradlings):
    heads = [gradlings("hint", "step_no_grad").splitlines()[0] for _ in range(4)]

    assert [head.split("Hint ")[1][:6] for head in heads] == [
        "1 of 3",
        "2 of 3",
        "3 of 3",
        "3 of 3",
    ]


def test_a_hint_level_can_be_asked_for(home, gradlings):
    assert "Hint 3 of 3" in gradlings("hint", "step_no_grad", "--level", "3", code=0)


def test_the_list_ticks_what_was_passed(home, gradlings):
    write(home, RIGHT)
    gradlings("check", "step_no_grad")

    (line,) = [line for line in gradlings("list", code=0).splitlines() if "step_no_grad" in line]
    assert line.startswith("✓")


def test_explain_knows_the_last_error(home, gradlings):
    write(home, "    W -= lr * W.grad\n")
    gradlings("check", "step_no_grad")

    output = gradlings("explain", code=0)

    assert "a leaf Variable" in output
    assert "no_grad" in output.replace("step_no_grad", "")


def test_explain_knows_the_error_that_a_stub_is_there_to_raise(home, gradlings):
    gradlings("check", "broken_chain", code=1)

    assert "numpy" in gradlings("explain", code=0)


def test_explain_knows_a_message_and_a_misconception(home, gradlings):
    message = "element 0 of tensors does not require grad and does not have a grad_fn"

    assert "stub" not in gradlings("explain", message, code=0)
    assert gradlings("explain", f"RuntimeError: {message}") == gradlings("explain", message)
    assert "=" in gradlings("explain", "rebinds_parameter", code=0)


@pytest.mark.nightly
def test_doctor_tells_versions_and_that_checks_run(gradlings):
    output = gradlings("doctor", code=0)

    for word in ("python", "torch", "check", "sandbox", "warm server", "speed", "memory"):
        assert word in output


# progress


def test_progress_counts_attempts_hints_and_misconceptions(home, gradlings):
    write(home, REBINDS)
    gradlings("check", "step_no_grad")
    gradlings("hint", "step_no_grad")

    data = json.loads((home / ".gradlings/progress.json").read_text(encoding="utf-8"))

    entry = data["exercises"]["step_no_grad"]
    assert (entry["attempts"], entry["hints"], entry["passed_at"]) == (1, 1, None)
    assert entry["misconceptions"] == {"rebinds_parameter": 1}


def test_progress_is_one_json_object_for_programs(home, gradlings, course):
    write(home, REBINDS)
    gradlings("check", "step_no_grad", code=1)

    data = json.loads(gradlings("progress", "--json", code=0))

    assert data["schema"] == 1
    assert len(data["exercises"]) == len(course.exercises)
    (step,) = [row for row in data["exercises"] if row["exercise"] == "step_no_grad"]
    assert (step["standing"], step["attempts"]) == ("open", 1)
    assert data["misconceptions"] == [
        {"misconception": "rebinds_parameter", "count": 1, "is_open": True}
    ]


@pytest.mark.parametrize("asked", [[], ["05"], ["grad"]], ids=" ".join)
def test_the_page_of_a_chapter_can_be_read(home, gradlings, course, asked, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    output = gradlings("read", *asked, code=0)

    chapter = "05_grad" if asked else course.exercises[0].chapter
    page = course.page(chapter, "en")
    assert page.splitlines()[0].removeprefix("# ") in output
    for line in page.splitlines():
        if line.startswith("    "):  # Its drawings stay as they are.
            assert line.strip() in output


def test_a_chapter_that_is_not_there_is_answered_with_the_nearest(home, gradlings):
    assert "there is no chapter '05_gard'. Did you mean '05_grad'?" in gradlings(
        "read", "05_gard", code=2
    )


def test_without_a_terminal_the_bare_command_checks_the_next_open_exercise(home, gradlings):
    output = gradlings(code=1)

    assert "intro" in output
    assert "\x1b" not in output


# the real thing, in processes of its own


def run(*command, folder, **environment):
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_python_dash_m_is_the_same_command(tmp_path):
    result = run(sys.executable, "-m", "autograder", "--version", folder=tmp_path)

    assert result.returncode == 0
    assert result.stdout.startswith("gradlings, version")


@pytest.mark.by_day(1)
@pytest.mark.parametrize("width", ["40", "200"])
def test_narrow_and_wide_output_keeps_every_word_and_no_colour(home, width):
    write(home, REBINDS)

    result = run(
        sys.executable,
        "-m",
        "autograder",
        "check",
        "step_no_grad",
        folder=home,
        NO_COLOR="1",
        COLUMNS=width,
    )

    assert result.returncode == 1
    assert "\x1b" not in result.stdout
    assert "rebinds_parameter" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= int(width)


@pytest.mark.nightly
def test_a_console_without_our_signs_gets_ascii(home):
    result = run(
        sys.executable,
        "-m",
        "autograder",
        "check",
        "step_no_grad",
        folder=home,
        PYTHONIOENCODING="ascii",
    )

    assert result.returncode == 1
    assert result.stdout.isascii()
    assert "\nx The step" in result.stdout


def test_pytest_in_a_working_copy_collects_claims_with_readable_failures(home):
    write(home, REBINDS)

    result = run(
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        STEP,
        folder=home,
    )

    assert result.returncode == 1
    assert "step_no_grad.py::step_moves_W_against_its_gradient" in result.stdout
    assert "rebinds_parameter" in result.stdout
    assert "autograder/" not in result.stdout
    assert "2 failed" in result.stdout


@pytest.mark.nightly
def test_pytest_passes_on_a_right_answer(home):
    write(home, RIGHT)

    result = run(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", STEP, folder=home)

    assert (result.returncode, "2 passed" in result.stdout) == (0, True)
