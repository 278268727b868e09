"""Commands for authors: a new exercise, proofs of exercises and items, and their keys."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from autograder.authoring import Complaint, LintReport, create_exercise
from autograder.authoring.quizzes import PUBLIC_VARIANTS, ItemReport
from autograder.cli.reporting import (
    annotate,
    format_options,
    holder,
    locked_as_data,
    proof_as_data,
    report_mistakes,
    stale,
)
from autograder.cli.session import EXIT_NOT_PASSED, EXIT_PASSED, EXIT_USAGE, Session, echo_json
from autograder.cli.tags import LANGUAGE
from autograder.content import ContentError, Course, Language
from autograder.facade import authoring
from autograder.facade.assignments import mistakes_in
from autograder.facade.authoring import Locked, Proof, State, choose
from autograder.facade.solutions import seal_solutions
from autograder.files import quoted

__all__ = ["lint", "lock", "new", "new_course", "progress_bar", "seal"]

Report = TypeVar("Report")


@click.command()
@click.argument("exercise_id", metavar="CHAPTER/EXERCISE")
@click.option("--after", metavar="EXERCISE", help="Its place in the chapter; last, if not given.")
@click.pass_obj
def new(session: Session, exercise_id: str, after: str | None) -> None:
    """Start a new exercise: the files to fill in, in exercises/ and solutions/."""
    console, course = session.console, session.authored_course(may_be_empty=True)
    for file in create_exercise(course, exercise_id, after=after):
        console.print(Text(f"wrote {quoted(_from_here(file))}"), soft_wrap=True)
    name = exercise_id.rpartition("/")[2]
    console.print(Text(f"Fill them in, then: gradlings lock {name} && gradlings lint {name}"))


def _from_here(file: Path) -> Path:
    """*file* as one would type it here: relative if it is below this folder."""
    whole, here = file.resolve(), Path.cwd()
    return whole.relative_to(here) if whole.is_relative_to(here) else whole


def _tags(_: click.Context, option: click.Parameter, value: str) -> list[Language]:
    return [LANGUAGE.convert(tag.strip(), option, None) for tag in value.split(",")]


@click.command("new-course")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--languages",
    metavar="TAG[,TAG…]",
    default="en",
    show_default=True,
    callback=_tags,
    help="The languages of all its texts, the main one first.",
)
@click.option("--title", help="Its title; the folder's name, if not given.")
@click.option(
    "--torch/--no-torch", default=True, help="Whether exercises need torch, or numpy alone."
)
@click.pass_obj
def new_course(
    session: Session, folder: Path, languages: list[Language], title: str | None, torch: bool
) -> None:
    """Start a course of your own in FOLDER, with one exercise and one question that work."""
    console = session.console
    title = title or folder.resolve().name
    for file in authoring.new_course(folder, languages=languages, title=title, torch=torch):
        console.print(Text(f"wrote {quoted(_from_here(file))}"), soft_wrap=True)
    console.print(Text(f"Go on with: cd {quoted(folder)} && gradlings lint"), soft_wrap=True)


@click.command()
@click.argument("names", nargs=-1, metavar="[EXERCISE | CHAPTER/quiz | ASSIGNMENT.yaml]...")
@click.option("--table", is_flag=True, help="Show each wrong program and what it is named.")
@click.option(
    "--variants",
    type=click.IntRange(1, 10_000),
    default=PUBLIC_VARIANTS,
    show_default=True,
    help="How many variants of each quiz item with parameters are tried.",
)
@click.option("--no-cache", is_flag=True, help="Prove everything again, changed or not.")
@format_options
@click.pass_obj
def lint(
    session: Session,
    names: Sequence[str],
    table: bool,
    variants: int,
    no_cache: bool,
    form: str,
) -> None:
    """Prove exercises: the reference passes, the stub fails, every mistake is named, …

    And quiz items: every key is computed anew, no two answers are equal, no distractor is right.
    Of an assignment's file, and adjust.yaml beside it, every mistake is told.
    """
    course = _readable_course(session, form)
    sheets = [Path(name) for name in names if name.endswith(".yaml")]
    others = [name for name in names if not name.endswith(".yaml")]
    mistakes = [one for sheet in sheets for one in mistakes_in(sheet, course)]
    if sheets and form == "text":
        for mistake in mistakes:
            session.console.print(Text(str(mistake)))
        session.console.print(f"{len(sheets)} assignments: {len(mistakes)} mistakes")
    proof = Proof((), (), ())
    if others or not sheets:
        chosen = choose(course, others)
        bar = partial(progress_bar, what="lint", total=len(chosen.exercises))
        proof = authoring.prove(course, chosen, variants=variants, cached=not no_cache, watched=bar)
        if form == "text":
            _print_proof(session.console, proof, table=table)
    mistaken = [Complaint.of_mistake(one) for one in mistakes]
    if form == "json":
        echo_json(proof_as_data(proof, mistaken))
    elif form == "github":
        annotate(mistaken, Path())
        annotate(proof.complaints, holder(course))
    sys.exit(EXIT_NOT_PASSED if proof.complaints or mistaken else EXIT_PASSED)


def _readable_course(session: Session, form: str) -> Course:
    """The author's course; where it can't be read, a program is told so in its own *form*, too."""
    try:
        return session.authored_course()
    except ContentError as error:
        if form == "text":
            raise
        complaints = [Complaint.of_mistake(mistake) for mistake in error.mistakes]
        report_mistakes(complaints, form, session.authored_path.resolve().parent)
        sys.exit(EXIT_USAGE)


def progress_bar(reports: Iterable[Report], what: str, total: int) -> Iterable[Report]:
    """Yield *reports* again, with a bar on a terminal's stderr that says *what* is going on."""
    return track(
        reports,
        what,
        total=total,
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    )


