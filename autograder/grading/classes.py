"""A class: many students' programs graded once each, on any executor, into one ledger."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from itertools import islice

from autograder.assignments import Bundle
from autograder.grading.ledger import Ledger, Line, program_hash
from autograder.grading.pool import Desk, Work, grade_chunk
from autograder.submissions import QUIZ_ANSWERS, Attempt, Programs, find_programs

__all__ = ["ClassWork", "HandedIn", "Stopped", "class_work", "grade_all"]

#: Programs that are sent at a time. A task costs Dask 2 ms; eight programs take 100 ms or more.
_CHUNK = 8
#: How often a pool that lost a worker (to the kernel's memory killer, say) is opened again.
_LIVES = 3


class Stopped(RuntimeError):  # noqa: N818 - it is no error of a program's
    """Grading can't go on; what is done is in the ledger, and the same command goes on."""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """An attempt, the programs found in it, and under which line each is judged."""

    attempt: Attempt
    programs: Programs
    lines: Mapping[str, Line]


@dataclass(frozen=True)
class ClassWork:
    """
    All that there is to grade.

    Attributes:
        handed_in: By student, that student's attempts in order of time.
        works: What to run for each line. Equal programs share one.
    """

    handed_in: Mapping[str, tuple[HandedIn, ...]]
    works: Mapping[Line, Work]


def class_work(
    bundle: Bundle,
    attempts: Mapping[str, Sequence[Attempt]],
    *,
    only: Collection[str] = (),
) -> ClassWork:
    """
    Find the programs in everybody's *attempts*.

    Args:
        only: Exercises or students; nothing else is graded, if given.
    """
    digests: dict[tuple[str, int], str] = {}
    works: dict[Line, Work] = {}
    handed_in: dict[str, tuple[HandedIn, ...]] = {}
    for student, several in attempts.items():
        found = []
        for attempt in several:
            files = [f for f in attempt.files if not f.name.lower().endswith(QUIZ_ANSWERS)]
            programs = find_programs([(file.name, file.data) for file in files], bundle.questions)
            lines = {}
            for exercise, source in programs.by_exercise.items():
                variant = bundle.variant_of(student, exercise)
                key = exercise, variant
                if key not in digests:
                    digests[key] = bundle.digest(*key)
                line = Line(exercise, digests[key], program_hash(source))
                lines[exercise] = line
                if not only or exercise in only or student in only:
                    works[line] = Work(exercise, variant, source)
            found.append(HandedIn(attempt, programs, lines))
        handed_in[student] = tuple(found)
    return ClassWork(handed_in, works)


def grade_all(
    works: Mapping[Line, Work],
    ledger: Ledger,
    desk: Desk,
    open_executor: Callable[[], Executor],
    *,
    send_desk: Callable[[Executor, Desk], object] = lambda _, desk: desk,
    workers: int = 2,
    progress: Callable[[int], None] = lambda _: None,
) -> None:
    """
    Grade what the ledger lacks; each verdict is on disk before the next is waited for.

    Args:
        open_executor: Opens the executor, and opens it again if it broke.
        send_desk: Gives what to hand to workers in place of *desk*, if it is sent beforehand.
        workers: How many work at a time; twice that many chunks are under way.
        progress: Called with the number of programs graded since it was called last.

    Raises:
        Stopped: If the executor broke again and again.
        IsolationError, SandboxError: What a worker could not do at all.
    """
    for _ in range(_LIVES):
        known = ledger.known()
        todo = [line for line in sorted(works) if line not in known]
        if not todo:
            return
        try:
            with open_executor() as executor:
                _grade(todo, works, ledger, executor, send_desk(executor, desk), workers, progress)
        except BrokenExecutor:
            continue
        return
    raise Stopped(
        "worker processes ended again and again (is there enough memory?); "
        "what was graded is kept, and the same command goes on from there"
    )


def _grade(
    todo: Sequence[Line],
    works: Mapping[Line, Work],
    ledger: Ledger,
    executor: Executor,
    desk: object,
    workers: int,
    progress: Callable[[int], None],
) -> None:
    chunks = _chunks(todo)
    running: dict[Future[list[tuple[str, float]]], tuple[Line, ...]] = {}

    def send(count: int) -> None:
        for chunk in islice(chunks, count):
            future = executor.submit(grade_chunk, desk, [works[line] for line in chunk])  # type: ignore[arg-type]
            running[future] = chunk

    try:
        send(2 * workers)
        while running:
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                chunk = running.pop(future)
                verdicts = future.result()
                ledger.record(
                    (line, text, seconds)
                    for line, (text, seconds) in zip(chunk, verdicts, strict=True)
                )
                progress(len(chunk))
            send(len(done))
    except BaseException:
        for future in running:
            future.cancel()
        raise


def _chunks(lines: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    for start in range(0, len(lines), _CHUNK):
        yield tuple(lines[start : start + _CHUNK])
