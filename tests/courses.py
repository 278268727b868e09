"""The courses that tests look into; each is read once, for reading one takes long."""

from functools import cache
from pathlib import Path

from autograder.content import Course, bundled_course_path, load_course

__all__ = ["bundled_course", "miniature_course"]


@cache
def bundled_course() -> Course:
    """The course that ships with the package."""
    return load_course(bundled_course_path())


@cache
def miniature_course() -> Course:
    """The course in ``tests/course``, for tests that need a small one."""
    return load_course(Path(__file__).parent / "course" / "exercises")
