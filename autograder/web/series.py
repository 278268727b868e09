"""Questions asked one after the other, on a page that may be closed and opened again in between."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from autograder.content import Course
from autograder.errors import InputError
from autograder.quizzes import AnswerError, Bank, QuizSession, Response, Stage
from autograder.workspace import ProgressKeeper
from autograder.workspace.questions import (
    after_exercise,
    for_review,
    note_answers,
    of_chapter,
    variant_to_ask,
)

__all__ = ["AllSeries", "Series", "Turn", "UnknownSeriesError"]

#: Most series that are begun and not over at a time; the one that rested longest goes.
_MOST = 20
#: Most questions of a review.
_REVIEW = 10


class UnknownSeriesError(InputError, LookupError):
    """No questions have the name that an address has."""


@dataclass(frozen=True, slots=True)
class Turn:
    """
    What came of an answer.

    Attributes:
        response: None if the answer could not be read, or was to a question that is over.
        unread: Why it could not be read.
    """

    response: Response | None = None
    unread: AnswerError | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """
    Some questions, and how far the learner is.

    Attributes:
        anew: Exercises to be solved anew, in a review.
    """

    session: QuizSession
    anew: Sequence[str] = ()

    @property
    def turn(self) -> str:
        """A name of what is asked now; an answer says to what it belongs."""
        session = self.session
        if session.stage is Stage.DONE:
            return "done"
        return f"{session.current.question.item}.{session.number}.{session.stage.value}"


class AllSeries:
    """
    The series of one desk, by name: ``chapter/05_grad``, ``exercise/zero_it`` or ``review``.

    A page that is loaded again goes on where it was. A question that is over is noted at once, so
    a server that was killed forgets a half-answered question at most.

    Args:
        bank: Returns the questions of *course*; may raise BankError.
    """

    def __init__(self, course: Course, progress: ProgressKeeper, bank: Callable[[], Bank]) -> None:
        self._course, self._progress, self._bank = course, progress, bank
        self._open: OrderedDict[str, Series] = OrderedDict()
        self._lock = threading.Lock()

    def named(self, name: str) -> Series:
        """
        Return the series *name*, as far as it is, or begin it.

        Raises:
            UnknownSeriesError, UnknownExerciseError: If there is no such series.
        """
        with self._lock:
            return self._named(name)

    def begin(self, name: str) -> Series:
        """Return the series *name*, with new questions if all of it was answered."""
        with self._lock:
            known = self._open.get(name)
            if known is not None and known.session.stage is Stage.DONE:
                del self._open[name]
            return self._named(name)

    def answer(self, name: str, turn: str, text: str | None) -> Turn:
        """
        Take an answer to what is asked in the turn *turn*; None leaves the question.

        An answer to anything else, from another tab, changes nothing.
        """
        with self._lock:
            series = self._named(name)
            if series.turn != turn or series.session.stage is Stage.DONE:
                return Turn()
            if text is None:
                series.session.skip()
                return Turn()
            try:
                return Turn(series.session.answer(text))
            except AnswerError as error:
                return Turn(unread=error)

    def _named(self, name: str) -> Series:
        if name not in self._open:
            begun = self._begun(name)
            if not begun.session.count:  # There may be some later.
                return begun
            self._open[name] = begun
            if len(self._open) > _MOST:
                self._open.popitem(last=False)
        self._open.move_to_end(name)
        return self._open[name]

    def _begun(self, name: str) -> Series:
        course, progress = self._course, self._progress.load()
        match name.split("/"):
            case ["review"]:
                pairs, anew = for_review(course, progress, self._bank().shows, _REVIEW)
                return self._series({item: card for card, item in pairs}, anew)
            case ["chapter", chapter] if chapter in course.banks:
                return self._series({item: item for item in of_chapter(course, progress, chapter)})
            case ["exercise", exercise]:
                items = after_exercise(course, progress, course.exercise(exercise).id)
                return self._series({item: item for item in items})
        raise UnknownSeriesError("there are no such questions")

    def _series(self, cards: Mapping[str, str], anew: Sequence[str] = ()) -> Series:
        """A series that asks the items in *cards*, each for its card."""
        progress, bank = self._progress.load(), self._bank()
        questions = [bank.posed(item, variant_to_ask(progress, item)) for item in cards]
        return Series(QuizSession(questions, note_answers(self._progress, cards)), anew)