def _print_proof(console: Console, proof: Proof, *, table: bool) -> None:
    if table and proof.exercises:
        console.print(_programs_table(proof.exercises))
    if table and proof.items:
        console.print(_items_table(proof.items))
    for complaint in proof.complaints:
        console.print(Text(str(complaint)))
    right = sum(report.right for report in proof.exercises)
    wrong = sum(len(report.programs) for report in proof.exercises)
    seen = (
        _counted(len(proof.exercises), "exercise"),
        _counted(right, "right variant"),
        _counted(wrong, "wrong program"),
        _counted(len(proof.items), "quiz item"),
    )
    console.print(f"{', '.join(seen)}: {_counted(len(proof.complaints), 'complaint')}")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _programs_table(reports: Sequence[LintReport]) -> Table:
    table = Table("exercise", "wrong program", "outcome", "named", box=None, pad_edge=False)
    for report in reports:
        for result in report.programs:
            named = ", ".join(result.named) or ", ".join(f"advice: {a}" for a in result.advice)
            table.add_row(report.exercise, result.program, result.outcome.value, named)
    return table


def _items_table(items: Sequence[ItemReport]) -> Table:
    columns = ("item", "kind", "key", "wrong answers", "variants", "misconceptions")
    table = Table(*columns, box=None, pad_edge=False)
    for item in items:
        variants = f"{item.different} of {item.variants}" if item.variants > 1 else "1"
        row = (item.item, item.kind, item.key, str(item.answers), variants)
        table.add_row(*row, ", ".join(item.misconceptions))
    return table


@click.command()
@click.argument("exercise_ids", nargs=-1, metavar="[EXERCISE | CHAPTER/quiz]...")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail if a key is stale.")
@format_options
@click.pass_obj
def lock(session: Session, exercise_ids: Sequence[str], only_check: bool, form: str) -> None:
    """Run the solutions and write what they show: key.json of exercises, quiz.key.json of items."""
    course, console = _readable_course(session, form), session.console
    keys = []
    for locked in authoring.lock(course, choose(course, exercise_ids), write=not only_check):
        keys.append(locked)
        if form == "text" and (locked.state is State.STALE or not only_check):
            console.print(Text(_message(locked)))
    outdated = stale(keys)
    if form == "json":
        echo_json(locked_as_data(keys))
    elif form == "github":
        annotate(outdated, holder(course))
    elif only_check and not outdated:
        console.print("All keys are current.")
    sys.exit(EXIT_NOT_PASSED if outdated else EXIT_PASSED)


def _message(locked: Locked) -> str:
    mend = f"; run: gradlings lock {locked.name}" if locked.state is State.STALE else ""
    return f"{locked.name}: {locked.state}{mend}"


@click.command("seal-solutions")
@click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; course.solutions beside the course, unless given.",
)
@click.pass_obj
def seal(session: Session, path: Path | None) -> None:
    """Seal the right programs of the course into course.solutions, for gradlings solution.

    Learners who have that file in their working copy, or beside the course, see other ways to
    write an exercise once they have passed it. It is a lock against temptation, not against theft:
    whoever wants to can open it. So where you grade, keep it to yourself.
    """
    sealed, console = seal_solutions(session.authored_course(), path), session.console
    console.print(
        Text(f"{quoted(sealed.path)}: right programs of {_counted(sealed.exercises, 'exercise')}")
    )
    if sealed.lacking:
        console.print(Text(f"without a reference.py: {', '.join(sealed.lacking)}"))
    console.print(
        Text(
            "A lock against temptation, not against theft: whoever wants to can open it. "
            "Keep it from those whom you grade."
        )
    )
