"""Matching the rows of a gradebook to students."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.grading.results import ClassResults, StudentResult

__all__ = ["Filled", "places", "students_without"]


@dataclass(frozen=True, slots=True)
class Filled:
    """
    A gradebook that was filled in.

    Attributes:
        text: The text of the file.
        without: The ids of students without a row.
    """

    text: str
    without: tuple[str, ...]


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
    for student in results.students:
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
    return tuple(student.id for student in results.students if student.id not in placed)
