"""Written answers of a class: tables of marks are read, and written back with what is new."""

from __future__ import annotations

import codecs
import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.assignments import Bundle, WrittenTask
from autograder.files import write_whole
from autograder.grading.enrolment import roster_of_class
from autograder.grading.marks import (
    Entry,
    Marks,
    MarksError,
    MarkSheet,
    joined,
    marks_in,
    merged,
    new_sheet,
    read_sheet,
)
from autograder.grading.results import ClassResults, Stranger
from autograder.grading.written import WrittenAnswer, WrittenWork, numbers_of
from autograder.rosters import Person
from autograder.submissions import written_id
from autograder.tables import GradebookError, bytes_at, decoded, inert

__all__ = ["Marked", "marked", "write_marks"]

#: The folder of pages and tables of written answers in an output folder.
FOLDER = "written"


@dataclass(frozen=True, slots=True)
class _Table:
    """
    The table of marks for *task* that lies in an output folder, and what all tables say.

    Attributes:
        before: The file's bytes when it was read; None if there is none.
    """

    task: WrittenTask
    path: Path
    before: bytes | None
    sheet: MarkSheet
    marks: Marks


@dataclass(frozen=True, slots=True)
class Marked:
    """Written answers with their marks, and the tables that these are from."""

    work: WrittenWork
    tables: tuple[_Table, ...]

    @property
    def strangers(self) -> tuple[Stranger, ...]:
        """Rows with marks that are nobody's."""
        return tuple(Stranger(*row) for table in self.tables for row in table.marks.strangers)


def marked(
    bundle: Bundle,
    answers: Mapping[str, Mapping[str, WrittenAnswer]],
    people: Mapping[str, Person],
    output: Path,
    files: Sequence[Path],
) -> Marked:
    """
    Read the marks for written *answers*: from the tables in *output*, and from further *files*.

    Raises:
        MarksError, GradebookError: If a table can't be used; names file, row and fix.
    """
    find = _finder(people)
    more = _by_exercise(bundle, files)
    numbers = {task.id: numbers_of(bundle, task.id, people) for task in bundle.written}
    tables = []
    for task in bundle.written:
        known = {number: student for student, number in numbers[task.id].items()}
        path = output / FOLDER / f"{task.id}.csv"
        before = bytes_at(path) if path.exists() else None
        sheet = new_sheet(str(path)) if before is None else _sheet(path, before)
        own = marks_in(sheet, task, find, known)
        others = [
            marks_in(_sheet(file, bytes_at(file)), task, find, known)
            for file in more.get(task.id, ())
        ]
        tables.append(_Table(task, path, before, sheet, joined(own, others)))
    marks = {table.task.id: table.marks.by_student for table in tables}
    return Marked(WrittenWork(answers, marks, numbers), tuple(tables))


def _sheet(path: Path, data: bytes) -> MarkSheet:
    try:
        return read_sheet(decoded(data), str(path))
    except GradebookError as error:
        raise GradebookError(f"{path}: {error}") from None


def _finder(people: Mapping[str, Person]) -> Callable[[str], str]:
    """A function that returns the id of who is meant by an id, address or name; empty if nobody."""
    # Looked up only where there are marks to be given.
    class_of = functools.cache(lambda: roster_of_class(people))
    ids_of = functools.cache(lambda: {inert(student).strip(): student for student in people})

    def find(text: str) -> str:
        if text in (ids := ids_of()):
            return ids[text]
        roster, known = class_of()
        person = roster.find(text) if text else None
        return known[person] if isinstance(person, Person) else ""

    return find


def _by_exercise(bundle: Bundle, files: Sequence[Path]) -> dict[str, list[Path]]:
    ids = [task.id for task in bundle.written]
    found: dict[str, list[Path]] = {}
    for file in files:
        # Tables are named as files with answers are.
        exercise = written_id(f"{file.stem}.md", ids) or (ids[0] if len(ids) == 1 else "")
        if not exercise:
            hint = f"name it after one: {', '.join(f'{one}.csv' for one in ids)}"
            raise MarksError(
                f"--written {file}: it can't be told which exercise it is about; {hint}"
                if ids
                else f"--written {file}: this assignment has no written exercises"
            )
        found.setdefault(exercise, []).append(file)
    return found


def write_marks(marked: Marked, results: ClassResults, *, names: bool = False) -> list[Path]:
    """
    Bring the tables of marks up to date with *results*; return their paths.

    A table to which nothing is new is left as it is, to the byte. So is one in which somebody typed
    since it was read: the next run adds what is missing.

    Args:
        names: Whether they have a column of names.

    Raises:
        OSError: If one can't be written; names the file.
    """
    for table in marked.tables:
        new = merged(
            table.sheet, table.marks, _entries(table.task, results), table.task, names=names
        )
        now = table.path.read_bytes() if table.path.exists() else None
        if now == table.before and (now is None or new != table.sheet):
            write_whole(table.path, _encoded(new, now or b""))
    return [table.path for table in marked.tables]


def _entries(task: WrittenTask, results: ClassResults) -> list[Entry]:
    """What the table says of everybody: first those who answered, in the order of the page."""
    same = results.same_answers(task.id)
    return [
        Entry(student.id, own.number, own.version, tuple(same.get(own.number, ())), student.name)
        for student, own in results.written_answers(task.id)
    ]


def _encoded(sheet: MarkSheet, before: bytes) -> bytes:
    """The table's bytes; with a mark of UTF-8 if a spreadsheet saved it that needs one to see it."""
    mark = codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b""
    try:
        before.decode("utf-8")
    except UnicodeDecodeError:
        mark = codecs.BOM_UTF8
    return mark + sheet.text.encode("utf-8", "backslashreplace")
