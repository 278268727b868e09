"""Commands for instructors: compose an assignment, generate what learners get, decide, grade one hand-in."""

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

from autograder.cli.class_messages import print_outputs
from autograder.cli.composing import Draft, ask_for_due, ask_for_entries, ask_for_title, kept
from autograder.cli.session import (
    EXIT_OUR_FAULT,
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
from autograder.facade.submissions import grade_submission
from autograder.files import naming, quoted, write_whole
from autograder.generating.targets import TARGETS
from autograder.gradebooks.gradescope import gradescope_report
from autograder.grading.results import ClassResults
from autograder.grading.single import Student, read_metadata
from autograder.pages.markdown import render_student_markdown
from autograder.sandbox import Tier

__all__ = ["adjust", "assignment", "autograde", "generate"]

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
@click.option(
    "--roster", type=_FILE, help="The class, as a CSV; whoever is meant is looked up there."
)
@click.pass_obj
def adjust(
    session: Session, /, path: Path, excused: bool, roster: Path | None, **decision: object
) -> None:
    """Decide something about a student or group; grading again applies it.

    It is written to the end of adjust.yaml, beside ASSIGNMENT.yaml, where it can be edited.
    """
    given = {key: value for key, value in decision.items() if value is not None}
    if excused:
        given["excused"] = True
    file, decisions = decide_on(path, session.course(), given, roster=roster)
    message = session.say.many(
        "{file} has {n} decision now. It counts from the next gradlings grade on.",
        "{file} has {n} decisions now. They count from the next gradlings grade on.",
        file=quoted(file),
        n=len(decisions),
    )
    session.console.print(Text(message))
    student = str(given.get("student", ""))
    if roster is None and " " in student.strip():
        session.console.print(
            Text(
                session.say(
                    "{name} is looked up when the class is graded, and refused there if several have "
                    "that name. An id or e-mail address is nobody else's; --roster looks it up now.",
                    name=quoted(student),
                ),
                "yellow",
            )
        )


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
