"""What lint has proved is known as long as nothing changes that the proof depends on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.authoring.lint import proven
from autograder.authoring.lint.complaints import ProgramResult
from autograder.authoring.lint.proven import FOLDER, Proven
from autograder.content import load_course
from autograder.judging import Outcome

MINIATURE = Path(__file__).parents[2] / "course"
DOUBLE = "01_values/double_it"
RESULTS = (
    ProgramResult("adds_two", Outcome.FAILED, ("adds_two",), ()),
    ProgramResult("by_data", Outcome.PASSED, (), ("data_bypasses_autograd",)),
)


@pytest.fixture
def root(tmp_path):
    """A copy of the miniature course of which one exercise is proved."""
    root = Path(shutil.copytree(MINIATURE, tmp_path / "course"))
    Proven(root / "exercises").keep(exercise_in(root), RESULTS)
    return root


def exercise_in(root, name="double_it"):
    return load_course(root / "exercises").exercise(name)


def known(root, name="double_it"):
    return Proven(root / "exercises").results(exercise_in(root, name))


def test_what_is_proved_is_known_with_its_results(root):
    assert known(root) == RESULTS
    assert known(root, "mean_of") is None


@pytest.mark.parametrize(
    "name",
    [
        f"exercises/{DOUBLE}/checks.py",
        f"exercises/{DOUBLE}/exercise.yaml",
        f"exercises/{DOUBLE}/key.json",
        f"exercises/{DOUBLE}/stub.py",
        f"solutions/{DOUBLE}/reference.py",
        f"solutions/{DOUBLE}/wrong/squares_it.py",
        "exercises/errors.yaml",
        "exercises/misconceptions.yaml",
    ],
)
def test_a_file_that_has_changed_is_to_be_proved_again(root, name):
    with (root / name).open("a", encoding="utf-8") as file:
        file.write("\n")

    assert known(root) is None


def test_a_new_program_is_to_be_proved(root):
    (root / f"solutions/{DOUBLE}/right").mkdir(exist_ok=True)
    (root / f"solutions/{DOUBLE}/right/new.py").write_text("x = 1\n", encoding="utf-8")

    assert known(root) is None


def test_a_program_under_another_name_is_to_be_proved(root):
    program = root / f"solutions/{DOUBLE}/wrong/squares_it.py"
    program.rename(program.with_name("squares_it.again.py"))

    assert known(root) is None


def test_a_change_of_another_exercise_is_none_of_this_one(root):
    with (root / "solutions/01_values/mean_of/reference.py").open("a", encoding="utf-8") as file:
        file.write("\n")

    assert known(root) == RESULTS


def test_another_version_of_our_code_or_of_a_package_proves_it_again(root, monkeypatch):
    monkeypatch.setattr(proven, "_ours", lambda: "another")

    assert known(root) is None


def test_our_code_and_every_package_are_part_of_what_a_proof_depends_on(monkeypatch, tmp_path):
    monkeypatch.setattr(proven, "_ours", proven._ours.__wrapped__)
    before = proven._ours()

    assert proven._ours() == before
    monkeypatch.setattr(proven, "_PACKAGE", tmp_path)
    (tmp_path / "judge.py").write_text("x = 1\n", encoding="utf-8")
    one = proven._ours()
    (tmp_path / "judge.py").write_text("x = 2\n", encoding="utf-8")
    other = proven._ours()
    monkeypatch.setattr(proven, "distributions", list)
    assert len({before, one, other, proven._ours()}) == 4


def test_what_changes_while_it_is_proved_is_not_kept(root):
    shutil.rmtree(root / FOLDER)
    begun = Proven(root / "exercises")
    with (root / f"solutions/{DOUBLE}/reference.py").open("a", encoding="utf-8") as file:
        file.write("\n")

    begun.keep(exercise_in(root), RESULTS)

    assert known(root) is None


@pytest.mark.parametrize(
    "damage", [b"", b"\xff", b"{}", b"[]", b'{"digest": 1, "programs": [[1]]}', b"null"]
)
def test_what_is_kept_and_damaged_is_proved_again(root, damage):
    (kept,) = (root / FOLDER).rglob("double_it.json")
    kept.write_bytes(damage)

    assert known(root) is None


def test_where_nothing_can_be_written_nothing_is_kept(root):
    shutil.rmtree(root / FOLDER)
    (root / FOLDER).write_text("a file in its place", encoding="utf-8")

    Proven(root / "exercises").keep(exercise_in(root), RESULTS)

    assert known(root) is None


def test_git_is_told_to_leave_it_alone(root):
    assert (root / FOLDER / ".gitignore").read_text(encoding="ascii") == "*\n"
