"""Watch mode: a verdict on every save, keys for the rest. A door, like the command line."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.progress_bar import ProgressBar
from rich.rule import Rule
from rich.table import Table
from rich.text import Text
from watchfiles import watch as watch_files

from autograder.content import Course, Exercise
from autograder.grading import Grader, MissingKeyError
from autograder.judging import Outcome
from autograder.keys import read_key, single_keys
from autograder.languages import Words
from autograder.quizzes import AnswerError, Sitting, Stage, load_bank
from autograder.reports import ascii_only, feedback_on, render_feedback, render_list
from autograder.reports.quiz import (
    how_to_answer,
    render_question,
    render_response,
    render_sum,
)
from autograder.submissions import SubmissionError, read_submission
from autograder.workspace import Progress, ProgressFile, Workspace
from autograder.workspace.questions import after_exercise, note_answers, variant_to_ask

__all__ = ["Watch", "first_open"]

#: Milliseconds: how long a burst of file events may go on, and the quiet that ends it. An
#: editor writes a file in well under 5 ms; watchfiles' own 50 ms would be most of our delay.
_DEBOUNCE, _QUIET = 50, 5


@dataclass(frozen=True, slots=True)
class _Saved:
    paths: frozenset[Path]


@dataclass(frozen=True, slots=True)
class _Key:
    key: str


class Watch:
    """
    The loop that learners live in.

    One exercise is current: the first that is not passed, or the one whose
    file was saved last. Two threads wait, for files and for keys; everything
    else happens in the caller's.
    """

    def __init__(
        self, workspace: Workspace, course: Course, grader: Grader, console: Console, say: Words
    ) -> None:
        self.workspace = workspace
        self.course = course
        self._grader = grader
        self._console = console
        self._say = say
        self._progress, _ = workspace.progress_file.load()
        self._current = first_open(course, self._progress)
        self._events: queue.Queue[_Saved | _Key] = queue.Queue()
        self._stop = threading.Event()
        self._questions = _Questions(course, workspace.progress_file, console, say)
        self._actions: dict[str, Callable[[], None]] = {
            "n": self._next,
            "h": self._hint,
            "l": self._list,
            "r": self._reset,
            "c": self._check,
            "a": self._ask,
        }
        self._may_reset = False

    def run(self) -> None:
        """Show the current exercise and answer saves and keys until ``q`` or Ctrl-C."""
        for task in (self._wait_for_files, self._wait_for_keys):
            threading.Thread(target=task, daemon=True).start()
        with single_keys():
            try:
                self._console.print(Text(self._say("Warming up …"), "dim"))
                self._check()
                while self._handle(self._events.get()):
                    pass
            except KeyboardInterrupt:
                pass
            finally:
                self._stop.set()

    def _wait_for_files(self) -> None:
        changes = watch_files(
            self.workspace.exercises_folder,
            debounce=_DEBOUNCE,
            step=_QUIET,
            stop_event=self._stop,
            raise_interrupt=False,
        )
        for found in changes:
            self._events.put(_Saved(frozenset(Path(path) for _, path in found)))

    def _wait_for_keys(self) -> None:
        while key := read_key():
            self._events.put(_Key(key))

    def _handle(self, event: _Saved | _Key) -> bool:
        """Answer *event*; tell whether to go on."""
        if isinstance(event, _Saved):
            exercise = self._saved_exercise(event.paths)
            if exercise is not None:
                self._current = exercise
                self._questions.leave()
                self._check()
            return True
        if self._questions.asking:
            if not self._questions.key(event.key):
                self._progress, _ = self.workspace.progress_file.load()
                self._print()
            return True
        key = event.key.lower()
        if key == "q":
            return False
        if key == "y" and self._may_reset:
            self._really_reset()
            return True
        self._may_reset = False
        action = self._actions.get(key)
        if action is not None:
            action()
        return True

    def _saved_exercise(self, paths: frozenset[Path]) -> Exercise | None:
        """The exercise that was saved; of several (a checkout, say), the current one or the first."""
        saved = [self.workspace.exercise_of(path, self.course) for path in sorted(paths)]
        found = [exercise for exercise in saved if exercise is not None]
        if self._current in found:
            return self._current
        return found[0] if found else None

    def _check(self) -> None:
        exercise = self._current
        if exercise is None:
            self._show(Text(self._say("You have passed every exercise. Well done!"), "bold green"))
            return
        try:
            source = read_submission(self.workspace.path_of(exercise))
            verdict = self._grader.grade(source, exercise)
        except (SubmissionError, MissingKeyError) as error:
            self._show(Text(str(error), "red"))
            return
        self._progress.record(verdict)
        self.workspace.progress_file.save(self._progress)
        feedback = feedback_on(verdict, exercise, self.course, self._say)
        plain = ascii_only(self._console)
        parts = [render_feedback(feedback, self._say, ascii_only=plain)]
        if verdict.outcome is Outcome.PASSED:
            parts.append(Text(self._say("Passed! Press n for the next exercise."), "bold green"))
            if waiting := self._waiting(exercise):
                told = self._say("{n} questions about it: press a to answer.", n=waiting)
                parts.append(Text(told, "bold green"))
        self._show(*parts)

    def _waiting(self, exercise: Exercise) -> int:
        """How many questions follow this exercise and have not been answered."""
        return len(after_exercise(self.course, self._progress, exercise.id))

    def _may_ask(self) -> bool:
        """Questions follow an exercise: they are offered once it is passed."""
        exercise = self._current
        return (
            exercise is not None
            and self._progress.passed(exercise.id)
            and self._waiting(exercise) > 0
        )

    def _ask(self) -> None:
        """Ask what follows the current exercise; where nothing waits, what is due again."""
        exercise = self._current
        items = after_exercise(self.course, self._progress, exercise.id) if exercise else []
        if not self._questions.begin(items):
            self._note(self._say("No question waits here. gradlings quiz asks those of a chapter."))

    def _next(self) -> None:
        following = first_open(self.course, self._progress, after=self._current)
        if following is self._current and following is not None:
            self._note(self._say("This is the only exercise left; fix it and save."))
            return
        self._current = following
        self._check()

    def _hint(self) -> None:
        exercise = self._current
        if exercise is None:
            return
        entry = self._progress.of(exercise.id)
        number = min(entry.hints, len(exercise.sheet.hints) - 1)
        entry.hints = number + 1
        self.workspace.progress_file.save(self._progress)
        head = self._say("Hint {n} of {count}:", n=number + 1, count=len(exercise.sheet.hints))
        hint = exercise.sheet.hints[number][self._say.language]
        self._print(Text(), Text(head, "bold"), Text(hint), Text())

    def _list(self) -> None:
        table = render_list(
            self.course,
            self._progress,
            self._say,
            current=self._current,
            ascii_only=ascii_only(self._console),
        )
        self._print(Text(), table, Text())

    def _reset(self) -> None:
        if self._current is not None:
            self._may_reset = True
            self._note(
                self._say(
                    "Put the stub of {id} back? Your version is kept. Press y to do it.",
                    id=self._current.id,
                )
            )

    def _really_reset(self) -> None:
        self._may_reset = False
        assert self._current is not None
        self.workspace.reset(self._current)
        self._progress, _ = self.workspace.progress_file.load()

    def _show(self, *parts: RenderableType) -> None:
        self._console.clear()
        self._print(*parts)

    def _note(self, text: str) -> None:
        self._console.print(Text(text, "yellow"))

    def _print(self, *parts: RenderableType) -> None:
        self._console.print(Group(*parts))
        self._console.print(self._footer())

    def _footer(self) -> RenderableType:
        say = self._say
        done = sum(self._progress.passed(exercise.id) for exercise in self.course.exercises)
        total = len(self.course.exercises)
        bar = Table.grid(padding=(0, 1))
        bar.add_row(
            Text(say("progress"), "dim"),
            ProgressBar(total=total, completed=done, width=min(40, self._console.width // 2)),
            Text(f"{done}/{total}", "bold"),
        )
        parts: list[RenderableType] = [Rule(style="dim"), bar]
        if self._current is not None:
            path = self.workspace.path_of(self._current).relative_to(self.workspace.root)
            parts.append(Text.assemble((say("edit and save: "), "dim"), (str(path), "bold")))
        keys = Text(overflow="fold")
        for key, word in (
            ("n", say("next")),
            ("h", say("hint")),
            ("l", say("list")),
            ("c", say("check again")),
            *([("a", say("questions"))] if self._may_ask() else []),
            ("r", say("reset")),
            ("q", say("quit")),
        ):
            keys.append(f" {key} ", "reverse").append(f" {word}   ", "dim")
        return Group(*parts, keys)


class _Questions:
    """
    Questions within watch mode: a line is typed key by key, and answered at Enter.

    Attributes:
        asking: Whether a question waits for its answer.
    """

    def __init__(self, course: Course, file: ProgressFile, console: Console, say: Words) -> None:
        self._course, self._file, self._console, self._say = course, file, console, say
        self._sitting: Sitting | None = None
        self._typed = ""

    @property
    def asking(self) -> bool:
        return self._sitting is not None

    def begin(self, items: Sequence[str]) -> bool:
        """Ask *items*; tell whether there is anything to ask."""
        if not items:
            return False
        progress, _ = self._file.load()
        bank = load_bank(self._course)
        questions = [bank.posed(item, variant_to_ask(progress, item)) for item in items]
        self._sitting = Sitting(questions, note_answers(self._file))
        self._show()
        return True

    def leave(self) -> None:
        """Stop asking; what was answered is noted already."""
        self._sitting, self._typed = None, ""

    def key(self, key: str) -> bool:
        """Take a key; tell whether questions go on."""
        out = self._console.file
        if key in ("\r", "\n"):
            typed, self._typed = self._typed.strip(), ""
            self._console.print()
            return self._take(typed)
        if key in ("\x7f", "\b"):
            if self._typed:
                self._typed = self._typed[:-1]
                out.write("\b \b")
        elif key.isprintable():
            self._typed += key
            out.write(key)
        out.flush()
        return True

    def _take(self, typed: str) -> bool:
        sitting, say = self._sitting, self._say
        assert sitting is not None
        if typed.casefold() == "q":
            self.leave()
            return False
        if not typed:
            sitting.skip()
        else:
            try:
                response = sitting.answer(typed)
            except AnswerError as error:
                self._console.print(Text(say(error.problem, **error.parts), "yellow"))
                self._prompt()
                return True
            plain = ascii_only(self._console)
            self._console.print(render_response(response, self._course, say, ascii_only=plain))
            if sitting.stage is Stage.AGAIN:
                told = say("Have another try, for yourself; Enter goes on.")
                self._console.print(Text(told, "dim"))
                self._prompt()
                return True
        if sitting.stage is Stage.DONE:
            self._console.print(render_sum(sitting.over, say, ascii_only=ascii_only(self._console)))
            self.leave()
            return False
        self._show()
        return True

    def _show(self) -> None:
        sitting = self._sitting
        assert sitting is not None
        shown = render_question(
            sitting.current, self._say, number=sitting.number, count=sitting.count
        )
        self._console.print(Group(Text(), shown))
        self._prompt()

    def _prompt(self) -> None:
        assert self._sitting is not None
        hint = how_to_answer(self._sitting.current.question, self._say)
        leave = self._say("q leaves")
        self._console.print(Text.assemble((f"{hint} ({leave}) ", "dim"), ("> ", "bold")), end="")
        self._console.file.flush()


def first_open(
    course: Course, progress: Progress, after: Exercise | None = None
) -> Exercise | None:
    """Return the first exercise not passed, searched from *after* on and then from the start."""
    exercises = list(course.exercises)
    start = exercises.index(after) + 1 if after is not None else 0
    ordered = exercises[start:] + exercises[:start]
    return next((exercise for exercise in ordered if not progress.passed(exercise.id)), None)
