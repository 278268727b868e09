"""Places that all learners share, so that nobody has to wait for somebody's endless loop."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from autograder.classroom.distant import distant_places
from autograder.classroom.known import Known
from autograder.classroom.places import LocalPlace, Place
from autograder.classroom.queueing import Queue, Used
from autograder.classroom.trying import FirstTries
from autograder.content import Course, Exercise, Language
from autograder.facade.grading import Feedback
from autograder.feedback import feedback_on
from autograder.grading import Grader
from autograder.grading.pool import cores
from autograder.judging import Outcome, Verdict
from autograder.languages import words_in
from autograder.runs import End
from autograder.sandbox import open_runner
from autograder.sandbox.runner import Closing
from autograder.submissions import Sources

__all__ = ["Pool"]

#: Seconds of places' time within about a minute after which one is sent to a slow place at once.
_HEAVY = 10.0
#: The same in a rush: so many times what most have had; but a few checks are never too many, and so many
#: seconds are, whatever others have had.
_TIMES_MOST, _FEW, _MANY = 2.0, 0.5, 3.0
#: Seconds that are added for a program that has to be run again, so that the next ones, in the two
#: minutes that follow, keep no quick place from others.
_SURPRISE = 40.0
#: Quick places beyond one for each core: a program that sleeps takes a place and no core.
_SPARE = 2
#: Slow places, and how much these stand back behind all others, as the system's niceness: so that each has a
#: tenth of what another process has that wants the same core. With the least, it would have nothing at all on
#: a machine that others use, too.
_SLOW, _BEHIND_ALL = 1, 10
#: Seconds between two attempts to end what still runs.
_AGAIN = 0.1


class Pool(Closing):
    """
    Places for a class: a few more than cores, and one for programs that take long.

    Each program gets a second at first, or less where others have passed sooner, which is more than
    nearly all need. One that needs more is run again, with all the time that its exercise gives, in a slow
    place, which gets what the others leave over; and so are all programs of whoever has taken much time
    lately. A text on which there is a verdict already is not run again; see :class:`Known`.

    Args:
        isolation: The weakest isolation to accept.
        size: How many quick places there are; by default two more than cores.
        scheduler: Address of a Dask scheduler (``tcp://…``) whose workers are the places, most of them quick.

    Raises:
        Stopped: If the scheduler does not answer, or its workers can't judge as here.
    """

    def __init__(
        self,
        course: Course,
        isolation: str,
        size: int | None = None,
        scheduler: str | None = None,
    ) -> None:
        self._course = course
        self._known, self._used = Known(), Used()
        self._tries = FirstTries()
        grader = Grader(course, open_runner())  # It runs nothing; its keys are those of all places.
        if scheduler:
            self._places: Sequence[Place] = distant_places(course, isolation, grader, scheduler)
            slow = min(_SLOW, len(self._places) // 2)
        else:
            niceness = [0] * (size or cores() + _SPARE) + [_BEHIND_ALL] * _SLOW
            self._places = [LocalPlace(course, isolation, grader, one) for one in niceness]
            slow = _SLOW
        quick = self._places[:-slow]
        # Each of a scheduler's workers has cores of its own.
        rush_at = len(quick) if scheduler else None
        self._quick = Queue(quick, self._used, (len(quick) + 1) // 2, rush_at)
        self._slow = Queue(self._places[-slow:], self._used)

    def warm_up(self) -> str:
        """
        Start all servers; return the isolation in words.

        Raises:
            IsolationError: If this machine gives less isolation than was asked for.
            SandboxError: If no server can be started.
        """
        with ThreadPoolExecutor(len(self._places)) as threads:
            started = [threads.submit(place.warm_up) for place in self._places]
        isolation, *_ = [one.result() for one in started]
        return isolation

    def close(self) -> None:
        """End all servers at once; checks that wait or run are given up. May be called again."""
        self._quick.close()
        self._slow.close()
        while self._quick.is_busy or self._slow.is_busy:
            for place in self._places:
                place.interrupt()
            # Until the threads have seen it; one may just have started a server.
            time.sleep(_AGAIN)
        for place in self._places:
            place.close()

    def checker_for(self, learner: str) -> _OfLearner:
        """Return what checks the programs of *learner*."""
        return _OfLearner(self, learner)

    def check(
        self, learner: str, sources: Sources, exercise: Exercise, language: Language
    ) -> Feedback:
        """
        Grade a program of *learner* on the public cases; others may be let in first.

        Raises:
            ClosedError: If the class ends meanwhile.
        """
        verdict = self._known.verdict(learner, sources, exercise)
        if verdict is None:
            verdict = self._run(learner, sources, exercise)
            self._known.note(sources, exercise, verdict)
        return feedback_on(verdict, exercise, self._course, words_in(language))

    def _run(self, learner: str, sources: Sources, exercise: Exercise) -> Verdict:
        if not self._has_had_much(learner):
            with self._quick.turn(learner) as turn:
                most, begun = self._tries.seconds(exercise.id), time.monotonic()
                verdict = turn.place.verdict(sources, exercise, most)
                passed = time.monotonic() - begun
                turn.then = partial(self._tries.note, verdict)
            if verdict.outcome is Outcome.BROKEN:
                # What broke a server is on no clock of one, and may have been this program.
                self._used.add(learner, passed)
                return verdict
            if not _took_long(verdict):
                self._quick.know(learner)
                return verdict
            self._quick.forget(learner)
            self._used.add(learner, _SURPRISE)
        with self._slow.turn(learner) as turn:
            return turn.place.verdict(sources, exercise)

    def _has_had_much(self, learner: str) -> bool:
        """Whether *learner* is to leave the quick places to others."""
        enough = _HEAVY
        if self._quick.is_rush:
            enough = min(_MANY, max(_FEW, _TIMES_MOST * self._used.of_most))
        return self._used.of(learner) >= enough


def _took_long(verdict: Verdict) -> bool:
    outcomes = (verdict.outcome, *(check.outcome for check in verdict.checks))
    return Outcome.TIMEOUT in outcomes or any(one.end is End.TIMEOUT for one in verdict.left_out)


@dataclass(frozen=True, slots=True)
class _OfLearner:
    """Checks the programs of one learner; a :class:`autograder.web.Checker`."""

    pool: Pool
    learner: str

    def check(self, sources: Sources, exercise: Exercise, language: Language) -> Feedback:
        """Grade a program on the public cases of *exercise*."""
        return self.pool.check(self.learner, sources, exercise, language)
