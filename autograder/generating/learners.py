"""Outputs for learners to work with: a folder of scripts, or notebooks."""

from __future__ import annotations

import shutil
from pathlib import Path

from autograder.assignments import Assignment, Bundle
from autograder.content import Language, bundled_course_path
from autograder.files import write_whole
from autograder.generating.cells import NotebookTarget, make_notebook
from autograder.generating.handouts import IN_NOTEBOOK, IN_SCRIPTS, localized, write_handout
from autograder.workspace import Workspace

__all__ = ["PLAIN", "file_name", "public_course", "write_notebooks", "write_scripts"]

#: A notebook that checks itself in its own kernel.
PLAIN = NotebookTarget(
    setup='from autograder.notebook import check, use_language\n\nuse_language("{language}")',
    check='check("{id}")',
)


def write_scripts(
    assignment: Assignment, bundle: Bundle, folder: Path, *, wheel_folder: str = ""
) -> Path:
    """
    Write a working copy of the assignment's exercises, in which ``gradlings`` checks offline.

    A README on installing is written beside it, and our wheel, there or in *wheel_folder*.
    """
    course = folder / ".gradlings" / "course"
    public_course(bundle, course)
    Workspace.create(folder, bundle.course, assignment.sheet.languages[0], inside=course)
    write_handout(assignment, folder, IN_SCRIPTS, wheel_folder=wheel_folder)
    return folder


def write_notebooks(assignment: Assignment, bundle: Bundle, folder: Path) -> Path:
    """Write a notebook and a README on installing in each language, and our wheel."""
    for language in assignment.sheet.languages:
        write_whole(
            folder / file_name(assignment, language),
            make_notebook(assignment, language, PLAIN),
        )
    first = file_name(assignment, assignment.sheet.languages[0])
    write_handout(assignment, folder, IN_NOTEBOOK, notebook=first)
    if assignment.course.path.resolve() != bundled_course_path().resolve():
        # The learners' Gradlings does not contain these exercises, so they are copied.
        public_course(bundle, folder / ".gradlings" / "course")
    return folder / first


def file_name(assignment: Assignment, language: Language) -> str:
    """Return ``hw1.ipynb`` in the assignment's first language, ``hw1.hu.ipynb`` in another."""
    return localized(assignment, language, assignment.id, ".ipynb")


def public_course(bundle: Bundle, folder: Path) -> Path:
    """Write the public side of *bundle*'s exercises to *folder*: no hidden key, no solution."""
    shutil.copytree(bundle.course.path, folder)
    return folder
