"""
Grading on all cores: worker processes, each with a warm server, copies of one that has imported torch.

The work is a plain function of plain values, so any executor that can send a function somewhere
can run it, here or on another machine. Verdicts come back as JSON; the output of learner code has
already been decoded as hostile by then.
"""

from __future__ import annotations

import atexit
import functools
import hashlib
import math
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from autograder.assignments import Bundle, open_bundle, unpack
from autograder.grading.grader import Grader, MissingKeyError
from autograder.grading.together import Program, TellPublic, grade_together, tell_nobody
from autograder.grading.workers import Workers, original
from autograder.judging import (
    Key,
    KeyFormatError,
    RecordError,
    Verdict,
    read_verdict,
    write_verdict,
)
from autograder.sandbox import (
    IsolationError,
    SandboxError,
    Tier,
    kind_of,
    open_original,
    open_runner,
)

__all__ = [
    "OF_ALL",
    "Fault",
    "Graded",
    "Work",
    "WorkerConfig",
    "close_worker",
    "cores",
    "get_ready",
    "grade_at",
    "grade_chunk",
    "grade_together_at",
    "isolation_at",
    "open_pool",
    "try_to_grade",
    "try_to_grade_together",
]


@dataclass(frozen=True, slots=True)
class WorkerConfig:
    """
    The configuration of workers.

    Attributes:
        bundle: A bundle's folder; or a packed bundle, for workers on other machines.
        floor: The weakest isolation to accept.
    """

    bundle: Path | bytes = field(repr=False)
    floor: Tier = Tier.STANDARD
    name: str = ""

    def __hash__(self) -> int:
        # A packed bundle is long, so only its name, made from its digest, is hashed.
        return hash((self.name, self.floor))

    @classmethod
    def of(cls, bundle: Bundle, floor: Tier) -> WorkerConfig:
        """Return the config for workers that can read our files."""
        return cls(bundle.path.resolve(), floor, str(bundle.path.resolve()))

    @classmethod
    def to_send(cls, packed: bytes, floor: Tier) -> WorkerConfig:
        """Return the config for workers on any machine, with a packed bundle."""
        return cls(packed, floor, hashlib.sha256(packed).hexdigest())


@dataclass(frozen=True, slots=True)
class Work:
    """
    A program to grade as an exercise, on one variant of its hidden cases.

    Attributes:
        helpers: Texts of the files that it imports, by the names of their modules.
        hand_in: The hand-in that it is from; works of one may be run in one process. Empty if it
            is to be graded alone.
        student: Who handed it in.
        form: The same for programs that differ in comments and layout only; empty if not known.
        most: The most seconds of CPU time that it gets where it is graded alone; see :class:`Grader`.
        public: The verdict on public cases that a program with the same code has got, as JSON; empty
            if none has.
    """

    exercise: str
    variant: int
    source: str = field(repr=False)
    helpers: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)
    hand_in: str = ""
    student: str = ""
    form: str = ""
    most: float = math.inf
    public: str = field(default="", repr=False, hash=False)


@dataclass(frozen=True, slots=True)
class Graded:
    """
    A verdict as JSON (:func:`autograder.judging.write_verdict`), and the seconds it took.

    Attributes:
        public: The verdict on public cases, if there are hidden ones, too, and it was made for this.
    """

    verdict: str = field(repr=False)
    seconds: float
    public: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why we failed to grade a program, through nobody's fault but ours."""

    why: str


#: Errors that every program of an exercise, or of the class, would meet.
OF_ALL = (IsolationError, MissingKeyError, KeyFormatError, SandboxError)


def open_pool(workers: int | None = None, grading: Tier | None = None) -> ProcessPoolExecutor:
    """
    Return an executor with *workers* processes; one for each usable core by default.

    Args:
        grading: The weakest isolation that its work will accept, if that is grading: then torch is
            imported once for all workers.
    """
    original = open_original(grading) if grading is not None else None
    return Workers(workers or cores(), original, at_the_end=close_worker)


def get_ready(config: WorkerConfig) -> None:
    """Open the bundle, and start the warm servers that its exercises need, before there is any work."""
    worker = _opened(config)
    needs = {exercise.sheet.torch for exercise in worker.bundle.exercises}
    worker.runner.get_ready([kind_of(torch=torch) for torch in sorted(needs)])


def grade_chunk(config: WorkerConfig, chunk: Sequence[Work]) -> list[Graded | Fault]:
    """
    Grade several works, those of one hand-in together; return the results in their order.

    A failure of ours with one work becomes a :class:`Fault` of it alone.
    """
    done: dict[int, Graded | Fault] = {}
    for numbers in _by_hand_in(chunk):
        done |= zip(
            numbers, try_to_grade_together(config, [chunk[n] for n in numbers]), strict=True
        )
    return [done[number] for number in range(len(chunk))]


def _by_hand_in(works: Sequence[Work]) -> list[list[int]]:
    """The numbers of *works*, those of each hand-in together."""
    found: dict[object, list[int]] = {}
    for number, work in enumerate(works):
        found.setdefault(work.hand_in or number, []).append(number)
    return [*found.values()]


