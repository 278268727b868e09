"""Finding the program that answers an exercise among the files that a student handed in."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO

from autograder.files import same_name
from autograder.submissions.helper_files import Find, Sources, find_helpers, finder_in
from autograder.submissions.kinds import COPY
from autograder.submissions.notebooks import (
    Cell,
    answer_in,
    read_cells,
    turned_into_text,
)
from autograder.submissions.parsing import defined_functions, definition
from autograder.submissions.reading import source_of
from autograder.submissions.refusals import SubmissionError, printable, refuse_long
from autograder.submissions.unwritten import is_unwritten

__all__ = ["ProgramFinder", "Programs", "Question", "find_programs"]

#: How files begin in which otter-grader's tests are handed out, named like their exercises.
_OTTERS_TESTS = "from otter.test_files import test_case"


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
        helpers: For each such exercise, the other files that its program imports; see
            :class:`~autograder.submissions.helper_files.Sources`.
        in_text: For exercises without another answer whose answer stands in a cell of text, that cell's kind,
            ``"markdown"`` or ``"raw"``.
    """

    by_exercise: Mapping[str, str]
    unread: tuple[tuple[str, str], ...] = ()
    helpers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    in_text: Mapping[str, str] = field(default_factory=dict)


def find_programs(files: Iterable[tuple[str, bytes]], questions: Sequence[Question]) -> Programs:
    """
    Return a program for each of *questions* that one of *files* (name, content) answers.

    A script named like the exercise wins over a notebook or script that defines its
    function among others; of two such files, the one whose name sorts last wins. A stub as it
    came wins over nothing: the notebook in the other language lies beside.
    """
    finder, unread = ProgramFinder(), []
    for name, data in files:
        try:
            finder.take(name, io.BytesIO(data))
        except SubmissionError as error:
            unread.append((printable(name), str(error)))
    found = dict(finder.programs(questions))
    return Programs(
        {exercise: sources.main for exercise, sources in found.items()},
        tuple(sorted(unread)),
        {exercise: sources.helpers for exercise, sources in found.items()},
        dict(finder.in_text(questions, found)),
    )


@dataclass(frozen=True, slots=True)
class _Script:
    stem: str
    source: str
    functions: frozenset[str]


#: The name of a file, and the program in it.
_Named = tuple[str, str]


class ProgramFinder:
    """Takes a student's files one after the other, and then finds the answers among them."""

    def __init__(self) -> None:
        self._scripts: list[tuple[str, _Script]] = []
        self._notebooks: list[tuple[str, tuple[Cell, ...]]] = []
        self._by_path: dict[str, str] = {}
        self._overruled: list[tuple[str, str]] = []

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
            for cell in cells:
                if cell.writes:
                    self._by_path[_beside(name, cell.writes)] = cell.written
        else:
            refuse_long(name, file.seek(0, io.SEEK_END))
            file.seek(0)
            source = source_of(file.read(), name)
            if source.lstrip().startswith(_OTTERS_TESTS):
                return
            self._by_path[_plain(name)] = source
            self._scripts.append((name, _Script(_stem(name), source, defined_functions(source))))

    @property
    def notebooks(self) -> Sequence[tuple[str, tuple[Cell, ...]]]:
        """The notebooks that were read: name and cells of each."""
        return self._notebooks

    def programs(self, questions: Iterable[Question]) -> Iterator[tuple[str, Sources]]:
        """
        Yield exercise and program for each of *questions* that has an answer.

        Other answers that differ are remembered as :attr:`overruled`.
        """
        scripts = sorted(self._scripts, key=_by_name, reverse=True)
        notebooks = sorted(self._notebooks, key=_by_name, reverse=True)
        finders: dict[str, Find] = {}
        for question in questions:
            answers = list(_answers(question, scripts, notebooks))
            written = [one for one in answers if not _is_stub(one, question)]
            if answers:
                name, program = (written or answers)[0]
                self._overrule(question, name, program, written)
                folder = _folder(name)
                if folder not in finders:
                    finders[folder] = finder_in(self._by_path, folder)
                yield question.exercise, Sources(program, find_helpers(program, finders[folder]))

    @property
    def overruled(self) -> Sequence[tuple[str, str]]:
        """Each file with an answer that does not count, since another file has a different one; and why."""
        return self._overruled

    def _overrule(
        self, question: Question, name: str, program: str, written: Sequence[_Named]
    ) -> None:
        others = {other for other, text in written if not _is_same(text, program, question)}
        why = f"for {question.exercise}, {printable(name)} counts, which differs"
        self._overruled += [(other, why) for other in sorted(others - {name})]

    def in_text(
        self, questions: Iterable[Question], programs: Mapping[str, Sources]
    ) -> Iterator[tuple[str, str]]:
        """
        Yield exercise and kind of cell for each of *questions* whose answer stands in a cell of text.

        Args:
            programs: What :meth:`programs` gave; of what is answered there, nothing is told.
        """
        for question in questions:
            program = programs.get(question.exercise)
            if program and not is_unwritten(program.main, question.function, question.stubs):
                continue
            kinds = (
                turned_into_text(cells, question.exercise, question.function)
                for _, cells in self._notebooks
            )
            if kind := next(filter(None, kinds), ""):
                yield question.exercise, kind


def _is_stub(answer: _Named, question: Question) -> bool:
    return is_unwritten(answer[1], question.function, question.stubs)


def _is_same(one: str, other: str, question: Question) -> bool:
    """Whether both are the same answer to *question*, as a notebook and what was exported from it are."""
    if one == other:  # nearly always, so nothing is parsed for it
        return True
    mine = definition(one, question.function)
    return bool(mine) and mine == definition(other, question.function)


def _answers(
    question: Question,
    scripts: Sequence[tuple[str, _Script]],
    notebooks: Sequence[tuple[str, tuple[Cell, ...]]],
) -> Iterator[_Named]:
    for name, script in scripts:
        if script.stem == question.exercise:
            yield name, script.source
    for name, cells in notebooks:
        program = answer_in(cells, question.exercise, question.function, question.stubs)
        if program is not None:
            yield name, program
    for name, script in scripts:
        if question.function in script.functions:
            yield name, script.source
    # A file that names the exercise (``anna_zero_it.py``), or a single one that can't be
    # parsed: the learner will want to know why it fails.
    for name, script in scripts:
        if question.exercise in script.stem:
            yield name, script.source


def _by_name(named: tuple[str, object]) -> str:
    return named[0]


def _plain(name: str) -> str:
    """The path *name* without what browsers and platforms add to names in use."""
    folder, slash, last = same_name(name).rpartition("/")
    stem, dot, ending = last.rpartition(".")
    return f"{folder}{slash}{COPY.sub('', stem)}{dot}{ending.lower()}"


def _folder(name: str) -> str:
    return same_name(name).rpartition("/")[0]


def _beside(name: str, other: str) -> str:
    folder = _folder(name)
    return f"{folder}/{other}" if folder else other


def _stem(name: str) -> str:
    return same_name(COPY.sub("", PurePosixPath(name).stem))
