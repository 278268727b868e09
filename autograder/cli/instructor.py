"""Commands for instructors: compose an assignment, generate what learners get, grade a class."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from autograder.cli.class_messages import bar, print_class, print_outputs
from autograder.cli.composing import Draft, ask_for_due, ask_for_entries, ask_for_title, kept
from autograder.cli.session import (
    EXIT_NOT_PASSED,
    EXIT_OUR_FAULT,
    EXIT_PASSED,
    Session,
)
from autograder.errors import InputError
from autograder.facade.assignments import (
    Entry,
    decide_on,
    entry_named,
    make_outputs,
    moment,
    new_assignment,
)
from autograder.facade.classes import grade_class
from autograder.facade.submissions import grade_submission
from autograder.files import naming, quoted, write_whole
from autograder.generating import TARGETS
from autograder.gradebooks.exports import Gradebooks
from autograder.gradebooks.gradescope import gradescope_report
from autograder.grading.results import ClassResults
from autograder.grading.single import Student, read_metadata
from autograder.pages.markdown import render_student_markdown
from autograder.sandbox import Tier

__all__ = ["adjust", "assignment", "autograde", "generate", "grade"]

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group()
def assignment() -> None:
    """Compose an assignment: exercises, points, dates, rules, in one YAML file."""


@assignment.command("new")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.yaml")
@click.option("--title", help="Its title; asked for, unless given.")
@click.option(
    "--exercise", "chosen", multiple=True, help="An exercise id or a chapter; repeatable."
)
@click.option("--due", help="When it is due, as 2026-12-01T23:59+01:00.")
@click.pass_obj
def new(
    session: Session, path: Path, title: str | None, chosen: Sequence[str], due: str | None
) -> None:
    """Write a new assignment to FILE.yaml, asking for what is needed."""
    _refuse_wrong_name(path)
    course, console = session.course(), session.console
    entries: Sequence[Entry] = [entry_named(name, course) for name in chosen]
    due = moment(due) if due is not None else None
    asks = sys.stdin.isatty()
    if not (entries or asks):
        raise InputError("which exercises? Give --exercise ID or --exercise CHAPTER, repeatedly")
    draft = Draft.begin(path) if asks and not (title and entries and due) else None
    with kept(draft, console, session.say) if draft else nullcontext():
        if draft:
            title = ask_for_title(draft, console) if title is None else title
            entries = entries or ask_for_entries(draft, course, console)
            due = ask_for_due(draft, console) if due is None else due
        title, language = path.stem if title is None else title, session.language
        made = new_assignment(
            path, course, title=title, entries=entries, due=due, language=language
        )
    message = session.say.many(
        "wrote {path}: {n} exercise, {points} points. Keep it secret.",
        "wrote {path}: {n} exercises, {points} points. Keep it secret.",
        n=len(made.tasks),
        path=quoted(path),
        points=f"{made.points:g}",
    )
    console.print(Text(message))
    console.print(
        Text(session.say("Next: {command}", command=f"gradlings generate {quoted(path)} -o dist/"))
    )


def _refuse_wrong_name(path: Path) -> None:
    if path.exists():
        raise InputError(f"{path} is there already; choose another name or edit it")
    if path.suffix != ".yaml":
        raise InputError(f"{path}: an assignment's file ends in .yaml")


@click.command()
@click.argument("path", type=_FILE, metavar="ASSIGNMENT.yaml")
@click.option("-o", "--output", type=_FOLDER, required=True, help="Where to write it.")
@click.option(
    "--target",
    "targets",
    type=click.Choice(list(TARGETS)),
    multiple=True,
    help="Only this output; repeatable. All, unless given.",
)
@click.option(
    "--students",
    type=_FILE,
    help="A table of the class: id, name, email. Everybody gets a quiz sheet of their own.",
)
@click.option("--door", "doors", type=click.Choice(list(TARGETS)), multiple=True, hidden=True)
@click.pass_obj
def generate(
    session: Session,
    path: Path,
    output: Path,
    targets: Sequence[str],
    students: Path | None,
    doors: Sequence[str],
) -> None:
    """Write what learners get, and the instructor's bundle; no output holds a solution."""
    with Console(stderr=True).status("") as status:
        made = make_outputs(
            path,
            output,
            session.course(),
            only=(*targets, *doors),  # --door is the old name of --target
            students=students,
            progress=lambda exercise: status.update(f"keys of hidden cases: {exercise}"),
        )
    print_outputs(session, made)


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
            course=session.course(),
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


