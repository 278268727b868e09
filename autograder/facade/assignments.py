"""Assignments: composed, made into a bundle, and written for learners and platforms."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from autograder.assignments import (
    Assignment,
    Bundle,
    SheetOwner,
    load_assignment,
    make_bundle,
    owners_in,
    write_owners,
)
from autograder.assignments.assignment import dump
from autograder.assignments.decisions import DECISIONS, Decision, add_decision, load_decisions
from autograder.assignments.sheet import read_moment
from autograder.content import ContentError, Course, Language, Mistake, nearest
from autograder.errors import InputError
from autograder.facade.grading import Grading
from autograder.files import write_whole
from autograder.generating.keys import key_maker
from autograder.generating.quizzes.target import quiz_keys, sheet_keys
from autograder.generating.targets import Generated, generate_targets
from autograder.grading.adjusting import meant
from autograder.rosters import Roster, RosterError, read_roster
from autograder.tables import table_at

__all__ = [
    "Outputs",
    "decide_on",
    "entry_named",
    "make_outputs",
    "mistakes_in",
    "moment",
    "new_assignment",
    "updated_bundle",
]

#: An entry of an assignment's file: an exercise, or a whole chapter.
Entry = str | dict[str, str]


def new_assignment(
    path: Path,
    course: Course,
    *,
    title: str,
    entries: Sequence[Entry],
    due: str | None = None,
    language: Language | None = None,
) -> Assignment:
    """
    Write a new assignment, whose hidden cases have a new secret seed, and return it.

    Args:
        entries: As :func:`entry_named` gives them.
        due: A date and time with a time zone (:func:`moment`).
        language: The first of its languages; by default the course's first.

    Raises:
        ContentError: If the assignment does not fit the course; then nothing is written.
        OSError: If the file can't be written.
    """
    first = course.language(language)
    sheet = {
        "schema": 1,
        "title": title,
        "languages": [first, *(one for one in course.languages if one != first)],
        # Anybody with this secret can draw the hidden cases, so it is as private as the solutions.
        "secret": secrets.token_hex(16),
        "exercises": list(entries),
        "cases": {"hidden": True},
        **({"due": due, "late": {"grace": "15 min", "penalty": 10}} if due else {}),
        "attempts": {"keep": "last"},
    }
    write_whole(path, dump(sheet), private=True)
    try:
        return load_assignment(path, course)
    except BaseException:
        path.unlink()
        raise


def entry_named(name: str, course: Course) -> Entry:
    """
    Return the entry for the exercise or chapter *name* in an assignment's file.

    Raises:
        InputError: If there is no such exercise or chapter; suggests a similar name.
    """
    if name in course.chapters:
        return {"chapter": name}
    if any(exercise.id == name for exercise in course.exercises):
        return name
    known = [*course.chapters, *(exercise.id for exercise in course.exercises)]
    raise InputError(f"there is no exercise or chapter {name!r}.{nearest(name, known)}")


def moment(text: str) -> str:
    """
    Return *text* if it is a point in time with a time zone, as an assignment's file has it.

    Raises:
        InputError: If it is not.
    """
    try:
        read_moment(text)
    except ValueError as error:
        raise InputError(f"{text!r} {error}") from None
    return text


def updated_bundle(
    assignment: Assignment, folder: Path, *, progress: Callable[[str], object] = lambda _: None
) -> Bundle:
    """
    Make the bundle of *assignment* in *folder*, or bring it up to date, and open it.

    Keys of hidden cases are made by running the solutions, which must be present.

    Args:
        progress: Called with an exercise's id before its keys are made.

    Raises:
        LockError: If a solution can't be run.
        OSError: If the bundle can't be written.
    """
    keys = quiz_keys(assignment) if assignment.quiz else {}
    on_sheets = sheet_keys(assignment)
    with Grading(assignment.course) as grading:
        maker = key_maker(grading.grader)
        return make_bundle(
            assignment, folder, maker, progress=progress, quiz_keys=keys, sheet_keys=on_sheets
        )


def decide_on(
    path: Path, course: Course, decision: Mapping[str, object], *, roster: Path | None = None
) -> tuple[Path, Sequence[Decision]]:
    """
    Write a *decision* about students to ``adjust.yaml`` beside the assignment at *path*.

    Args:
        roster: A table of the class, in which whoever is meant is looked up first.

    Returns:
        The file, and all decisions in it.

    Raises:
        ContentError: If the assignment, the decision or the file has mistakes; then nothing is
            written.
        InputError: If by the *roster* nobody is meant, or several students could be.
    """
    assignment = load_assignment(path, course)
    if roster is not None:
        _require_one_meant(decision, roster)
    file = path.parent / DECISIONS
    return file, add_decision(file, decision, assignment.worth, assignment.sheet.languages)


def _require_one_meant(decision: Mapping[str, object], roster: Path) -> None:
    student, group = (str(decision.get(key) or "") or None for key in ("student", "group"))
    who = Decision(student=student, group=group, reason="looked up")
    meant(who, _roster_at(roster))


def mistakes_in(path: Path, course: Course) -> Sequence[Mistake]:
    """Return all mistakes in the assignment at *path* and in ``adjust.yaml`` beside it."""
    try:
        assignment = load_assignment(path, course)
        load_decisions(path.parent / DECISIONS, assignment.worth, assignment.sheet.languages)
    except ContentError as error:
        return error.mistakes
    return ()


def _owners(students: Path, assignment: Assignment) -> Sequence[SheetOwner]:
    """Everybody on the roster at *students*."""
    if not assignment.quiz:
        raise InputError(
            "--students gives everybody a quiz sheet of their own, but this assignment has no quiz "
            "items; name some under its key quiz"
        )
    owners = owners_in(_roster_at(students))
    if not owners:
        raise RosterError(f"{students}: there is nobody in it; a roster has a row for each student")
    return owners


def _roster_at(path: Path) -> Roster:
    try:
        return read_roster(table_at(path))
    except RosterError as error:
        raise RosterError(f"{path}: {error}") from None


@dataclass(frozen=True, slots=True)
class Outputs:
    """
    The outputs of an assignment: the instructor's bundle, and those for others.

    Attributes:
        overdue: Whether the due date has passed already, which is rarely meant.
        rescaled: The id of each exercise whose points were scaled, its own points and what they became.
    """

    bundle: Bundle
    outputs: Sequence[Generated]
    overdue: bool = False
    rescaled: Sequence[tuple[str, float, float]] = ()


def make_outputs(
    path: Path,
    folder: Path,
    course: Course,
    *,
    only: Sequence[str] = (),
    students: Path | None = None,
    progress: Callable[[str], object] = lambda _: None,
) -> Outputs:
    """
    Write the outputs of the assignment at *path*, for learners and platforms, and its bundle.

    Args:
        folder: Where the outputs are written to.
        only: Names of outputs; all of them by default.
        students: A roster. Everybody on it gets a quiz sheet of their own, now and in later calls:
            who they are is kept beside the assignment (``hw1.students.json``).

    Raises:
        ContentError: If the assignment's file is wrong.
        GeneratingError: If an output in *only* needs a package that is not installed.
        InputError: If *students* is no roster, or the assignment has no quiz.
    """
    assignment = load_assignment(path, course)
    if students is not None:
        write_owners(path, _owners(students, assignment))
        assignment = load_assignment(path, course)
    bundle = updated_bundle(assignment, folder / "instructor" / "bundle", progress=progress)
    due = assignment.sheet.due
    overdue = due is not None and due < datetime.now(timezone.utc)
    outputs = generate_targets(assignment, bundle, folder, only)
    return Outputs(bundle, outputs, overdue, assignment.rescaled)
