"""A quiz sheet for each student, with numbers of its own; their keys stand apart, in one table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from autograder.assignments import Assignment, OwnSheets, SheetOwner
from autograder.content import Language
from autograder.files import write_whole
from autograder.generating.handouts import localized
from autograder.generating.places import Places
from autograder.generating.quizzes.forms import Pool
from autograder.generating.quizzes.making import pools_of
from autograder.generating.quizzes.markdown_sheet import sheet_markdown
from autograder.generating.quizzes.static import keys_of, sheet_html
from autograder.quizzes import Solved
from autograder.quizzes.stamps import stamp
from autograder.submissions import QUIZ_ANSWERS, printable, safe_file_names
from autograder.submissions.responses import as_json
from autograder.tables import csv_of, inert

__all__ = ["KEYS", "SHEETS", "write_own_sheets"]

#: The folders of sheets, on the students' side, and of their keys, on the instructor's.
SHEETS, KEYS = "sheets", "keys"
#: How lone surrogates are written, which names in a roster may contain.
_ERRORS = "backslashreplace"


def write_own_sheets(assignment: Assignment, sheets: OwnSheets, places: Places) -> None:
    """
    Write each owner's sheet (Markdown and HTML) and file for answers, and the table of all keys.

    Files are named after the student's id, whatever characters and however many it has.
    """
    names = safe_file_names([owner.id for owner in sheets.owners])
    for owner in sheets.owners:
        for suffix, text in _files_of(owner, assignment, sheets.on_sheet_of(owner)):
            path = places.students / SHEETS / f"{names[owner.id]}{suffix}"
            write_whole(path, text, errors=_ERRORS)
    table = _key_table(assignment, sheets, names)
    path = places.instructor / KEYS / f"{assignment.id}.keys.csv"
    write_whole(path, table, errors=_ERRORS, private=True)


def _files_of(
    owner: SheetOwner, assignment: Assignment, asked: Mapping[str, Solved]
) -> Iterator[tuple[str, str]]:
    """Yield the end of a file's name, and its text."""
    name = printable(owner.name or owner.id)
    points = {task.item: task.points for task in assignment.quiz}
    questions = [(solved.question, points[item]) for item, solved in asked.items()]
    for language in assignment.sheet.languages:
        title = assignment.sheet.title[language]
        text = sheet_markdown(questions, title, name, language)
        yield localized(assignment, language, "", ".md"), text
        html = sheet_html(_pools(assignment, asked, language), title, language, student=name)
        yield localized(assignment, language, "", ".html"), html
    stamps = [stamp(q.item, q.variant, several=True) for q, _ in questions]
    yield f".{QUIZ_ANSWERS}", as_json(stamps, assignment.id)


def _pools(assignment: Assignment, asked: Mapping[str, Solved], language: Language) -> list[Pool]:
    """The questions of one sheet in the form of publishers."""
    course = assignment.course
    points = {task.item: task.points for task in assignment.quiz}
    pools: list[Pool] = []
    for item, solved in asked.items():
        chapter = course.chapter_of_item(item)
        pools += pools_of(course, {chapter: {item: [solved]}}, language, points=points, many=True)
    return pools


def _key_table(assignment: Assignment, sheets: OwnSheets, names: Mapping[str, str]) -> str:
    """The right answers: a row for each student, a column for each item."""
    items = [task.item for task in assignment.quiz]
    rows = [["id", "name", "file", *items]]
    for owner in sheets.owners:
        asked = sheets.on_sheet_of(owner)
        keys = keys_of(_pools(assignment, asked, assignment.sheet.languages[0]))
        rows.append([inert(owner.id), inert(owner.name), names[owner.id], *keys])
    return csv_of(rows)
