"""``gradlings new``: the files of an exercise, to be filled in."""

from __future__ import annotations

import re
from pathlib import Path

from autograder.assignments.assignment import dump
from autograder.authoring import skeletons
from autograder.authoring.chapter_lists import with_exercise
from autograder.authoring.programs import solutions_path
from autograder.content import Course, in_language, nearest
from autograder.errors import InputError
from autograder.files import write_whole

__all__ = ["NewExerciseError", "create_exercise", "files_of"]


class NewExerciseError(InputError, ValueError):
    """The exercise can't be made; the message says why and what to write instead."""


def create_exercise(course: Course, name: str, *, after: str | None = None) -> list[Path]:
    """
    Write the skeleton of ``chapter/id``, list it in ``chapter.yaml``, and return the new files.

    A chapter that is not there yet is made with it.

    Args:
        course: The course as it is now; the object is not modified, its folder is.
        name: ``chapter/id``; none of its files may exist, nor another exercise with this id.
        after: The exercise of the chapter to put it after; the last, if None.

    Raises:
        NewExerciseError: If the name is not of that form, is taken, or is too like an existing
            chapter's to be a new one, or if the list in ``chapter.yaml`` has to be changed by hand.
            Nothing is written then.
    """
    chapter, exercise_id = _parts_of(name)
    if any(exercise.id == exercise_id for exercise in course.exercises):
        raise NewExerciseError(f"the exercise {exercise_id!r} exists already; choose another id")
    files = files_of(course, chapter, exercise_id)
    for path in files:
        if path.exists():
            raise NewExerciseError(f"{path} exists already; remove it or choose another id")
    chapter_file = course.path / chapter / "chapter.yaml"
    listed = _with_line(course, chapter, exercise_id, after)
    is_new = not chapter_file.exists()
    for path, text in {**files, chapter_file: listed}.items():
        write_whole(path, text)
    return [*files, *([chapter_file] if is_new else [])]


def files_of(course: Course, chapter: str, exercise_id: str) -> dict[Path, str]:
    """Return the files of a new exercise with their texts, in each language of the course."""
    skeleton = skeletons.skeleton_for(torch=course.sheet.torch)
    public = course.path / chapter / exercise_id
    hidden = solutions_path(course) / chapter / exercise_id
    files = {public / "exercise.yaml": dump(skeletons.sheet(skeleton, course.languages))}
    for language in course.languages:
        statement = in_language("README.md", language, course.languages)
        files[public / statement] = skeletons.readme(language)
    for language in course.languages:
        stub = in_language("stub.py", language, course.languages)
        files[public / stub] = skeletons.stub(skeleton, exercise_id, language)
    files |= {
        public / "checks.py": skeleton.checks.format(id=exercise_id),
        hidden / "reference.py": skeleton.reference.format(id=exercise_id),
        hidden / "right" / "another_way.py": skeleton.right.format(id=exercise_id),
    }
    # In a course that does not know the idea, the program would have no name.
    if skeleton.misconception in course.misconceptions:
        wrong = hidden / "wrong" / f"{skeleton.misconception}.py"
        files[wrong] = skeleton.wrong.format(id=exercise_id)
    return files


def _parts_of(name: str) -> tuple[str, str]:
    match = re.fullmatch(r"([0-9]{2}_[a-z0-9_]+)/([a-z][a-z0-9_]{0,31})", name)
    if match is None:
        raise NewExerciseError(
            f"{name!r} is no CHAPTER/EXERCISE; write it like 06_updates/step_no_grad "
            "(small letters, digits, underscores, at most 32)"
        )
    return match[1], match[2]


def _with_line(course: Course, chapter: str, exercise_id: str, after: str | None) -> str:
    """The text of ``chapter.yaml`` with the new exercise in its list."""
    if chapter not in course.chapters:
        if close := nearest(chapter, course.chapters):
            raise NewExerciseError(
                f"there is no chapter {chapter!r}.{close} If a new one is meant, write its "
                f"{course.path / chapter / 'chapter.yaml'} first"
            )
        if after is not None:
            raise NewExerciseError(
                f"there is no exercise {after!r} in {chapter} to come after; it is a new chapter"
            )
        return dump(skeletons.chapter(exercise_id, course.languages))
    chapter_file = course.path / chapter / "chapter.yaml"
    ids = [exercise.id for exercise in course.exercises if exercise.chapter == chapter]
    if after is not None and after not in ids:
        raise NewExerciseError(
            f"there is no exercise {after!r} in {chapter} to come after.{nearest(after, ids)}"
        )
    listed = with_exercise(chapter_file, ids, exercise_id, after)
    if listed is None:
        raise NewExerciseError(
            f"{chapter_file}: write the list of exercises with a line for each (- {exercise_id}), "
            "then try again"
        )
    return listed
