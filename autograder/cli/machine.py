"""The command about this machine."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click
from rich.table import Table
from rich.text import Text

from autograder.cli.session import EXIT_NOT_PASSED, Session
from autograder.content import bundled_course_path
from autograder.doctor import Finding, State, examine
from autograder.languages import Words

__all__ = ["doctor"]


@click.command()
@click.pass_obj
def doctor(session: Session) -> None:
    """Tell what this machine gives: versions, sandbox, speed, and what is missing."""
    findings = examine(session.course_path or bundled_course_path())
    session.console.print(_table(findings, session.say))
    if any(finding.state is State.BAD for finding in findings):
        sys.exit(EXIT_NOT_PASSED)


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
