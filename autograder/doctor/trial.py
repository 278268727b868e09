"""A trial of the sandbox: programs whose outcome is known are run as a learner's are, and timed."""

from __future__ import annotations

import contextlib
import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.content import Course
from autograder.doctor.findings import Finding, State
from autograder.grading import Grader
from autograder.judging import Outcome
from autograder.languages import mark
from autograder.observations import ArrayFact, Fact, TensorFact
from autograder.runs import End, Run
from autograder.sandbox import Job, Limits, Runner

__all__ = ["Trial"]

#: Checks as many as an exercise has: three of four cases each.
_CHECKS = """
from autograder.probing import {needed}

def slope_is_seen(submission, case):
    x = {x}
    with {watching} as seen:
        seen.returned(submission.slope(x))
    return seen

slope_is_seen_again = slope_is_seen_once_more = slope_is_seen
"""
_NAMES = ("slope_is_seen", "slope_is_seen_again", "slope_is_seen_once_more")
_CASES = 4


@dataclass(frozen=True, slots=True)
class _Task:
    """
    A program whose outcome is known: the derivative of x² at 3 is 6, by calculus.

    Attributes:
        slope: What a check sees of that.
        complaint, mend: What is said where it ends otherwise.
    """

    torch: bool
    checks: str
    program: str
    slope: Fact
    complaint: str
    mend: str

    @property
    def lasting(self) -> str:
        """The program, running long enough for its process to be looked at."""
        return self.program.replace("    return", "    import time; time.sleep(0.1)\n    return")


_WITH_TORCH = _Task(
    True,
    _CHECKS.format(needed="journaling, leaf", x="leaf(3.0)", watching="journaling(x=x)"),
    "import torch\n\ndef slope(x):\n    (x * x).backward()\n    return x.grad\n",
    TensorFact("float32", (), (6.0,)),
    mark("a backward pass did not end as it should: {why}"),
    "pip install --force-reinstall torch",
)
_WITH_NUMPY = _Task(
    False,
    _CHECKS.format(needed="watching", x="3.0", watching="watching()"),
    "import numpy as np\n\ndef slope(x):\n    return np.multiply([x], 2)\n",
    ArrayFact("float64", (1,), (6.0,)),
    mark("a program with numpy did not end as it should: {why}"),
    "pip install --force-reinstall numpy",
)
_ENDLESS = "def slope(x):\n    while True:\n        pass\n"
#: How often the usual check is measured, each time after a pause such as learners make.
_TIMES = 5


