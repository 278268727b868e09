"""The command that shows solutions: other honest ways to write what a learner has written."""

from __future__ import annotations

import sys

import click
from rich.text import Text

from autograder.cli.session import EXIT_NOT_PASSED, Session
from autograder.content import Course, Exercise
from autograder.errors import InputError
from autograder.feedback.solutions import no_other_way, not_yet, really
from autograder.files import quoted
from autograder.screens.solutions import render_ways
from autograder.sealed import FILE_NAME, Solutions, find_solutions, read_solutions, three_ways
from autograder.submissions import read_submission
from autograder.submissions.bare import bare
from autograder.workspace import Workspace

__all__ = ["solution"]


@click.command()
@click.argument("exercise_id", metavar="EXERCISE")
@click.pass_obj
def solution(session: Session, exercise_id: str) -> None:
    """Show three honest ways to write EXERCISE beside yours, once you have passed it.

    Also after its last hint and five honest tries (checks of a program that you have changed),
    if you really want to. The author of a course decides whether it comes with solutions.
    """
    workspace, course, say = session.need_workspace(), session.course(), session.say
    exercise, console = course.exercise(exercise_id), session.console
    solutions = _solutions(session, workspace, course)
    own = read_submission(workspace.path_of(exercise))
    if not _may_see(session, workspace, exercise):
        sys.exit(EXIT_NOT_PASSED)
    ways = three_ways(own, solutions.of(exercise.id))
    if ways:
        console.print(render_ways(bare(own), ways, say))
    else:
        console.print(Text(no_other_way(exercise, say)))
    session.tell_unsaved(workspace.progress_file)


def _may_see(session: Session, workspace: Workspace, exercise: Exercise) -> bool:
    """Whether to show solutions of *exercise*; if it is not passed, the learner is asked, or told why not."""
    file, say = workspace.progress_file, session.say
    progress = file.load()
    if why := not_yet(exercise, progress, say):
        session.console.print(Text(why))
        return False
    if progress.passed(exercise.id):
        return True
    if not click.confirm(really(exercise, say)):
        return False
    file.note(lambda known: known.give_solution(exercise.id))
    return True


def _solutions(session: Session, workspace: Workspace, course: Course) -> Solutions:
    """
    Open the sealed solutions in the working copy or beside the course.

    Raises:
        InputError: If there are none; says why.
    """
    if path := find_solutions(workspace.root, course.path):
        return read_solutions(path)
    raise InputError(
        session.say(
            "There is nothing to show: this course came without solutions, since whoever teaches by "
            "it decides whether they are to be seen. If you have its {name}, put it into {folder}.",
            name=FILE_NAME,
            folder=quoted(workspace.root),
        )
    )
