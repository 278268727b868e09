"""The files about each student of a class, made on all cores, and only where something changed."""

from __future__ import annotations

import contextlib
import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import replace

from autograder.content import Language
from autograder.grading.pool import open_pool
from autograder.grading.results import ClassResults, StudentResult
from autograder.judging import Verdict
from autograder.outputs import OutputFolder
from autograder.stamps import Stamps, our_stamp, stamp_of
from autograder.submissions import Gist

__all__ = ["ERRORS", "page_name", "student_stamps", "write_student_files"]

#: How lone surrogates are written, which names of students' files may contain.
ERRORS = "backslashreplace"
#: Students whose files are made in a call of a worker.
_AT_A_TIME = 20
#: Fewer students are not worth the start of another process.
_WORTH_A_POOL = 100

#: Names and texts.
_Files = list[tuple[str, str]]


def page_name(results: ClassResults, student: StudentResult, language: Language) -> str:
    """Return the name of *student*'s page in an output folder."""
    end = "" if language == results.languages[0] else f".{language}"
    return f"feedback/{student.file}{end}.html"


def write_student_files(
    output: OutputFolder, results: ClassResults, stamps: Mapping[str, str], *, workers: int
) -> None:
    """
    Write results and feedback of each student to *output*, but for files that are there already.

    Args:
        stamps: By student's id (:func:`student_stamps`).
        workers: How many processes may make them.
    """
    common = _common(results)
    todo = [s for s in results.students if not _is_current(output, common, s, stamps[s.id])]
    for student, files in _made(common, todo, workers):
        for name, text in files:
            output.write(name, text, errors=ERRORS, stamp=stamps[student.id])


def _common(results: ClassResults) -> ClassResults:
    """What everybody's files may depend on: all but the students, and lists of what went wrong."""
    return ClassResults(
        assignment=results.assignment,
        title=results.title,
        languages=results.languages,
        course=results.course,
        exercises=results.exercises,
        students=(),
        isolation=results.isolation,
        items=results.items,
        keys=results.keys,
        written=results.written,
    )


def _alone(student: StudentResult) -> StudentResult:
    """*student* without what only the class report shows."""
    answers = tuple(replace(answer, gist=Gist()) for answer in student.answers)
    return replace(student, answers=answers)


def student_stamps(results: ClassResults) -> dict[str, str]:
    """Return by student's id the stamp of all that the student's files are made from."""
    of_class = stamp_of(_common(results))
    stamps = Stamps(shared=Verdict)  # most verdicts of a class are one and the same
    return {s.id: stamps.of([our_stamp(), of_class, _alone(s)]) for s in results.students}


def _is_current(
    output: OutputFolder, common: ClassResults, student: StudentResult, stamp: str
) -> bool:
    # No generator: each file that is current has to count as written.
    return all([output.is_current(name, stamp) for name in _names(common, student)])  # noqa: C419


def _made(
    common: ClassResults, students: Sequence[StudentResult], workers: int
) -> Iterator[tuple[StudentResult, _Files]]:
    """Yield each of *students* with names and texts of their files, in order."""
    if workers < 2 or len(students) < _WORTH_A_POOL:
        yield from ((student, _files_of(common, student)) for student in students)
        return
    with open_pool(workers) as pool:
        yield from _made_by(pool, common, students, at_once=2 * workers)


def _made_by(
    pool: Executor, common: ClassResults, students: Sequence[StudentResult], *, at_once: int
) -> Iterator[tuple[StudentResult, _Files]]:
    """The same by a pool; never more than *at_once* parts are under way, or wait to be written."""
    under_way: deque[tuple[Sequence[StudentResult], Callable[[], list[_Files]]]] = deque()
    for start in range(0, len(students), _AT_A_TIME):
        part = students[start : start + _AT_A_TIME]
        under_way.append((part, _begun(pool, common, [*map(_alone, part)])))
        if len(under_way) == at_once:
            done, result = under_way.popleft()
            yield from zip(done, result(), strict=True)
    for done, result in under_way:
        yield from zip(done, result(), strict=True)


def _begun(
    pool: Executor, common: ClassResults, students: Sequence[StudentResult]
) -> Callable[[], list[_Files]]:
    """A function that waits for the files of *students*; if the pool broke, it makes them itself."""
    future: Future[list[_Files]] | None = None
    with contextlib.suppress(BrokenExecutor):
        future = pool.submit(_files_of_all, common, students)

    def result() -> list[_Files]:
        if future is not None:
            with contextlib.suppress(BrokenExecutor):
                return future.result()
        return _files_of_all(common, students)

    return result


def _files_of_all(common: ClassResults, students: Sequence[StudentResult]) -> list[_Files]:
    return [_files_of(common, student) for student in students]


def _files_of(common: ClassResults, student: StudentResult) -> _Files:
    # Imported here, since a run in which nobody's pages change needs none of it.
    from autograder.gradebooks.gradescope import gradescope_report  # noqa: PLC0415
    from autograder.pages import render_student_html, render_student_markdown  # noqa: PLC0415

    first = common.languages[0]
    report = gradescope_report(common, student, first)
    files = [(_report_name(student), _json(report))]
    for language in common.languages:
        name = page_name(common, student, language)
        files.append((name, render_student_html(common, student, language)))
        markdown = render_student_markdown(common, student, language)
        files.append((_markdown_name(name), markdown))
    return files


def _names(common: ClassResults, student: StudentResult) -> Iterator[str]:
    """The names of the files that :func:`_files_of` makes."""
    yield _report_name(student)
    for language in common.languages:
        name = page_name(common, student, language)
        yield name
        yield _markdown_name(name)


def _report_name(student: StudentResult) -> str:
    return f"results/{student.file}.json"


def _markdown_name(page: str) -> str:
    return f"{page.removesuffix('.html')}.md"


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=True, indent=1, allow_nan=False) + "\n"
