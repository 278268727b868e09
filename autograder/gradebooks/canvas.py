"""Canvas's gradebook: a new one, or an export of it filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from autograder.gradebooks.rows import (
    Filled,
    has_grade,
    places,
    same_number,
    scaled,
    students_without,
)
from autograder.grading.results import ClassResults, StudentResult
from autograder.submissions import Platform
from autograder.tables import GradebookError, csv_of, inert, number_of, read_rows

__all__ = ["fill_canvas", "new_canvas"]

_NUMBER = re.compile(r"\d+([.,]\d+)?")


def new_canvas(results: ClassResults) -> str:
    """
    Return a gradebook for Canvas that creates the assignment there.

    Canvas finds students by ID, which is part of file names in its downloads. Row 2 holds the
    maximum points. Source of the rules: canvas-lms ``lib/gradebook_importer.rb``.
    """
    title = results.title[results.languages[0]]
    rows = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title]]
    possible = _most(results)
    rows.append(["    Points Possible", "", "", "", "", number_of(possible)])
    rows += [
        [inert(s.name), inert(s.id), "", "", inert(s.section), _grade(s, possible)]
        for s in results.students
        if has_grade(s)
    ]
    return csv_of(rows)


def fill_canvas(
    text: str, results: ClassResults, column: str = "", *, overwrite: bool = False
) -> Filled:
    """
    Return a gradebook that Canvas exported, with this assignment's column filled in.

    Scores are scaled to the points that are possible there. Students are matched to rows by ID, else
    by name. Whoever is excused has ``EX``.

    Args:
        column: The column's title, as Canvas writes it (``Homework 1 (123)``) or without the
            number; by default the assignment's title. A missing column is added.
        overwrite: Whether to replace grades that are there already and differ: a person may have
            entered them.

    Raises:
        GradebookError: If *text* is not an export of Canvas's gradebook.
    """
    rows, delimiter = read_rows(text)
    head = rows[0] if rows else []
    if len(head) <= 3 or "Student" not in head[0] or head[1] != "ID" or "Section" not in head:
        raise GradebookError(
            "this is no gradebook of Canvas: its first columns are Student, ID, …, Section; "
            "export it from Grades > Export"
        )
    at = _canvas_column(head, [column] if column else list(results.title.values()))
    if at is None:
        at = len(head)
        head.append(column or results.title[results.languages[0]])
    keys = [i for i, name in enumerate(head) if name in ("ID", "SIS User ID", "SIS Login ID")]
    body, most = [], ""
    for row in rows[1:]:
        row.extend([""] * (at + 1 - len(row)))
        if row[0].startswith("    Points Possible"):
            row[at] = most = row[at] or number_of(_most(results))
        else:
            body.append(row)
    numbers, *ids = [[row[key] for row in body] for key in keys]
    placed, kept = set(), []
    possible = float(most.replace(",", ".")) if _NUMBER.fullmatch(most) else _most(results)
    comma = "," in most
    for student, place in places(
        results, numbers, ids, [row[0] for row in body], platform=Platform.CANVAS
    ):
        grade, before = _grade(student, possible), body[place][at]
        placed.add(student.id)
        if before and not same_number(before, grade) and not overwrite:
            kept.append(student.id)
            continue
        body[place][at] = grade.replace(".", ",") if comma else grade
    return Filled(
        csv_of(rows, delimiter), students_without(results, placed, Platform.CANVAS), tuple(kept)
    )


def _most(results: ClassResults) -> float:
    return max((student.max_score for student in results.students), default=0.0)


def _grade(student: StudentResult, possible: float) -> str:
    """*student*'s score of *possible* points, ``EX`` if excused, nothing if nothing was handed in."""
    if student.excused:
        return "EX"
    return number_of(scaled(student, possible))


def _canvas_column(head: Sequence[str], titles: Iterable[str]) -> int | None:
    wanted = set(titles)
    for index, name in enumerate(head):
        if name in wanted or re.sub(r" \(\d+\)$", "", name) in wanted:
            return index
    return None
