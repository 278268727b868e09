"""Feedback on its way back: zips that platforms take, named as the hand-ins came."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from autograder.content import Language
from autograder.grading.results import ClassResults, StudentResult
from autograder.submissions import Platform

__all__ = ["PageOf", "Parcel", "returns"]

#: A student's page in a language, as it was written.
PageOf = Callable[[StudentResult, Language], bytes]

#: Where the files are kept in each platform's zip: Moodle takes the folders that it wrote, Canvas
#: files whose names begin as those that it wrote.
_PLACES: Mapping[str, str] = {Platform.MOODLE: "moodle", Platform.CANVAS: "canvas"}
#: What each platform wrote behind the student's name, by which alone it places what comes back.
#: The last in a name is the platform's: a student may be called like one.
_MARKS: Mapping[str, re.Pattern[str]] = {
    Platform.MOODLE: re.compile(r"_\d{1,20}_assignsubmission_(file|onlinetext)_?/?$"),
    Platform.CANVAS: re.compile(r"(_LATE)?_\d{1,20}_\d{1,20}_$", re.IGNORECASE),
}
_ANONYMOUS = re.compile(r"(LATE_)?anon_[A-Za-z0-9]{1,40}_\d{1,20}_", re.IGNORECASE)
#: Names of devices on Windows, whatever follows after a dot.
_DEVICE = re.compile(r"(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])\s*(\.|$)", re.IGNORECASE)
_LONGEST = 60
#: The same results give the same bytes.
_MOMENT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Parcel:
    """
    A zip of feedback for a platform.

    Attributes:
        name: Its path in the output folder.
        pages: The name of each page in it, and whose page it is, in which language.
    """

    name: str
    pages: tuple[tuple[str, StudentResult, Language], ...]

    def packed(self, page_of: PageOf) -> bytes:
        """Return the zip's bytes."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, student, language in self.pages:
                info = zipfile.ZipInfo(name, _MOMENT)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, page_of(student, language))
        return buffer.getvalue()


def returns(results: ClassResults) -> Iterator[Parcel]:
    """
    Yield a zip of feedback for each platform that takes one.

    Moodle: "Upload multiple feedback files in a zip" (``mod/assign/feedback/file/importziplib.php``).
    Canvas: "Upload Submissions", which attaches each file to the student's submission as a comment
    (canvas-lms ``app/models/assignment.rb``).
    """
    for platform, name in _PLACES.items():
        pages = tuple(
            (f"{place}feedback{'' if number == 0 else f'.{language}'}.html", student, language)
            for student in results.students
            if student.platform == platform and (place := _place(student.came_as, platform))
            for number, language in enumerate(results.languages)
        )
        if pages:
            yield Parcel(f"returns/{name}-feedback.zip", pages)


def _place(came_as: str, platform: str) -> str:
    """
    Return what the files of a student's feedback are named after; empty if the platform wrote none.

    The student may have chosen the name. It only helps people to find their way, so it goes back
    without anything that could lead out of the folder where somebody unpacks the zip.
    """
    if platform == Platform.CANVAS and _ANONYMOUS.fullmatch(came_as):
        return came_as
    mark = _MARKS[platform].search(came_as)
    return _harmless(came_as[: mark.start()]) + mark[0] if mark else ""


def _harmless(name: str) -> str:
    """*name* with nothing but letters, digits and signs that every system has in names of files."""
    kept = "".join(c if _is_plain(c) else " " for c in name)
    short = " ".join(kept.split())[:_LONGEST].strip(" .-'")
    # Canvas takes a name of digits for its number of the student.
    is_name = any(map(str.isalpha, short)) and not _DEVICE.match(short)
    return short if is_name else f"student {short}".strip()


def _is_plain(character: str) -> bool:
    # No underscore: platforms take it for the end of the name.
    return unicodedata.category(character)[0] in "LMN" or character in " .,-'()"
