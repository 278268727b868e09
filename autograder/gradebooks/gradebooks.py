"""Grades as tables: our own, Canvas's gradebook, and the worksheet that a Moodle site exported."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from autograder.grading.results import ClassResults, StudentResult
from autograder.submissions import Platform

__all__ = ["Filled", "GradebookError", "fill_canvas", "fill_moodle", "new_canvas", "our_table"]

# What spreadsheets take for the start of a formula, and what some take for the same: full-width,
# small, raised and lowered forms.
_SIGNS = r"=+\-@＝＋－＠﹦﹢﹣﹫⁼₌⁺₊⁻₋﬩−"
# What a spreadsheet may be told to take for the end of a cell, quotes, which it takes away, and
# what stands for tabs and line ends. A blank ends a cell only where a sign follows at once.
_FORMULA = re.compile(
    rf"(^ *|[,;|:\"'，；｜：\N{{REPLACEMENT CHARACTER}}] *| (?=[{_SIGNS}][^ ]))([{_SIGNS}])"
)
_NUMBER = re.compile(r"\d+([.,]\d+)?")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+")


class GradebookError(Exception):
    """The file is not what a platform exported; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Filled:
    """
    Attributes:
        text: The file, filled in.
        without: Students whose grade found no row, by id.
    """

    text: str
    without: tuple[str, ...]


def our_table(results: ClassResults) -> str:
    """Return ``grades.csv``: a row for each student, a column for each exercise.

    The last one, ``integrity``, says what of a student's programs reached for the grader: a
    question for the instructor.
    """
    head = ["id", "name", "score", "max_score", "penalty", "days_late", "attempts"]
    columns = [*(exercise.id for exercise in results.exercises), *results.items]
    rows = [[*head, *columns, "misconceptions", "integrity"]]
    for student in results.students:
        shown = [
            _inert(student.id),
            _inert(student.name),
            _number(student.score),
            _number(student.max_score),
            _number(student.penalty),
            str(student.days_late),
            str(student.attempts),
        ]
        named = [name for a in student.answers if a.verdict for name in a.verdict.misconceptions]
        named += [name for a in student.quiz if a.verdict for name in a.verdict.misconceptions]
        scores = [_number(a.score) if a.graded else "" for a in student.answers]
        scores += [_number(a.score) for a in student.quiz]
        asked = [f"{a.exercise}: {', '.join(a.integrity)}" for a in student.questionable]
        rows.append([*shown, *scores, " ".join(dict.fromkeys(named)), _inert("; ".join(asked))])
    return _csv(rows)


def new_canvas(results: ClassResults) -> str:
    """
    Return a gradebook for Canvas that makes the assignment anew.

    Canvas finds students by ID; its own downloads name files with it. Row 2 tells the points.
    Source of the rules: canvas-lms ``lib/gradebook_importer.rb``.
    """
    title = results.title[results.languages[0]]
    rows = [["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title]]
    most = _number(max((s.max_score for s in results.students), default=0.0))
    rows.append(["    Points Possible", "", "", "", "", most])
    rows += [[_inert(s.name), _inert(s.id), "", "", "", _number(s.score)] for s in results.students]
    return _csv(rows)


def fill_canvas(text: str, results: ClassResults, column: str = "") -> Filled:
    """
    Return a gradebook that Canvas exported, with this assignment's column filled in.

    Args:
        column: The column's title, as Canvas writes it (``Homework 1 (123)``) or without the
            number; the assignment's title unless given. A column that is not there is added.

    Raises:
        GradebookError: If it is no export of Canvas's gradebook.
    """
    rows, delimiter = _rows(text)
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
            row[at] = row[at] or _number(max((s.max_score for s in results.students), default=0))
        else:
            body.append(row)
    ids = [[row[key] for row in body] for key in keys]
    if results.platform not in ("", Platform.CANVAS):
        ids = ids[1:]  # another platform's numbers are of other people
    placed = set()
    for student, place in _places(results, ids, [row[0] for row in body]):
        if body[place][at] != "EX":
            body[place][at] = _number(student.score)
            placed.add(student.id)
    return Filled(_csv(rows, delimiter), _without(results, placed))


def fill_moodle(text: str, results: ClassResults, column: str = "") -> Filled:
    """
    Return a worksheet that a Moodle site exported, with the grades filled in.

    Its headers are in the site's language, so columns are known by what stands in them: the
    first identifies (``Participant 123``, ``Résztvevő 123``); the maximum is the same number
    in every row, and the grade stands before it. Scores are scaled to that maximum. A row is a
    student's by Moodle's number, by e-mail address or by full name; where that could be two
    rows, or two students, the grade is left out and the student listed.

    Args:
        column: The header of the grade's column, where that can't be told.

    Raises:
        GradebookError: If columns can't be told; the message says which.
    """
    rows, delimiter = _rows(text)
    body = [row for row in rows[1:] if any(row)]
    if not body or len(rows[0]) < 3:
        raise GradebookError("this is no grading worksheet of Moodle: it has no rows")
    at = _moodle_grade_column(rows[0], body, column)
    most = body[0][at + 1]
    comma = "," in most
    maximum = float(most.replace(",", "."))
    numbers = [
        _last_number(row[0]) if results.platform in ("", Platform.MOODLE) else "" for row in body
    ]
    mails = [next((cell for cell in row[1:at] if _MAIL.fullmatch(cell)), "") for row in body]
    names = [row[1] for row in body]
    placed = set()
    for student, place in _places(results, [numbers, mails], names):
        grade = f"{maximum * student.score / student.max_score:.2f}" if student.max_score else ""
        body[place][at] = grade.replace(".", ",") if comma else grade
        placed.add(student.id)
    return Filled(_csv(rows, delimiter), _without(results, placed))


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


def _places(
    results: ClassResults, ids: Sequence[Sequence[str]], names: Sequence[str]
) -> Iterator[tuple[StudentResult, int]]:
    """
    Tell which row is whose.

    Args:
        ids: For each kind of id, the surest first, that of each row, or an empty text.
        names: Of each row.

    Yields:
        Students and their rows, but not where two rows could be a student's, or two students
        are as likely a row's.
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
    """Upper and lower case, and how letters with accents are written, make nobody else."""
    return " ".join(unicodedata.normalize("NFC", key).casefold().split())


def _canvas_column(head: Sequence[str], titles: Iterable[str]) -> int | None:
    wanted = set(titles)
    for index, name in enumerate(head):
        if name in wanted or re.sub(r" \(\d+\)$", "", name) in wanted:
            return index
    return None


def _last_number(text: str) -> str:
    found = re.search(r"(\d+)\s*$", text)
    return found[1] if found else ""


def _without(results: ClassResults, placed: set[str]) -> tuple[str, ...]:
    return tuple(student.id for student in results.students if student.id not in placed)


def _rows(text: str) -> tuple[list[list[str]], str]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), delimiter
    except csv.Error as error:
        raise GradebookError(f"this is no CSV file: {error}") from None


def _csv(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return file.getvalue()


def _inert(text: str) -> str:
    """
    Return *text* as a cell that no spreadsheet takes for a formula (OWASP, "CSV Injection").

    A sheet that is told another separator than ours (``;`` in half of Europe) makes several
    cells of one, so what begins like a formula after any separator gets an apostrophe, too.
    """
    clean = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return _FORMULA.sub(r"\1'\2", clean)


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
