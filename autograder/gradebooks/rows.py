"""Matching the rows of a gradebook to students."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from autograder.assignments.worth import rounded
from autograder.grading.results import ClassResults, Status, StudentResult
from autograder.rosters import name_key
from autograder.submissions import Platform

__all__ = ["Filled", "has_grade", "places", "same_number", "scaled", "students_without"]


#: Platforms that have a gradebook of their own; what comes from elsewhere is entered into one of theirs.
_LEARNING_PLATFORMS = frozenset(
    {Platform.BLACKBOARD, Platform.BRIGHTSPACE, Platform.CANVAS, Platform.ILIAS, Platform.MOODLE}
)


@dataclass(frozen=True, slots=True)
class Filled:
    """
    A gradebook that was filled in.

    Attributes:
        text: The text of the file.
        without: The ids of students without a row, but for those of other learning platforms.
        kept: The ids of students whose grade was there already, and has been left as it is.
    """

    text: str
    without: tuple[str, ...]
    kept: tuple[str, ...] = ()


def scaled(student: StudentResult, possible: float) -> float:
    """Return *student*'s score in a gradebook where so many points are *possible*."""
    if not student.max_score or student.max_score == possible:
        return student.score
    return rounded(possible * student.score / student.max_score)


def same_number(one: str, other: str) -> bool:
    """Tell whether two cells hold the same number, or the same text."""
    try:
        return abs(float(one.replace(",", ".")) - float(other.replace(",", "."))) < 0.005
    except ValueError:
        return one == other


def comes_from(student: StudentResult, results: ClassResults, platform: str) -> bool:
    """Tell whether *student*'s id may be a number of that *platform*."""
    if student.platform:
        return student.platform == platform
    # Whoever handed in nothing has the roster's id, which may look like another's number.
    return student.status is not Status.ABSENT and results.platform in ("", platform)


def places(
    results: ClassResults,
    numbers: Sequence[str],
    ids: Sequence[Sequence[str]],
    names: Sequence[str],
    *,
    platform: str,
) -> Iterator[tuple[StudentResult, int]]:
    """
    Match students to rows: by the platform's own number, else by other ids, else by name.

    Args:
        numbers: The number that the *platform* has for the student in each row. Students of other
            platforms have numbers that are other people's here.
        ids: For each other kind of id, the most reliable first, the id in each row; empty if
            unknown.
        names: The name in each row, in any order of its words, with or without accents.

    Yields:
        Students and the indices of their rows. A student who matches two rows is left out, and so
        are two students who match one row equally well.
    """
    rows_by_key = [_by_key(numbers), *map(_by_key, ids), _by_key(names, name_key)]
    claims: dict[int, list[tuple[int, StudentResult]]] = defaultdict(list)
    # Whoever handed in nothing keeps an empty cell, which platforms tell from a zero.
    for student in filter(has_grade, results.students):
        for kind, key in _keys(student, results, platform, len(ids)):
            if found := rows_by_key[kind].get(key):
                if len(found) == 1:
                    claims[found[0]].append((kind, student))
                break
    for row, claiming in claims.items():
        surest = min(kind for kind, _ in claiming)
        students = [student for kind, student in claiming if kind == surest]
        if len(students) == 1:
            yield students[0], row


def _keys(
    student: StudentResult, results: ClassResults, platform: str, kinds: int
) -> Iterator[tuple[int, str]]:
    """The keys by which *student* may be found, each with its kind, the surest first."""
    if comes_from(student, results, platform):
        yield 0, _alike(student.id)
    for kind in range(1, kinds + 1):
        # Of who came from the platform itself, the number is no id of another kind.
        if student.platform != platform:
            yield kind, _alike(student.id)
        if student.email:
            yield kind, _alike(student.email)
    # A name can be another's: whoever the platform has a number for that is not here, is not here.
    if student.platform != platform or student.email:
        yield kinds + 1, name_key(student.name)


def has_grade(student: StudentResult) -> bool:
    """Tell whether *student* handed anything in, or the instructor decided on points."""
    return student.status is not Status.ABSENT or bool(student.adjusted)


def _alike(key: str) -> str:
    """A form of *key* that ignores case and the encoding of accents, for comparing."""
    return " ".join(unicodedata.normalize("NFC", key).casefold().split())


def _by_key(column: Sequence[str], alike: Callable[[str], str] = _alike) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = defaultdict(list)
    for row, key in enumerate(column):
        if key.strip():
            rows[alike(key)].append(row)
    return rows


def students_without(results: ClassResults, placed: set[str], platform: str) -> tuple[str, ...]:
    """
    Return the ids of students that are not among *placed*, in the order of *results*.

    Who handed in on another learning platform is missing in a gradebook of *platform*'s by right.
    """
    elsewhere = _LEARNING_PLATFORMS - {platform}
    return tuple(
        student.id
        for student in results.students
        if student.id not in placed and has_grade(student)
        if student.platform not in elsewhere
    )
