"""Writing all files about a graded class, each whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.content import Language
from autograder.generating.returns import Parcel, returns
from autograder.generating.student_files import (
    ERRORS,
    page_name,
    student_stamps,
    write_student_files,
)
from autograder.gradebooks.exports import Gradebooks
from autograder.gradebooks.own import changes_table, our_table
from autograder.grading.changes import Change
from autograder.grading.results import ClassResults, StudentResult
from autograder.outputs import OutputFolder, output_folder
from autograder.stamps import our_stamp, stamp_of
from autograder.submissions import printable
from autograder.tables import number_of

__all__ = ["Written", "write_outputs"]


@dataclass(frozen=True, slots=True)
class Written:
    """
    The files that were written about a class.

    Attributes:
        paths: The files for the instructor.
        kept: Files that were not ours, or edited, and where they have been put.
        left: Edited files about students who are no longer in the class, left where they are.
    """

    paths: tuple[Path, ...]
    kept: tuple[tuple[str, Path], ...] = ()
    left: tuple[Path, ...] = ()


def write_outputs(
    results: ClassResults,
    folder: Path,
    gradebooks: Gradebooks | None = None,
    *,
    changes: Sequence[Change] = (),
    with_names: bool = False,
    workers: int = 1,
) -> Written:
    """
    Write grades, feedback, pages of written answers and the report to *folder*.

    The same results give the same bytes. Our files about students who are no longer in the class
    are removed; edited files and those of others never are (:class:`autograder.outputs.OutputFolder`).

    Args:
        with_names: Whether the pages of written answers show whose each is.
        workers: How many processes may make files.
    """
    paths = []
    stamps = student_stamps(results)
    with output_folder(folder) as output:
        for name, text in _tables(results, gradebooks or Gradebooks()):
            paths.append(output.write(name, text, errors=ERRORS))
        paths.append(output.write("changes.csv", changes_table(changes), errors=ERRORS))
        write_student_files(output, results, stamps, workers=workers)
        for name, text in _written(results, with_names=with_names):
            output.write(name, text, errors=ERRORS)
        paths += [_write_parcel(output, results, parcel) for parcel in returns(results)]
        paths.append(_write_report(output, results, stamps))
    return Written(tuple(paths), tuple(output.kept), tuple(output.left))


def _written(results: ClassResults, *, with_names: bool) -> Iterator[tuple[str, str]]:
    if not results.written:
        return
    from autograder.pages.written import render_written  # noqa: PLC0415 - most classes have none

    for task in results.written:
        for language in results.languages:
            end = "" if language == results.languages[0] else f".{language}"
            page = render_written(results, task, language, with_names=with_names)
            yield f"written/{task.id}{end}.html", page


def _write_parcel(output: OutputFolder, results: ClassResults, parcel: Parcel) -> Path:
    """Write a zip of pages that this run has written, unless it holds them already."""

    def page_of(student: StudentResult, language: Language) -> bytes:
        return (output.path / page_name(results, student, language)).read_bytes()

    pages = [
        (place, output.digest(page_name(results, student, language)))
        for place, student, language in parcel.pages
    ]
    stamp = stamp_of([our_stamp(), pages])
    if output.is_current(parcel.name, stamp):
        return output.path / parcel.name
    return output.write(parcel.name, parcel.packed(page_of), stamp=stamp)


def _write_report(output: OutputFolder, results: ClassResults, stamps: Mapping[str, str]) -> Path:
    # One by one: all gists of a large class, written in a row, would take as much memory again.
    gists = [
        stamp_of([(one.gist.example, sorted(one.gist.pieces)) for one in student.answers])
        for student in results.students
    ]
    stamp = stamp_of([our_stamp(), replace(results, students=()), list(stamps.values()), gists])
    name = "report.html"
    if output.is_current(name, stamp):
        return output.path / name
    from autograder.pages import render_class_report  # noqa: PLC0415 - not if it is there already

    return output.write(name, render_class_report(results), errors=ERRORS, stamp=stamp)


def _comments(results: ClassResults) -> dict[str, str]:
    from autograder.pages.student import render_comment  # noqa: PLC0415 - for one platform alone

    first = results.languages[0]
    return {student.id: render_comment(results, student, first) for student in results.students}


def _tables(results: ClassResults, gradebooks: Gradebooks) -> Iterator[tuple[str, str]]:
    yield "grades.csv", our_table(results)
    comments = _comments(results) if gradebooks.moodle else {}  # the only one that takes them
    for name, filled in gradebooks.fill(results, comments).items():
        yield f"{name}.csv", filled.text
        if filled.kept:
            lines = [f"{printable(student, 1_000)}\n" for student in filled.kept]
            yield f"{name}-left-as-they-were.txt", "".join(lines)
        if lacking := [student for student in results.students if student.ungraded]:
            lines = [f"{printable(s.id, 1_000)} {number_of(s.ungraded)}\n" for s in lacking]
            yield f"{name}-lacks-written-points.txt", "".join(lines)
        if filled.without:
            # Otherwise grades without a row would be lost silently.
            lines = [f"{printable(student, 1_000)}\n" for student in filled.without]
            yield f"{name}-not-placed.txt", "".join(lines)
