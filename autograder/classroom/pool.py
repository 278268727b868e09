"""Places that all learners share, so that nobody has to wait for somebody's endless loop."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from autograder.classroom.distant import distant_places
from autograder.classroom.judged import Judged
from autograder.classroom.lanes import Lane, Standing, Try
from autograder.classroom.places import LocalPlace, Place
from autograder.classroom.queueing import Queue, Used
from autograder.classroom.trying import Tries
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
from autograder.web.newest import Cancellation

__all__ = ["Pool", "lanes_of"]

#: Quick places beyond one for each core: a program that sleeps takes a place and no core.
_SPARE = 2
#: How much the places behind these stand back, as the system's niceness: the one for second tries has a third of what
#: another process has that wants the same core, and the one for programs that get all their time has a
#: tenth. With the most it would have nothing at all on a machine that others use, too.
_NICENESS = (5, 10)
#: Seconds between two attempts to end what still runs.
_AGAIN = 0.1


class Pool(Closing):
    """
    Places for a class: a few more than cores, and some that get what these leave over.

    Each program gets little time at first, which is a few times what right ones of its exercise take: in any quick
    place if the learner's last ones ended within it, else in any but one; in half of them if right ones take long. One that needs more is run again
    with more, and then with all the time that its exercise gives; see :class:`Lane`. Once its author has saved
    another text, and asks for a check of that, it is tried no more. Programs of a learner who has
    had much lately start in the second lane, in a rush with less than else. A text on which there is a verdict already
    is not run again; see :class:`Judged`.

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
        self._judged, self._used = Judged(), Used()
        self._standing, self._tries = Standing(self._used), Tries()
        grader = Grader(course, open_runner())  # It runs nothing; its keys are those of all places.
        if scheduler:
            self._places: Sequence[Place] = distant_places(course, isolation, grader, scheduler)
            # Each of a scheduler's workers has cores of its own.
            rush_at: int | None = max(len(self._places) - 2, 1)
        else:
            niceness = [0] * (size or cores() + _SPARE) + [*_NICENESS]
            self._places = [LocalPlace(course, isolation, grader, one) for one in niceness]
            rush_at = None
        self._queue = Queue(lanes_of(self._places), self._used, rush_at)

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
        self._queue.close()
        while self._queue.is_busy:
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
        self,
        learner: str,
        sources: Sources,
        exercise: Exercise,
        language: Language,
        cancellation: Cancellation,
    ) -> Feedback:
        """
        Grade a program of *learner* on the public cases; others may be let in first.

        Raises:
            ClosedError: If the class ends meanwhile.
            OvertakenCheckError: If it is given up meanwhile, unless its first try ends and shows all.
        """
        verdict = self._judged.verdict(learner, sources, exercise)
        if verdict is None:
            verdict = self._run(learner, sources, exercise, cancellation)
            self._judged.note(sources, exercise, verdict)
        return feedback_on(verdict, exercise, self._course, words_in(language))

    def _run(
        self, learner: str, sources: Sources, exercise: Exercise, cancellation: Cancellation
    ) -> Verdict:
        is_rush, is_short = self._queue.is_rush, self._tries.is_short(exercise)
        this: Try | None = self._standing.first_try(learner, is_rush=is_rush, is_short=is_short)
        while this is not None:
            with self._queue.turn(learner, this.lane, cancellation, ahead=this.is_ahead) as turn:
                most, begun = self._tries.seconds(this.lane, exercise), time.monotonic()
                # What has begun and is soon over ends: the program may pass.
                ended_by = Cancellation() if this.lane.is_quick else cancellation
                verdict = turn.place.verdict(sources, exercise, ended_by, most)
                passed = time.monotonic() - begun
                turn.then = partial(self._tries.note, learner, verdict)
            if verdict.outcome is Outcome.BROKEN:
                # What broke a server is on no clock of one, and may have been this program.
                self._used.add(learner, passed)
                break
            this = self._standing.next_try(this, took_long=_took_long(verdict))
        return verdict


def lanes_of(places: Sequence[Place]) -> Mapping[Lane, Sequence[Place]]:
    """
    The lanes over places, of which the last two stand back behind the others.

    One quick place is for those alone who are known, and no more are: a whole class may be new. Half of them are closed
    to first tries that may take long: loops in the other half leave cores enough to what is short.
    """
    *quick, again, whole = places if len(places) > 2 else [places[0], *places]
    return {
        Lane.QUICK: quick,
        Lane.BEHIND: quick[:0:-1] or quick,
        Lane.LONG: quick[len(quick) // 2 :][::-1],
        Lane.AGAIN: [again],
        Lane.WHOLE: [whole],
    }


def _took_long(verdict: Verdict) -> bool:
    outcomes = (verdict.outcome, *(check.outcome for check in verdict.checks))
    return Outcome.TIMEOUT in outcomes or any(one.end is End.TIMEOUT for one in verdict.left_out)


@dataclass(frozen=True, slots=True)
class _OfLearner:
    """Checks the programs of one learner; a :class:`autograder.web.Checker`."""

    pool: Pool
    learner: str

    def check(
        self,
        sources: Sources,
        exercise: Exercise,
        language: Language,
        cancellation: Cancellation,
    ) -> Feedback:
        """Grade a program on the public cases of *exercise*."""
        return self.pool.check(self.learner, sources, exercise, language, cancellation)
