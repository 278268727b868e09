"""Rules about what belongs to no single exercise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from autograder.authoring.lint.complaints import Complaint, display_path
from autograder.authoring.programs import solutions_path
from autograder.content import COURSE_SHEET, Course, in_language, nearest
from autograder.files import same_name

__all__ = ["COURSE_RULES"]

_COURSE_FILES = (
    COURSE_SHEET,
    "misconceptions.yaml",
    "errors.yaml",
    "concepts.yaml",
    "chapter.yaml",
    "quiz.yaml",
    "quiz.key.json",
)


def misconceptions_are_taught(course: Course) -> Iterator[Complaint]:
    """The exercise that teaches against a misconception exists."""
    ids = {exercise.id for exercise in course.exercises}
    for name, misconception in course.misconceptions.items():
        if misconception.exercise is not None and misconception.exercise not in ids:
            yield Complaint(
                f"{course.path.name}/misconceptions.yaml: {name}",
                f"is taught by the exercise {misconception.exercise!r}, which does not exist."
                f"{nearest(misconception.exercise, ids)}",
            )


def explanations_name_misconceptions(course: Course) -> Iterator[Complaint]:
    """Misconceptions that an explanation of an error names are in ``misconceptions.yaml``."""
    for name, explanation in course.explanations.items():
        for misconception in explanation.misconceptions:
            if misconception not in course.misconceptions:
                yield Complaint(
                    f"{course.path.name}/errors.yaml: {name}",
                    f"names the misconception {misconception!r}, which misconceptions.yaml lacks."
                    f"{nearest(misconception, course.misconceptions)}",
                )


def chapters_list_their_exercises(course: Course) -> Iterator[Complaint]:
    """A name in a chapter's list has a folder beside it, and is listed once."""
    for folder, chapter in course.chapters.items():
        file = display_path(course, course.path / folder / "chapter.yaml")
        ids = {exercise.id for exercise in course.exercises if exercise.chapter == folder}
        listed = [same_name(name) for name in chapter.exercises]
        for name in dict.fromkeys(listed):
            if name not in ids:
                yield Complaint(
                    f"{file}: exercises",
                    f"lists {name!r}, which is no exercise of this chapter."
                    f"{nearest(name, ids) or ' Remove it'}",
                )
            if listed.count(name) > 1:
                yield Complaint(
                    f"{file}: exercises", f"lists {name!r} twice; the first place counts, keep one"
                )


def solutions_have_exercises(course: Course) -> Iterator[Complaint]:
    """Every folder of ``solutions/`` belongs to an exercise."""
    known = {solutions_path(course) / e.chapter / e.id for e in course.exercises}
    for folder in sorted(solutions_path(course).glob("*/*")):
        if folder.is_dir() and folder not in known:
            yield Complaint(str(folder), "holds solutions of no exercise; rename or remove it")


def no_stray_course_files(course: Course) -> Iterator[Complaint]:
    """There are only files that have a meaning: a misspelt one would silently do nothing."""
    pages = {in_language("README.md", one, course.languages) for one in course.languages}
    for path in sorted([*course.path.glob("*"), *course.path.glob("*/*")]):
        if path.is_file() and path.name not in {*_COURSE_FILES, *pages}:
            file = str(path.relative_to(course.path.parent))
            yield Complaint(file, "is no file of a course; remove it")


def course_has_its_sheet(course: Course) -> Iterator[Complaint]:
    """``course.yaml`` is there; courses of before had none, and were in English and Hungarian."""
    if not (course.path / COURSE_SHEET).exists():
        yield Complaint(
            f"{course.path.name}/{COURSE_SHEET}",
            'is missing; write version: "1", title: {en: …, hu: …} and languages: [en, hu]',
        )


COURSE_RULES: tuple[Callable[[Course], Iterable[Complaint]], ...] = (
    misconceptions_are_taught,
    explanations_name_misconceptions,
    chapters_list_their_exercises,
    course_has_its_sheet,
    solutions_have_exercises,
    no_stray_course_files,
)
