"""
Marks: what a person gave for written answers, in a table beside them.

The table is the instructor's: what was typed is never changed. We add rows, and fill in our columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from autograder.assignments import WrittenTask
from autograder.assignments.worth import rounded
from autograder.errors import InputError
from autograder.submissions import printable
from autograder.tables import csv_of, inert, number_of, read_rows
from autograder.texts import cleaned

__all__ = [
    "COLUMNS",
    "Entry",
    "Mark",
    "MarkSheet",
    "Marks",
    "MarksError",
    "joined",
    "marks_in",
    "merged",
    "new_sheet",
    "read_sheet",
]

#: The first three are the instructor's; ``name`` comes last where names are asked for.
COLUMNS = ("id", "points", "comment", "number", "out_of", "same_as", "version")
_NUMBER = re.compile(r"\d{1,6}([.,]\d{1,6})?", re.ASCII)
_MAX_COMMENT = 10_000


class MarksError(InputError):
    """A table of marks can't be used; the message names each file, row and fix."""


@dataclass(frozen=True, slots=True)
class Mark:
    """
    What a person gave for an answer.

    Attributes:
        points: None if it is not graded yet.
        comment: For the student, in one language.
        version: Of the answer that was graded; empty if that is not known.
        place: File and row, for messages.
    """

    points: float | None
    comment: str = ""
    version: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class MarkSheet:
    """
    A table of marks as it was read.

    Attributes:
        name: The file's, for messages.
        head: The titles of its columns, whatever they are.
        rows: Its rows below them, each as long as the head.
    """

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str = ","

    @property
    def text(self) -> str:
        """The text of the file."""
        return csv_of([self.head, *self.rows], self.delimiter)

    def cell(self, row: Sequence[str], column: str) -> str:
        """Return the cell of *row* in a column of ours; empty if there is no such column."""
        places = [i for i, title in enumerate(self.head) if _is_called(title, column)]
        return row[places[0]].strip() if places else ""

    def place(self, index: int) -> str:
        """Return file and row, as spreadsheets count rows."""
        return f"{self.name}, row {index + 2}"


def read_sheet(text: str, name: str) -> MarkSheet:
    """
    Read the table in *text*.

    Raises:
        MarksError, GradebookError: If it is no table of marks.
    """
    rows, delimiter = read_rows(text)
    head = rows[0] if rows else []
    has = {column for column in COLUMNS for title in head if _is_called(title, column)}
    if not {"id", "number"} & has or "points" not in has:
        raise MarksError(
            f"{name}: no table of marks: it needs the columns id (or number) and points; it has: "
            f"{printable(', '.join(head)) or 'none'}"
        )
    width = max(len(row) for row in rows)
    head += [""] * (width - len(head))
    body = (tuple(row + [""] * (width - len(row))) for row in rows[1:])
    return MarkSheet(name, tuple(head), tuple(row for row in body), delimiter)


def new_sheet(name: str) -> MarkSheet:
    """Return a table without rows."""
    return MarkSheet(name, COLUMNS, ())


def _is_called(title: str, column: str) -> bool:
    return title.strip().casefold() == column


@dataclass(frozen=True, slots=True)
class Entry:
    """
    What the table says of one student's answer, besides the marks.

    Attributes:
        student: The student's id; hostile, as *name* is.
        number: By which the answer is known on the page, where there are no names.
        version: A digest of the answer; empty if there is none.
        same_as: Numbers of equal answers.
    """

    student: str
    number: str
    version: str = ""
    same_as: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """
    What was read from a table.

    Attributes:
        by_student: The marks of each student who has points or a comment.
        rows: The student of each row, by its index; nobody's rows are left out.
        strangers: Places of rows with marks that are nobody's, each with its id.
    """

    by_student: Mapping[str, Mark] = field(default_factory=dict)
    rows: Mapping[int, str] = field(default_factory=dict)
    strangers: tuple[tuple[str, str], ...] = ()


def marks_in(
    sheet: MarkSheet, task: WrittenTask, find: Callable[[str], str], numbers: Mapping[str, str]
) -> Marks:
    """
    Return the marks in *sheet*, by student.

    Args:
        find: Returns the id of the student who is meant by an id, address or name; empty if nobody.
        numbers: Students' ids by the numbers of their answers.

    Raises:
        MarksError: With all mistakes: what is no number, above the maximum, or there twice.
    """
    found: dict[str, Mark] = {}
    owners: dict[int, str] = {}
    strangers: list[tuple[str, str]] = []
    mistakes: list[str] = []
    for index, row in enumerate(sheet.rows):
        try:
            mark = _mark(sheet, index, task)
        except MarksError as error:
            mistakes.append(str(error))
            continue
        ident, number = sheet.cell(row, "id"), sheet.cell(row, "number")
        # A spreadsheet may have made another number of an id: 007 is 7, and 123456789012 is 1.2E+11.
        student = find(ident) or numbers.get(number, "")
        if student != numbers.get(number, student):
            mistakes.append(
                f"{mark.place}: the id is {printable(student)}'s and the number {number} is "
                f"{printable(numbers[number])}'s; mend one of them, or empty it"
            )
            continue
        if student:
            owners[index] = student
        if mark.points is None and not mark.comment:
            continue
        if not student:
            strangers.append((mark.place, printable(ident or number)))
        elif student not in found:
            found[student] = mark
        elif not _agree(found[student], mark):
            mistakes.append(
                f"{mark.place}: the same student as {found[student].place}, with other marks; remove "
                "one of the rows, or make them equal"
            )
    if mistakes:
        raise MarksError("\n".join(mistakes))
    return Marks(found, owners, tuple(strangers))


