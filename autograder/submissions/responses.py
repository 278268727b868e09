"""Answers to quiz items: our own JSON, and platforms' tables; not judged here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from autograder.submissions.asked import (
    MAX_ANSWERS,
    MAX_IDS,
    MAX_ITEM,
    MAX_TEXT,
    Asked,
    Response,
    Responses,
)
from autograder.submissions.refusals import SubmissionError, not_utf_8
from autograder.submissions.response_tables import read_table

__all__ = [
    "MAX_ANSWERS",
    "MAX_IDS",
    "MAX_ITEM",
    "MAX_TEXT",
    "Asked",
    "Response",
    "Responses",
    "own_answers",
    "read_responses",
]

_MAX_BYTES = 50_000_000
_FORM = '{"schema": 1, "answers": {…}}'
#: What stands for a missing answer.
_NOTHING = ("", "-", "–", "—")


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
    return read_table(name, text)


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
        raise SubmissionError("{name} is larger than {most} bytes", name=name, most=_MAX_BYTES)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise not_utf_8(name, error.start) from None


def _own(name: str, text: str) -> tuple[str, tuple[Response, ...]]:
    """Return the student that the file names, or ``""``, and the answers."""
    # ``{"schema": 1, "student": "anna", "answers": {"Q14": "12"}}``
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise SubmissionError(
            "{name} is no JSON; answers are handed in as {form}", name=name, form=_FORM
        ) from None
    answers = data.get("answers") if isinstance(data, dict) else None
    if not isinstance(answers, dict) or data.get("schema", 1) != 1:
        raise SubmissionError("{name} holds no answers ({form})", name=name, form=_FORM)
    found = []
    for item, given in list(answers.items())[:MAX_ANSWERS]:
        if isinstance(given, str | int | float | list) and not isinstance(given, bool):
            written = ", ".join(map(str, given)) if isinstance(given, list) else str(given)
            if written.strip() not in _NOTHING:
                found.append(Response(Asked(item=str(item)[:MAX_ITEM]), written[:MAX_TEXT]))
    named = data.get("student")
    return named if isinstance(named, str) else "", tuple(found)


def as_json(item_ids: Sequence[str], assignment: str) -> str:
    """Return the text of the file in which learners fill in their answer to each item."""
    data: dict[str, Any] = {"schema": 1, "assignment": assignment}
    data["answers"] = dict.fromkeys(item_ids, "")
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
