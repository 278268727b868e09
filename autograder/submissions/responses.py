"""
Answers to quiz items as learning platforms export them, and as our own JSON; not judged here.

Moodle's "Responses" report (CSV) has headers in the site's language, so its columns are recognised
by their numbers and by the questions in them; download it with question texts, or variants can't be
told apart. Canvas' "Student analysis" has a column for each question, with its text.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.submissions.refusals import SubmissionError

__all__ = [
    "MAX_ANSWERS",
    "MAX_ITEM",
    "MAX_TEXT",
    "Asked",
    "Response",
    "Responses",
    "own_answers",
    "read_responses",
]

_MAX_BYTES = 50_000_000
#: Most answers of one student, longest text that is kept of a cell, and longest id of an item.
MAX_ANSWERS = 1_000
MAX_TEXT = 2_000
MAX_ITEM = 64
_FORM = '{"schema": 1, "answers": {…}}'
#: Texts that platforms write in place of a missing answer.
_NOTHING = ("", "-", "–", "—")


@dataclass(frozen=True, slots=True)
class Asked:
    """
    How a platform identifies a question.

    Attributes:
        item: The item's id, if the file has it.
        text: The question's text, as the platform flattened it. Hostile, as all texts here.
        place: The question's place in the quiz, from 0.
    """

    item: str = ""
    text: str = ""
    place: int = -1


@dataclass(frozen=True, slots=True)
class Response:
    """An answer to a question, as text; *variant* is the question's, if the file has it."""

    asked: Asked
    answer: str
    variant: int | None = None


@dataclass(frozen=True, slots=True)
class Responses:
    """One student's answers. *student* and *name* come from the platform and are hostile."""

    student: str
    name: str
    answers: tuple[Response, ...]


def read_responses(name: str, data: bytes, *, student: str = "") -> list[Responses]:
    """
    Read a file of answers: our own JSON, Moodle's or Canvas' CSV.

    Args:
        name: The file's name, for messages.
        student: The student who handed it in, for our own JSON.

    Raises:
        SubmissionError: If it is none of these.
    """
    text = _text(name, data)
    if text.lstrip().startswith("{"):
        named, answers = _own(name, text)
        who = student or named or name
        return [Responses(who, who, answers)]
    return list(_table(name, text))


def own_answers(name: str, data: bytes) -> tuple[Response, ...]:
    """
    Read a hand-in's file of answers: our own JSON, no platform's table.

    The answers belong to the student who handed them in, whatever name the file holds.

    Raises:
        SubmissionError: If it is not in our format.
    """
    return _own(name, _text(name, data))[1]


def _text(name: str, data: bytes) -> str:
    if len(data) > _MAX_BYTES:
        raise SubmissionError(f"{name} is larger than {_MAX_BYTES} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SubmissionError(f"{name} is not UTF-8 at byte {error.start}") from None


def _own(name: str, text: str) -> tuple[str, tuple[Response, ...]]:
    """Return the student that the file names, or ``""``, and the answers."""
    # ``{"schema": 1, "student": "anna", "answers": {"Q14": "12"}}``
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise SubmissionError(f"{name} is no JSON; answers are handed in as {_FORM}") from None
    answers = data.get("answers") if isinstance(data, dict) else None
    if not isinstance(answers, dict) or data.get("schema", 1) != 1:
        raise SubmissionError(f"{name} holds no answers ({_FORM})")
    found = []
    for item, given in list(answers.items())[:MAX_ANSWERS]:
        if isinstance(given, str | int | float | list) and not isinstance(given, bool):
            written = ", ".join(map(str, given)) if isinstance(given, list) else str(given)
            if written.strip() not in _NOTHING:
                found.append(Response(Asked(item=str(item)[:MAX_ITEM]), written[:MAX_TEXT]))
    named = data.get("student")
    return named if isinstance(named, str) else "", tuple(found)


def _table(name: str, text: str) -> Iterator[Responses]:
    csv.field_size_limit(_MAX_BYTES)  # one long answer must not make the others unreadable
    sample = text.partition("\n")[0]
    separator = max(",;\t", key=sample.count)
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=separator) if any(row)]
    except csv.Error as error:
        raise SubmissionError(f"{name} is no table: {error}") from None
    if len(rows) < 1:
        raise SubmissionError(f"{name} is empty")
    head = [cell.strip() for cell in rows[0]]
    if "attempt" in head and any(re.match(r"\d+: ", cell) for cell in head):
        yield from _canvas(head, rows[1:])
        return
    columns = _numbered(head)
    if not columns:
        raise SubmissionError(
            f"{name} is neither Moodle's responses nor Canvas' student analysis: "
            "no column is a question's"
        )
    yield from _moodle(head, columns, rows[1:])


