"""Canvas's gradebook: a new one, or an export of it filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from autograder.gradebooks.rows import Filled, places, students_without
from autograder.grading.results import ClassResults
from autograder.submissions import Platform
from autograder.tables import GradebookError, csv_of, inert, number_of, read_rows

__all__ = ["fill_canvas", "new_canvas"]


def new_canvas(results: ClassResults) -> str:
    """
    Return a gradebook for Canvas that creates the assignment there.

    Canvas finds students by ID, which is part of file names in its downloads. Row 2 holds the
    maximum points. Source of the rules: canvas-lms ``lib/gradebook_importer.rb``.
    """
    title = results.title[results.languages[0]]
    rows = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title]]
    most = number_of(max((s.max_score for s in results.students), default=0.0))
    rows.append(["    Points Possible", "", "", "", "", most])
    rows += [[inert(s.name), inert(s.id), "", "", "", number_of(s.score)] for s in results.students]
    return csv_of(rows)


def fill_canvas(text: str, results: ClassResults, column: str = "") -> Filled:
    """
    Return a gradebook that Canvas exported, with this assignment's column filled in.

    Args:
        column: The column's title, as Canvas writes it (``Homework 1 (123)``) or without the
            number; by default the assignment's title. A missing column is added.

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
    body = []
    for row in rows[1:]:
        row.extend([""] * (at + 1 - len(row)))
        if row[0].startswith("    Points Possible"):
            row[at] = row[at] or number_of(max((s.max_score for s in results.students), default=0))
        else:
            body.append(row)
    ids = [[row[key] for row in body] for key in keys]
    if results.platform not in ("", Platform.CANVAS):
        ids = ids[1:]  # another platform's numbers identify other people
    placed = set()
    for student, place in places(results, ids, [row[0] for row in body]):
        if body[place][at] != "EX":
            body[place][at] = number_of(student.score)
            placed.add(student.id)
    return Filled(csv_of(rows, delimiter), students_without(results, placed))


def _canvas_column(head: Sequence[str], titles: Iterable[str]) -> int | None:
    wanted = set(titles)
    for index, name in enumerate(head):
        if name in wanted or re.sub(r" \(\d+\)$", "", name) in wanted:
            return index
    return None