def try_to_grade_together(config: WorkerConfig, works: Sequence[Work]) -> list[Graded | Fault]:
    """
    Grade the *works* of one hand-in, in one process where that changes no verdict.

    Raises:
        OF_ALL: For errors that every program would meet.
    """
    if len(works) > 1:
        public: dict[int, Verdict] = {}
        try:
            verdicts = grade_together_at(config, works, tell_public=public.__setitem__)
            return [_recorded(one, public.get(n)) for n, one in enumerate(verdicts)]
        except Exception:  # noqa: BLE001 - whatever it was, one by one we see whose it is
            close_worker()
    return [try_to_grade(config, work) for work in works]


def try_to_grade(config: WorkerConfig, work: Work) -> Graded | Fault:
    """
    Grade one program, and make sure that its verdict can be decoded again.

    Raises:
        OF_ALL: For errors that every program would meet.
    """
    # If no server can be started at all, this raises now, rather than after a wait for each program.
    isolation_at(config)
    public: dict[int, Verdict] = {}
    try:
        return _recorded(grade_at(config, work, tell_public=public.__setitem__), public.get(0))
    except SandboxError as error:
        why = str(error)
    except RecordError:
        why = "its verdict can't be read back"
    except OF_ALL:
        raise
    except Exception as error:  # noqa: BLE001 - a bug of ours ends no class
        # The error's text is left out: it may contain text from the submission.
        why = type(error).__name__
    # The next work gets a new server.
    close_worker()
    return Fault(why)


def _recorded(verdict: Verdict, public: Verdict | None) -> Graded:
    """
    Return *verdict* as it is sent back.

    Raises:
        RecordError: If it can't be read back.
    """
    text = write_verdict(verdict)
    _require_readable(text)
    return Graded(text, verdict.seconds, write_verdict(public) if public else "")


@functools.lru_cache(maxsize=100)  # Most verdicts of a class are one and the same.
def _require_readable(verdict: str) -> None:
    read_verdict(verdict)


def grade_together_at(
    config: WorkerConfig, works: Sequence[Work], *, tell_public: TellPublic = tell_nobody
) -> list[Verdict]:
    """
    Grade the *works* of one hand-in in this process, which keeps a warm server for *config*.

    Args:
        tell_public: See :func:`grade_together`; told nothing where there are no hidden cases.

    Raises:
        IsolationError: If the isolation is weaker than the config's floor.
        SandboxError: If the server can't be started.
        MissingKeyError, KeyFormatError: If the bundle is not whole.
    """
    worker = _opened(config)
    worker.grader.most = min(work.most for work in works)
    programs = [worker.program(work) for work in works]
    graded = grade_together(worker.grader, programs, tell_public=tell_public)
    return [verdict for _, verdict in graded]


def grade_at(config: WorkerConfig, work: Work, *, tell_public: TellPublic = tell_nobody) -> Verdict:
    """Grade one program in this process, and raise what :func:`grade_together_at` raises."""
    (verdict,) = grade_together_at(config, [work], tell_public=tell_public)
    return verdict


def isolation_at(config: WorkerConfig) -> str:
    """
    Return the isolation between learner code and this machine, in words.

    Raises:
        IsolationError: If it is weaker than the config's floor.
    """
    isolation = _opened(config).grader.runner.isolation
    isolation.require(config.floor)
    return isolation.summary()


class _Worker:
    """A worker's bundle and warm server."""

    def __init__(self, config: WorkerConfig) -> None:
        if isinstance(config.bundle, bytes):
            self._unpacked: Path | None = Path(tempfile.mkdtemp(prefix="gradlings-bundle-"))
            self.bundle = unpack(config.bundle, self._unpacked)
        else:
            self._unpacked = None
            self.bundle = open_bundle(config.bundle)
        self.runner = open_runner(config.floor, original())
        self.grader = Grader(self.bundle.course, self.runner)
        self._keys: dict[tuple[str, int], Key | None] = {}

    def close(self) -> None:
        """End the server and remove the unpacked bundle."""
        self.runner.close()
        if self._unpacked:
            shutil.rmtree(self._unpacked, ignore_errors=True)

    def program(self, work: Work) -> Program:
        """Return what is to be graded, with the key of its hidden cases."""
        return Program(
            work.source,
            self.bundle.course.exercise(work.exercise),
            self._hidden_key(work.exercise, work.variant),
            work.helpers,
            read_verdict(work.public) if work.public else None,
        )

    def _hidden_key(self, exercise: str, variant: int) -> Key | None:
        wanted = exercise, variant
        if wanted not in self._keys:
            self._keys[wanted] = self.bundle.hidden_key(exercise, variant)
        return self._keys[wanted]


#: The only worker of this process, made for the last config that was asked for.
_WORKERS: list[_Worker] = []


@functools.lru_cache(maxsize=1)
def _opened(config: WorkerConfig) -> _Worker:
    while _WORKERS:
        _WORKERS.pop().close()
    worker = _Worker(config)
    _WORKERS.append(worker)
    return worker


@atexit.register
def close_worker() -> None:
    """End this process's warm server and remove its unpacked bundle; the next work starts anew."""
    _opened.cache_clear()
    while _WORKERS:
        _WORKERS.pop().close()


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
