"""
The adapter of notebooks: ``check("zero_it")`` in a cell, for learners and for nbgrader.

The text of the cells that this kernel has run is checked in a separate process, so a learner's
experiments and the grader can't disturb each other.
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
from autograder.content import Course, Exercise, Language, best_of
from autograder.facade.grading import Feedback, Grading, open_course
from autograder.files import quoted
from autograder.grading.earning import earned
from autograder.judging import Key, Verdict, judge_both
from autograder.languages import words_in
from autograder.pages.student import render_fragment
from autograder.screens.feedback import render_feedback
from autograder.submissions import CHECK, Cell, answer_in, helpers_beside, without_magics
from autograder.workspace import NoWorkspaceError, ProgressFile, Workspace

__all__ = ["check", "claim", "grade", "load_magics", "quiz", "use_language"]

#: Where a course lies beside the notebook, for assignments on an instructor's own course.
_BESIDE = ".gradlings/course"
#: The environment variable that names the bundle with keys of hidden cases, on instructors' machines.
_BUNDLE_VARIABLE = "GRADLINGS_BUNDLE"


@dataclass
class _Settings:
    language: Language | None = None


_SETTINGS = _Settings()


def use_language(language: Language) -> None:
    """Show feedback in *language*, one of the course's: ``"en"``, ``"hu"``."""
    _SETTINGS.language = language


def _language() -> Language:
    """The language asked for, if the course is in it; else the course's first."""
    languages = _course().languages
    return best_of(languages, _SETTINGS.language or "") or languages[0]


def check(exercise_id: str) -> None:
    """
    Check your answer to an exercise and show the feedback.

    Run the cell with your answer first. A wrong answer raises nothing, so that "Run all" continues.
    """
    kernel = _kernel()
    _show(kernel.public(kernel.course.exercise(exercise_id)))


def grade(exercise_id: str, worth: float, *, hidden: bool = False) -> float:
    """
    Grade an exercise for nbgrader and return its points, 0 to *worth*.

    Args:
        hidden: Grade on hidden cases too, those of the bundle that ``GRADLINGS_BUNDLE`` names.
            nbgrader calls this in the kernel that runs learner code, so a submission can forge
            the result; grade with ``gradlings grade`` where that matters.
    """
    kernel = _kernel()
    exercise = kernel.course.exercise(exercise_id)
    verdict = kernel.hidden(exercise) if hidden else kernel.public(exercise)
    _show(verdict)
    return earned(verdict, worth)


def claim(exercise_id: str, check_name: str) -> None:
    """
    Raise AssertionError with the feedback if one claim of an exercise does not hold.

    Otter's test cases work like that: no exception means passed.
    """
    kernel = _kernel()
    feedback = kernel.feedback(kernel.public(kernel.course.exercise(exercise_id)))
    checked = next(one for one in feedback.checks if one.check == check_name)
    if checked.score < checked.max_score:
        raise AssertionError(checked.message)


def quiz(what: str) -> Any:
    """
    Ask the questions of a chapter (``quiz("05_grad")``), or one question, in this cell.

    Answers are judged here, in the kernel, and noted in the progress file of the working copy that
    contains the notebook, or else of the notebook's folder.

    Raises:
        ImportError: If ``gradlings[notebook]`` is not installed; says how to install it.
        ValueError: If *what* is neither a chapter nor a question.
    """
    try:
        from autograder.quiz_widget import make_quiz  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ImportError(
            "questions in a notebook need: pip install 'gradlings[notebook]'"
        ) from error
    return make_quiz(_course(), what, _language(), _progress_file())


class _Kernel:
    """The grader of this kernel; its server stays warm after the first check."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self._grading = Grading(course, warm="shared")
        atexit.register(self._grading.close)
        self._last: tuple[str, str, Verdict] | None = None

    def public(self, exercise: Exercise) -> Verdict:
        source = _answer(exercise)
        # Called once for each claim of an exercise; the answer is run only once.
        if self._last is None or self._last[:2] != (exercise.id, source):
            self._last = exercise.id, source, self._verdict(source, exercise)
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
        return judge_both(public, self._verdict(_answer(exercise), exercise, key))

    def _verdict(self, source: str, exercise: Exercise, key: Key | None = None) -> Verdict:
        """The verdict on *source*, which can import files of the folder in which the kernel runs."""
        helpers = helpers_beside(source, Path.cwd())
        return self._grading.grader.grade(source, exercise, key=key, helpers=helpers)

    def feedback(self, verdict: Verdict) -> Feedback:
        """Feedback in the language that is set now."""
        self._grading.language = _language()
        return self._grading.feedback(verdict)


@cache
def _kernel() -> _Kernel:
    return _Kernel(_course())


@cache
def _course() -> Course:
    here = Path.cwd().resolve()
    beside = [folder / _BESIDE for folder in (here, *here.parents)]
    return open_course(next((path for path in beside if path.is_dir()), None))


def _progress_file() -> ProgressFile:
    try:
        file = Workspace.find(Path.cwd()).progress_file
    except NoWorkspaceError:
        file = ProgressFile(Path.cwd() / ".gradlings" / "progress.json")
    say = words_in(_language())
    file.tell = lambda aside: Console(soft_wrap=True).print(
        Text(say("Your progress file could not be read; it is kept as {path}.", path=quoted(aside)))
    )
    return file


@cache
def _bundle(path: str) -> Bundle:
    return open_bundle(Path(path))


def _answer(exercise: Exercise) -> str:
    """The program in the cells that were run so far, without cells that only check."""
    cells = [Cell(without_magics(text), role=CHECK if _checks(text) else "") for text in _run()]
    stubs = [exercise.stub(language) for language in exercise.languages]
    return answer_in(cells, exercise.id, exercise.function, stubs) or ""


def load_magics(shell: Any) -> None:
    """
    Give an IPython *shell* the cell magic ``%%check EXERCISE`` (``%load_ext autograder``).

    The magic runs the rest of the cell as usual, then checks the answer as :func:`check` does.
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
    # The raw texts: ``In`` holds magics already translated to calls, so also answers under %%check.
    return [str(text) for text in shell.history_manager.input_hist_raw]


def _show(verdict: Verdict) -> None:
    say, feedback = words_in(_language()), _kernel().feedback(verdict)
    console = Console(width=100, file=io.StringIO(), force_jupyter=False)
    console.print(render_feedback(feedback, say))
    # HTML where pictures can be shown; text for plain shells and for programs that read notebooks.
    shown = {"text/plain": console.file.getvalue(), "text/html": render_fragment(feedback, say)}  # type: ignore[attr-defined]
    display = import_module("IPython.display").display
    display(shown, raw=True)
