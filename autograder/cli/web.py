"""``gradlings web``: the working copy's course in a browser."""

from __future__ import annotations

import contextlib
import webbrowser
from collections.abc import Iterator

import click
from rich.text import Text

from autograder.cli.session import Session
from autograder.errors import InputError

__all__ = ["needing_the_extra", "web"]

#: Browsers that take the terminal for themselves.
_IN_TERMINAL = ("www-browser", "links", "elinks", "lynx", "w3m")


@contextlib.contextmanager
def needing_the_extra(session: Session) -> Iterator[None]:
    """
    A context for imports of what the extra ``web`` brings.

    Raises:
        InputError: If a package is missing; names it and the extra.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        message = session.say(
            "The course in a browser needs {package}, which is not installed: "
            "pip install 'gradlings[web]'",
            package=error.name,
        )
        raise InputError(message) from None


@click.command()
@click.option("--port", type=click.IntRange(1, 65_535), help="Listen there, not where it is usual.")
@click.option("--no-browser", is_flag=True, help="Only print the link.")
@click.pass_obj
def web(session: Session, port: int | None, no_browser: bool) -> None:
    """Open the course in a browser: read, edit, check, answer questions.

    Your files stay where they are: what you type in the browser is saved to them, and what an editor
    saves is shown in the browser. Only this machine can reach it, with the link that is printed.
    """
    with needing_the_extra(session):
        from autograder.web.own_server import OwnServer  # noqa: PLC0415 - an extra has what it needs
    workspace, course, console = session.need_workspace(), session.course(), session.console
    with session.grading(course, keep_warm=True) as grading:
        server = OwnServer(workspace, course, grading, port)
        console.print(Text(session.say("The course is at this link, which is yours alone:")))
        console.print(Text(server.link, "bold"), soft_wrap=True)
        console.print(Text(session.say("Ctrl-C ends it; your work is in your files."), "dim"))
        server.run((lambda: None) if no_browser else lambda: _open(server.link_to_open()))


def _open(link: str) -> None:
    """Open *link* in the user's browser, unless that would take the terminal."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return
    if getattr(browser, "name", "") not in _IN_TERMINAL:
        browser.open(link)
