"""Answers in words among a student's files: cells of notebooks, and files named after an exercise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from autograder.submissions.kinds import copy_number, written_id
from autograder.submissions.notebooks import ANSWER, PROMPT, Cell
from autograder.submissions.refusals import SubmissionError, printable
from autograder.texts import as_saved

__all__ = ["MAX_ANSWER", "WrittenFinder", "WrittenQuestion"]

#: Characters of an answer that are read: ten pages. Of a longer one, the rest is left out, and said so.
MAX_ANSWER = 20_000
#: Bytes of a file with an answer; it may hold a picture as text, which is not read.
_MAX_BYTES = 20_000_000
#: Markdown's, on one line; otter-grader's marks of questions are such.
_COMMENT = re.compile(r"<!--[^<>]*-->")


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    """
    An exercise that is answered in words.

    Attributes:
        handed_out: What learners were given, in every language: it is no answer.
    """

    exercise: str
    handed_out: tuple[str, ...] = ()


class WrittenFinder:
    """Takes files with answers in words, and then finds the answers there and in notebooks."""

    def __init__(self, questions: Iterable[WrittenQuestion]) -> None:
        self._questions = {question.exercise: question for question in questions}
        self._files: dict[str, list[tuple[tuple[int, str], str]]] = {}

    def takes(self, name: str) -> bool:
        """Tell whether a file of that *name* answers one of the questions."""
        return bool(written_id(name, self._questions))

    def take(self, name: str, data: bytes) -> None:
        """
        Remember a file that answers a question, as its *name* says.

        Raises:
            SubmissionError: If it is no text.
        """
        asked = written_id(name, self._questions)
        self._files.setdefault(asked, []).append(((copy_number(name), name), _text_of(data, name)))

    def answers(
        self, notebooks: Sequence[tuple[str, Sequence[Cell]]]
    ) -> Iterator[tuple[str, str, bool]]:
        """
        Yield, for each question that is answered, exercise, answer, and whether it was cut.

        A file named after the exercise wins over a notebook; of two files, the newest copy wins, and
        of two notebooks the one whose name sorts last. What was handed out wins over nothing.
        """
        named = sorted(notebooks, key=lambda pair: pair[0], reverse=True)
        for name, question in self._questions.items():
            texts = [[text] for _, text in sorted(self._files.get(name, ()), reverse=True)]
            texts += [_texts_in(cells, name) for _, cells in named]
            ours = _lines_of(question.handed_out)
            answers = ("\n\n".join(filter(None, (_own(t, ours) for t in one))) for one in texts)
            if answer := next(filter(None, answers), ""):
                yield name, answer[:MAX_ANSWER], len(answer) > MAX_ANSWER


def _texts_in(cells: Sequence[Cell], exercise: str) -> list[str]:
    return [c.source for c in cells if c.role in (PROMPT, ANSWER) and c.exercise == exercise]


def _own(text: str, ours: frozenset[str]) -> str:
    """*text* without what was handed out above and below it."""
    lines = text.splitlines()
    first = next((at for at, line in enumerate(lines) if _is_own(line, ours)), None)
    if first is None:
        return ""
    last = next(at for at in range(len(lines) - 1, -1, -1) if _is_own(lines[at], ours))
    return "\n".join(lines[first : last + 1])


def _is_own(line: str, ours: frozenset[str]) -> bool:
    return bool(line.strip() and (plain := _plain(line))) and plain not in ours


def _lines_of(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(_plain(line) for text in texts for line in text.splitlines())


def _plain(line: str) -> str:
    """A line without what editors change in it, comments, and the level of a heading."""
    return _COMMENT.sub("", line).strip().lstrip("#").strip()


def _text_of(data: bytes, name: str) -> str:
    """
    Raises:
        SubmissionError: If *data* is no text, or too long to be one.
    """
    if len(data) > _MAX_BYTES:
        raise SubmissionError("it is larger than {most} MB", most=_MAX_BYTES // 1_000_000)
    try:
        text = as_saved(data)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise SubmissionError(
            "{name} is no text; save it as UTF-8 in an editor", name=printable(name)
        )
    return text