def _canvas(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Responses]:
    questions = [index for index, cell in enumerate(head) if re.match(r"\d+: ", cell)]
    at = {name: head.index(name) for name in ("name", "id", "sis_id") if name in head}
    for row in rows:
        cells = dict(enumerate(row))
        answers = [
            Response(
                Asked(text=head[index].partition(": ")[2], place=place),
                # Canvas joins several options by commas, and escapes those within one.
                "; ".join(
                    part.replace("\\,", ",").strip()
                    for part in re.split(r"(?<!\\),", cells.get(index, "")[:MAX_TEXT])
                ),
            )
            for place, index in enumerate(questions)
            if cells.get(index, "").strip() not in _NOTHING
        ]
        name = cells.get(at.get("name", -1), "")
        student = cells.get(at.get("sis_id", -1)) or cells.get(at.get("id", -1)) or name
        yield Responses(student, name, tuple(answers))


def _numbered(head: Sequence[str]) -> dict[int, list[int]]:
    """Return by number the columns whose titles end in it: "Response 1", "Válasz 1"."""
    columns: dict[int, list[int]] = {}
    for index, cell in enumerate(head):
        found = re.fullmatch(r"[^\d/]+\s(\d{1,3})\.?", cell)
        if found:
            columns.setdefault(int(found.group(1)), []).append(index)
    return columns


def _moodle(
    head: Sequence[str], columns: Mapping[int, Sequence[int]], rows: Sequence[Sequence[str]]
) -> Iterator[Responses]:
    mail = _mail_column(rows)
    first = min(index for several in columns.values() for index in several)
    for row in rows:
        if len(row) < len(head) - 1:
            continue  # Moodle's last line holds averages
        cells = dict(enumerate(row))
        answers = []
        for place, (_, several) in enumerate(sorted(columns.items())):
            # In this order: question, response, right answer; the outer two may be missing.
            texts = [cells.get(index, "")[:MAX_TEXT].strip() for index in several]
            with_question = len(several) == 3 or (len(several) == 2 and len(texts[0]) > 40)
            question, answer = (texts[0], texts[1]) if with_question else ("", texts[0])
            if answer not in _NOTHING:
                answers.append(Response(Asked(text=question, place=place), answer))
        names = [cell.strip() for cell in row[: min(first, 2)] if "@" not in cell]
        student = cells.get(mail, "") if mail is not None else " ".join(names)
        if student.strip():
            yield Responses(student.strip(), " ".join(names) or student, tuple(answers))


def _mail_column(rows: Sequence[Sequence[str]]) -> int | None:
    for index in range(max((len(row) for row in rows), default=0)):
        cells = [row[index] for row in rows if index < len(row) and row[index].strip()]
        if cells and sum("@" in cell for cell in cells) > len(cells) / 2:
            return index
    return None


def as_json(item_ids: Sequence[str], assignment: str) -> str:
    """Return the text of the file in which learners fill in their answer to each item."""
    data: dict[str, Any] = {"schema": 1, "assignment": assignment}
    data["answers"] = dict.fromkeys(item_ids, "")
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
