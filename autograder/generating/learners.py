"""Outputs for learners to work with: a folder of scripts, or notebooks."""

from __future__ import annotations

import shutil
from pathlib import Path

from autograder.assignments import Assignment, Bundle
from autograder.assignments.written import answer_file
from autograder.content import Language, bundled_course_path
from autograder.files import write_whole
from autograder.generating.cells import NotebookTarget, make_notebook
from autograder.generating.handouts import NOTEBOOK, SCRIPTS, Guide, localized, write_handout
from autograder.generating.places import Places
from autograder.workspace import Workspace

__all__ = [
    "PLAIN",
    "course_beside",
    "file_name",
    "public_course",
    "write_notebooks",
    "write_scripts",
    "write_working_copy",
]

#: A notebook that checks itself in its own kernel.
PLAIN = NotebookTarget(
    setup='from autograder.notebook import check, use_language\n\nuse_language("{language}")',
    check='check("{id}")',
)


def write_scripts(assignment: Assignment, bundle: Bundle, places: Places) -> Path:
    """Write a working copy of the assignment's exercises for students, with a README and our wheel."""
    return write_working_copy(assignment, bundle, places.students, SCRIPTS)


def write_working_copy(
    assignment: Assignment, bundle: Bundle, folder: Path, guide: Guide, *, wheel_folder: str = ""
) -> Path:
    """
    Write a working copy of the assignment's exercises, in which ``gradlings`` checks offline.

    A README by *guide* is written beside it, and our wheel, there or in *wheel_folder*.
    """
    course = folder / ".gradlings" / "course"
    public_course(bundle, course)
    Workspace.create(folder, bundle.course, assignment.sheet.languages[0], inside=course)
    files = [
        f"exercises/{task.exercise.chapter}/{task.exercise.id}.py" for task in assignment.tasks
    ]
    files += _write_written(assignment, folder)
    write_handout(assignment, folder, guide, files, wheel_folder=wheel_folder)
    return folder


def _write_written(assignment: Assignment, folder: Path) -> list[str]:
    """Write a file for the answer to each written exercise; return the files' names."""
    languages = assignment.sheet.languages
    texts = {f"written/{task.id}.md": answer_file(task, languages) for task in assignment.written}
    for name, text in texts.items():
        write_whole(folder / name, text)
    return list(texts)


def write_notebooks(assignment: Assignment, bundle: Bundle, places: Places) -> Path:
    """Write a notebook and a README in each language for students, and our wheel."""
    folder = places.students
    for language in assignment.sheet.languages:
        write_whole(
            folder / file_name(assignment, language),
            make_notebook(assignment, language, PLAIN),
        )
    write_handout(assignment, folder, NOTEBOOK)
    course_beside(assignment, bundle, folder)
    return folder / file_name(assignment, assignment.sheet.languages[0])


def file_name(assignment: Assignment, language: Language) -> str:
    """Return ``hw1.ipynb`` in the assignment's first language, ``hw1.hu.ipynb`` in another."""
    return localized(assignment, language, assignment.id, ".ipynb")


def course_beside(assignment: Assignment, bundle: Bundle, folder: Path) -> None:
    """Copy the exercises beside notebooks in *folder* if the learners' Gradlings has no such course."""
    if assignment.course.path.resolve() != bundled_course_path().resolve():
        public_course(bundle, folder / ".gradlings" / "course")


def public_course(bundle: Bundle, folder: Path) -> Path:
    """Write the public side of *bundle*'s exercises to *folder*: no hidden key, no solution."""
    shutil.copytree(bundle.course.path, folder)
    return folder
