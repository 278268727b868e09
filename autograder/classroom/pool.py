"""Warm servers that all learners share, so that nobody has to wait for somebody's endless loop."""

from __future__ import annotations

import contextlib
import math
import os
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace

from autograder.content import Course, Exercise, Language
from autograder.errors import OurFault
from autograder.facade.grading import Feedback, Grading
from autograder.grading import Grader
from autograder.grading.pool import cores
from autograder.judging import Outcome
from autograder.runs import End, Run
from autograder.sandbox import Job, Runner
from autograder.sandbox.runner import Closing
from autograder.submissions import Sources

__all__ = ["ClosedError", "Pool", "Queue", "Used"]

#: Seconds of CPU time after which a check has to go on, from its beginning, in the slow place.
_QUICK = 1.0
#: Seconds in which half of the time that somebody has had is forgotten.
_HALF_LIFE = 60.0
#: Seconds of places' time within about a minute after which one is sent to the slow place at once.
_HEAVY = 10.0
#: Seconds that are added for a program that has to be run again, so that the next ones, in the two
#: minutes that follow, keep no quick place from others.
_SURPRISE = 40.0
#: Places beyond one for each core: a program that sleeps takes a place and no core.
_SPARE = 2
#: How much the slow place stands back behind others on the same cores: the system's niceness.
_STANDING_BACK = 10


class ClosedError(OurFault):
    """The classroom is closed, so nothing is checked any more."""


class Queue:
    """
    Lets few of many in at a time: next is whoever has had the least time lately, not who came first.

    Args:
        places: What whoever is let in gets, one each.
        used: Seconds that each has had lately, shared by queues.
    """

    def __init__(self, places: Sequence[_Place], used: Used) -> None:
        self._free = list(places)
        self._used = used
        self._lock = threading.Lock()
        self._waiting: list[_Waiting] = []
        self._is_closed = False

    def close(self) -> None:
        """Let nobody in any more; whoever waits is told so."""
        with self._lock:
            self._is_closed = True
            waiting, self._waiting = self._waiting, []
        for one in waiting:
            one.turn.set()

    @contextmanager
    def place(self, who: str) -> Iterator[_Place]:
        """
        Wait for a place, and give it for the block.

        Raises:
            ClosedError: If the queue is closed meanwhile.
        """
        place = self._taken(who)
        begun = time.monotonic()
        try:
            yield place
        finally:
            self._used.add(who, time.monotonic() - begun)
            self._give_back(place)

    def _taken(self, who: str) -> _Place:
        with self._lock:
            if self._is_closed:
                raise ClosedError("the classroom is closed")
            if self._free:
                return self._free.pop()
            waiting = _Waiting(who, threading.Event())
            self._waiting.append(waiting)
        waiting.turn.wait()
        if waiting.place is None:
            raise ClosedError("the classroom is closed")
        return waiting.place

    def _give_back(self, place: _Place) -> None:
        with self._lock:
            if not self._waiting:
                self._free.append(place)
                return
            following = min(self._waiting, key=lambda one: self._used.of(one.who))
            self._waiting.remove(following)
            following.place = place
        following.turn.set()


@dataclass(eq=False, slots=True)
class _Waiting:
    who: str
    turn: threading.Event
    place: _Place | None = None


class Used:
    """How many seconds each has had lately; half of them are forgotten each minute."""

    def __init__(self) -> None:
        self._seconds: dict[str, tuple[float, float]] = {}

    def of(self, who: str) -> float:
        """Return the seconds that *who* has had."""
        seconds, at = self._seconds.get(who, (0.0, 0.0))
        return seconds * math.pow(0.5, (time.monotonic() - at) / _HALF_LIFE)

    def add(self, who: str, seconds: float) -> None:
        """Note that *who* has had *seconds* more."""
        self._seconds[who] = (self.of(who) + seconds, time.monotonic())


class _Brief:
    """A runner that gives each job a second at most."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def __getattr__(self, name: str) -> object:
        return getattr(self._runner, name)

    def run(self, job: Job) -> Run:
        """Run *job*, briefly."""
        seconds = min(job.limits.seconds, _QUICK)
        return self._runner.run(replace(job, limits=replace(job.limits, seconds=seconds)))


class _Place:
    """A warm server, for one check at a time."""

    def __init__(self, course: Course, isolation: str, niceness: int = 0) -> None:
        self.grading = Grading(course, isolation=isolation)
        self._whole = self.grading.grader
        self._brief = Grader(course, _Brief(self.grading.runner))  # type: ignore[arg-type]
        self._niceness = niceness

    def check(
        self, sources: Sources, exercise: Exercise, language: Language, *, briefly: bool
    ) -> Feedback:
        self.grading.language = language
        self.grading.grader = self._brief if briefly else self._whole
        feedback = next(iter(self.grading.check_all([(sources, exercise)])))
        self._stand_back()  # A server that was started anew has to be told again.
        return feedback

    def warm_up(self) -> str:
        """Start a server of each kind that the course needs; return the isolation in words."""
        summary = self.grading.isolation.summary()
        course = self.grading.course
        for exercise in {one.sheet.torch: one for one in course.exercises}.values():
            language = course.languages[0]
            self.check(Sources(exercise.stub(language)), exercise, language, briefly=False)
        return summary

    def _stand_back(self) -> None:
        if self._niceness and hasattr(os, "setpriority"):
            for pid in self.grading.runner.pids:
                with contextlib.suppress(OSError):  # It has ended meanwhile.
                    os.setpriority(os.PRIO_PROCESS, pid, self._niceness)


class Pool(Closing):
    """
    Warm servers for a class: a few more than cores, and one for programs that take long.

    Each program gets a second at first, which is more than nearly all need. One that needs more is
    run again, with all the time that its exercise gives, in a place of its own that stands back
    behind the others; and so are all programs of whoever has taken much time lately.

    Args:
        isolation: The weakest isolation to accept.
        size: How many quick places there are; by default two more than cores.
    """

    def __init__(self, course: Course, isolation: str, size: int | None = None) -> None:
        self._used = Used()
        quick = [_Place(course, isolation) for _ in range(size or cores() + _SPARE)]
        slow = [_Place(course, isolation, _STANDING_BACK)]
        self._places = [*quick, *slow]
        self._quick, self._slow = Queue(quick, self._used), Queue(slow, self._used)

    def warm_up(self) -> str:
        """
        Start all servers; return the isolation in words.

        Raises:
            IsolationError: If this machine gives less isolation than was asked for.
            SandboxError: If no server can be started.
        """
        with ThreadPoolExecutor(len(self._places)) as threads:
            summaries = list(threads.map(_Place.warm_up, self._places))
        return summaries[0]

    def close(self) -> None:
        """End all servers; checks that wait are given up."""
        self._quick.close()
        self._slow.close()
        for place in self._places:
            place.grading.close()

    def checker_for(self, learner: str) -> _OfLearner:
        """Return what checks the programs of *learner*."""
        return _OfLearner(self, learner)

    def check(
        self, learner: str, sources: Sources, exercise: Exercise, language: Language
    ) -> Feedback:
        """Grade a program of *learner* on the public cases; others may be let in first."""
        if self._used.of(learner) < _HEAVY:
            with self._quick.place(learner) as place:
                feedback = place.check(sources, exercise, language, briefly=True)
            if not _took_long(feedback):
                return feedback
            self._used.add(learner, _SURPRISE)
        with self._slow.place(learner) as place:
            return place.check(sources, exercise, language, briefly=False)


def _took_long(feedback: Feedback) -> bool:
    verdict = feedback.verdict
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
