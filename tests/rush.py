"""
A class in a rush, simulated: its real queue, lanes and times of tries, on cores whose time passes in numbers.

The cores are shared by weights, as Linux shares them: a place that stands back has a third, or a tenth, of another's.
"""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder import open_course
from autograder.classroom.lanes import Lane, Standing, Try
from autograder.classroom.pool import lanes_of
from autograder.classroom.queueing import Queue, Turn, Used
from autograder.classroom.trying import Tries
from autograder.content import Exercise
from autograder.judging import Outcome, Verdict

STEP, CORES, QUICK = 0.005, 2, 4
COURSE = open_course(Path(__file__).parents[1] / "exercises")
#: An exercise like most, and one whose right programs take long.
USUAL, LONG = COURSE.exercise("step_no_grad"), COURSE.exercise("capstone")


@dataclass(frozen=True)
class Program:
    """
    Seconds that a program idles, then computes; it passes if it ends in time.

    Attributes:
        is_overtaken: Whether its author asks for the check of another one once it has had a quick first try.
    """

    computes: float
    idles: float = 0.0
    exercise: Exercise = USUAL
    is_overtaken: bool = False


LOOP, SLEEP = Program(math.inf), Program(0.0, math.inf)


@dataclass(eq=False)
class Place:
    """A place, and what runs in it."""

    weight: float
    program: Program | None = None
    may_compute: float = 0.0
    may_take: float = 0.0
    computed: float = 0.0
    idled: float = 0.0

    def begin(self, program: Program, most: float, patience: float) -> None:
        self.program, self.may_compute, self.may_take = program, most, patience
        self.computed = self.idled = 0.0

    @property
    def is_idle(self) -> bool:
        return self.program is not None and self.idled < self.program.idles

    @property
    def took_long(self) -> bool:
        return self.computed >= self.may_compute or self.computed + self.idled >= self.may_take

    @property
    def is_done(self) -> bool:
        assert self.program is not None
        is_over = not self.is_idle and self.computed >= self.program.computes
        return is_over or self.took_long

    def settled(self) -> float:
        self.program = None
        return self.computed + self.idled


class Class:
    """
    A class whose learners are known, unless they are new.

    Attributes:
        waits: Whose check was asked for when, and answered after how many seconds.
    """

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[tuple[str, float, float]] = []
        self._used = Used(lambda: self.now)
        self._standing, self._tries = Standing(self._used), Tries(lambda: 1.0)
        self._places = [Place(weight) for weight in (*[1.0] * QUICK, 1 / 3, 0.1)]
        self._queue = Queue(lanes_of(self._places), self._used, CORES)
        self._tasks: list[tuple[Callable[[], bool], Iterator[Callable[[], bool]]]] = []

    def begin(self, task: Iterator[Callable[[], bool]]) -> None:
        """Begin a task, which yields what it waits for."""
        self._tasks.append((lambda: True, task))

    def last(self, seconds: float) -> None:
        """Let time pass."""
        until = self.now + seconds
        while self.now < until:
            self._go_on()
            self._compute()
            self.now += STEP

    def pause(self, seconds: float) -> Callable[[], bool]:
        until = self.now + seconds
        return lambda: self.now >= until

    def check(self, who: str, program: Program) -> Iterator[Callable[[], bool]]:
        """Try a program as :class:`Pool` does."""
        asked = self.now
        exercise, is_rush = program.exercise, self._queue.is_rush
        is_short = self._tries.is_short(exercise)
        this: Try | None = self._standing.first_try(who, is_rush=is_rush, is_short=is_short)
        while this is not None:
            visitor = self._queue._asking(who, this.lane, this.is_ahead)
            yield visitor.called.is_set
            place, lane = visitor.place, this.lane
            most = min(self._tries.seconds(lane, exercise), exercise.sheet.time_limit)
            place.begin(program, most, most * (4 if lane is Lane.WHOLE else 2))
            yield lambda place=place: place.is_done
            took_long = place.took_long
            verdict = Verdict(exercise.id, Outcome.TIMEOUT if took_long else Outcome.PASSED, ())
            note = lambda had, verdict=verdict: self._tries.note(who, verdict, had)  # noqa: E731
            self._queue._clear(visitor, Turn(place, note))
            following = self._standing.next_try(this, took_long=took_long)
            this = None if program.is_overtaken and lane.is_quick else following
        self.waits.append((who, asked, self.now - asked))

    def _go_on(self) -> None:
        goes_on = True
        while goes_on:
            goes_on = False
            tasks, self._tasks = self._tasks, []
            for waits_for, task in tasks:
                if not waits_for():
                    self._tasks.append((waits_for, task))
                elif (following := next(task, None)) is not None:
                    self._tasks.append((following, task))
                    goes_on = True

    def _compute(self) -> None:
        """Share the cores among those who want one, none more than one, for a moment."""
        wanting = [one for one in self._places if one.program is not None and not one.is_idle]
        for one in self._places:
            if one.program is not None and one.is_idle:
                one.idled += STEP
        left = float(CORES)
        while wanting:
            share = left / sum(one.weight for one in wanting)
            whole = [one for one in wanting if one.weight * share >= 1]
            for one in whole or wanting:
                had = 1.0 if whole else one.weight * share
                one.computed += had * STEP
                left -= had
            wanting = [one for one in wanting if one not in whole] if whole else []

    def late(self, who: str, since: float) -> float:
        """The 95th percentile of what learners whose names begin with *who* have waited for since then."""
        return statistics.quantiles(self.waited(who, since), n=20)[-1]

    def waited(self, who: str, since: float = 0.0) -> list[float]:
        """What they have waited for, in the order in which they were answered."""
        return [
            passed for name, asked, passed in self.waits if name.startswith(who) and asked >= since
        ]


def honest(
    class_: Class, who: str, every: float, chance: random.Random, program: Program | None = None
) -> Iterator[Callable[[], bool]]:
    """Has one program after the other checked, as long as the class lasts; each quick unless one is given."""
    yield class_.pause(chance.uniform(0, every))
    while True:
        asked = class_.now
        yield from class_.check(who, program or Program(chance.uniform(0.03, 0.06)))
        yield class_.pause(max(0.0, every - (class_.now - asked)))


def hostile(
    class_: Class, who: str, begin: float, program: Program, quick_ones: int = 0
) -> Iterator[Callable[[], bool]]:
    """Brings one endless program after the other from *begin* on, after so many *quick_ones*."""
    for _ in range(quick_ones):
        yield from class_.check(who, Program(0.03))
        yield class_.pause(5)
    yield class_.pause(begin - class_.now)
    while True:
        yield from class_.check(who, program)


def once(class_: Class, who: str, moment: float, program: Program) -> Iterator[Callable[[], bool]]:
    """Has one program checked at *moment*."""
    yield class_.pause(moment)
    yield from class_.check(who, program)
