"""
The door of notebooks: ``check("zero_it")`` in a cell, for learners and for nbgrader.

What is checked is what was run: the cells of this kernel, as text, in a process apart. So
a learner's experiments and the grader can't disturb each other.
"""

from __future__ import annotations

import atexit
import io
import os
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from autograder.assignments import Bundle, open_bundle
from autograder.content import Course, Exercise, Language, bundled_course_path, load_course
from autograder.feedback import feedback_on
from autograder.files import quoted
from autograder.grading import Grader
from autograder.judging import Verdict, judge_both
from autograder.languages import words_in
from autograder.pages.student import render_fragment
from autograder.sandbox import Tier, open_runner
from autograder.screens.feedback import render_feedback
from autograder.submissions import CHECK, Cell, answer_in, without_magics
from autograder.workspace import NoWorkspaceError, ProgressFile, Workspace

__all__ = ["check", "claim", "grade", "load_magics", "quiz", "use_language"]

#: A course that lies beside the notebook, for assignments on a course of the instructor's own.
_BESIDE = ".gradlings/course"
#: Where an instructor's machine has the bundle with the keys of hidden cases.
_BUNDLE_VARIABLE = "GRADLINGS_BUNDLE"


@dataclass
class _Settings:
    language: Language = "en"


_SETTINGS = _Settings()


def use_language(language: Language) -> None:
    """Show feedback in *language*, ``"en"`` or ``"hu"``."""
    words_in(language)
    _SETTINGS.language = language


def check(exercise_id: str) -> None:
    """
    Check your answer to an exercise and show what was seen.

    Run the cell with your answer first. Nothing is raised if it is not right yet, so
    that "Run all" goes on.
    """
    desk = _desk()
    exercise = desk.course.exercise(exercise_id)
    _show(desk.public(exercise), exercise, desk.course)


def grade(exercise_id: str, worth: float, *, hidden: bool = False) -> float:
    """
    Grade an exercise for nbgrader and return its points, 0 to *worth*.

    Args:
        hidden: Also on the hidden cases of the bundle that ``GRADLINGS_BUNDLE`` names.
            nbgrader runs learner code in the kernel that asks, so what comes back here can
            be forged there; grade with ``gradlings grade`` where that matters.
    """
    desk = _desk()
    exercise = desk.course.exercise(exercise_id)
    verdict = desk.hidden(exercise) if hidden else desk.public(exercise)
    _show(verdict, exercise, desk.course)
    return worth * verdict.score / verdict.max_score


def claim(exercise_id: str, check_name: str) -> None:
    """
    Raise AssertionError with the feedback if one claim of an exercise does not hold.

    The form that otter's test cases have: no exception means passed.
    """
    desk = _desk()
    exercise = desk.course.exercise(exercise_id)
    feedback = feedback_on(
        desk.public(exercise), exercise, desk.course, words_in(_SETTINGS.language)
    )
    told = next(one for one in feedback.checks if one.check == check_name)
    if told.score < told.max_score:
        raise AssertionError(told.message)


def quiz(what: str) -> Any:
    """
    Ask the questions of a chapter (``quiz("05_grad")``), or one question, in this cell.

    Answers are judged here, in the kernel; they are noted in the progress file of the working
    copy that the notebook lies in, or of its folder.

    Raises:
        ImportError: If ``gradlings[notebook]`` is not installed; says how.
        ValueError: If there is no such chapter and no such question.
    """
    try:
        from autograder.quiz_widget import make_quiz  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ImportError(
            "questions in a notebook need: pip install 'gradlings[notebook]'"
        ) from error
    return make_quiz(_course(), what, _SETTINGS.language, _progress_file())


class _Desk:
    """A grader of this kernel's; its server is warm after the first check."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self._grader = Grader(course, open_runner(Tier.PROCESS))
        atexit.register(self._grader.runner.close)
        self._last: tuple[str, str, Verdict] | None = None

    def public(self, exercise: Exercise) -> Verdict:
        source = _answer(exercise)
        # Each claim of an exercise asks for its own; the answer is run once.
        if self._last is None or self._last[:2] != (exercise.id, source):
            self._last = exercise.id, source, self._grader.grade(source, exercise)
        return self._last[2]

    def hidden(self, exercise: Exercise) -> Verdict:
        path = os.environ.get(_BUNDLE_VARIABLE)
        if not path:
            raise RuntimeError(
                f"hidden cases need a bundle: set {_BUNDLE_VARIABLE} to its folder "
                "(dist/instructor/bundle) before nbgrader autogrades"
            )
        key = _bundle(path).hidden_key(exercise.id, 0)
        public = self.public(exercise)
        if key is None:
            return public
        return judge_both(public, self._grader.grade(_answer(exercise), exercise, key=key))


@cache
def _desk() -> _Desk:
    return _Desk(_course())


@cache
def _course() -> Course:
    here = Path.cwd().resolve()
    beside = [folder / _BESIDE for folder in (here, *here.parents)]
    path = next((path for path in beside if path.is_dir()), bundled_course_path())
    return load_course(path)


def _progress_file() -> ProgressFile:
    try:
        file = Workspace.find(Path.cwd()).progress_file
    except NoWorkspaceError:
        file = ProgressFile(Path.cwd() / ".gradlings" / "progress.json")
    say = words_in(_SETTINGS.language)
    file.tell = lambda aside: Console(soft_wrap=True).print(
        Text(say("Your progress file could not be read; it is kept as {path}.", path=quoted(aside)))
    )
    return file


@cache
def _bundle(path: str) -> Bundle:
    return open_bundle(Path(path))


def _answer(exercise: Exercise) -> str:
    """The program in the cells that were run so far; a cell that only checks is none."""
    cells = [Cell(without_magics(text), role=CHECK if _checks(text) else "") for text in _run()]
    stubs = [exercise.stub(language) for language in ("en", "hu")]
    return answer_in(cells, exercise.id, exercise.function, stubs) or ""


def load_magics(shell: Any) -> None:
    """
    Give an IPython *shell* the cell magic ``%%check EXERCISE`` (``%load_ext autograder``).

    It runs the cell as if the line were not there, then checks it as :func:`check` does.
    """

    def check_cell(line: str, cell: str) -> None:
        shell.run_cell(cell, store_history=False)
        check(line.strip())

    shell.register_magic_function(check_cell, "cell", "check")


def _checks(text: str) -> bool:
    return text.lstrip().startswith(("check(", "grade(", "grader.check(", "points = grade("))


def _run() -> list[str]:
    """The cells of this kernel in the order in which they were run."""
    try:
        from IPython.core.getipython import get_ipython  # noqa: PLC0415 - only notebooks have it
    except ImportError:
        shell: Any = None
    else:
        shell = get_ipython()
    if shell is None:
        raise RuntimeError("check() belongs in a notebook; in a terminal: gradlings check FILE")
    # As they were typed: In holds magics translated to calls, an answer under %%check among them.
    return [str(text) for text in shell.history_manager.input_hist_raw]


def _show(verdict: Verdict, exercise: Exercise, course: Course) -> None:
    say = words_in(_SETTINGS.language)
    feedback = feedback_on(verdict, exercise, course, say)
    console = Console(width=100, file=io.StringIO(), force_jupyter=False)
    console.print(render_feedback(feedback, say))
    # Pictures where they can be shown; text for plain shells, and for what reads a notebook.
    shown = {"text/plain": console.file.getvalue(), "text/html": render_fragment(feedback, say)}  # type: ignore[attr-defined]
    display = import_module("IPython.display").display
    display(shown, raw=True)
