"""
A notebook for each chapter and language, for Colab, Kaggle and JupyterLab: ``notebooks/``.

    python scripts/notebooks.py [--check]

They are made from the course as ``gradlings generate`` makes an assignment's; ``--check`` says
whether they are current. The course map links to them.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from autograder import __version__
from autograder.assignments import Assignment, load_assignment
from autograder.content import Course, load_course
from autograder.generating.cells import make_notebook
from autograder.generating.learners import PLAIN, file_name

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "notebooks"


def main() -> None:
    made = dict(notebooks(load_course(ROOT / "exercises")))
    there = {path.name: path.read_text(encoding="utf-8") for path in NOTEBOOKS.glob("*.ipynb")}
    if "--check" in sys.argv:
        stale = sorted(name for name in made | there if made.get(name) != there.get(name))
        sys.exit(f"stale: {', '.join(stale)}; run: make pages" if stale else 0)
    NOTEBOOKS.mkdir(exist_ok=True)
    for name in there.keys() - made.keys():
        (NOTEBOOKS / name).unlink()
    for name, text in made.items():
        (NOTEBOOKS / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"wrote {len(made)} notebooks")


def notebooks(course: Course) -> Iterator[tuple[str, str]]:
    """Yield name and text of each; where Gradlings is missing, they fetch it from its release."""
    target = replace(PLAIN, wheel=released_wheel())
    for chapter in course.chapters:
        assignment = all_of(chapter, course)
        for language in course.languages:
            yield file_name(assignment, language), make_notebook(assignment, language, target)


def released_wheel() -> str:
    """The address of this version's wheel, as release.yml uploads it beside our source."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    source, wheel = project["urls"]["Source"], f"gradlings-{__version__}-py3-none-any.whl"
    return f"{source}/releases/download/v{__version__}/{wheel}"


def all_of(chapter: str, course: Course) -> Assignment:
    """The exercises of *chapter*, at their rubrics' points."""
    sheet = {
        "title": course.chapters[chapter].title.root,
        "secret": "none, for public cases",
        "exercises": [e.id for e in course.exercises if e.chapter == chapter],
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{chapter}.yaml"
        path.write_text(json.dumps(sheet), encoding="utf-8")
        return load_assignment(path, course)


if __name__ == "__main__":
    main()
