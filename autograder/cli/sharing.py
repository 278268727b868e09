"""Courses that others share: what is asked before one is taken, and what is told then."""

from __future__ import annotations

import click
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.languages import Words
from autograder.workspace import Workspace
from autograder.workspace.shared_courses import SharedCourse, read_shared_course

__all__ = ["agreed_course", "take_new_version"]


def agreed_course(source: str, console: Console, say: Words, *, sure: bool) -> SharedCourse:
    """
    Return the course at *source*, once whoever sits there has agreed to run its code.

    Args:
        sure: Whether they have agreed already, by an option.

    Raises:
        click.Abort: If they do not agree, or nobody sits there.
        SharedCourseError, ContentError: If there is no course that can be used.
    """
    return _agreed(read_shared_course(source), console, say, sure=sure)


def _agreed(shared: SharedCourse, console: Console, say: Words, *, sure: bool) -> SharedCourse:
    console.print(_described(shared, say))
    if not sure:
        warning = say(
            "The checks of a course are programs. They run on this computer as whatever you download "
            "does, so take a course only from people whom you trust."
        )
        console.print(Padding(Text(warning, "yellow"), (1, 0)))
        click.confirm(say("Take this course?"), abort=True)
    return shared


def take_new_version(workspace: Workspace, console: Console, say: Words, *, sure: bool) -> None:
    """Fetch the course of *workspace* from where it came from; take it if it is another one now."""
    assert workspace.origin is not None
    shared = read_shared_course(workspace.origin)
    if shared.digest != workspace.digest:
        workspace.use_course(_agreed(shared, console, say, sure=sure))


def _described(shared: SharedCourse, say: Words) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    title = shared.sheet.title
    languages = ", ".join(shared.sheet.languages)
    for label, value in (
        (say("course"), title[say.language] if title.is_in(say.language) else title.first),
        (say("version"), shared.sheet.version),
        (say("languages"), languages),
        (say("from"), shared.origin),
        ("SHA-256", shared.digest),
    ):
        table.add_row(Text(label, "dim"), Text(value, overflow="fold"))
    return table
