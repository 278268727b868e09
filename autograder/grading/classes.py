"""A class: many students' programs, each graded once, on any executor, into one ledger."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ThreadPoolExecutor,
    wait,
)
from contextlib import nullcontext
from dataclasses import dataclass, field, replace

from autograder.assignments import Bundle
from autograder.content import Exercise
from autograder.errors import OurFault
from autograder.grading.ledger import Ledger, LedgerKey, program_hash
from autograder.grading.pool import OF_ALL, Fault, Graded, Work, WorkerConfig, grade_chunk
from autograder.grading.public_verdicts import PublicVerdicts
from autograder.grading.turns import Turns
from autograder.grading.twins import Twins
from autograder.sandbox import SandboxError
from autograder.submissions import Attempt, AttemptReading, Gist, Reader

__all__ = ["ClassWork", "GradedAttempt", "Stopped", "class_work", "grade_all", "reading_of"]

#: What checks use that read the text of a program, and not only its code.
_READS_TEXTS = re.compile(r"\b(?:source_of|inspect|linecache|tokenize)\b")
#: How often in a row, without a verdict in between, a pool is opened again that has lost a worker
#: (to the kernel's out-of-memory killer, for example).
_RETRIES = 4


class Stopped(OurFault, RuntimeError):  # noqa: N818 - it is no error of a program's
    """Grading can't go on; finished work is in the ledger, and the same command continues it."""


@dataclass(frozen=True, slots=True)
class GradedAttempt:
    """An attempt, what was read from it, and the ledger key of each of its programs."""

    attempt: Attempt
    reading: AttemptReading
    ledger_keys: Mapping[str, LedgerKey]


@dataclass(frozen=True)
class ClassWork:
    """
    All work of a class that is to be graded.

    Attributes:
        attempts: By student, the student's attempts in order of time.
        works: The work for each ledger key. Equal programs share one.
        faults: Why we could not read an attempt, through a fault of ours, by its ledger keys.
    """

    attempts: Mapping[str, tuple[GradedAttempt, ...]]
    works: Mapping[LedgerKey, Work]
    faults: Mapping[LedgerKey, str] = field(default_factory=dict)


def class_work(
    bundle: Bundle,
    attempts: Mapping[str, Sequence[Attempt]],
    *,
    only: Collection[str] = (),
    reader: Reader | None = None,
    tell: Callable[[Sequence[LedgerKey]], object] = lambda _: None,
) -> ClassWork:
    """
    Find the programs in everybody's *attempts*.

    Args:
        only: Exercises or students; if given, nothing else is graded.
        reader: Reads files; a new reader by default.
        tell: Told the programs of each attempt that are to be graded, as soon as it has been read.

    Raises:
        SandboxError, IsolationError: If nothing can be read here.
    """
    digests: dict[tuple[str, int], str] = {}
    reads_texts = {one.id: _reads_texts(one) for one in bundle.exercises}
    works: dict[LedgerKey, Work] = {}
    faults: dict[LedgerKey, str] = {}
    graded: dict[str, list[GradedAttempt]] = {student: [] for student in attempts}
    with nullcontext(reader) if reader else Reader() as asked:
        for student, attempt, reading in _readings(bundle, attempts, asked):
            ledger_keys = {}
            if reading.fault:
                # The programs are unknown, so the ledger key is one that no program has.
                unread = program_hash(f"unread: {student} {attempt.order}")
                ledger_keys = {
                    exercise: LedgerKey(exercise, "", unread) for exercise in bundle.points
                }
                faults |= dict.fromkeys(ledger_keys.values(), reading.fault)
            to_grade: list[LedgerKey] = []
            for exercise, source in reading.programs.items():
                helpers = reading.helpers.get(exercise, {})
                variant = bundle.variant_of(student, exercise)
                key = exercise, variant
                if key not in digests:
                    digests[key] = bundle.digest(*key)
                ledger_key = LedgerKey(exercise, digests[key], program_hash(source, helpers))
                ledger_keys[exercise] = ledger_key
                if not only or exercise in only or student in only:
                    gist = reading.gists.get(exercise, Gist())
                    work = Work(
                        exercise,
                        variant,
                        source,
                        helpers,
                        hand_in=f"{attempt.order} {student}",
                        student=student,
                        form="" if reads_texts[exercise] else gist.form,
                    )
                    works.setdefault(ledger_key, work)
                    to_grade.append(ledger_key)
            tell(to_grade)
            graded[student].append(GradedAttempt(attempt, reading, ledger_keys))
    found = {student: tuple(several) for student, several in graded.items()}
    return ClassWork(found, works, faults)


def _reads_texts(exercise: Exercise) -> bool:
    """Whether the checks of *exercise* may read the text of a program, comments and all."""
    return _READS_TEXTS.search(exercise.checks_path.read_text(encoding="utf-8")) is not None


def _readings(
    bundle: Bundle, attempts: Mapping[str, Sequence[Attempt]], reader: Reader
) -> Iterator[tuple[str, Attempt, AttemptReading]]:
    """Yield the readings in order; attempts are read separately, several at a time if possible."""
    pairs = [(student, attempt) for student, several in attempts.items() for attempt in several]
    with ThreadPoolExecutor(reader.workers) as threads:
        found = threads.map(lambda pair: reading_of(reader, pair[1], bundle), pairs)
        for (student, attempt), reading in zip(pairs, found, strict=True):
            yield student, attempt, reading


