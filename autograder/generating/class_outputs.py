"""Writing all files about a graded class, each whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.content import Language
from autograder.generating.returns import returns
from autograder.gradebooks.exports import Gradebooks
from autograder.gradebooks.gradescope import gradescope_report
from autograder.gradebooks.own import changes_table, our_table
from autograder.grading.changes import Change
from autograder.grading.results import ClassResults, StudentResult
from autograder.outputs import output_folder
from autograder.pages.class_report import render_class_report
from autograder.pages.markdown import render_student_markdown
from autograder.pages.student import render_comment, render_student_html
from autograder.pages.written import render_written
from autograder.submissions import printable
from autograder.tables import number_of

__all__ = ["Written", "write_outputs"]

#: How lone surrogates are written, which names of students' files may contain.
_ERRORS = "backslashreplace"


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
) -> Written:
    """
    Write grades, feedback, pages of written answers and the report to *folder*.

    The same results give the same bytes. Our files about students who are no longer in the class
    are removed; edited files and those of others never are (:class:`autograder.outputs.OutputFolder`).

    Args:
        with_names: Whether the pages of written answers show whose each is.
    """
    paths = []
    with output_folder(folder) as output:
        for name, text in _tables(results, gradebooks or Gradebooks()):
            paths.append(output.write(name, text, errors=_ERRORS))
        paths.append(output.write("changes.csv", changes_table(changes), errors=_ERRORS))
        for student in results.students:
            for name, text in _of_student(results, student):
                output.write(name, text, errors=_ERRORS)
        for name, text in _written(results, with_names=with_names):
            output.write(name, text, errors=_ERRORS)

        def page_of(student: StudentResult, language: Language) -> bytes:
            return (folder / _page_name(results, student, language)).read_bytes()

        for name, content in returns(results, page_of):
            paths.append(output.write(name, content))
        report = render_class_report(results)
        paths.append(output.write("report.html", report, errors=_ERRORS))
    return Written(tuple(paths), tuple(output.kept), tuple(output.left))


def _written(results: ClassResults, *, with_names: bool) -> Iterator[tuple[str, str]]:
    for task in results.written:
        for language in results.languages:
            end = "" if language == results.languages[0] else f".{language}"
            page = render_written(results, task, language, with_names=with_names)
            yield f"written/{task.id}{end}.html", page


def _of_student(results: ClassResults, student: StudentResult) -> Iterator[tuple[str, str]]:
    first = results.languages[0]
    report = gradescope_report(results, student, first)
    yield f"results/{student.file}.json", _json(report)
    for language in results.languages:
        name = _page_name(results, student, language)
        yield name, render_student_html(results, student, language)
        markdown = render_student_markdown(results, student, language)
        yield f"{name.removesuffix('.html')}.md", markdown


def _page_name(results: ClassResults, student: StudentResult, language: Language) -> str:
    end = "" if language == results.languages[0] else f".{language}"
    return f"feedback/{student.file}{end}.html"


def _tables(results: ClassResults, gradebooks: Gradebooks) -> Iterator[tuple[str, str]]:
    yield "grades.csv", our_table(results)
    first = results.languages[0]
    comments = {s.id: render_comment(results, s, first) for s in results.students}
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


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=True, indent=1, allow_nan=False) + "\n"
