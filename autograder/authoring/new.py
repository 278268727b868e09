"""``gradlings new``: the files of an exercise, to be filled in."""

from __future__ import annotations

import re
from pathlib import Path

from autograder.authoring.chapter_lists import with_exercise
from autograder.authoring.programs import solutions_path
from autograder.content import Course, nearest
from autograder.errors import InputError
from autograder.files import write_whole

__all__ = ["NewExerciseError", "create_exercise"]


class NewExerciseError(InputError, ValueError):
    """The exercise can't be made; the message says why and what to write instead."""


def create_exercise(course: Course, name: str, *, after: str | None = None) -> list[Path]:
    """
    Write the skeleton of ``chapter/id``, list it in ``chapter.yaml``, and return the new files.

    Args:
        course: The course as it is now; the object is not modified, its folder is.
        name: ``chapter/id``; none of its files may exist, nor another exercise with this id.
        after: The exercise of the chapter to put it after; the last, if None.

    Raises:
        NewExerciseError: If the name is not of that form, is taken, or has an unknown chapter,
            or if the list in ``chapter.yaml`` has to be changed by hand. Nothing is written then.
    """
    match = re.fullmatch(r"([0-9]{2}_[a-z0-9_]+)/([a-z][a-z0-9_]{0,31})", name)
    if match is None:
        raise NewExerciseError(
            f"{name!r} is no CHAPTER/EXERCISE; write it like 06_updates/step_no_grad "
            "(small letters, digits, underscores, at most 32)"
        )
    chapter, exercise_id = match.groups()
    if chapter not in course.chapters:
        raise NewExerciseError(
            f"there is no chapter {chapter!r}.{nearest(chapter, course.chapters)} "
            f"A new one needs {course.path / chapter / 'chapter.yaml'}"
        )
    if any(exercise.id == exercise_id for exercise in course.exercises):
        raise NewExerciseError(f"the exercise {exercise_id!r} exists already; choose another id")
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
    public = course.path / chapter / exercise_id
    hidden = solutions_path(course) / chapter / exercise_id
    files = {
        public / "exercise.yaml": _SHEET,
        public / "README.md": "# TODO: title\n\nTODO: the statement.\n",
        public / "README.hu.md": "# TODO: cím\n\nTODO: a feladat.\n",
        public / "stub.py": _STUB.format(id=exercise_id, todo="TODO: say here what to write."),
        public / "stub.hu.py": _STUB.format(id=exercise_id, todo="TODO: ide írd, mi a teendő."),
        public / "checks.py": _CHECKS.format(id=exercise_id),
        hidden / "reference.py": _REFERENCE.format(id=exercise_id),
        hidden / "right" / "another_way.py": _REFERENCE.format(id=exercise_id),
        hidden / "wrong" / "climbs_the_gradient.py": _WRONG.format(id=exercise_id),
    }
    for path in files:
        if path.exists():
            raise NewExerciseError(f"{path} exists already; remove it or choose another id")
    for path, text in files.items():
        write_whole(path, text)
    write_whole(chapter_file, listed)
    return list(files)


_SHEET = """\
title:
  en: TODO
  hu: TODO
claims:
  - check: result_is_the_gradient
    points: 1
    claim:
      en: TODO what a right submission does, in the present tense.
      hu: TODO mit tesz a jó megoldás, jelen időben.
hints:
  - en: TODO a nudge
    hu: TODO egy lökés
  - en: TODO the concept, with a tiny example
    hu: TODO a fogalom, egy apró példával
  - en: TODO the line to look at
    hu: TODO melyik sort nézd meg
takeaway:
  en: TODO the one sentence to remember
  hu: TODO az egy mondat, amit érdemes megjegyezni
"""

_STUB = """\
from torch import Tensor


def {id}(w: Tensor) -> Tensor:
    # {todo}
    raise NotImplementedError
"""

_CHECKS = """\
from autograder.probing import journal, journaled


def result_is_the_gradient(submission, case):
    seen = journaled(submission.{id}, w=case.leaf())
    return seen.judging_answer().judging(journal.leaf_facts, "w")
"""

_REFERENCE = """\
from torch import Tensor


def {id}(w: Tensor) -> Tensor:
    (w**2).backward()
    return w.grad
"""

_WRONG = """\
from torch import Tensor


def {id}(w: Tensor) -> Tensor:
    (w**2).backward()
    return -w.grad
"""
