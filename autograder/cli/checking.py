"""Checking programs on the terminal: they are graded, noted and printed, and give the exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import click
from rich.console import Console
from rich.progress import track
from rich.text import Text

from autograder.cli.session import (
    EXIT_NOT_PASSED,
    EXIT_OUR_FAULT,
    EXIT_PASSED,
    Session,
    echo_json,
)
from autograder.content import Course, Exercise
from autograder.facade.grading import Feedback, Grading
from autograder.facade.programs import Program, programs_named, programs_of
from autograder.feedback import json_report
from autograder.judging import Outcome
from autograder.sandbox import Isolation, Tier
from autograder.screens.feedback import render_feedback, render_summary
from autograder.screens.signs import ascii_only
from autograder.submissions import read_sources
from autograder.warm import unavailable
from autograder.workspace import Workspace
from autograder.workspace.tries import judged

__all__ = ["check", "check_programs"]


@click.command()
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option(
    "--submission",
    type=click.Path(path_type=Path),
    help="Grade this file, wherever it is, leaving your working copy alone.",
)
@click.option("--exercise", "exercise_id", help="The exercise that --submission answers.")
@click.option(
    "--isolation",
    type=click.Choice([tier.label for tier in Tier]),
    help="Refuse to run anything with less isolation; gradlings doctor tells what there is.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
@click.option(
    "--keep-warm",
    is_flag=True,
    envvar="GRADLINGS_KEEP_WARM",
    help="Leave a warm server for ten minutes, so that the next checks answer at once.",
)
@click.pass_obj
def check(
    session: Session,
    targets: Sequence[str],
    submission: Path | None,
    exercise_id: str | None,
    isolation: str | None,
    as_json: bool,
    keep_warm: bool,
) -> None:
    """Check TARGETs: exercise ids, files, notebooks; all exercises if none is given."""
    course, workspace = session.course(), None
    if submission is not None:
        exercise = _answered(course, targets, exercise_id)
        programs = [(read_sources(submission), exercise)]
    elif exercise_id is not None:
        raise click.UsageError("--exercise goes with --submission FILE.")
    else:
        workspace = session.workspace() if targets else session.need_workspace()
        programs = list(_asked(targets, course, workspace))
    check_programs(
        session,
        course,
        programs,
        workspace,
        isolation=isolation,
        as_json=as_json,
        keep_warm=keep_warm,
    )


def _answered(course: Course, targets: Sequence[str], exercise_id: str | None) -> Exercise:
    """Return the exercise that --submission answers."""
    if targets or exercise_id is None:
        raise click.UsageError("--submission goes with --exercise ID and without TARGETs.")
    return course.exercise(exercise_id)


def _asked(
    targets: Sequence[str], course: Course, workspace: Workspace | None
) -> Iterator[Program]:
    """Yield the programs that *targets* name; if there are none, those of the working copy."""
    if workspace is not None and not targets:
        yield from programs_of(workspace, course)
    for target in targets:
        yield from programs_named(target, course, workspace)


def check_programs(
    session: Session,
    course: Course,
    programs: Sequence[Program],
    workspace: Workspace | None,
    *,
    isolation: str | None = None,
    as_json: bool = False,
    keep_warm: bool = False,
) -> NoReturn:
    """
    Check *programs*, print feedback, and exit with the code that fits the outcome.

    Args:
        workspace: The working copy in whose progress the verdicts are noted, if there is one.
        isolation: The least isolation that will do, if asked for; then the actual one is printed.
        as_json: Whether to print one JSON object instead.
        keep_warm: Whether a warm host is to stay for what is checked next.
    """
    if keep_warm and (why := unavailable()):
        session.warn(session.say("No warm server can be kept: {why}.", why=why))
    floor = isolation or Tier.PROCESS.label
    with session.grading(course, floor, keep_warm=keep_warm) as grading:
        feedbacks = _checked(session, grading, programs, workspace, quiet=as_json)
        held = grading.isolation if isolation else None
    if as_json:
        echo_json(json_report(feedbacks, held))
    else:
        _print(session, feedbacks, held)
    if workspace is not None:
        session.tell_unsaved(workspace.progress_file)
    sys.exit(_exit_code(feedbacks))


def _checked(
    session: Session,
    grading: Grading,
    programs: Sequence[Program],
    workspace: Workspace | None,
    *,
    quiet: bool,
) -> list[Feedback]:
    """Grade *programs* and note the verdicts; a progress bar is shown for more than two."""
    checked: Iterable[Feedback] = grading.check_all(programs)
    if not quiet and len(programs) > 2:
        errors = Console(stderr=True)
        checked = track(
            checked,
            session.say("checking"),
            total=len(programs),
            console=errors,
            disable=not errors.is_terminal,
            transient=True,
        )
    feedbacks = []
    for feedback, (sources, exercise) in zip(checked, programs, strict=True):
        if workspace is not None:
            workspace.progress_file.note(judged(feedback.verdict, sources.main, exercise))
        feedbacks.append(feedback)
    return feedbacks


def _print(session: Session, feedbacks: Sequence[Feedback], isolation: Isolation | None) -> None:
    say, console = session.say, session.console
    plain = ascii_only(console)
    # For several programs, only the first failures are printed in full, then a summary.
    failed = [f for f in feedbacks if f.verdict.outcome is not Outcome.PASSED]
    for feedback in feedbacks if len(feedbacks) == 1 else failed[:3]:
        console.print(render_feedback(feedback, say, ascii_only=plain))
        console.print()
    if len(feedbacks) > 1:
        console.print(render_summary(feedbacks, say, ascii_only=plain))
    if isolation is not None:
        console.print(Text(say("isolation: {summary}", summary=isolation.summary()), "dim"))


def _exit_code(feedbacks: Sequence[Feedback]) -> int:
    outcomes = {feedback.verdict.outcome for feedback in feedbacks}
    if Outcome.BROKEN in outcomes:
        return EXIT_OUR_FAULT
    return EXIT_PASSED if outcomes <= {Outcome.PASSED} else EXIT_NOT_PASSED
