"""``gradlings new-course``: a course with one exercise and one question, which lint finds nothing in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from autograder.assignments.assignment import dump
from autograder.authoring import skeletons
from autograder.authoring.new import files_of
from autograder.content import COURSE_SHEET, Course, CourseSheet, Language, Misconception, Text
from autograder.errors import InputError
from autograder.files import quoted, write_whole
from autograder.languages import in_all, mark

__all__ = ["NewCourseError", "create_course"]

_CHAPTER, _EXERCISE = "01_first", "first_step"


class NewCourseError(InputError, ValueError):
    """The course can't be made; the message says why and what to do instead."""


def create_course(
    folder: Path, *, languages: Sequence[Language], title: str, torch: bool = True
) -> list[Path]:
    """
    Write a course to *folder*, both sides of it, and return the new files.

    Its one exercise and its one question work, and are to be changed bit by bit. Keys are not made
    yet: ``gradlings lock`` runs programs.

    Args:
        folder: It gets ``exercises/``, which can be published, and ``solutions/``, which can't.
        languages: The main one first; all texts are there in all of them.
        title: The same in all languages, until somebody translates it.
        torch: Whether exercises need torch; numpy is there in any case.

    Raises:
        NewCourseError: If *folder* has such folders already, or the languages can't be those of a
            course. Nothing is written then.
        OSError: If something can't be written.
    """
    public, hidden = folder / "exercises", folder / "solutions"
    for path in (public, hidden):
        if path.exists():
            raise NewCourseError(f"{quoted(path)} exists already; choose another folder")
    course = _empty(public, _sheet(languages, title, torch=torch))
    files = files_of(course, _CHAPTER, _EXERCISE) | {
        path: dump(data) for path, data in _data(course, hidden).items()
    }
    for path, text in files.items():
        write_whole(path, text)
    return list(files)


def _sheet(languages: Sequence[Language], title: str, *, torch: bool) -> CourseSheet:
    try:
        return CourseSheet(
            version="0.1.0",
            title=Text(dict.fromkeys(languages, title)),
            languages=list(languages),
            torch=torch,
        )
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(map(str, problem["loc"]))
        message = problem["msg"].removeprefix("Value error, ")
        raise NewCourseError(f"{where}: {message}") from None


def _empty(path: Path, sheet: CourseSheet) -> Course:
    """The course as it is before its first exercise, with the idea that this needs."""
    skeleton = skeletons.skeleton_for(torch=sheet.torch)
    idea = Misconception(
        title=in_all(sheet.languages, skeleton.title),
        sentence=in_all(sheet.languages, skeleton.sentence),
        exercise=_EXERCISE,
    )
    return Course(path, sheet, (), {}, {skeleton.misconception: idea}, {})


def _data(course: Course, hidden: Path) -> Mapping[Path, Mapping[str, Any]]:
    """The YAML files beside the exercise's own, as plain data."""
    languages = course.languages
    ideas = {name: idea.model_dump() for name, idea in course.misconceptions.items()}
    asked, solved = _question(course)
    return {
        course.path / COURSE_SHEET: course.sheet.model_dump(),
        course.path / "misconceptions.yaml": ideas,
        course.path / "errors.yaml": {},
        course.path / "concepts.yaml": skeletons.concepts(languages),
        course.path / _CHAPTER / "chapter.yaml": skeletons.chapter(_EXERCISE, languages),
        course.path / _CHAPTER / "quiz.yaml": {"Q1": asked},
        hidden / _CHAPTER / "quiz.yaml": {"Q1": solved},
    }


def _question(course: Course) -> tuple[dict[str, Any], dict[str, Any]]:
    """The two sides of the course's one question."""
    skeleton = skeletons.skeleton_for(torch=course.sheet.torch)
    stem = in_all(course.languages, mark("What is `{ask}` at the end?"))
    ask = skeleton.question["ask"]
    asked = {
        "kind": skeleton.question["kind"],
        "stem": {language: text.format(ask=ask) for language, text in stem.root.items()},
        **{name: part for name, part in skeleton.question.items() if name != "kind"},
        "concepts": ["first_idea"],
        "after": _EXERCISE,
    }
    old, new = skeleton.edit
    mistake = {"misconception": skeleton.misconception, "edits": [{"old": old, "new": new}]}
    explain = in_all(course.languages, skeleton.why).root
    return asked, {"distractors": [mistake], "explain": explain}
