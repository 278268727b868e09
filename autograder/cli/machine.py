"""The commands about this machine: what it gives, and what is kept warm on it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from autograder.cli.session import EXIT_NOT_PASSED, Session
from autograder.doctor import Finding, State, examine
from autograder.doctor.help_request import SETTINGS, write_help_request
from autograder.errors import InputError
from autograder.files import quoted
from autograder.languages import Words
from autograder.screens.links import linked
from autograder.warm import keep_warm, status, stop, unavailable

__all__ = ["doctor", "warm"]

#: The file for a question, in the current folder unless another is named.
_BUNDLE = "gradlings-help.zip"


@click.command()
@click.option(
    "--bundle",
    is_flag=False,
    flag_value=_BUNDLE,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="[FILE]",
    help=f"Also write a zip to attach when you ask for help ({_BUNDLE}): no names, no programs.",
)
@click.option("--programs", is_flag=True, help="Put the programs that you have changed into it.")
@click.pass_obj
def doctor(session: Session, bundle: Path | None, programs: bool) -> None:
    """Tell what this machine gives: versions, sandbox, speed, and what is missing."""
    if programs and bundle is None:
        raise click.UsageError("--programs goes with --bundle.")
    findings = examine(session.used_path)
    session.console.print(_table(findings, session.say))
    if bundle is not None:
        _write_bundle(session, bundle, findings, programs=programs)
    if any(finding.state is State.BAD for finding in findings):
        sys.exit(EXIT_NOT_PASSED)


def _write_bundle(
    session: Session, path: Path, findings: Sequence[Finding], *, programs: bool
) -> None:
    workspace, console, say = session.workspace(), session.console, session.say
    settings = {
        "language": session.language,
        "course": str(session.course_path or "") or "the working copy's, or the bundled one",
        "terminal": f"{console.width} x {console.height}, {console.encoding}, {console.color_system}",
        "environment": {name: os.environ[name] for name in SETTINGS if name in os.environ},
    }
    course = session.course() if programs else None
    names = write_help_request(path, findings, settings, workspace, programs_of=course)
    text = say(
        "{path} holds {names}. Look at it, then attach it to your question.",
        path=quoted(path),
        names=", ".join(names),
    )
    console.print(linked(text, path))


@click.command()
@click.argument("action", type=click.Choice(["status", "start", "stop"]), default="status")
@click.pass_obj
def warm(session: Session, action: str) -> None:
    """Tell whether a warm server waits for your checks (status); start or stop it.

    It has torch imported, so that no check waits for that. Watch mode and `check --keep-warm`
    start it, too; after ten idle minutes it ends by itself.
    """
    say, console = session.say, session.console
    if action == "stop":
        ended = stop()
        console.print(say("The warm server has ended.") if ended else say("No warm server runs."))
        return
    if why := unavailable():
        raise InputError(say("No warm server can be kept: {why}.", why=why))
    if action == "start":
        keep_warm()
    console.print(Text(_of_warm_server(say)))


def _of_warm_server(say: Words) -> str:
    found = status()
    if found is None:
        return say("No warm server runs. To start one: gradlings warm start")
    if not found.is_current:
        return say(
            "A warm server of another version runs (process {pid}), which no check uses. "
            "To replace it: gradlings warm start",
            pid=found.pids[0],
        )
    return say(
        "A warm server runs (process {pid}, {held} MiB). It ends after ten idle minutes; "
        "to end it now: gradlings warm stop",
        pid=found.pids[0],
        held=found.held // 2**20,
    )


_STYLES = {State.GOOD: "green", State.LACKING: "yellow", State.BAD: "red"}


def _table(findings: Sequence[Finding], say: Words) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        sign = Text(finding.state.value, _STYLES[finding.state])
        table.add_row(sign, Text(say(finding.what), "bold"), Text(finding.in_words(say)))
        if finding.mend:
            table.add_row("", "", Text(f"→ {finding.mend}", "bold"))
    return table
