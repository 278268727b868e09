"""Grading a class, by a command of its own: a second run imports little beyond what it needs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from autograder.cli.class_messages import bar, print_class
from autograder.cli.session import EXIT_NOT_PASSED, EXIT_OUR_FAULT, EXIT_PASSED, Session
from autograder.facade.classes import grade_class
from autograder.gradebooks.exports import Gradebooks
from autograder.grading.results import ClassResults
from autograder.sandbox import Tier

__all__ = ["grade"]

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("path", type=_FILE, metavar="ASSIGNMENT.yaml")
@click.argument(
    "submissions", type=click.Path(exists=True, path_type=Path), nargs=-1, required=True
)
@click.option("-o", "--output", type=_FOLDER, required=True, help="Where grades and reports go.")
@click.option("--only", multiple=True, help="Grade only this exercise or student; repeatable.")
@click.option("--regrade", is_flag=True, help="Grade again what was graded before.")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes; one a core, unless given.")
@click.option("--scheduler", help="Address of a Dask scheduler, tcp://…; see gradlings[cluster].")
@click.option("--bundle", type=_FOLDER, help="A bundle made before; no solutions are needed then.")
@click.option(
    "--quiz",
    "quiz_files",
    type=_FILE,
    multiple=True,
    help="Answers to quiz items: Moodle's responses, Canvas' student analysis, JSON; repeatable.",
)
@click.option(
    "--written",
    type=_FILE,
    multiple=True,
    help="Points for written answers: a table named after its exercise, ID.csv, with the columns id, "
    "points, comment. OUTPUT/written/ID.csv is read without being named; repeatable.",
)
@click.option("--with-names", is_flag=True, help="Show names on the pages of written answers.")
@click.option(
    "--roster",
    type=_FILE,
    help="A table of everybody in the class: id, name, email, section, group. Else the gradebook.",
)
@click.option(
    "--names",
    default="",
    help="A regular expression for the paths of hand-ins, with (?P<student>…), and perhaps "
    "(?P<time>…) and (?P<file>…).",
)
@click.option(
    "--keep-better",
    is_flag=True,
    help="Nobody gets less than in the last run, unless you decided so.",
)
@click.option(
    "--history",
    type=click.IntRange(0, 1000),
    default=0,
    help="Keep so many earlier outputs in OUTPUT/earlier.",
)
@click.option("--canvas", type=_FILE, help="A gradebook that Canvas exported, to be filled in.")
@click.option("--canvas-column", default="", help="Its column; the assignment's title, else.")
@click.option("--moodle", type=_FILE, help="A worksheet that Moodle exported, to be filled in.")
@click.option("--moodle-column", default="", help="Its column of grades, where it can't be told.")
@click.option("--overwrite", is_flag=True, help="Replace grades that are in a gradebook already.")
@click.option(
    "--isolation",
    type=click.Choice([tier.label for tier in Tier]),
    default=Tier.STANDARD.label,
    show_default=True,
    help="Refuse to grade with less isolation.",
)
@click.pass_obj
def grade(
    session: Session,
    path: Path,
    submissions: Sequence[Path],
    output: Path,
    only: Sequence[str],
    regrade: bool,
    workers: int | None,
    scheduler: str | None,
    bundle: Path | None,
    quiz_files: Sequence[Path],
    written: Sequence[Path],
    with_names: bool,
    roster: Path | None,
    names: str,
    keep_better: bool,
    history: int,
    canvas: Path | None,
    canvas_column: str,
    moodle: Path | None,
    moodle_column: str,
    overwrite: bool,
    isolation: str,
) -> None:
    """Grade all SUBMISSIONS of a class: folders, or downloads of a learning platform.

    What is graded is kept in OUTPUT/ledger.sqlite as it comes, so the same command
    goes on where it was stopped, and grades again only what has changed.
    """
    with bar(session) as progress:
        done = grade_class(
            path,
            submissions,
            output,
            course=session.used_path,
            bundle=bundle,
            workers=workers,
            isolation=isolation,
            only=only,
            regrade=regrade,
            scheduler=scheduler,
            quizzes=quiz_files,
            written=written,
            with_names=with_names,
            gradebooks=Gradebooks(canvas, canvas_column, moodle, moodle_column, overwrite),
            roster=roster,
            names=names,
            never_lower=keep_better,
            history=history,
            progress=progress,
        )
    print_class(session, done)
    sys.exit(_exit_code(done.results))


def _is_to_be_asked(results: ClassResults) -> bool:
    return bool(results.unread or results.unread_answers or results.doubts)


def _exit_code(results: ClassResults) -> int:
    if not results.students:
        return EXIT_NOT_PASSED
    if results.faults:
        return EXIT_OUR_FAULT
    return EXIT_NOT_PASSED if _is_to_be_asked(results) else EXIT_PASSED
