"""Matching the rows of a gradebook to students."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.assignments.worth import rounded
from autograder.grading.results import ClassResults, Status, StudentResult

__all__ = ["Filled", "has_grade", "places", "same_number", "scaled", "students_without"]


@dataclass(frozen=True, slots=True)
class Filled:
    """
    A gradebook that was filled in.

    Attributes:
        text: The text of the file.
        without: The ids of students without a row.
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


def places(
    results: ClassResults, ids: Sequence[Sequence[str]], names: Sequence[str]
) -> Iterator[tuple[StudentResult, int]]:
    """
    Match students to rows.

    Args:
        ids: For each kind of id, the most reliable first, the id in each row; empty if unknown.
        names: The name in each row.

    Yields:
        Students and the indices of their rows. A student who matches two rows is left out, and so
        are two students who match one row equally well.
    """
    rows_by_key = [_by_key(column) for column in (*ids, names)]
    claims: dict[int, list[tuple[int, StudentResult]]] = defaultdict(list)
    # Whoever handed in nothing keeps an empty cell, which platforms tell from a zero.
    for student in filter(has_grade, results.students):
        keys = [*([student.id] * len(ids)), student.name]
        for kind, key in enumerate(keys):
            if found := rows_by_key[kind].get(_alike(key)):
                if len(found) == 1:
                    claims[found[0]].append((kind, student))
                break
    for row, claiming in claims.items():
        surest = min(kind for kind, _ in claiming)
        students = [student for kind, student in claiming if kind == surest]
        if len(students) == 1:
            yield students[0], row


def has_grade(student: StudentResult) -> bool:
    """Tell whether *student* handed anything in, or the instructor decided on points."""
    return student.status is not Status.ABSENT or bool(student.adjusted)


def _by_key(column: Sequence[str]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = defaultdict(list)
    for row, key in enumerate(column):
        if key.strip():
            rows[_alike(key)].append(row)
    return rows


def _alike(key: str) -> str:
    """A form of *key* that ignores case and the encoding of accents, for comparing."""
    return " ".join(unicodedata.normalize("NFC", key).casefold().split())


def students_without(results: ClassResults, placed: set[str]) -> tuple[str, ...]:
    """Return the ids of students that are not among *placed*, in the order of *results*."""
    return tuple(
        student.id
        for student in results.students
        if student.id not in placed and has_grade(student)
    )