class Trial:
    """
    A trial of a *runner* that has run nothing yet.

    Args:
        torch: Whether programs have torch.
    """

    def __init__(self, runner: Runner, *, torch: bool = True) -> None:
        self._runner = runner
        self._task = _WITH_TORCH if torch else _WITH_NUMPY
        self._start = 0.0
        #: The servers for such programs; servers of other kinds start later.
        self._pids: Sequence[int] = ()

    def checks(self, course: Course) -> Iterator[Finding]:
        """
        Report whether programs end as they should.

        Raises:
            SandboxError, MissingKeyError: If nothing can be run.
        """
        started = time.perf_counter()
        task = self._task
        first = self._run(task.program)
        self._start = time.perf_counter() - started
        # With bubblewrap, or as root in a mere user namespace, the server is a child of this pid.
        self._pids = tuple(_with_descendants(self._runner.pids))
        wrong = [self._wrong_with(run) for run in (first, *map(self._run, [task.program] * 2))]
        if any(wrong):
            why = {"why": next(filter(None, wrong))}
            yield Finding("check", State.BAD, task.complaint, task.mend, why)
            return
        if self._runner.pids and (end := self._run(_ENDLESS, 0.5).end) is not End.TIMEOUT:
            message = mark("an endless loop was not ended by its limit of time, but so: {end}")
            yield Finding("check", State.BAD, message, parts={"end": end.value})
            return
        if course.exercises:
            exercise = course.exercises[0]
            outcome = (
                Grader(course, self._runner)
                .grade(exercise.stub(exercise.languages[0]), exercise)
                .outcome
            )
            if outcome not in (Outcome.FAILED, Outcome.ERRORED):
                message = mark("the stub of {id} should not be passed yet, and it is: {outcome}")
                parts = {"id": exercise.id, "outcome": outcome}
                yield Finding("check", State.BAD, message, parts=parts)
                return
        message = mark("a right program, an endless loop and an unwritten one end as they should")
        yield Finding("check", State.GOOD, message)

    def figures(self) -> Iterator[Finding]:
        """Measure how long a learner will wait, and how much memory is used."""
        usual = []
        for _ in range(_TIMES):
            self._runner.settle()
            started = time.perf_counter()
            self._run(self._task.program)
            usual.append(time.perf_counter() - started)
        message = mark("first check after the start {start} s, usual check {usual} ms")
        times = {
            "start": f"{self._start:.1f}",
            "usual": f"{statistics.median(usual) * 1000:.0f}",
        }
        yield Finding("speed", State.GOOD, message, parts=times)
        # Another process may have taken over meanwhile; what two share counts once.
        self._pids = tuple(_with_descendants(self._runner.pids))
        held = sum(_kib(Path(f"/proc/{pid}/smaps_rollup"), "Pss") for pid in self._pids)
        if held:
            message = mark("the server that waits holds {held} MiB")
            parts = {"held": f"{held / 1024:.0f}"}
            if own := self._pages_of_a_child():
                message = mark(
                    "the server that waits holds {held} MiB, a check {own} MiB more while it runs"
                )
                parts["own"] = f"{own / 1024:.0f}"
            yield Finding("memory", State.GOOD, message, parts=parts)

    def _run(self, source: str, seconds: float = 5.0) -> Run:
        task, limits = self._task, Limits(seconds=seconds)
        job = Job("doctor", task.checks, source, "slope", _NAMES, "doctor", _CASES, limits)
        return self._runner.run(replace(job, torch=task.torch))

    def _wrong_with(self, run: Run) -> str:
        """Say what is wrong with a run of the task's program; empty if nothing is."""
        if run.end is not End.DONE:
            return str(run.end)
        if run.load is not None:
            return f"it could not be loaded ({run.load.error.message if run.load.error else ''})"
        if run.broken:
            return next(iter(run.broken.values()))
        for name in _NAMES:
            seen = run.observations.get(name, ())
            if len(seen) != _CASES:
                return f"{len(seen)} of {_CASES} cases came back"
            for one in seen:
                if one.facts.get("raised") is not None:
                    return f"it raised {one.facts['raised']}"
                if one.facts.get("returned") != self._task.slope:
                    return f"the slope of x² at 3 is 6, not {one.facts.get('returned')}"
        return ""

    def _pages_of_a_child(self) -> int:
        """The most KiB of memory that a child has to itself; 0 if the system doesn't say."""
        most = [0]
        done = threading.Event()

        def look() -> None:
            while not done.wait(0.02):
                for child in set(_children(self._pids)).difference(self._pids):
                    rollup = Path(f"/proc/{child}/smaps_rollup")
                    own = _kib(rollup, "Private_Dirty") + _kib(rollup, "Private_Clean")
                    most[0] = max(most[0], own)

        looking = threading.Thread(target=look, daemon=True)
        looking.start()
        try:
            self._run(self._task.lasting)
        finally:
            done.set()
            looking.join()
        return most[0]


def _with_descendants(pids: Sequence[int]) -> Iterator[int]:
    for pid in pids:
        yield pid
        yield from _with_descendants([*_children([pid])])


def _children(pids: Sequence[int]) -> Iterator[int]:
    for pid in pids:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{pid}/task").iterdir():
                yield from map(int, (task / "children").read_text(encoding="ascii").split())


def _kib(path: Path, name: str) -> int:
    """The number for *name* in a file of ``/proc``; 0 if that can't be read."""
    with contextlib.suppress(OSError):
        for line in path.read_text(encoding="ascii").splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1])
    return 0
