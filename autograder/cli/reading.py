"""The command that shows what a chapter is about; apart from others, since it alone reads Markdown."""

from __future__ import annotations

import click

from autograder.cli.session import Session
from autograder.errors import InputError
from autograder.facade.courses import chapter_to_read
from autograder.screens.chapter import render_page

__all__ = ["read"]


@click.command()
@click.argument("chapter", required=False)
@click.pass_obj
def read(session: Session, chapter: str | None) -> None:
    """Show the page of CHAPTER (that of your current exercise, unless given): what it is about."""
    course = session.course()
    name = chapter_to_read(chapter, course, session.progress())
    page = course.page(name, session.language)
    if page is None:
        raise InputError(session.say("{chapter} has no page in this course.", chapter=name))
    session.console.print(render_page(page))