def _mark(sheet: MarkSheet, index: int, task: WrittenTask) -> Mark:
    row, place = sheet.rows[index], sheet.place(index)
    comment = cleaned(sheet.cell(row, "comment"))
    if len(comment) > _MAX_COMMENT:
        raise MarksError(
            f"{place}: comment: it is longer than {_MAX_COMMENT} characters; shorten it"
        )
    points = _points(sheet.cell(row, "points"), task, place)
    return Mark(points, comment, sheet.cell(row, "version"), place)


def _points(text: str, task: WrittenTask, place: str) -> float | None:
    if not text:
        return None
    most = number_of(task.points)
    if not _NUMBER.fullmatch(text):
        raise MarksError(
            f"{place}: points: {printable(text)!r} is no number from 0 to {most}; write one, or "
            "nothing as long as it is not graded"
        )
    points = float(text.replace(",", "."))
    if points > task.points:
        raise MarksError(
            f"{place}: points: {text} is above the maximum, {most}; write a number from 0 to {most} "
            "(more can be given as a bonus, with gradlings adjust)"
        )
    return rounded(points)


def _agree(one: Mark, other: Mark) -> bool:
    """Whether two marks of one student say the same, as far as both say anything."""
    points = one.points is None or other.points is None or one.points == other.points
    return points and (not one.comment or not other.comment or one.comment == other.comment)


def joined(marks: Marks, more: Sequence[Marks]) -> Marks:
    """
    Return *marks* with those of other files, which say what these leave open.

    Raises:
        MarksError: If two say different things of one student.
    """
    found = dict(marks.by_student)
    mistakes: list[str] = []
    for student, mark in (pair for one in more for pair in one.by_student.items()):
        before = found.setdefault(student, mark)
        if not _agree(before, mark):
            mistakes.append(
                f"{mark.place}: other marks than in {before.place}, for the same student; make them "
                "equal, or empty one of the two"
            )
        elif before is not mark:
            points = mark.points if before.points is None else before.points
            comment = before.comment or mark.comment
            found[student] = replace(before, points=points, comment=comment)
    if mistakes:
        raise MarksError("\n".join(mistakes))
    strangers = (stranger for one in (marks, *more) for stranger in one.strangers)
    return Marks(found, marks.rows, tuple(strangers))


def merged(
    sheet: MarkSheet, marks: Marks, entries: Sequence[Entry], task: WrittenTask, *, names: bool
) -> MarkSheet:
    """
    Return *sheet* with a row for each of *entries*, in their order behind those that it has.

    Points and comments are only put where there are none. Our own columns are brought up to date,
    except for the version of an answer that was graded: if it differs, the answer is another now.
    """
    wanted = [*COLUMNS, *(["name"] if names else [])]
    missing = [c for c in wanted if not any(_is_called(title, c) for title in sheet.head)]
    head = (*sheet.head, *missing)
    by_student = {entry.student: entry for entry in entries}
    rows = []
    for index, row in enumerate(sheet.rows):
        longer = [*row, *[""] * len(missing)]
        if student := marks.rows.get(index):
            _fill(head, longer, by_student[student], marks.by_student.get(student), task)
        rows.append(tuple(longer))
    there = set(marks.rows.values())
    for entry in entries:
        if entry.student not in there:
            fresh = [""] * len(head)
            _fill(head, fresh, entry, marks.by_student.get(entry.student), task)
            rows.append(tuple(fresh))
    return replace(sheet, head=head, rows=tuple(rows))


def _fill(
    head: Sequence[str], row: list[str], entry: Entry, mark: Mark | None, task: WrittenTask
) -> None:
    for column, text, is_typed in _cells(entry, mark, task):
        at = next((i for i, title in enumerate(head) if _is_called(title, column)), None)
        if at is not None and not (is_typed and row[at].strip()):
            row[at] = text


def _cells(entry: Entry, mark: Mark | None, task: WrittenTask) -> Iterator[tuple[str, str, bool]]:
    """Column, text, and whether what is there already stays."""
    graded = mark is not None and mark.points is not None
    yield "id", inert(entry.student), False
    if mark is not None and mark.points is not None:
        yield "points", number_of(mark.points), True
    if mark is not None and mark.comment:
        yield "comment", mark.comment, True
    yield "number", entry.number, False
    yield "out_of", number_of(task.points), False
    yield "same_as", " ".join(entry.same_as), False
    yield "version", entry.version, graded
    yield "name", inert(entry.name), False
