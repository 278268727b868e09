"""Finding the program that answers an exercise among the files that a student handed in."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from autograder.files import same_name
from autograder.submissions.notebooks import Cell, answer_in, is_answered, read_cells
from autograder.submissions.parsing import defined_functions
from autograder.submissions.reading import source_of
from autograder.submissions.refusals import SubmissionError, printable, refuse_long

__all__ = ["ProgramFinder", "Programs", "Question", "find_programs"]

#: How files begin in which otter-grader's tests are handed out, named like their exercises.
_OTTERS_TESTS = "from otter.test_files import test_case"
#: Endings that browsers and platforms add to a name in use: ``zero_it (1)``, ``zero_it-2``.
_COPY = re.compile(r"[ _-]*(\(\d+\)|-\d+|copy)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """
    An exercise, with what is needed to find its answer.

    Attributes:
        stubs: The stub that the learner was given, in every language.
    """

    exercise: str
    function: str
    stubs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Programs:
    """
    The programs among a student's files.

    Attributes:
        by_exercise: For each exercise that is answered, the program that answers it.
        unread: Names of files that could not be read, each with the reason.
    """

    by_exercise: Mapping[str, str]
    unread: tuple[tuple[str, str], ...] = ()


def find_programs(files: Iterable[tuple[str, bytes]], questions: Sequence[Question]) -> Programs:
    """
    Return a program for each of *questions* that one of *files* (name, content) answers.

    A script named like the exercise wins over a notebook or script that defines its
    function among others; of two such files, the one whose name sorts last wins. But what was
    handed out, untouched, wins over nothing: the notebook in the other language lies beside.
    """
    finder, unread = ProgramFinder(), []
    for name, data in files:
        try:
            finder.take(name, io.BytesIO(data))
        except SubmissionError as error:
            unread.append((printable(name), str(error)))
    return Programs(dict(finder.programs(questions)), tuple(sorted(unread)))


@dataclass(frozen=True, slots=True)
class _Script:
    stem: str
    source: str
    functions: frozenset[str]


class ProgramFinder:
    """Takes a student's files one after the other, and then finds the answers among them."""

    def __init__(self) -> None:
        self._scripts: list[tuple[str, _Script]] = []
        self._notebooks: list[tuple[str, tuple[Cell, ...]]] = []

    def take(self, name: str, file: IO[bytes]) -> None:
        """
        Read *file*, by its *name* a script or a notebook, and remember it; otter-grader's tests, which
        lie beside a notebook in a folder handed in whole, are no answers.

        Raises:
            SubmissionError: If it can't be read as such.
        """
        if name.lower().endswith(".ipynb"):
            cells = read_cells(file, name)
            self._notebooks.append((name, cells))
        else:
            refuse_long(name, file.seek(0, io.SEEK_END))
            file.seek(0)
            source = source_of(file.read(), name)
            if source.lstrip().startswith(_OTTERS_TESTS):
                return
            self._scripts.append((name, _Script(_stem(name), source, defined_functions(source))))

    def programs(self, questions: Iterable[Question]) -> Iterator[tuple[str, str]]:
        """Yield exercise and program for each of *questions* that has an answer."""
        scripts = [script for _, script in sorted(self._scripts, key=_by_name, reverse=True)]
        notebooks = [cells for _, cells in sorted(self._notebooks, key=_by_name, reverse=True)]
        for question in questions:
            program = _answer(question, scripts, notebooks)
            if program is not None:
                yield question.exercise, program


def _answer(
    question: Question, scripts: Sequence[_Script], notebooks: Sequence[tuple[Cell, ...]]
) -> str | None:
    untouched = None
    for program, touched in _candidates(question, scripts, notebooks):
        if touched:
            return program
        untouched = program if untouched is None else untouched
    if untouched is not None:
        return untouched
    # A file that names the exercise (``anna_zero_it.py``), or a single one that can't be
    # parsed: the learner will want to know why it fails.
    for script in scripts:
        if question.exercise in script.stem:
            return script.source
    return None


def _candidates(
    question: Question, scripts: Sequence[_Script], notebooks: Sequence[tuple[Cell, ...]]
) -> Iterator[tuple[str, bool]]:
    """Yield the programs that define the function, the likeliest first, and whether it was written."""
    named = [script for script in scripts if script.stem == question.exercise]
    for script in named:
        yield script.source, not _is_untouched(script.source, question.stubs)
    for cells in notebooks:
        program = answer_in(cells, question.exercise, question.function, question.stubs)
        if program is not None:
            yield program, is_answered(cells, question.exercise, question.function, question.stubs)
    for script in scripts:
        if script not in named and question.function in script.functions:
            yield script.source, not _is_untouched(script.source, question.stubs)


def _is_untouched(source: str, stubs: Sequence[str]) -> bool:
    """Whether *source* is one of *stubs*, below the statement that it is handed out with."""
    return any(source.strip().endswith(stub.strip()) for stub in stubs)


def _by_name(named: tuple[str, object]) -> str:
    return named[0]


def _stem(name: str) -> str:
    return same_name(_COPY.sub("", PurePosixPath(name).stem))