@click.command()
@click.argument("path", type=_FILE, metavar="ASSIGNMENT.yaml")
@click.option("--student", help="Whose: an id, an e-mail address, or a name.")
@click.option("--group", help="Whose: everybody of a group or section of the roster.")
@click.option("--exercise", help="Of which exercise or quiz item; the whole hand-in, unless given.")
@click.option("--points", type=float, help="The points, whatever was graded.")
@click.option("--bonus", type=float, help="Points to add to the sum, or to take off: -2.")
@click.option("--excused", is_flag=True, help="It does not count.")
@click.option("--due", help="Another due date, as 2026-12-08T23:59 Europe/Budapest.")
@click.option("--attempt", type=click.IntRange(1, 1000), help="The attempt that counts, from 1.")
@click.option("--comment", help="Something to tell the student.")
@click.option("--reason", required=True, help="Why; for instructors alone.")
@click.pass_obj
def adjust(session: Session, /, path: Path, excused: bool, **decision: object) -> None:
    """Decide something about a student or group; grading again applies it.

    It is written to the end of adjust.yaml, beside ASSIGNMENT.yaml, where it can be edited.
    """
    given = {key: value for key, value in decision.items() if value is not None}
    if excused:
        given["excused"] = True
    file, decisions = decide_on(path, session.course(), given)
    message = session.say.many(
        "{file} has {n} decision now. It counts from the next gradlings grade on.",
        "{file} has {n} decisions now. They count from the next gradlings grade on.",
        file=quoted(file),
        n=len(decisions),
    )
    session.console.print(Text(message))


@click.command()
@click.argument("submission", type=click.Path(exists=True, path_type=Path))
@click.option("--bundle", type=_FOLDER, required=True, help="The assignment's bundle.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--markdown", type=click.Path(path_type=Path), help="Feedback goes there too, added.")
@click.option("--metadata", type=click.Path(path_type=Path), help="Gradescope's, of the student.")
@click.option(
    "--isolation", type=click.Choice([tier.label for tier in Tier]), default=Tier.PROCESS.label
)
def autograde(
    submission: Path,
    bundle: Path,
    output: Path,
    markdown: Path | None,
    metadata: Path | None,
    isolation: str,
) -> None:
    """Grade one SUBMISSION (a file or folder) by a bundle, as platforms do.

    OUTPUT is results.json in Gradescope's schema, written anew after each exercise, so
    that something is there if the platform stops us.
    """
    owner = read_metadata(metadata) if metadata else Student()
    write = partial(_write_report, output)
    results = grade_submission(
        bundle, submission, owner=owner, isolation=isolation, after_each=write
    )
    write(results)
    if markdown is not None:
        _add_feedback(markdown, results)
    student = results.students[0]
    click.echo(f"{student.score:g} / {student.max_score:g}")
    if results.faults:
        sys.exit(EXIT_OUR_FAULT)


def _add_feedback(markdown: Path, results: ClassResults) -> None:
    text = render_student_markdown(results, results.students[0], results.languages[0])
    with naming(markdown), markdown.open("a", encoding="utf-8") as file:
        file.write(text)


def _write_report(output: Path, results: ClassResults) -> None:
    report = gradescope_report(results, results.students[0], results.languages[0])
    write_whole(output, json.dumps(report, indent=1), errors="backslashreplace")
