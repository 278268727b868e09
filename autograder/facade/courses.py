"""Opening a course and finding one's way in it; apart from grading, which loads much more."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Sequence
from pathlib import Path

from autograder.content import Course, bundled_course_path, load_course, nearest
from autograder.errors import InputError
from autograder.workspace import Progress
from autograder.workspace.order import first_open

__all__ = ["chapter_named", "chapter_to_read", "files_of", "keep_course", "open_course"]

#: How many folders below the course's own its files lie: an exercise's in a chapter's.
_DEEPEST = 2

#: Courses that this process, or the one from which it was forked, keeps; and of which files each is.
_kept: dict[Path, tuple[Collection[object], Course]] = {}


def open_course(path: Path | None = None) -> Course:
    """
    Open the course at *path* (an ``exercises/`` folder), or the one that comes with Gradlings.

    Raises:
        ContentError: If files of the course are wrong; lists every mistake in every file.

    Example:
        >>> from autograder import open_course
        >>> course = open_course()
        >>> course.exercise("zero_it").sheet.title["en"]
        'The forgotten broom'
    """
    path = path or bundled_course_path()
    files, course = _kept.get(path, ((), None))
    if course is not None and files == files_of(path):
        return course
    return load_course(path)


def keep_course(path: Path) -> Course:
    """
    Open the course at *path*, and let :func:`open_course` return the same until a file of it changes.

    For a process from which others are forked: reading a course takes longer than most commands.

    Raises:
        ContentError: As :func:`open_course` does.
    """
    files = files_of(path)
    course = load_course(path)
    _kept[path] = files, course
    return course


def files_of(course: Path, endings: tuple[str, ...] = (".yaml",)) -> Sequence[object]:
    """
    Return each file with one of *endings* that belongs to the *course* in a folder: its place, size and time.

    By default, they are all that a course is read from.
    """
    found, top = [], str(course)
    # Exercises lie two folders below the course, which may be links.
    for folder, folders, names in os.walk(top, followlinks=True):
        if folder.count(os.sep, len(top)) >= _DEEPEST:
            folders.clear()
        for name in names:
            if name.endswith(endings):
                path = f"{folder}/{name}"
                with contextlib.suppress(OSError):  # An editor's lock is a link that leads nowhere.
                    seen = os.stat(path)  # noqa: PTH116 - half the time would go into Paths
                    found.append((path, seen.st_size, seen.st_mtime_ns))
    return sorted(found)


def chapter_named(asked: str | None, course: Course, known: Progress | None = None) -> str:
    """
    Return the chapter that is asked for, or the one that comes next.

    Args:
        asked: A chapter such as ``"05_grad"``, or shorter: ``"5"``, ``"05"`` or ``"grad"``.
        known: The learner's progress; a beginner's by default.

    Raises:
        InputError: If no such chapter has questions.
    """
    if not course.banks:
        raise InputError("this course has no quiz items")
    if asked is None:
        known = known or Progress()
        open_ones = [e.chapter for e in course.exercises if known.is_open(e.id)]
        unanswered = [c for c, b in course.banks.items() if b.root.keys() - known.items.keys()]
        ordered = [c for c in unanswered if not open_ones or c <= open_ones[0]] or unanswered
        return (ordered or list(course.banks))[0]
    return _named(asked, course.banks, "there is no chapter {asked!r} with questions.")


def chapter_to_read(asked: str | None, course: Course, known: Progress) -> str:
    """
    Return the chapter that is asked for, or that of the learner's current exercise.

    Raises:
        InputError: If there is no such chapter.
    """
    if asked is not None:
        return _named(asked, course.chapters, "there is no chapter {asked!r}.")
    current = first_open(course, known) or course.exercises[-1]
    return current.chapter


def _named(asked: str, chapters: Collection[str], problem: str) -> str:
    """The one of *chapters* that is asked for: "5", "05" and "grad" each identify "05_grad"."""
    found = [c for c in chapters if asked in (c, c.partition("_")[0].lstrip("0"), c[:2], c[3:])]
    if not found:
        raise InputError(problem.format(asked=asked) + nearest(asked, chapters))
    return found[0]
