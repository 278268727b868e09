"""Watch mode: a verdict on every save, keys for the rest. A door, like the command line."""

from __future__ import annotations

import queue
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.text import Text
from watchfiles import watch as watch_files

from autograder.content import Course, Exercise
from autograder.feedback import feedback_on
from autograder.feedback.quiz import how_to_answer
from autograder.feedback.refusals import refusal, unsaved
from autograder.files import quoted
from autograder.grading import Grader, MissingKeyError
from autograder.judging import Outcome
from autograder.keys import DOWN, PAGE_DOWN, PAGE_UP, UP, read_key, single_keys
from autograder.languages import Words
from autograder.quizzes import AnswerError, Sitting, Stage, load_bank
from autograder.sandbox import SandboxError
from autograder.screens.exercises import render_list
from autograder.screens.feedback import render_feedback
from autograder.screens.prose import Prose, unwrapped
from autograder.screens.quiz import render_question, render_response, render_sum
from autograder.screens.screen import Keys, Screen, bar
from autograder.screens.signs import ascii_only
from autograder.submissions import SubmissionError, read_submission
from autograder.workspace import Progress, ProgressFile, Workspace
from autograder.workspace.questions import after_exercise, note_answers, variant_to_ask

__all__ = ["Watch", "first_open"]

#: Milliseconds: how long a burst of file events may go on, and the quiet that ends it. An
#: editor writes a file in well under 5 ms; watchfiles' own 50 ms would be most of our delay.
_DEBOUNCE, _QUIET = 50, 5
#: Milliseconds: how often to look whether the folder is still there, and, where the system can't
#: tell of changes, for changes.
_LOOK, _POLL = 1000, 300
#: Seconds between two tries to watch a folder that can't be watched.
_AGAIN = 1.0


@dataclass(frozen=True, slots=True)
class _Saved:
    paths: frozenset[Path]


@dataclass(frozen=True, slots=True)
class _Key:
    key: str


@dataclass(frozen=True, slots=True)
class _Interrupted:
    pass


@dataclass(frozen=True, slots=True)
class _Resized:
    pass


@dataclass(frozen=True, slots=True)
class _Blind:
    """Saves are not seen for now; *told* says so to the learner."""

    told: str


@dataclass(frozen=True, slots=True)
class _Seeing:
    """Saves are seen again; some may have been missed. *told* says so, if that is news."""

    told: str = ""


class _Moved(Exception):  # noqa: N818 - it is no error of a program's
    """The folder that is watched is there no more, or another has taken its place."""


_Event = _Saved | _Key | _Interrupted | _Resized | _Blind | _Seeing


