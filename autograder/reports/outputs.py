"""All files about a graded class, each written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.files import write_whole
from autograder.reports.class_report import render_class_report
from autograder.reports.gradebooks import (
    Filled,
    GradebookError,
    fill_canvas,
    fill_moodle,
    new_canvas,
    our_table,
)
from autograder.reports.gradescope import gradescope_report
from autograder.reports.results import ClassResults
from autograder.reports.student_page import render_student_html, render_student_markdown
from autograder.submissions import shown

__all__ = ["Gradebooks", "write_outputs"]


@dataclass(frozen=True, slots=True)
class Gradebooks:
    """Files that platforms exported, to be filled in, and the titles of their columns."""

    canvas: Path | None = None
    canvas_column: str = ""
    moodle: Path | None = None
    moodle_column: str = ""

    def read(self) -> dict[str, str]:
        """
        Return the files' texts by platform.

        Raises:
            GradebookError: If one can't be read.
        """
        texts = {}
        for name, path in (("canvas", self.canvas), ("moodle", self.moodle)):
            if path is not None:
                try:
                    texts[name] = path.read_bytes().decode("utf-8-sig")
                except (OSError, UnicodeDecodeError) as error:
                    raise GradebookError(f"{path} can't be read: {error}") from None
        return texts

    def fill(self, results: ClassResults) -> dict[str, Filled]:
        """Return each file filled in; for Canvas a new one, if none was given."""
        texts = self.read()
        filled = {"canvas": Filled(new_canvas(results), ())}
        try:
            if "canvas" in texts:
                filled["canvas"] = fill_canvas(texts["canvas"], results, self.canvas_column)
            if "moodle" in texts:
                filled["moodle"] = fill_moodle(texts["moodle"], results, self.moodle_column)
        except GradebookError as error:
            path = self.canvas if "moodle" not in filled and "canvas" in texts else self.moodle
            raise GradebookError(f"{path}: {error}") from None
        return filled


def write_outputs(
    results: ClassResults, folder: Path, gradebooks: Gradebooks = Gradebooks()
) -> list[Path]:
    """
    Write grades, feedback and the report to *folder*; return the files for the instructor.

    The same results give the same bytes. Files of students who are gone are removed.
    """
    first = results.languages[0]
    written = []
    for name, text in _tables(results, gradebooks):
        written.append(_write(folder / name, text))
    kept: set[Path] = set()
    for student in results.students:
        report = gradescope_report(results, student, first)
        kept.add(_write(folder / "results" / f"{student.file}.json", _json(report)))
        for language in results.languages:
            end = "" if language == first else f".{language}"
            page = render_student_html(results, student, language)
            text = render_student_markdown(results, student, language)
            kept.add(_write(folder / "feedback" / f"{student.file}{end}.html", page))
            kept.add(_write(folder / "feedback" / f"{student.file}{end}.md", text))
    for old in {*folder.glob("results/*.json"), *folder.glob("feedback/*.*")} - kept:
        old.unlink()
    written.append(_write(folder / "report.html", render_class_report(results)))
    return written


def _tables(results: ClassResults, gradebooks: Gradebooks) -> Iterator[tuple[str, str]]:
    yield "grades.csv", our_table(results)
    for name, filled in gradebooks.fill(results).items():
        yield f"{name}.csv", filled.text
        if filled.without:
            # A grade that found no row would be lost without a word.
            lines = [f"{shown(student, 1_000)}\n" for student in filled.without]
            yield f"{name}-not-placed.txt", "".join(lines)


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=True, indent=1, allow_nan=False) + "\n"


def _write(path: Path, text: str) -> Path:
    # Names of files may hold lone surrogates.
    return write_whole(path, text, errors="backslashreplace")
