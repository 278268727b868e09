"""
An assignment for otter-grader: a notebook for students, and the autograder's zip.

The zip is made by otter's own API and uses our plugin (:mod:`autograder.otter_plugin`), which grades
in our sandbox before otter runs anything, so no submission gets into otter's kernel.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.assignments import Assignment, Bundle, pack
from autograder.assignments.worth import total
from autograder.files import PRIVATE, write_whole
from autograder.generating.cells import TORCH_INDEX, NotebookTarget, make_notebook
from autograder.generating.gradescope import TORCH
from autograder.generating.handouts import OTTER, write_handout
from autograder.generating.learners import course_beside, file_name
from autograder.generating.places import Places
from autograder.generating.wheel import GeneratingError, our_wheel

__all__ = ["BUNDLE_FILE", "write_otter"]

BUNDLE_FILE = "gradlings-bundle.zip"

_STUDENT = NotebookTarget(
    setup=(
        "import otter\n\nfrom autograder.notebook import use_language\n\n"
        'use_language("{language}")\ngrader = otter.Notebook(tests_dir="tests")'
    ),
    check='grader.check("{id}")',
    end="grader.export(pdf=False, run_tests=True)",
    also=(("otter", "otter-grader>=7,<8"),),
)
_HEAD = """\
from otter.test_files import test_case

OK_FORMAT = False
name = "{id}"
points = None
"""
_CASE = """

@test_case(name={title!r}, points={points!r}, hidden={hidden!r})
def {function}(env):
    from autograder.{module} import claim

    claim("{id}", "{check}"{more})
"""


def write_otter(assignment: Assignment, bundle: Bundle, places: Places) -> Path:
    """
    Write notebooks, public tests, a README and our wheel for students, and ``<id>-autograder.zip``.

    Raises:
        GeneratingError: If otter-grader is not installed.
    """
    otter_generate = _needs_otter()
    student = places.students
    for language in assignment.sheet.languages:
        notebook = make_notebook(assignment, language, _STUDENT)
        write_whole(student / file_name(assignment, language), notebook)
    write_handout(assignment, student, OTTER)
    course_beside(assignment, bundle, student)
    _write_tests(assignment, bundle, student / "tests", public_only=True)
    places.instructor.mkdir(parents=True, exist_ok=True)
    output = places.instructor.resolve() / f"{assignment.id}-autograder.zip"
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        _write_tests(assignment, bundle, place / "tests", public_only=False)
        (place / BUNDLE_FILE).write_bytes(pack(bundle.path))
        wheel = our_wheel(place, torch=assignment.needs_torch)
        torch = f"--extra-index-url {TORCH_INDEX}\n{TORCH}\n" if assignment.needs_torch else ""
        requirements = f"{torch}/autograder/source/files/{wheel.name}\n"
        write_whole(place / "requirements.txt", requirements)
        config = write_whole(place / "otter_config.json", json.dumps(_config(assignment)))
        with _inside(place):  # otter names files in the zip by their paths from here
            otter_generate(
                tests_dir="tests",
                output_path=str(output),
                config=config.name,
                requirements="requirements.txt",
                no_environment=True,
                files=[BUNDLE_FILE, wheel.name],
            )
    output.chmod(PRIVATE)
    return output


def _config(assignment: Assignment) -> dict[str, Any]:
    return {
        # What can be earned here: otter asks no quiz items.
        "points_possible": total([task.points for task in assignment.tasks]),
        "show_stdout": False,
        "show_hidden": False,
        "pdf": False,
        "plugins": [{"autograder.otter_plugin.GradlingsPlugin": {"bundle": BUNDLE_FILE}}],
    }


def _write_tests(
    assignment: Assignment, bundle: Bundle, folder: Path, *, public_only: bool
) -> None:
    """
    Write a file for each question: each claim is a public case and, for the autograder, a hidden one.

    The hidden case has the points if there is one: a claim must hold on both kinds of cases to count.
    """
    hidden = bundle.sheet.hidden
    module = "notebook" if public_only else "otter_plugin"
    for task in assignment.tasks:
        exercise = task.exercise
        parts = [_HEAD.format(id=exercise.id)]
        for number, (claim, worth) in enumerate(
            zip(exercise.sheet.claims, task.claims, strict=True), 1
        ):
            both = [(False, 0.0 if hidden else worth)]
            both += [(True, worth)] if hidden and not public_only else []
            for secret, points in both:
                parts.append(
                    _CASE.format(
                        title=f"{claim.check}{' (hidden)' if secret else ''}",
                        points=points,
                        hidden=secret,
                        function=f"test_{number}{'_hidden' if secret else ''}",
                        module=module,
                        id=exercise.id,
                        check=claim.check,
                        more="" if public_only else f", hidden={secret}",
                    )
                )
        write_whole(folder / f"{exercise.id}.py", "".join(parts))


def _needs_otter() -> Any:
    try:
        from otter.generate import main  # noqa: PLC0415 - an extra
    except ImportError:
        raise GeneratingError(
            "the otter target needs otter-grader; install it with: pip install 'gradlings[otter]', "
            "or leave it out with --target"
        ) from None
    return main


@contextlib.contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
