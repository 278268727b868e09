"""Rules about names: what a file names must exist, and what exists must be named."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.authoring.lint.complaints import Complaint
from autograder.authoring.lint.subject import Subject
from autograder.content import nearest
from autograder.files import same_name
from autograder.judging import misconception_of

__all__ = ["concepts_and_needs_are_known", "ids_are_known", "place_is_known"]


def ids_are_known(subject: Subject) -> Iterator[Complaint]:
    """Misconceptions and checks that the exercise names exist."""
    known = subject.course.misconceptions
    sheet = subject.exercise.sheet
    named = [(subject.sheet_file, name) for name in (*sheet.advice, *sheet.misconceptions)]
    named += [
        (subject.program_file(f"wrong/{name}"), misconception_of(name))
        for name in subject.programs.wrong
    ]
    for file, name in named:
        if name not in known:
            yield Complaint(
                file,
                f"names the misconception {name!r}, which misconceptions.yaml lacks."
                f"{nearest(name, known)}",
            )
    wrong = {misconception_of(name) for name in subject.programs.wrong}
    for name in sheet.advice:
        if name not in wrong:
            yield Complaint(
                subject.sheet_file,
                f"marks {name!r} as advice, but no wrong/{name}.py shows it; add one",
            )
    for name in sheet.misconceptions:
        if name in known and name not in wrong:
            yield Complaint(
                subject.sheet_file,
                f"words {name!r} for this exercise, but no wrong/{name}.py shows it, so nobody "
                "would read that; add one, or take the words out",
            )
    yield from _checks_are_defined(subject)


def concepts_and_needs_are_known(subject: Subject) -> Iterator[Complaint]:
    """What the exercise teaches is in ``concepts.yaml``; what it needs comes before it."""
    course, sheet = subject.course, subject.exercise.sheet
    for name in sheet.concepts:
        if name not in course.concepts:
            yield Complaint(
                subject.sheet_file,
                f"teaches the concept {name!r}, which concepts.yaml lacks."
                f"{nearest(name, course.concepts) or ' Take one of it, or add this one'}",
            )
    places = {exercise.id: course.number(exercise) for exercise in course.exercises}
    for name in sheet.needs:
        if name not in places:
            yield Complaint(
                subject.sheet_file,
                f"needs the exercise {name!r}, which does not exist.{nearest(name, places)}",
            )
        elif places[name] >= places[subject.exercise.id]:
            yield Complaint(
                subject.sheet_file,
                f"needs {name!r}, which comes later (number {places[name]}); "
                "need an earlier one, or move the exercise",
            )


def place_is_known(subject: Subject) -> Iterator[Complaint]:
    """``chapter.yaml`` lists the exercise; a number, as in older courses, agrees with that."""
    course, exercise = subject.course, subject.exercise
    listed = course.chapters[exercise.chapter].exercises
    number = exercise.sheet.number
    if exercise.id not in map(same_name, listed):
        if listed or number is None:
            yield Complaint(
                subject.file(exercise.folder.parent / "chapter.yaml"),
                f"does not list {exercise.id!r}; add it under exercises, after what comes before it",
            )
        return
    numbers = [
        other.sheet.number
        for other in course.exercises
        if other.chapter == exercise.chapter and other.sheet.number is not None
    ]
    if number is not None and numbers != sorted(numbers):
        yield Complaint(
            f"{subject.sheet_file}: number",
            "does not agree with the list of chapter.yaml, which counts; remove the number",
        )


def _checks_are_defined(subject: Subject) -> Iterator[Complaint]:
    path = subject.exercise.checks_path
    if not path.is_file():
        return
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except SyntaxError as error:
        yield Complaint(f"{subject.file(path)}:{error.lineno}", f"is not Python: {error.msg}")
        return
    defined = {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    claimed = [claim.check for claim in subject.exercise.sheet.claims]
    for name in claimed:
        if name not in defined:
            yield Complaint(
                subject.sheet_file,
                f"claims the check {name!r}, which checks.py lacks.{nearest(name, defined)}",
            )
    for name in sorted(defined.difference(claimed)):
        yield Complaint(
            f"{subject.file(path)}: {name}",
            "is claimed by no line of the rubric; claim it, or start its name with _",
        )
    for name in {name for name in claimed if claimed.count(name) > 1}:
        yield Complaint(subject.sheet_file, f"claims the check {name!r} twice; merge the claims")
