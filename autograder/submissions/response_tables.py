"""
Platforms' tables of answers: Moodle's "Responses" report and Canvas' "Student analysis" of both engines.

Moodle writes its headers in the site's language, so columns are told by their numbers (``Response 1``,
``1. kérdés``) and by what is in them. Each question has one to three columns, in this order: question,
response, right answer. Canvas has a column for each question, with its text in the header.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone

from autograder.moments import moment_in
from autograder.submissions.asked import MAX_TEXT, Asked, Response, Responses
from autograder.submissions.new_quizzes import is_new_quizzes, new_quizzes
from autograder.submissions.refusals import SubmissionError

__all__ = ["read_table"]

_LONGEST_CELL = 50_000_000
#: Texts that platforms write in place of a missing answer.
_NOTHING = ("", "-", "–", "—")
_CANVAS_QUESTION = re.compile(r"\d+: ")
_NUMBER_LAST = re.compile(r"([^\d/]*[^\W\d][^\d/]*?)\W*\b(\d{1,3})\.?")
_NUMBER_FIRST = re.compile(r"(\d{1,3})\W+([^\d/]*[^\W\d][^\d/]*)")
#: A question is longer than most answers to it by this factor.
_LONGER = 1.5


def read_table(name: str, text: str) -> list[Responses]:
    """
    Return everybody's answers in a platform's table, attempts in the order of the file.

    Raises:
        SubmissionError: If no column is a question's; *name* is the file's.
    """
    csv.field_size_limit(_LONGEST_CELL)  # one long answer must not make the others unreadable
    sample = text.partition("\n")[0]
    separator = max(",;\t", key=sample.count)
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=separator) if any(row)]
    except csv.Error as error:
        raise SubmissionError(f"{name} is no table: {error}") from None
    if not rows:
        raise SubmissionError(f"{name} is empty")
    head = [cell.strip() for cell in rows[0]]
    if is_new_quizzes(head):
        return list(new_quizzes(head, rows[1:]))
    if any(map(_CANVAS_QUESTION.match, head)):
        return list(_canvas(head, rows[1:]))
    table = _MoodleTable.of(head, rows[1:])
    if table is None:
        raise SubmissionError(
            f"{name} is neither Moodle's responses nor Canvas' student analysis: "
            "no column is a question's"
        )
    return table.responses()


# Canvas


def _canvas(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Responses]:
    questions = [index for index, cell in enumerate(head) if _CANVAS_QUESTION.match(cell)]
    first = questions[0]
    # The columns before the questions: name, id, [sis_id], section, …, submitted, attempt.
    names, ids = _index(head, "name", 0), _index(head, "id", 1)
    sis = _index(head, "sis_id", 2 if first > 7 else -1)
    attempts = _index(head, "attempt", first - 1)
    left: dict[str, int] = defaultdict(int)
    for row in rows:
        left[_cell(row, ids) or _cell(row, names)] += 1
    for row in rows:
        answers = tuple(
            # Canvas joins several options by commas, and escapes those within one.
            Response(Asked(text=head[at].partition(": ")[2][:MAX_TEXT], place=place), answer)
            for place, at in enumerate(questions)
            if (answer := _answer(_cell(row, at).replace("\\,", ",")))
        )
        known = [one for one in (_cell(row, sis), _cell(row, ids)) if one]
        name = _cell(row, names)
        number = _cell(row, attempts)
        owner = _cell(row, ids) or name
        attempt = int(number) if number.isdecimal() and len(number) < 5 else left[owner]
        left[owner] -= 1  # the newest attempt comes first
        yield Responses((*known, name)[0], name, answers, tuple(known[1:]), attempt)


def _index(head: Sequence[str], title: str, otherwise: int) -> int:
    return head.index(title) if title in head else otherwise


# Moodle


@dataclass(frozen=True)
class _MoodleTable:
    """
    Moodle's report.

    Attributes:
        questions, answers, rights: The columns by the question's place, from 0; empty without them.
        people: The columns before the first question's.
        mail: The column of addresses, or -1.
    """

    rows: Sequence[Sequence[str]]
    questions: Sequence[int]
    answers: Sequence[int]
    rights: Sequence[int]
    people: int
    mail: int

    @classmethod
    def of(cls, head: Sequence[str], rows: Sequence[Sequence[str]]) -> _MoodleTable | None:
        kinds = _numbered(head)
        if not kinds:
            return None
        # Moodle's last line holds averages.
        whole = [row for row in rows if len(row) >= len(head) - 1]
        with_question = len(kinds) > 2 or (len(kinds) == 2 and _are_questions(kinds, whole))
        at = 1 if with_question else 0
        return cls(
            whole,
            kinds[0] if with_question else (),
            kinds[at],
            kinds[at + 1] if len(kinds) > at + 1 else (),
            min(min(columns) for columns in kinds),
            _mail_column(whole),
        )

    def responses(self) -> list[Responses]:
        found: dict[str, list[tuple[datetime | None, Responses]]] = defaultdict(list)
        for row in self.rows:
            names = self._names(row)
            name = " ".join(names)
            student = _cell(row, self.mail) if self.mail >= 0 else name
            if student:
                ids = tuple(self._other_ids(row, names))
                one = Responses(
                    student, name or student, tuple(self._answers(row)), ids,
                    places=0 if self.questions else len(self.answers),
                )  # fmt: skip
                found[student].append((self._started(row), one))
        return [one for several in found.values() for one in _by_time(several)]

    def _answers(self, row: Sequence[str]) -> Iterator[Response]:
        for place, column in enumerate(self.answers):
            if answer := _answer(_cell(row, column)):
                text = _cell(row, self.questions[place]) if self.questions else ""
                right = _answer(_cell(row, self.rights[place])) if self.rights else ""
                yield Response(Asked("", text, place, right), answer)

    def _names(self, row: Sequence[str]) -> list[str]:
        """The names in front, in whatever order; the address may come between other columns."""
        until = min(self.mail if self.mail >= 0 else 2, 2, self.people)
        return [cell.strip() for cell in row[:until] if cell.strip() and "@" not in cell]

    def _other_ids(self, row: Sequence[str], names: Sequence[str]) -> Iterator[str]:
        """Ids between names and address, as Moodle shows them to who may see them."""
        for cell in row[len(names) : max(self.mail, 0)]:
            if cell.strip() and len(cell) < 100:
                yield cell.strip()

    def _started(self, row: Sequence[str]) -> datetime | None:
        return next(filter(None, map(moment_in, row[len(self._names(row)) : self.people])), None)


def _by_time(several: Sequence[tuple[datetime | None, Responses]]) -> Iterator[Responses]:
    """Number one student's attempts by the time of their beginning, else in the file's order."""
    long_ago = datetime.min.replace(tzinfo=timezone.utc)
    times = [
        when.replace(tzinfo=when.tzinfo or timezone.utc) if when else long_ago
        for when, _ in several
    ]
    order = sorted(range(len(several)), key=lambda index: times[index])
    for number, index in enumerate(order, start=1):
        yield replace(several[index][1], attempt=number)


def _numbered(head: Sequence[str]) -> list[list[int]]:
    """
    Return the columns of each kind (question, response, right answer), by number from 1.

    A kind has one wording, which stands before the number or after it.
    """
    kinds: dict[str, dict[int, int]] = {}
    for index, cell in enumerate(head):
        if last := _NUMBER_LAST.fullmatch(cell):
            kinds.setdefault(last[1].strip().casefold(), {}).setdefault(int(last[2]), index)
        elif first := _NUMBER_FIRST.fullmatch(cell):
            kinds.setdefault(first[2].strip().casefold(), {}).setdefault(int(first[1]), index)
    most = max((len(columns) for columns in kinds.values()), default=0)
    return [
        [index for _, index in sorted(columns.items())]
        for columns in kinds.values()
        if len(columns) == most
    ][:3]


def _are_questions(kinds: Sequence[Sequence[int]], rows: Sequence[Sequence[str]]) -> bool:
    """Tell questions with responses from responses with right answers."""
    first, second = ([_cell(row, at) for row in rows for at in columns] for columns in kinds)
    if any(cell in _NOTHING for cell in first) or not first:
        return False  # a question always has a text, a response may be missing
    # Half of them decide, so that nobody's endless answer makes questions of the others' answers.
    longer = [len(one) > _LONGER * len(other) for one, other in zip(first, second, strict=True)]
    return 2 * sum(longer) >= len(longer)


def _mail_column(rows: Sequence[Sequence[str]]) -> int:
    for index in range(max((len(row) for row in rows), default=0)):
        cells = [row[index] for row in rows if index < len(row) and row[index].strip()]
        if cells and sum("@" in cell for cell in cells) > len(cells) / 2:
            return index
    return -1


# Cells


def _cell(row: Sequence[str], index: int) -> str:
    return row[index][:MAX_TEXT].strip() if 0 <= index < len(row) else ""


def _answer(cell: str) -> str:
    """The answer in a cell; empty if there is none. Some platforms put ``'`` before ``-3``."""
    return "" if cell in _NOTHING else re.sub(r"^'(?=[=+\-@])", "", cell)
