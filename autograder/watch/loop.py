"""The loop of watch mode: it handles one event after the other, and shows the result."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.text import Text

from autograder.content import Exercise
from autograder.errors import GradlingsError
from autograder.facade.grading import Grading
from autograder.feedback.placement import nothing_left
from autograder.feedback.refusals import refusal, unsaved
from autograder.files import quoted
from autograder.judging import Outcome
from autograder.keyboard import DOWN, PAGE_DOWN, PAGE_UP, UP
from autograder.screens.exercises import render_list
from autograder.screens.feedback import render_feedback
from autograder.screens.prose import Prose, unwrapped
from autograder.screens.screen import Keys, Screen, bar
from autograder.screens.signs import ascii_only
from autograder.watch.events import (
    Blind,
    Event,
    Events,
    Failed,
    Interrupted,
    Key,
    Resized,
    Saved,
    Seeing,
)
from autograder.watch.files import FileWatcher
from autograder.watch.questions import Questions
from autograder.watch.terminal import send_keys, single_keys, telling_of_resizes
from autograder.workspace import Progress, Workspace
from autograder.workspace.order import aside_in, first_open
from autograder.workspace.questions import after_exercise

__all__ = ["Watch"]


class Watch:
    """
    The loop of watch mode, which checks exercises as learners save them.

    One exercise is current: the first that is not passed, or the one whose
    file was saved last. Two threads wait, for files and for keys; everything
    else happens in the caller's thread. A text longer than the window is shown
    from its beginning, and Space shows more: a learner reads from the top.
    """

    def __init__(self, workspace: Workspace, grading: Grading, console: Console) -> None:
        self.workspace = workspace
        self.course = course = grading.course
        self._grading = grading
        self._console = console
        self._say = say = grading.say
        #: A message in the last lines of the screen, until a key is pressed.
        self._news = ""
        workspace.progress_file.tell = self._tell_unreadable_progress
        self._progress = workspace.progress_file.load()
        self._current = first_open(course, self._progress)
        self._events = Events()
        self._stop = threading.Event()
        self._questions = Questions(course, workspace.progress_file, console, say)
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
        #: The exercise whose stub is put back if the learner presses y now.
        self._may_reset: Exercise | None = None
        self._screen = Screen(console, say)
        self._verdict: RenderableType = ""
        self._hints: list[RenderableType] = []

    def run(self) -> None:
        """Show the current exercise and answer saves and keys until ``q`` or Ctrl-C."""
        folder = self.workspace.exercises_folder
        files = FileWatcher(folder, self._events, self._stop, self._say)
        self._start(files.run)
        self._start(lambda: send_keys(self._events))
        with single_keys(), telling_of_resizes(self._events):
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

    def _start(self, send: Callable[[], None]) -> None:
        """Let a thread *send* events; if it fails, its error is an event, too."""

        def run() -> None:
            try:
                send()
            except Exception as error:  # noqa: BLE001 - the loop raises it again
                self._events.put(Failed(error))

        threading.Thread(target=run, daemon=True).start()

    def _save_at_last(self) -> None:
        """Try to write waiting progress, and tell the learner if it is lost with this process."""
        file, say = self.workspace.progress_file, self._say
        file.catch_up()
        again = say("What you did since is not counted; checking it again counts it.")
        if sentence := unsaved(file, say, again=again):
            self._console.print(Text(sentence, "yellow"), soft_wrap=True)

    def _handle(self, event: Event) -> bool:
        """Handle *event*; return whether to go on."""
        seen = self._news
        if isinstance(event, Key):
            self._news = ""
        # A quiz in another terminal may have changed progress, or the disk may be writable again.
        self._progress = self.workspace.progress_file.catch_up()
        match event:
            case Interrupted():
                raise KeyboardInterrupt
            case Failed(error):
                raise error
            case Saved(paths):
                exercise = self._saved_exercise(paths)
                if exercise is not None:
                    self._current = exercise
                    self._questions.leave()
                    self._check()
            case Blind(sentence):
                self._news = sentence
                if not self._questions.asking:
                    self._tell()
            case Seeing(sentence):
                self._news = sentence or self._news
                if not self._questions.asking:
                    self._check()
            case Resized():
                if not self._questions.asking:
                    self._screen.redraw()
            case Key(key):
                return self._press(key, seen)
        return True

    def _press(self, key: str, seen: str) -> bool:
        """Handle *key*, pressed while the message *seen* was shown; return whether to go on."""
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
        """Return the saved exercise; of several (a checkout, say), the current one or the first."""
        saved = [self.workspace.exercise_of(path, self.course) for path in sorted(paths)]
        found = [exercise for exercise in saved if exercise is not None]
        if self._current in found:
            return self._current
        return found[0] if found else None

    def _check(self) -> None:
        # The new output hides the question about the stub, whichever exercise it was about.
        self._may_reset = None
        self._verdict, self._hints = self._judged(), []
        self._screen.show(self._verdict, self._foot())

    def _judged(self) -> RenderableType:
        """Check the current exercise and return the feedback to show."""
        exercise = self._current
        if exercise is None:
            return Text(nothing_left(self.course, self._progress, self._say), "bold green")
        try:
            feedback = self._grading.check(self.workspace.path_of(exercise), exercise)
        except OSError as error:
            return Text(refusal(error, self._say), "red")
        except GradlingsError as error:
            return Text(error.message(self._say), "red")
        verdict = feedback.verdict
        self._progress = self.workspace.progress_file.note(
            partial(Progress.record, verdict=verdict)
        )
        plain = ascii_only(self._console)
        parts = [render_feedback(feedback, self._say, ascii_only=plain)]
        if verdict.outcome is Outcome.PASSED:
            parts.append(Text(self._say("Passed! Press n for the next exercise."), "bold green"))
            if waiting := self._waiting(exercise):
                sentence = self._say.many(
                    "{n} question about it: press a to answer.",
                    "{n} questions about it: press a to answer.",
                    n=waiting,
                )
                parts.append(Text(sentence, "bold green"))
        return Group(*parts)

    def _waiting(self, exercise: Exercise) -> int:
        """Return how many questions that follow this exercise have not been answered."""
        return len(after_exercise(self.course, self._progress, exercise.id))

    def _may_ask(self) -> bool:
        """Whether to offer questions: they follow an exercise and are offered once it is passed."""
        exercise = self._current
        return (
            exercise is not None
            and self._progress.passed(exercise.id)
            and self._waiting(exercise) > 0
        )

    def _ask(self) -> None:
        """Ask the questions that follow the current exercise, or say that there are none."""
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
        """Show the next hint below the verdict and the earlier hints."""
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
            sentence = Prose(unwrapped(hint[self._say.language]))
            self._hints += [Text(), Text(head, "bold"), sentence]
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
        """Show the verdict and its hints, *news* being the new part, and *note* above the keys."""
        body = Group(self._verdict, *self._hints)
        self._screen.change(body, self._foot(note), news=news, reach=reach)

    def _foot(self, note: str = "") -> RenderableType:
        say, console = self._say, self._console
        done = sum(self._progress.passed(exercise.id) for exercise in self.course.exercises)
        aside = len(aside_in(self.course, self._progress))
        total = len(self.course.exercises) - aside
        width = min(40, console.width // 2)
        drawn = bar(done, total, width, ascii_only=ascii_only(console))
        count = (f" {done}/{total}", "bold")
        lost = unsaved(
            self.workspace.progress_file,
            say,
            again=say("It is tried again with your next save or key."),
        )
        parts: list[RenderableType] = [
            Text(sentence, "bold yellow") for sentence in (self._news, lost, note) if sentence
        ]
        beside = say.many("{n} set aside", "{n} set aside", n=aside) if aside else ""
        parts.append(
            Text.assemble(
                (say("progress"), "dim"), " ", drawn, count, (f"  {beside}".rstrip(), "dim")
            )
        )
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
