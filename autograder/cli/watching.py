"""``gradlings`` alone: watch mode, or where nobody could press a key, a check of one exercise."""

from __future__ import annotations

import os
import sys

from autograder.cli.checking import check_programs
from autograder.cli.session import Session
from autograder.errors import InputError
from autograder.feedback.placement import nothing_left
from autograder.submissions import read_sources
from autograder.watch import Watch, editor_of
from autograder.workspace.order import first_open

__all__ = ["watch_or_check"]


def watch_or_check(session: Session) -> None:
    """
    Watch the working copy's files until the learner quits; or check the current exercise and exit.

    Raises:
        InputError: If this is no working copy.
    """
    workspace = session.workspace()
    if workspace is None:
        raise InputError(session.say("This is no working copy. Make one with: gradlings init"))
    course, console = session.course(), session.console
    if sys.stdin.isatty() and console.is_terminal:
        with session.grading(course, keep_warm=True) as grading:
            Watch(workspace, grading, console, editor_of(os.environ)).run()
        return
    progress = workspace.progress_file.load()
    current = first_open(course, progress)
    if current is None:
        console.print(nothing_left(course, progress, session.say))
        return
    program = read_sources(workspace.path_of(current)), current
    check_programs(session, course, [program], workspace)
