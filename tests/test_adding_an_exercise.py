"""Adding an exercise, step by step as CONTRIBUTING says, in a copy of the repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("autograder", "exercises", "solutions", "docs", "scripts")


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A copy of what authors work in, with our interpreter instead of a ``.venv`` of its own."""
    copy = tmp_path_factory.mktemp("repository")
    for name in PARTS:
        ignored = shutil.ignore_patterns("__pycache__", "*.png")
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    return copy


def run(repository, *command):
    """What *command* prints, in *repository*; it must succeed."""
    done = subprocess.run(
        command, cwd=repository, capture_output=True, text=True, check=False, timeout=300,
        env={**os.environ, "PYTHONPATH": str(repository), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def gradlings(repository, *arguments):
    return run(repository, sys.executable, "-m", "autograder", *arguments)


def scripts_of(target):
    """The scripts that a target of the Makefile runs, with what follows each."""
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").partition(f"\n{target}:")[2]
    return re.findall(r"(scripts/\w+\.py) ?(.*)$", recipe.partition("\n\n")[0], re.MULTILINE)


def test_make_pages_renews_what_make_content_checks():
    assert len(scripts_of("pages")) == 3
    assert [(script, "--check") for script, _ in scripts_of("pages")] == scripts_of("content")


@pytest.mark.nightly
def test_a_new_exercise_in_the_middle_touches_its_own_folders_and_one_line(repository):
    def texts():
        return {
            str(path.relative_to(repository)): path.read_text(encoding="utf-8").splitlines()
            for name in ("exercises", "solutions")
            for path in repository.joinpath(name).rglob("*.*")
            if path.is_file()
        }

    before = texts()
    gradlings(repository, "new", "06_updates/heavy_step", "--after", "step_no_grad")
    gradlings(repository, "lock", "heavy_step")

    own = ("exercises/06_updates/heavy_step/", "solutions/06_updates/heavy_step/")
    changed = {
        path: [line for line in lines if line not in before.get(path, ())]
        for path, lines in texts().items()
        if lines != before.get(path) and not path.startswith(own)
    }
    assert changed == {"exercises/06_updates/chapter.yaml": ["  - heavy_step"]}


def test_a_new_exercise_takes_its_place_in_the_course_map(repository):
    script = repository / "scripts/coverage.py"
    if not (repository / "exercises/06_updates/heavy_step").is_dir():
        gradlings(repository, "new", "06_updates/heavy_step", "--after", "step_no_grad")

    run(repository, sys.executable, script)
    run(repository, sys.executable, script, "--check")

    course_map = (repository / "docs/course.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| `(\w+)`", course_map, re.MULTILINE)
    names = [name for _, name in rows]
    assert [int(number) for number, _ in rows] == list(range(1, len(rows) + 1))
    assert names.index("heavy_step") == names.index("step_no_grad") + 1
