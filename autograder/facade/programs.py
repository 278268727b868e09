"""Finding the programs that a learner means: an exercise of the working copy, a script, a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from autograder.assignments import question_of
from autograder.content import Course, Exercise
from autograder.files import as_on_disk, same_name
from autograder.submissions import (
    Sources,
    SubmissionError,
    defined_functions,
    find_programs,
    helpers_beside,
    read_bytes,
    read_sources,
)
from autograder.workspace import NoWorkspaceError, Workspace

__all__ = ["Program", "programs_named", "programs_of"]

#: A program, with the files that it imports, and the exercise that it answers.
Program = tuple[Sources, Exercise]


def programs_of(workspace: Workspace, course: Course) -> Iterator[Program]:
    """
    Yield the learner's program for each exercise of *course*.

    Raises:
        SubmissionError: If a program can't be read.
    """
    for exercise in course.exercises:
        yield read_sources(workspace.path_of(exercise)), exercise


def programs_named(target: str, course: Course, workspace: Workspace | None) -> Iterator[Program]:
    """
    Yield the programs that *target* names: an exercise of the working copy, or those in a file.

    Raises:
        NoWorkspaceError: If *target* is an exercise, and there is no working copy.
        UnknownExerciseError: If there is no such exercise.
        SubmissionError: If the file can't be read, or answers no exercise.
    """
    path = as_on_disk(Path(target))
    if path.suffix == ".ipynb":
        yield from _in_notebook(path, target, course)
    elif path.suffix == ".py":
        yield from _in_script(path, target, course)
    else:
        exercise = course.exercise(target)
        if workspace is None:
            raise NoWorkspaceError(
                f"{target!r} is an exercise, but this is no working copy; "
                f"make one with gradlings init, or use --submission FILE --exercise {target}"
            )
        yield read_sources(workspace.path_of(exercise)), exercise


def _in_notebook(path: Path, target: str, course: Course) -> Iterator[Program]:
    """The cells that answer each exercise, found as by every other client."""
    questions = [question_of(exercise) for exercise in course.exercises]
    programs = find_programs([(path.name, read_bytes(path))], questions)
    if programs.unread:
        raise SubmissionError(programs.unread[0][1])
    if not programs.by_exercise and not programs.in_text:
        raise SubmissionError("{name} defines no function of an exercise", name=target)
    for exercise in course.exercises:
        program = programs.by_exercise.get(exercise.id)
        in_text = programs.in_text.get(exercise.id, "")
        if program is not None or in_text:
            helpers = helpers_beside(program or "", path.parent)
            own = programs.helpers.get(exercise.id, {})
            yield Sources(program or "", {**helpers, **own}, in_text), exercise


def _in_script(path: Path, target: str, course: Course) -> Iterator[Program]:
    source = read_sources(path)
    by_name = [exercise for exercise in course.exercises if exercise.id == same_name(path.stem)]
    functions = defined_functions(source.main)
    answered = by_name or [e for e in course.exercises if e.function in functions]
    if not answered:
        raise SubmissionError(
            "{name} defines no function of an exercise; "
            "say which it answers with --submission FILE --exercise ID",
            name=target,
        )
    for exercise in answered:
        yield source, exercise