def reading_of(reader: Reader, attempt: Attempt, bundle: Bundle) -> AttemptReading:
    """Return what is read of an *attempt*, or why we failed to read it."""
    questions, written = bundle.questions, bundle.written_questions
    try:
        reading = reader.attempt(attempt.files, questions, written)
        return replace(reading, unread=tuple(sorted({*reading.unread, *attempt.unread})))
    except SandboxError as error:
        reader.attempt((), questions)  # raises if nothing at all can be read
        return AttemptReading(fault=str(error))


def grade_all(
    works: Mapping[LedgerKey, Work],
    ledger: Ledger,
    config: WorkerConfig,
    open_executor: Callable[[], Executor],
    *,
    send_config: Callable[[Executor, WorkerConfig], object] = lambda _, config: config,
    workers: int = 2,
    progress: Callable[[int], None] = lambda _: None,
) -> None:
    """
    Grade all *works* without a verdict in the *ledger*; verdicts are on disk as soon as they arrive.

    A program that we fail to grade is noted in the ledger as a fault of ours
    (:meth:`Ledger.note_fault`), and the others are still graded. The same holds for a program that
    ends its worker process: the programs that were under way are then tried one by one.

    Args:
        open_executor: Opens the executor, and opens it again after it broke.
        send_config: Sends *config* beforehand and returns what tasks get in its place.
        workers: How many workers there are; twice as many chunks are under way.
        progress: Called with the number of programs graded since the last call.

    Raises:
        Stopped: If the executor broke again and again.
        IsolationError, SandboxError, MissingKeyError, KeyFormatError: For errors that every program
            would meet.
    """
    suspects: set[LedgerKey] = set()
    known, retries = ledger.known(works), _RETRIES
    if len(known) == len(works):
        return
    twins = Twins(works)
    progress(len(twins.share(ledger)))
    known = ledger.known(works)
    public = PublicVerdicts({key: work for key, work in works.items() if key not in known})
    while retries:
        todo = [key for key in sorted(works) if key not in known and ledger.fault(key) is None]
        alone = [key for key in todo if key in suspects]
        together = [key for key in todo if key not in suspects]
        if not todo:
            return
        try:
            with open_executor() as executor:
                dispatcher = _Dispatcher(
                    works, ledger, public, executor, send_config(executor, config), progress
                )
                dispatcher.grade(Turns(alone, works, twins, ledger, chunk=1), at_once=1)
                # Some of these may have got the verdict of one that was graded alone.
                together = [key for key in together if ledger.verdict(key) is None]
                dispatcher.grade(Turns(together, works, twins, ledger), at_once=2 * workers)
        except _BrokenError as broken:
            if len(broken.keys) == 1 and suspects.issuperset(broken.keys):
                ledger.note_fault(broken.keys[0], "the process that graded it ended")
                progress(1)
            suspects.update(broken.keys)
        else:
            return
        before, known = known, ledger.known(works)
        retries = retries - 1 if known == before else _RETRIES
    raise Stopped(
        "worker processes ended again and again (is there enough memory?); "
        "what was graded is kept, and the same command goes on from there"
    )


class _BrokenError(Exception):
    """The executor can't be used any more; *keys* were under way."""

    def __init__(self, keys: Sequence[LedgerKey]) -> None:
        super().__init__(keys)
        self.keys = keys


@dataclass(frozen=True)
class _Dispatcher:
    """Hands chunks of work to an executor, and results to the ledger."""

    works: Mapping[LedgerKey, Work]
    ledger: Ledger
    public: PublicVerdicts
    executor: Executor
    config: object
    progress: Callable[[int], None]

    def grade(self, turns: Turns, *, at_once: int) -> None:
        """
        Grade all whose turn comes, with *at_once* chunks under way.

        Raises:
            _BrokenError: If the executor broke.
        """
        again: list[LedgerKey] = []
        running: dict[Future[list[Graded | Fault]], tuple[LedgerKey, ...]] = {}
        try:
            while True:
                while len(running) < at_once and (
                    chunk := (again.pop(),) if again else turns.take()
                ):
                    running[self._sent(chunk, running.values())] = chunk
                if not running:
                    return
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    chunk = running[future]
                    if self._take(future, running):
                        self.progress(turns.done(chunk))
                    else:
                        again += chunk
        except BaseException:
            for future in running:
                future.cancel()
            raise

    def _sent(
        self, chunk: tuple[LedgerKey, ...], under_way: Iterable[tuple[LedgerKey, ...]]
    ) -> Future[list[Graded | Fault]]:
        works = [self.public.told_to(key, self.works[key]) for key in chunk]
        try:
            return self.executor.submit(grade_chunk, self.config, works)  # type: ignore[arg-type]
        except BrokenExecutor:
            # The executor broke before this chunk was sent, so the others are the suspects.
            raise _BrokenError([key for one in under_way for key in one] or list(chunk)) from None

    def _take(
        self,
        future: Future[list[Graded | Fault]],
        running: dict[Future[list[Graded | Fault]], tuple[LedgerKey, ...]],
    ) -> bool:
        """Record the results of a chunk; False if its programs are to be tried again, one by one."""
        chunk = running[future]
        try:
            graded = future.result()
        except BrokenExecutor:
            raise _BrokenError([key for one in running.values() for key in one]) from None
        except OF_ALL:
            raise
        except Exception as error:  # noqa: BLE001 - a cluster gave it up: its workers died of it
            del running[future]
            if len(chunk) > 1:
                return False
            graded = [Fault(type(error).__name__)]
        else:
            del running[future]
        pairs = list(zip(chunk, graded, strict=True))
        self.ledger.record(
            (key, one.verdict, one.seconds) for key, one in pairs if isinstance(one, Graded)
        )
        for key, one in pairs:
            if isinstance(one, Fault):
                self.ledger.note_fault(key, one.why)
            elif one.public:
                self.public.note(key, one.public)
        return True
