"""Rules about which files there are, and whether they can be read."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.authoring.lint.complaints import Complaint, display_path
from autograder.authoring.lint.subject import Subject
from autograder.authoring.programs import solutions_path
from autograder.content import Course, Exercise, nearest

__all__ = ["files_are_all_there", "no_stray_files", "not_utf_8"]


def files_are_all_there(subject: Subject) -> Iterator[Complaint]:
    """There are a statement and a stub in every language, and the checks."""
    exercise = subject.exercise
    wanted = [exercise.checks_path]
    for language in exercise.languages:
        wanted += [exercise.statement_path(language), exercise.stub_path(language)]
    for path in wanted:
        if not path.is_file() or not path.read_text(encoding="utf-8").strip():
            yield Complaint(subject.file(path), "is missing or empty; write it")


def no_stray_files(subject: Subject) -> Iterator[Complaint]:
    """There are only files that have a meaning: a misspelt one would silently do nothing."""
    exercise = subject.exercise
    known = {"exercise.yaml", "checks.py", "key.json"}
    known |= {exercise.statement_path(language).name for language in exercise.languages}
    known |= {exercise.stub_path(language).name for language in exercise.languages}
    for path in sorted(exercise.folder.iterdir()):
        if path.name not in known and path.name != "__pycache__":
            yield Complaint(
                subject.file(path),
                f"is no file of an exercise.{nearest(path.name, known)} Remove it",
            )
    for path in subject.programs.stray:
        yield Complaint(
            subject.file(path), "is neither reference.py, right/*.py nor wrong/*.py; remove it"
        )


def not_utf_8(course: Course, exercise: Exercise) -> Iterator[Complaint]:
    """Files are UTF-8, since all other rules read them as texts."""
    for folder in (exercise.folder, solutions_path(course) / exercise.chapter / exercise.id):
        for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.md")]):
            try:
                path.read_bytes().decode("utf-8")
            except UnicodeDecodeError as error:
                problem = f"is not UTF-8 at byte {error.start}; save it as UTF-8"
                yield Complaint(display_path(course, path), problem)
