"""A room full of desks: who works at which exercise, what was checked, and what all are shown."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

from autograder.classroom.database import Database
from autograder.classroom.pool import Pool
from autograder.classroom.stores import LearnerRows, count_passed
from autograder.content import Course, Exercise, Language
from autograder.facade.grading import Feedback
from autograder.judging import Verdict
from autograder.quizzes import Bank, load_bank
from autograder.submissions import Sources
from autograder.web.checking import Checker
from autograder.web.desk import Checked, Desk
from autograder.web.hub import Hub, News
from autograder.web.stores import Kept
from autograder.workspace import Progress

__all__ = ["LearnerDesk", "Room", "Shown"]

#: Seconds for which checks are kept; the instructor's page shows the last ten minutes.
_KEPT = 3_600
#: Exercises of a learner whose last answers are kept, for a page that is loaded again.
_ANSWERS_KEPT = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """
    What the instructor shows to the class.

    Attributes:
        example: A program that somebody wrote, without its comments and texts; may be empty.
    """

    misconception: str
    exercise: str
    example: str


class LearnerDesk(Desk):
    """A desk in a room: what happens at it is told to the learner's other pages, and to the room."""

    def __init__(self, room: Room, learner: str, checker: Checker) -> None:
        rows = LearnerRows(room.database, learner, room.root, room.exercises)
        super().__init__(room.course, rows, checker, owner=learner)
        self.hub = Hub(lambda: [room.news_of_shown(self)])
        self.learner = learner
        self._room = room

    @property
    def bank(self) -> Bank:  # all desks share one
        """The questions of the course."""
        return self._room.bank

    def text(self, exercise_id: str) -> Kept:
        """Return the learner's text of an exercise, at which the learner is now."""
        kept = super().text(exercise_id)
        self._room.note_place(self.learner, self.course.exercise(exercise_id))
        return kept

    def save(self, exercise_id: str, text: str, based_on: str, *, keep_other: bool = False) -> Kept:
        """Keep *text*, and tell the learner's other pages."""
        kept = super().save(exercise_id, text, based_on, keep_other=keep_other)
        exercise = self.course.exercise(exercise_id)
        self.hub.publish(News("changed", {"exercise": exercise.id, "digest": kept.digest}))
        self._room.note_place(self.learner, exercise)
        return kept

    def reset(self, exercise_id: str) -> str:
        """Put the stub back, and tell the learner's other pages."""
        copy = super().reset(exercise_id)
        exercise = self.course.exercise(exercise_id)
        digest = self.store.read(exercise).digest
        self.hub.publish(News("changed", {"exercise": exercise.id, "digest": digest}))
        return copy

    def use_language(self, language: Language) -> None:
        """Speak *language* from now on, on the learner's other pages, too."""
        super().use_language(language)
        self.hub.publish(News("language", {"language": self.store.language}))

    def check(self, exercise_id: str, *, anew: bool = True) -> Checked:
        """Check the text that is kept; what a run shows is noted for the instructor."""
        checked = super().check(exercise_id, anew=anew)
        self._forget()
        return checked

    def _note(self, feedback: Feedback, sources: Sources, exercise: Exercise) -> None:  # noqa: ARG002
        # Tries are not told apart: that would parse others' programs, and here they open no solutions.
        self.store.progress.note(partial(Progress.record, verdict=feedback.verdict))
        if not feedback.verdict.is_unwritten:
            self._room.note_check(self.learner, feedback.verdict)
        self.hub.publish(News("progress"))

    def _forget(self) -> None:
        """Keep answers of few exercises only: there are many desks."""
        for exercise in list(self._last)[:-_ANSWERS_KEPT]:
            self._last.pop(exercise, None)


class Room:
    """
    All desks of a class. Its methods may be called from several threads at a time.

    Attributes:
        root: What precedes all addresses, behind a proxy.
        exercises: The ids of the course's exercises.
        hub: News for the instructor's pages.
        shown: What all are shown; None if nothing.
    """

    def __init__(self, course: Course, database: Database, pool: Pool, root: str = "") -> None:
        self.course, self.database, self.root = course, database, root
        self.exercises = frozenset(exercise.id for exercise in course.exercises)
        count_passed(database, self.exercises)
        self.hub = Hub()
        self.shown: Shown | None = None
        self._pool = pool
        self._lock = threading.Lock()
        self._desks: dict[str, LearnerDesk] = {}
        self._places: dict[str, tuple[str, float]] = {}
        self._forgotten_at = time.time()

    @cached_property
    def bank(self) -> Bank:
        """
        The questions of the course.

        Raises:
            BankError: If a chapter's have not been locked.
        """
        return load_bank(self.course)

    def desk(self, learner: str) -> LearnerDesk:
        """Return the desk of *learner*."""
        with self._lock:
            if learner not in self._desks:
                self._desks[learner] = LearnerDesk(self, learner, self._pool.checker_for(learner))
            return self._desks[learner]

    @property
    def places(self) -> dict[str, tuple[str, float]]:
        """At which exercise each learner was last, and when."""
        with self._lock:
            return dict(self._places)

    def note_place(self, learner: str, exercise: Exercise) -> None:
        """Note that *learner* works on *exercise* now."""
        with self._lock:
            self._places[learner] = exercise.id, time.time()
        self.hub.publish(News("progress"))

    def note_check(self, learner: str, verdict: Verdict) -> None:
        """Note the outcome of a check for the instructor's page."""
        now = time.time()
        ideas = " ".join((*verdict.misconceptions, *verdict.advice))
        # What the instructor's page looks at for ten minutes is not worth a learner's wait for the disk.
        with self.database.changing(may_be_lost=True) as rows:
            values = (now, learner, verdict.exercise, verdict.outcome.value, ideas)
            rows.execute("INSERT INTO checks VALUES (?, ?, ?, ?, ?)", values)
            if now - self._forgotten_at > _KEPT / 60:
                rows.execute("DELETE FROM checks WHERE at < ?", (now - _KEPT,))
                self._forgotten_at = now
        self.hub.publish(News("progress"))

    def show(self, shown: Shown | None) -> None:
        """Show something to all who have a page open, and to those who open one; None ends it."""
        self.shown = shown
        self._to_all(lambda desk: _news_of(shown, desk))

    def news_of_shown(self, desk: LearnerDesk) -> News:
        """Return what a page that has just been opened is to show."""
        return _news_of(self.shown, desk)

    def _to_all(self, news: Callable[[LearnerDesk], News]) -> None:
        with self._lock:
            desks = list(self._desks.values())
        for desk in desks:
            desk.hub.publish(news(desk))


def _news_of(shown: Shown | None, desk: LearnerDesk) -> News:
    if shown is None:
        return News("shown", {"message": "", "link": ""})
    title = desk.course.misconceptions[shown.misconception].title[desk.say.language]
    message = desk.say("Shown to the class: {title}", title=title)
    return News("shown", {"message": message, "link": "/shown"})
