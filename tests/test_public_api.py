"""What the package exports: named, documented by examples that run, typed, and free to import."""

from __future__ import annotations

import doctest
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import autograder

ROOT = Path(__file__).resolve().parent.parent
#: DESIGN.md promises these; whoever adds one documents it in docs/reference.md.
PROMISED = {
    "Feedback", "GradlingsError", "Grading", "Verdict", "draw", "grade_class", "open_course",
}  # fmt: skip


def python(code, folder=None):
    """What *code* prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_the_exported_names_are_those_that_are_promised():
    assert set(autograder.__all__) == PROMISED
    assert autograder.__all__ == sorted(autograder.__all__)


def test_every_exported_name_is_there_and_nothing_else_that_is_public():
    star = python("from autograder import *\nprint(*[n for n in dir() if n[:2] != '__'])")
    loaded = {"errors", "facade", "load_ipython_extension", "import_module", "TYPE_CHECKING", "Any"}

    public = {name for name in dir(autograder) if not name.startswith("_")}
    modules = {name for name in public if inspect.ismodule(getattr(autograder, name))}

    assert set(star) == PROMISED
    assert public - modules - loaded == PROMISED
    for name in PROMISED:
        assert getattr(autograder, name) is not None


def test_a_name_that_is_not_exported_is_told_as_any_module_does():
    with pytest.raises(AttributeError, match="module 'autograder' has no attribute 'grade_clas'"):
        _ = autograder.grade_clas


def test_importing_the_package_imports_none_of_its_rooms():
    ours = python("import sys, autograder\nprint(*[m for m in sys.modules if 'autograder' in m])")

    assert ours == ["autograder"]


@pytest.mark.parametrize(
    ("name", "unneeded"),
    [
        ("GradlingsError", ("torch", "numpy", "pydantic", "rich", "click")),
        ("Verdict", ("torch", "numpy", "rich", "click")),
        ("open_course", ("torch", "click", "sqlite3")),
        ("grade_class", ("torch", "click")),
    ],
)
def test_a_name_brings_no_more_along_than_it_needs(name, unneeded):
    loaded = python(f"import sys, autograder\nautograder.{name}\nprint(*sys.modules)")

    assert not set(unneeded) & set(loaded)


@pytest.mark.parametrize("name", sorted(PROMISED))
def test_the_example_of_each_name_runs_and_shows_what_it_says(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    target = getattr(autograder, name)
    # Only what stands at the name itself: its methods' examples would be of no use to the reader.
    (example,) = doctest.DocTestFinder(recurse=False).find(target, name, globs={})

    assert example.examples, f"{name} has no example"
    told = []
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=told.append)

    assert result.failed == 0, "".join(told)
    assert any(f"import {name}" in line.source or name in line.source for line in example.examples)


def test_the_reference_documents_each_name():
    text = (ROOT / "docs/reference.md").read_text(encoding="utf-8")

    listed = text.split("```{eval-rst}")[1].split("```")[0]
    assert all(f":: autograder.{name}\n" in listed for name in PROMISED)
