"""The loop of watch mode: it handles one event after the other, and shows the result."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.text import Text

from autograder.content import Exercise
from autograder.errors import GradlingsError
from autograder.facade.grading import Grading
from autograder.feedback.placement import nothing_left
from autograder.feedback.refusals import refusal, unsaved
from autograder.files import quoted
from autograder.keyboard import DOWN, PAGE_DOWN, PAGE_UP, UP, Lending
from autograder.screens.chapter import render_page
from autograder.screens.exercises import render_list
from autograder.screens.foot import render_foot
from autograder.screens.hints import head_of_hint, render_hints
from autograder.screens.screen import Screen
from autograder.screens.signs import ascii_only
from autograder.watch.checking import checked, save_at_last, saved_exercise
from autograder.watch.editor import Editor, edit
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
    Trouble,
    Warm,
    sending,
)
from autograder.watch.files import FileWatcher
from autograder.watch.questions import Questions
from autograder.watch.terminal import send_keys, single_keys, telling_of_resizes
from autograder.workspace import Workspace
from autograder.workspace.order import begins_chapter, first_open
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

    def __init__(
        self,
        workspace: Workspace,
        grading: Grading,
        console: Console,
        editor: Editor | None = None,
    ) -> None:
        self.workspace = workspace
        self.course = course = grading.course
        self._grading = grading
        self._console = console
        self._editor = editor
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
            "e": self._edit,
            "h": self._hint,
            "l": self._list,
            "t": self._read,
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
        #: The chapter's page, while it is shown in place of the verdict.
        self._page: RenderableType | None = None
        #: Until then, a check waits.
        self._is_warm = False
        #: Released once a key is handled; until then no other key is read.
        self._handled = threading.Semaphore(0)
        self._lent: Lending = contextlib.nullcontext

    def run(self) -> None:
        """Show the current exercise and answer saves and keys until ``q`` or Ctrl-C."""
        folder = self.workspace.exercises_folder
        sending(self._events, FileWatcher(folder, self._events, self._stop, self._say).run)
        sending(self._events, self._warm_up)
        sending(self._events, lambda: send_keys(self._events, self._handled))
        with single_keys() as self._lent, telling_of_resizes(self._events):
            try:
                self._begin()
                while self._handle(event := self._events.get()):
                    if isinstance(event, Key):
                        self._handled.release()
            except KeyboardInterrupt:
                pass
            finally:
                self._stop.set()
        save_at_last(self.workspace.progress_file, self._console, self._say)

    def _warm_up(self) -> None:
        with contextlib.suppress(GradlingsError, OSError):  # The first check tells what is wrong.
            self._grading.warm_up()
        self._events.put(Warm())

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
                exercise = saved_exercise(paths, self.workspace, self.course, self._current)
                if exercise is not None:
                    self._current = exercise
                    self._questions.leave()
                    self._check()
            case Blind(sentence) | Trouble(sentence):
                self._news = sentence
                if not self._questions.asking:
                    self._tell()
            case Seeing(sentence):
                self._news = sentence or self._news
                if not self._questions.asking:
                    self._check()
            case Warm():
                self._go_on_warm()
            case Resized() if not self._questions.asking:
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

    def _check(self) -> None:
        # The new output hides the question about the stub, whichever exercise it was about.
        self._may_reset, self._page = None, None
        self._verdict, self._hints = self._judged(), []
        self._screen.show(self._verdict, self._foot())

    def _judged(self) -> RenderableType:
        if not self._is_warm:
            return Text(self._say("Warming up …"), "dim")
        exercise = self._current
        if exercise is None:
            return Text(nothing_left(self.course, self._progress, self._say), "bold green")
        shown = checked(exercise, self.workspace, self._grading, self._console)
        self._progress = self.workspace.progress_file.load()
        return shown

    def _begin(self) -> None:
        """Begin with the current exercise; with its chapter's page if the chapter is new."""
        exercise = self._current
        is_new = exercise is not None and begins_chapter(self.course, self._progress, exercise)
        if is_new and (page := self._page_of_chapter()):
            self._show_page(page)
            self._verdict, self._hints = self._judged(), []  # while the page is read
            if self._news or self.workspace.progress_file.trouble:
                self._tell()
        else:
            self._check()

    def _go_on_warm(self) -> None:
        """Give the verdict that had to wait, or have it ready behind what is shown."""
        self._is_warm = True
        if not (self._page or self._questions.asking):
            self._check()
            return
        self._verdict = self._judged()
        if self._page:
            self._tell()

    def _read(self) -> None:
        """Show the page of the current chapter, or what was there before."""
        if self._page:
            self._turn_back()
        elif page := self._page_of_chapter():
            self._show_page(page)
        else:
            self._note(self._say("This chapter has no page."))

    def _page_of_chapter(self) -> RenderableType | None:
        exercise = self._current
        page = self.course.page(exercise.chapter, self._say.language) if exercise else None
        return render_page(page) if page else None

    def _show_page(self, page: RenderableType) -> None:
        self._page = page
        self._screen.show(page, self._foot())

    def _turn_back(self) -> None:
        """Show the verdict again, where the chapter's page was."""
        self._page = None
        self._screen.show(Group(self._verdict, *self._hints), self._foot())

    def _may_ask(self) -> bool:
        """Whether to offer questions: they follow an exercise and are offered once it is passed."""
        exercise = self._current
        if exercise is None or not self._progress.passed(exercise.id):
            return False
        return bool(after_exercise(self.course, self._progress, exercise.id))

    def _ask(self) -> None:
        """Ask the questions that follow the current exercise, or say that there are none."""
        exercise = self._current
        items = after_exercise(self.course, self._progress, exercise.id) if exercise else []
        if not self._questions.begin(items):
            self._note(self._say("No question waits here. gradlings quiz asks those of a chapter."))

    def _next(self) -> None:
        if self._page:
            self._turn_back()
            return
        following = first_open(self.course, self._progress, after=self._current)
        if following is self._current and following is not None:
            self._note(self._say("This is the only exercise left; fix it and save."))
            return
        self._current = following
        self._begin()

    def _edit(self) -> None:
        """Open the current file in the learner's editor."""
        if self._current is not None:
            path = self.workspace.path_of(self._current)
            self._note(edit(self._editor, path, self._lent, self._events, self._say))

    def _hint(self) -> None:
        """Show the next hint below the verdict and the earlier hints."""
        exercise = self._current
        if exercise is None:
            return
        hints = exercise.sheet.hints
        number = self._progress.next_hint(exercise.id, len(hints))
        self._progress = self.workspace.progress_file.note(
            lambda progress: progress.give_hint(exercise.id, number)
        )
        shown = render_hints(hints[:number], len(hints), self._say)
        self._page, self._hints = None, shown
        self._tell(Group(*shown[-2:]), reach=head_of_hint(number, len(hints), self._say))

    def _list(self) -> None:
        plain = ascii_only(self._console)
        table = render_list(
            self.course, self._progress, self._say, current=self._current, ascii_only=plain
        )
        reach = self._current.id if self._current else ""
        self._screen.change(table, self._foot(), news=table, reach=reach, above=5)

    def _reset(self) -> None:
        if self._current is not None:
            self._may_reset = self._current
            question = self._say(
                "Put the stub of {id} back? Your version is kept. Press y to do it.",
                id=self._current.id,
            )
            self._note(question)

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
        body = self._page or Group(self._verdict, *self._hints)
        self._screen.change(body, self._foot(note), news=news, reach=reach)

    def _foot(self, note: str = "") -> RenderableType:
        say, workspace, current = self._say, self.workspace, self._current
        lost = unsaved(
            workspace.progress_file,
            say,
            again=say("It is tried again with your next save or key."),
        )
        if self._page and not note:
            note = (
                say("Press t to go on to the exercise.") if self._is_warm else say("Warming up …")
            )
        return render_foot(
            self._console,
            say,
            self.course,
            self._progress,
            messages=(self._news, lost, note),
            file=workspace.path_of(current) if current else None,
            root=workspace.root,
            may_ask=self._may_ask(),
        )
