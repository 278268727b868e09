"""What learners get to work with: a folder of scripts, or notebooks."""

from __future__ import annotations

import shutil
from pathlib import Path

from autograder.assignments import Assignment, Bundle
from autograder.content import Language, bundled_course_path
from autograder.files import write_whole
from autograder.generating.cells import NotebookDoor, make_notebook
from autograder.workspace import Workspace

__all__ = ["file_name", "public_course", "write_notebooks", "write_scripts"]

_PLAIN = NotebookDoor(
    setup='from autograder.notebook import check, use_language\n\nuse_language("{language}")',
    check='check("{id}")',
)


def write_scripts(assignment: Assignment, bundle: Bundle, folder: Path) -> Path:
    """Write a working copy of the assignment's exercises; ``gradlings`` checks in it, offline."""
    course = folder / ".gradlings" / "course"
    public_course(bundle, course)
    Workspace.create(folder, bundle.course, assignment.sheet.languages[0], inside=course)
    return folder


def write_notebooks(assignment: Assignment, bundle: Bundle, folder: Path) -> Path:
    """Write a notebook in each language."""
    for language in assignment.sheet.languages:
        write_whole(
            folder / file_name(assignment, language),
            make_notebook(assignment, language, _PLAIN),
        )
    if assignment.course.path.resolve() != bundled_course_path().resolve():
        # What is not in the learners' Gradlings goes along.
        public_course(bundle, folder / ".gradlings" / "course")
    return folder / file_name(assignment, assignment.sheet.languages[0])


def file_name(assignment: Assignment, language: Language) -> str:
    """``hw1.ipynb`` in the assignment's first language, ``hw1.hu.ipynb`` in another."""
    first = language == assignment.sheet.languages[0]
    return f"{assignment.id}.ipynb" if first else f"{assignment.id}.{language}.ipynb"


def public_course(bundle: Bundle, folder: Path) -> Path:
    """Write the public side of *bundle*'s exercises to *folder*: no hidden key, no solution."""
    shutil.copytree(bundle.course.path, folder)
    return folder
