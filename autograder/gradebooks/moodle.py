"""The grading worksheet that a Moodle site exported, filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from autograder.gradebooks.rows import Filled, places, same_number, scaled, students_without
from autograder.grading.results import ClassResults
from autograder.rosters import without_number
from autograder.submissions import Platform
from autograder.tables import GradebookError, csv_of, read_rows

__all__ = ["fill_moodle"]

_NUMBER = re.compile(r"\d+([.,]\d+)?")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+")


def fill_moodle(
    text: str,
    results: ClassResults,
    column: str = "",
    *,
    overwrite: bool = False,
    comments: Mapping[str, str] = MappingProxyType({}),
) -> Filled:
    """
    Return a worksheet that a Moodle site exported, with the grades filled in.

    The headers are in the site's language, so columns are recognised by their contents: the first
    identifies students (``Participant 123``, ``Résztvevő 123``); the maximum is the same number in
    every row, and the grade's column precedes it. Scores are scaled to that maximum. Students are
    matched to rows by Moodle's number, e-mail address or full name; if two rows or two students
    match, the grade is left out and the student is listed.

    Args:
        column: The header of the grade's column, if that can't be recognised.
        overwrite: Whether to replace grades that are there already and differ.
        comments: By student's id, HTML for the last column, which Moodle shows with the grade.

    Raises:
        GradebookError: If a column can't be recognised; the message says which.
    """
    rows, delimiter = read_rows(text)
    body = [row for row in rows[1:] if any(row)]
    if not body or len(rows[0]) < 3:
        raise GradebookError("this is no grading worksheet of Moodle: it has no rows")
    at = _moodle_grade_column(rows[0], body, column)
    most = body[0][at + 1]
    comma = "," in most
    maximum = float(most.replace(",", "."))
    numbers = [_last_number(row[0]) for row in body]
    mails = [next((cell for cell in row[1:at] if _MAIL.fullmatch(cell)), "") for row in body]
    names = [without_number(row[1]) for row in body]
    placed, kept = set(), []
    for student, place in places(results, numbers, [mails], names, platform=Platform.MOODLE):
        row = body[place]
        placed.add(student.id)
        nothing = student.excused or not student.max_score
        grade = "" if nothing else f"{scaled(student, maximum):.2f}"
        if row[at] and not same_number(row[at], grade) and not overwrite:
            kept.append(student.id)
            continue
        row[at] = grade.replace(".", ",") if comma else grade
        if student.id in comments and len(row) == len(rows[0]) and not row[-1].strip():
            row[-1] = comments[student.id]
    return Filled(
        csv_of(rows, delimiter), students_without(results, placed, Platform.MOODLE), tuple(kept)
    )


def _moodle_grade_column(head: Sequence[str], body: Sequence[Sequence[str]], named: str) -> int:
    if not all(_last_number(row[0]) for row in body):
        raise GradebookError(
            f"the first column, {head[0]!r}, does not identify participants; "
            "export the worksheet from the assignment, with its identifiers"
        )
    if named:
        if named not in head[:-1]:
            raise GradebookError(
                f"the worksheet has no column {named!r}; it has: {', '.join(head)}"
            )
        found = [head.index(named)]
    else:
        found = [
            i - 1
            for i in range(2, len(head))
            if len({row[i] for row in body}) == 1
            and _NUMBER.fullmatch(body[0][i])
            and all(not row[i - 1] or _NUMBER.fullmatch(row[i - 1]) for row in body)
        ]
    if len(found) != 1 or not _NUMBER.fullmatch(body[0][found[0] + 1]):
        raise GradebookError(
            "it can't be told which column holds the grade (the one before the maximum grade); "
            f"name it with --moodle-column, one of: {', '.join(head)}"
        )
    return found[0]


def _last_number(text: str) -> str:
    found = re.search(r"(\d+)\s*$", text)
    return found[1] if found else ""
