"""Feedback on its way back: zips that platforms take, named as the hand-ins came."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping

from autograder.grading.results import ClassResults, StudentResult
from autograder.pages.student import render_student_html
from autograder.submissions import Platform

__all__ = ["returns"]

#: Where the files are kept in each platform's zip: Moodle takes the folders that it wrote, Canvas
#: files whose names begin as those that it wrote.
_PLACES: Mapping[str, str] = {Platform.MOODLE: "moodle", Platform.CANVAS: "canvas"}
#: The same results give the same bytes.
_MOMENT = (1980, 1, 1, 0, 0, 0)


def returns(results: ClassResults) -> Iterator[tuple[str, bytes]]:
    """
    Yield name and content of a zip of feedback for each platform that takes one.

    Moodle: "Upload multiple feedback files in a zip". Canvas: "Upload Submissions", which attaches
    each file to the student's submission as a comment (canvas-lms ``app/models/assignment.rb``).
    """
    for platform, name in _PLACES.items():
        students = [s for s in results.students if s.platform == platform and _is_fit(s.came_as)]
        if students:
            yield f"returns/{name}-feedback.zip", _zip(results, students)


def _zip(results: ClassResults, students: list[StudentResult]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for student in students:
            for language in results.languages:
                end = "" if language == results.languages[0] else f".{language}"
                page = render_student_html(results, student, language)
                info = zipfile.ZipInfo(f"{student.came_as}feedback{end}.html", _MOMENT)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, page.encode("utf-8", "backslashreplace"))
    return buffer.getvalue()


def _is_fit(name: str) -> bool:
    """Whether *name* is a folder or the beginning of a file's name, and no longer path."""
    bare = name.removesuffix("/")
    return bool(bare.strip(".")) and name.isprintable() and not {"/", "\\"} & set(bare)
