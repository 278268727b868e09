"""A learner's desk: all that one learner sees and does, without HTTP."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from autograder.content import Course, Exercise, Language
from autograder.errors import GradlingsError
from autograder.facade.grading import Feedback
from autograder.feedback.refusals import refusal
from autograder.languages import Words, words_in
from autograder.quizzes import Bank, load_bank
from autograder.submissions import Sources
from autograder.web.checking import Checker
from autograder.web.hub import Hub
from autograder.web.newest import Cancellation, NewestFirst
from autograder.web.series import AllSeries
from autograder.web.stores import Kept, Store
from autograder.workspace import Progress
from autograder.workspace.tries import is_stub, judged

__all__ = ["Checked", "Desk"]


@dataclass(frozen=True, slots=True)
class Checked:
    """
    The outcome of a check.

    Attributes:
        digest: The digest of the text that was checked.
        feedback: None if nothing could be run.
        problem: Why nothing could be run, in words.
    """

    digest: str
    feedback: Feedback | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Running:
    """The check that runs, and the digest of its text."""

    exercise: Exercise
    digest: str
    cancellation: Cancellation


class Desk:
    """
    One learner's place in a course. Its methods may be called from several threads at a time.

    Args:
        store: Keeps the learner's texts and progress.
        checker: Runs the learner's programs.
        find_solutions: Returns the file of the course's solutions; None if there are none to see here.
        owner: Names the learner among those who may use the same browser; empty on one's own machine.

    Attributes:
        checks: The turns of checks that are asked for from an event loop.
    """

    def __init__(
        self,
        course: Course,
        store: Store,
        checker: Checker,
        find_solutions: Callable[[], Path | None] = lambda: None,
        owner: str = "",
    ) -> None:
        self.course, self.store, self.find_solutions = course, store, find_solutions
        self.owner = owner
        self.hub = Hub()
        self.series = AllSeries(course, store.progress, lambda: self.bank)
        self._checker = checker
        self.checks = NewestFirst()
        self._one_at_a_time = threading.Lock()
        self._running: _Running | None = None
        self._last: dict[str, tuple[object, Checked]] = {}

    @property
    def say(self) -> Words:
        """Sentences in the learner's language."""
        return words_in(self.store.language)

    @cached_property
    def bank(self) -> Bank:
        """
        The questions of the course.

        Raises:
            BankError: If a chapter's have not been locked.
        """
        return load_bank(self.course)

    def progress(self) -> Progress:
        """Return the learner's progress, for reading only; what is to be asked again is of this course."""
        progress = self.store.progress.load()
        # A class may have worked on another course before, with the same progress.
        cards = {name: card for name, card in progress.cards.items() if name in self._to_be_asked}
        return progress.model_copy(update={"cards": cards})

    @cached_property
    def _to_be_asked(self) -> frozenset[str]:
        """All exercises and questions of the course."""
        return frozenset([*self.course.items, *(one.id for one in self.course.exercises)])

    def use_language(self, language: Language) -> None:
        """
        Speak *language* from now on.

        Raises:
            UnknownLanguageError: If the course does not speak it.
        """
        self.store.use_language(self.course.language(language))

    def text(self, exercise_id: str) -> Kept:
        """
        Return the learner's text of an exercise.

        Raises:
            UnknownExerciseError: If there is no such exercise.
        """
        return self.store.read(self.course.exercise(exercise_id))

    def save(self, exercise_id: str, text: str, based_on: str, *, keep_other: bool = False) -> Kept:
        """Keep *text*; see :meth:`Store.save`."""
        exercise = self.course.exercise(exercise_id)
        return self.store.save(exercise, text, based_on, keep_other=keep_other)

    def reset(self, exercise_id: str) -> str:
        """Put the stub back; return where a copy of the learner's text is, or an empty text."""
        return self.store.reset(self.course.exercise(exercise_id))

    def check(self, exercise_id: str, *, anew: bool = True) -> Checked:
        """
        Check the text that is kept, and note the outcome.

        Args:
            anew: Whether to run it even if this very program was the last one checked.

        Raises:
            UnknownExerciseError: If there is no such exercise.
            OvertakenCheckError: If it is given up meanwhile.
        """
        exercise, say = self.course.exercise(exercise_id), self.say
        with self._one_at_a_time:
            try:
                return self._checked(exercise, say.language, anew=anew)
            except OSError as error:
                return Checked("", problem=refusal(error, say))
            except GradlingsError as error:
                return Checked("", problem=error.message(say))

    def give_up_outdated(self) -> None:
        """Give up the check that runs if its text is kept no longer, so that the newer one's need not wait for it."""
        running = self._running
        if running is None:
            return
        # Whether that text can still be read is no concern of whoever asks for another check now.
        with suppress(GradlingsError, OSError):
            if self.store.read(running.exercise).digest != running.digest:
                running.cancellation.cancel()

    def _checked(self, exercise: Exercise, language: Language, *, anew: bool) -> Checked:
        kept = self.store.read(exercise)
        running = self._running = _Running(exercise, kept.digest, Cancellation())
        try:
            return self._answer_to(kept, running, language, anew=anew)
        finally:
            self._running = None

    def _answer_to(
        self, kept: Kept, running: _Running, language: Language, *, anew: bool
    ) -> Checked:
        exercise, sources = running.exercise, self.store.sources(running.exercise)
        asked = (sources, language)
        before, checked = self._last.get(exercise.id, (None, None))
        if checked is None or anew or before != asked:
            feedback = self._checker.check(sources, exercise, language, running.cancellation)
            # Nobody has tried what they have only opened.
            if not is_stub(sources.main, exercise):
                self._note(feedback, sources, exercise)
            checked = Checked(kept.digest, feedback)
            self._last[exercise.id] = (asked, checked)
        return checked

    def _note(self, feedback: Feedback, sources: Sources, exercise: Exercise) -> None:
        """Note what a run of *sources* showed; an answer that is only given again is no news."""
        self.store.progress.note(judged(feedback.verdict, sources.main, exercise))

    def next_hint(self, exercise_id: str) -> None:
        """Give the learner the next hint of an exercise."""
        exercise = self.course.exercise(exercise_id)
        count = len(exercise.sheet.hints)

        def change(progress: Progress) -> None:
            progress.give_hint(exercise.id, progress.next_hint(exercise.id, count))

        self.store.progress.note(change)
