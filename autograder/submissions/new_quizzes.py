"""
The *Student Analysis* of Canvas' New Quizzes, which has another form than that of Classic Quizzes.

    Name,ID,SectionIDs,SectionNames,Submitted,ElapsedTime,Attempt,
    ItemID,ItemType,<question>,EarnedPoints,Status,     five columns for each question
    NumberOfCorrect,NumberOfIncorrect,NoResponse,PointsPossible,OverallScore

The columns are those that programs name which read such files. Texts may be HTML. How several chosen
options are joined is not documented, so their letters are read, whatever stands between them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from autograder.submissions.asked import MAX_TEXT, Asked, Response, Responses

__all__ = ["is_new_quizzes", "new_quizzes"]

_ITEM = ("itemid", "itemtype")
#: The tags of our prompts and options, and those that an editor puts around them.
_TAG = re.compile(r"</?(?:p|pre|code|small|strong|em|b|i|span|div|br|ul|ol|li|a)\b[^<>]*>")
_BREAK = re.compile(r"</(?:p|pre|div|li)>|<br\s*/?>")
_NOTHING = ("", "-", "–", "—")


def is_new_quizzes(head: Sequence[str]) -> bool:
    """Tell by its header whether a table is one of New Quizzes."""
    return bool(_questions(head))


def new_quizzes(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Responses]:
    """Yield everybody's answers, a row being an attempt."""
    questions = _questions(head)
    titles = [cell.casefold() for cell in head]
    at = {title: titles.index(title) for title in ("name", "id", "attempt") if title in titles}
    for row in rows:
        name, ident = (_cell(row, at.get(title, -1)) for title in ("name", "id"))
        if not (name or ident):
            continue
        number = _cell(row, at.get("attempt", -1))
        answers = tuple(
            Response(Asked(text=_plain(head[column])[:MAX_TEXT], place=place), answer)
            for place, column in enumerate(questions)
            if (answer := _plain(_cell(row, column))) not in _NOTHING
        )
        attempt = int(number) if number.isdecimal() and len(number) < 5 else 0
        yield Responses(ident or name, name, answers, attempt=attempt)


def _questions(head: Sequence[str]) -> list[int]:
    """The columns of questions: each stands behind the id and the type of its item."""
    titles = [cell.strip().casefold() for cell in head]
    return [
        index + 2 for index in range(len(titles) - 2) if (titles[index], titles[index + 1]) == _ITEM
    ]


def _cell(row: Sequence[str], index: int) -> str:
    return row[index][:MAX_TEXT].strip() if 0 <= index < len(row) else ""


def _plain(text: str) -> str:
    """*text* without markup, if it has any; what only looks like a tag stays."""
    if not _TAG.search(text):
        return text
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", text))).strip()
