"""Written answers of a class: which counts, what a person gave for it, and what that adds up to."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from autograder.assignments import Bundle, WrittenTask
from autograder.assignments.worth import rounded, total
from autograder.grading.adjusting import Decisions
from autograder.grading.classes import ClassWork, reading_of
from autograder.grading.lateness import late_by
from autograder.grading.marks import Mark
from autograder.grading.results import StudentResult, WrittenResult
from autograder.submissions import Attempt, AttemptReading, Reader, Written

__all__ = [
    "WrittenAnswer",
    "WrittenWork",
    "answers_in",
    "attempts_allowed",
    "attempts_of",
    "numbers_of",
    "version_of",
    "with_written",
]

#: Numbers of answers have seven digits, none of which a spreadsheet takes away.
_NUMBERS = range(1_000_000, 10_000_000)


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """
    The answer of a student to a written exercise that counts.

    Attributes:
        attempt: The attempt that it was handed in with.
        fault: Why it was not read, if we failed ourselves.
    """

    written: Written
    attempt: Attempt
    fault: str = ""


@dataclass(frozen=True)
class WrittenWork:
    """
    A class's written answers and the marks for them.

    Attributes:
        answers: By student and exercise.
        marks: By exercise and student.
        numbers: By exercise and student, the number by which an answer is known without its name.
    """

    answers: Mapping[str, Mapping[str, WrittenAnswer]] = field(default_factory=dict)
    marks: Mapping[str, Mapping[str, Mark]] = field(default_factory=dict)
    numbers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


#: An attempt and what was read from it.
_Read = tuple[Attempt, AttemptReading]


def attempts_of(work: ClassWork) -> dict[str, Iterable[_Read]]:
    """Return by student the attempts whose programs count, the newest first."""
    return {
        student: [(one.attempt, one.reading) for one in reversed(several)]
        for student, several in work.attempts.items()
    }


def attempts_allowed(
    bundle: Bundle, work: ClassWork, attempts: Mapping[str, Sequence[Attempt]], reader: Reader
) -> dict[str, Iterable[_Read]]:
    """Return by student all of *attempts*, the newest first; those not in *work* are read if needed."""

    def newest_first(student: str) -> Iterator[_Read]:
        read = {id(one.attempt): one.reading for one in work.attempts.get(student, ())}
        for attempt in reversed(attempts[student]):
            yield attempt, read.get(id(attempt)) or reading_of(reader, attempt, bundle)

    return {student: newest_first(student) for student in attempts}


def answers_in(
    bundle: Bundle, attempts: Mapping[str, Iterable[_Read]]
) -> dict[str, dict[str, WrittenAnswer]]:
    """Return the answers by student and exercise: of each, that of the first attempt that has one."""
    return {student: _answers(bundle, several) for student, several in attempts.items()}


def _answers(bundle: Bundle, attempts: Iterable[_Read]) -> dict[str, WrittenAnswer]:
    found: dict[str, WrittenAnswer] = {}
    wanted = [task.id for task in bundle.written]
    for attempt, reading in attempts if wanted else ():
        for exercise in wanted:
            if reading.fault:
                found.setdefault(exercise, WrittenAnswer(Written(""), attempt, reading.fault))
            elif exercise in reading.written:
                found.setdefault(exercise, WrittenAnswer(reading.written[exercise], attempt))
        if len(found) == len(wanted):
            break
    return found


def numbers_of(bundle: Bundle, exercise: str, students: Iterable[str]) -> dict[str, str]:
    """
    Return a number for each student's answer to *exercise*, by student; it tells nothing of who it is.

    The same student has the same number in each run, and another in each exercise. (Of two whose
    keyed hashes meet, once in nine million pairs, one has the next.)
    """
    taken: dict[int, str] = {}
    for student in sorted(students):
        message = f"written\0{exercise}\0{student}".encode("utf-8", "surrogatepass")
        drawn = hmac.new(bundle.sheet.salt.encode(), message, hashlib.sha256).digest()
        place = int.from_bytes(drawn[:8], "big") % len(_NUMBERS)
        while _NUMBERS[place] in taken:
            place = (place + 1) % len(_NUMBERS)
        taken[_NUMBERS[place]] = student
    return {student: str(number) for number, student in taken.items()}


def version_of(answer: WrittenAnswer | None) -> str:
    """Return a digest of an answer, by which a changed one is noticed; empty if there is none."""
    if answer is None or not answer.written.text:
        return ""
    # A letter first, since a spreadsheet would make a number of some.
    return "v" + hashlib.sha256(answer.written.text.encode()).hexdigest()[:8]


def with_written(
    bundle: Bundle, result: StudentResult, work: WrittenWork, decisions: Decisions
) -> StudentResult:
    """Return *result* with the written exercises; their points are late as their attempts are."""
    if not bundle.written:
        return result
    given = work.answers.get(result.id, {})
    graded = [_result(task, given.get(task.id), work, result.id) for task in bundle.written]
    written, adjusted = decisions.adjusted_written(result.id, graded)

    def kept(answers: Iterable[WrittenResult], *, as_decided: bool) -> float:
        own = decisions.due(result.id) if as_decided else None
        return total(
            [
                rounded(one.score * late_by(bundle.sheet, given[one.exercise].attempt, own).share)
                if one.exercise in given
                else one.score
                for one in answers
            ]
        )

    score, automatic = kept(written, as_decided=True), result.automatic
    if adjusted or automatic is not None:
        before = result.score if automatic is None else automatic
        automatic = total([before, kept(graded, as_decided=False)])
    return replace(
        result,
        written=written,
        score=total([result.score, score]),
        max_score=total([result.max_score, *(one.max_score for one in written)]),
        penalty=total([result.penalty, *(one.score for one in written), -score]),
        automatic=automatic,
        adjusted=(*result.adjusted, *adjusted),
    )


def _result(
    task: WrittenTask, answer: WrittenAnswer | None, work: WrittenWork, student: str
) -> WrittenResult:
    mark = work.marks.get(task.id, {}).get(student, Mark(None))
    version = version_of(answer)
    return WrittenResult(
        task.id,
        answer.written.text if answer else "",
        mark.points or 0.0,
        task.points,
        given=mark.points,
        comment=mark.comment,
        cut=answer is not None and answer.written.cut,
        fault=answer.fault if answer else "",
        number=work.numbers.get(task.id, {}).get(student, ""),
        version=version,
        outdated=mark.points is not None and mark.version not in ("", version),
    )