class Watch:
    """
    The loop that learners live in.

    One exercise is current: the first that is not passed, or the one whose
    file was saved last. Two threads wait, for files and for keys; everything
    else happens in the caller's. What is longer than the window begins at its
    beginning, and Space goes on: a learner reads from the top.
    """

    def __init__(
        self, workspace: Workspace, course: Course, grader: Grader, console: Console, say: Words
    ) -> None:
        self.workspace = workspace
        self.course = course
        self._grader = grader
        self._console = console
        self._say = say
        #: What the foot says beside progress and keys, until a key is pressed.
        self._news = ""
        workspace.progress_file.tell = self._tell_unreadable_progress
        self._progress = workspace.progress_file.load()
        self._current = first_open(course, self._progress)
        # Simple, since a signal may come while something is being put into it.
        self._events: queue.SimpleQueue[_Event] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._questions = _Questions(course, workspace.progress_file, console, say)
        self._actions: dict[str, Callable[[], None]] = {
            "n": self._next,
            "h": self._hint,
            "l": self._list,
            "r": self._reset,
            "c": self._check,
            "a": self._ask,
            " ": lambda: self._screen.page(round_again=True),
            PAGE_DOWN: lambda: self._screen.page(),
            PAGE_UP: lambda: self._screen.page(-1),
            DOWN: lambda: self._screen.scroll(1),
            UP: lambda: self._screen.scroll(-1),
        }
        #: The exercise that the question about putting its stub back was asked about.
        self._may_reset: Exercise | None = None
        self._screen = Screen(console, say)
        self._verdict: RenderableType = ""
        self._hints: list[RenderableType] = []

    def run(self) -> None:
        """Show the current exercise and answer saves and keys until ``q`` or Ctrl-C."""
        for task in (self._wait_for_files, self._wait_for_keys):
            threading.Thread(target=task, daemon=True).start()
        with single_keys(), self._resizes():
            try:
                self._console.print(Text(self._say("Warming up …"), "dim"))
                self._check()
                while self._handle(self._events.get()):
                    pass
            except KeyboardInterrupt:
                pass
            finally:
                self._stop.set()
        self._save_at_last()

    def _save_at_last(self) -> None:
        """What still waits to be written would be gone with us: that is told where it stays."""
        file, say = self.workspace.progress_file, self._say
        file.catch_up()
        again = say("What you did since is not counted; checking it again counts it.")
        if told := unsaved(file, say, again=again):
            self._console.print(Text(told, "yellow"), soft_wrap=True)

    @contextmanager
    def _resizes(self) -> Iterator[None]:
        """A window of another size is an event; Windows tells of none."""
        if not hasattr(signal, "SIGWINCH"):
            yield
            return
        before = signal.signal(signal.SIGWINCH, lambda *_: self._events.put(_Resized()))
        try:
            yield
        finally:
            signal.signal(signal.SIGWINCH, before)

    def _wait_for_files(self) -> None:
        """Tell of saves as long as the watch goes on, whatever ends one way of seeing them."""
        folder, polling = self.workspace.exercises_folder, False
        seeing: _Seeing | None = None
        while not self._stop.is_set():
            try:
                self._watch(folder, seeing, polling=polling)
            except _Moved:
                seeing = _Seeing(self._say("Your files are watched again."))
                if not folder.is_dir():
                    told = self._say("{folder} is gone: no save is seen until it is back.",
                                     folder=folder.name)  # fmt: skip
                    self._events.put(_Blind(told))
                while not (folder.is_dir() or self._stop.wait(_AGAIN)):
                    pass
            except (OSError, RuntimeError) as error:  # watchfiles' own errors are RuntimeErrors
                # Where the system has no watch left for us, looking again and again needs none.
                polling, seeing = True, _Seeing()
                told = self._say(
                    "Watching your files has stopped ({why}); from now on they are looked at every "
                    "second.",
                    why=error,
                )
                self._events.put(_Blind(told))
                self._stop.wait(_AGAIN)

    def _watch(self, folder: Path, seeing: _Seeing | None, *, polling: bool) -> None:
        """
        Tell of saves in *folder*, and first, if given, that they are seen again.

        Raises:
            _Moved: If the folder is gone; its watch would wait forever.
            OSError, RuntimeError: If it can't be watched.
        """
        inode = _inode(folder)
        changes = watch_files(
            folder,
            debounce=_DEBOUNCE,
            step=_QUIET,
            stop_event=self._stop,
            raise_interrupt=False,
            rust_timeout=_LOOK,
            yield_on_timeout=True,
            force_polling=polling or None,
            poll_delay_ms=_POLL,
        )
        for found in changes:
            if seeing is not None:
                self._events.put(seeing)
                seeing = None
            if found:
                self._events.put(_Saved(frozenset(Path(path) for _, path in found)))
            if _inode(folder) != inode:
                raise _Moved

    def _wait_for_keys(self) -> None:
        try:
            while key := read_key():
                self._events.put(_Key(key))
        except OSError:  # The terminal is gone.
            self._events.put(_Key("q"))
        except KeyboardInterrupt:  # Ctrl-C, where a console hands it out as a key.
            self._events.put(_Interrupted())

    def _handle(self, event: _Event) -> bool:
        """Answer *event*; tell whether to go on."""
        seen = self._news
        if isinstance(event, _Key):
            self._news = ""
        # A quiz in another terminal may have changed it; and what the disk did not take, it may now.
        self._progress = self.workspace.progress_file.catch_up()
        match event:
            case _Interrupted():
                raise KeyboardInterrupt
            case _Saved(paths):
                exercise = self._saved_exercise(paths)
                if exercise is not None:
                    self._current = exercise
                    self._questions.leave()
                    self._check()
            case _Blind(told):
                self._news = told
                if not self._questions.asking:
                    self._tell()
            case _Seeing(told):
                self._news = told or self._news
                if not self._questions.asking:
                    self._check()
            case _Resized():
                if not self._questions.asking:
                    self._screen.redraw()
            case _Key(key):
                return self._press(key, seen)
        return True

    def _press(self, key: str, seen: str) -> bool:
        """Answer *key*, of somebody who has *seen* what the foot said; tell whether to go on."""
        if self._questions.asking:
            if not self._questions.key(key):
                self._progress = self.workspace.progress_file.load()
                self._screen.below(self._foot())
            return True
        key = key.lower()
        if key == "q":
            return False
        asked, self._may_reset = self._may_reset, None
        action = self._actions.get(key)
        if key == "y" and asked is not None:
            self._put_back(asked)
        elif action is not None:
            action()
        elif asked or seen:
            self._tell()
        return True

    def _saved_exercise(self, paths: frozenset[Path]) -> Exercise | None:
        """The exercise that was saved; of several (a checkout, say), the current one or the first."""
        saved = [self.workspace.exercise_of(path, self.course) for path in sorted(paths)]
        found = [exercise for exercise in saved if exercise is not None]
        if self._current in found:
            return self._current
        return found[0] if found else None

    def _check(self) -> None:
        # What is shown now hides the question, whichever exercise it was about.
        self._may_reset = None
        self._verdict, self._hints = self._judged(), []
        self._screen.show(self._verdict, self._foot())

    def _judged(self) -> RenderableType:
        """The current exercise as it stands, in words."""
        exercise = self._current
        if exercise is None:
            return Text(self._say("You have passed every exercise. Well done!"), "bold green")
        try:
            source = read_submission(self.workspace.path_of(exercise))
            verdict = self._grader.grade(source, exercise)
        except OSError as error:
            return Text(refusal(error, self._say), "red")
        except SubmissionError as error:
            return Text(self._say(error.problem, **error.parts), "red")
        except (MissingKeyError, SandboxError) as error:
            return Text(str(error), "red")
        self._progress = self.workspace.progress_file.note(
            partial(Progress.record, verdict=verdict)
        )
        feedback = feedback_on(verdict, exercise, self.course, self._say)
        plain = ascii_only(self._console)
        parts = [render_feedback(feedback, self._say, ascii_only=plain)]
        if verdict.outcome is Outcome.PASSED:
            parts.append(Text(self._say("Passed! Press n for the next exercise."), "bold green"))
            if waiting := self._waiting(exercise):
                told = self._say.many(
                    "{n} question about it: press a to answer.",
                    "{n} questions about it: press a to answer.",
                    n=waiting,
                )
                parts.append(Text(told, "bold green"))
        return Group(*parts)

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
        """The next hint below the verdict, and those that were shown before it."""
        exercise = self._current
        if exercise is None:
            return
        hints = exercise.sheet.hints
        number = self._progress.next_hint(exercise.id, len(hints)) - 1
        self._progress = self.workspace.progress_file.note(
            lambda progress: progress.give_hint(exercise.id, number + 1)
        )
        heads = [self._say("Hint {n} of {count}:", n=n + 1, count=len(hints)) for n in range(3)]
        self._hints = []
        for head, hint in zip(heads[: number + 1], hints, strict=False):
            told = Prose(unwrapped(hint[self._say.language]))
            self._hints += [Text(), Text(head, "bold"), told]
        self._tell(Group(*self._hints[-2:]), reach=heads[number])

    def _list(self) -> None:
        table = render_list(
            self.course,
            self._progress,
            self._say,
            current=self._current,
            ascii_only=ascii_only(self._console),
        )
        reach = self._current.id if self._current else ""
        self._screen.change(table, self._foot(), news=table, reach=reach, above=5)

    def _reset(self) -> None:
        if self._current is not None:
            self._may_reset = self._current
            self._note(
                self._say(
                    "Put the stub of {id} back? Your version is kept. Press y to do it.",
                    id=self._current.id,
                )
            )

    def _put_back(self, exercise: Exercise) -> None:
        try:
            self.workspace.reset(exercise)
        except OSError as error:
            self._note(refusal(error, self._say))

    def _tell_unreadable_progress(self, aside: Path) -> None:
        self._news = self._say(
            "Your progress file could not be read; it is kept as {path}.", path=quoted(aside)
        )

    def _note(self, text: str) -> None:
        self._tell(note=text)

    def _tell(self, news: RenderableType = "", *, reach: str = "", note: str = "") -> None:
        """Show the verdict with its hints, of which *news* is new, and *note* above the keys."""
        body = Group(self._verdict, *self._hints)
        self._screen.change(body, self._foot(note), news=news, reach=reach)

    def _foot(self, note: str = "") -> RenderableType:
        say, console = self._say, self._console
        done = sum(self._progress.passed(exercise.id) for exercise in self.course.exercises)
        total = len(self.course.exercises)
        width = min(40, console.width // 2)
        drawn = bar(done, total, width, ascii_only=ascii_only(console))
        count = (f" {done}/{total}", "bold")
        lost = unsaved(
            self.workspace.progress_file,
            say,
            again=say("It is tried again with your next save or key."),
        )
        parts: list[RenderableType] = [
            Text(told, "bold yellow") for told in (self._news, lost, note) if told
        ]
        parts.append(Text.assemble((say("progress"), "dim"), " ", drawn, count))
        if self._current is not None:
            path = self.workspace.path_of(self._current).relative_to(self.workspace.root)
            parts.append(Text.assemble((say("edit and save: "), "dim"), (quoted(path), "bold")))
        keys = [
            ("n", say("next")),
            ("h", say("hint")),
            ("l", say("list")),
            ("c", say("check again")),
            *([("a", say("questions"))] if self._may_ask() else []),
            ("r", say("reset")),
            ("q", say("quit")),
        ]
        return Group(*parts, Keys(keys))


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
        progress = self._file.load()
        bank = load_bank(self._course)
        questions = [bank.posed(item, variant_to_ask(progress, item)) for item in items]
        self._sitting = Sitting(questions, note_answers(self._file))
        self._console.clear()
        self._show()
        return True

    def leave(self) -> None:
        """Stop asking; what was answered is noted already."""
        self._sitting, self._typed = None, ""

    def key(self, key: str) -> bool:
        """Take a key; tell whether questions go on."""
        out = self._console.file
        if len(key) > 1:  # An arrow, say.
            return True
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


def _inode(folder: Path) -> int:
    """
    What tells a folder from another that has its name.

    Raises:
        _Moved: If there is none.
    """
    try:
        return folder.stat().st_ino
    except FileNotFoundError:
        raise _Moved from None


def first_open(
    course: Course, progress: Progress, after: Exercise | None = None
) -> Exercise | None:
    """Return the first exercise not passed, searched from *after* on and then from the start."""
    exercises = list(course.exercises)
    start = exercises.index(after) + 1 if after is not None else 0
    ordered = exercises[start:] + exercises[:start]
    return next((exercise for exercise in ordered if not progress.passed(exercise.id)), None)
