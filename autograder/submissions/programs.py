"""Which program answers which exercise, among the files that a student handed in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from autograder.submissions.notebooks import Cell, answer_in, read_cells
from autograder.submissions.reading import SubmissionError, defined_functions, shown, source_of

__all__ = ["Programs", "Question", "find_programs"]

#: What browsers and platforms add to a name that is taken: ``zero_it (1)``, ``zero_it-2``.
_COPY = re.compile(r"[ _-]*(\(\d+\)|-\d+|copy)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """
    An exercise, as far as finding its answer goes.

    Attributes:
        stubs: What the learner was given, in every language.
    """

    exercise: str
    function: str
    stubs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Programs:
    """
    Attributes:
        by_exercise: The program that answers it, for each exercise that is answered.
        unread: Name and why, of files that could not be read.
    """

    by_exercise: Mapping[str, str]
    unread: tuple[tuple[str, str], ...] = ()


def find_programs(files: Iterable[tuple[str, bytes]], questions: Sequence[Question]) -> Programs:
    """
    Return a program for each of *questions* that one of *files* (name, content) answers.

    A script named as the exercise wins over a notebook or script that defines its
    function among others; of two alike, the later name, sorted, wins.
    """
    scripts: list[tuple[str, str]] = []
    notebooks: list[tuple[Cell, ...]] = []
    unread = []
    for name, data in sorted(files):
        try:
            if name.lower().endswith(".ipynb"):
                notebooks.append(read_cells(data, name))
            else:
                scripts.append((_stem(name), source_of(data, name)))
        except SubmissionError as error:
            unread.append((shown(name), str(error)))
    found = {}
    for question in questions:
        program = _answer(question, scripts, notebooks)
        if program is not None:
            found[question.exercise] = program
    return Programs(found, tuple(unread))


def _answer(
    question: Question,
    scripts: Sequence[tuple[str, str]],
    notebooks: Sequence[tuple[Cell, ...]],
) -> str | None:
    for stem, source in reversed(scripts):
        if stem == question.exercise:
            return source
    for cells in reversed(notebooks):
        program = answer_in(cells, question.exercise, question.function, question.stubs)
        if program is not None:
            return program
    for _, source in reversed(scripts):
        if question.function in defined_functions(source):
            return source
    # A file that names the exercise (``anna_zero_it.py``), or a single one that can't be
    # parsed: the learner will want to hear why.
    for stem, source in reversed(scripts):
        if question.exercise in stem:
            return source
    return None


def _stem(name: str) -> str:
    return _COPY.sub("", PurePosixPath(name).stem)
