"""What authors' commands found, in three formats: for people, as JSON, as annotations on GitHub."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from autograder.authoring import Complaint
from autograder.cli.session import echo_json
from autograder.content import Course
from autograder.facade.authoring import Locked, Proof, State

__all__ = [
    "annotate",
    "format_options",
    "holder",
    "locked_as_data",
    "proof_as_data",
    "report_mistakes",
    "stale",
]

Command = TypeVar("Command", bound=Callable[..., Any])
_FORMATS = ("text", "json", "github")


def format_options(command: Command) -> Command:
    """Add ``--format`` and ``--json`` to *command*, which gets them as ``form``."""
    as_json = click.option(
        "--json",
        "form",
        flag_value="json",
        help="The same as --format json: one object, for programs.",
    )
    choice = click.option(
        "--format",
        "form",
        type=click.Choice(_FORMATS),
        default="text",
        show_default=True,
        help="github: annotations of a pull request, at the lines to mend.",
    )
    return choice(as_json(command))


def proof_as_data(proof: Proof, besides: Sequence[Complaint] = ()) -> dict[str, Any]:
    """Return what lint found, and what it found *besides*, as plain data."""
    return {
        "schema": 1,
        "complaints": [_complaint(one) for one in (*besides, *proof.complaints)],
        "exercises": [
            {
                "exercise": report.exercise,
                "right": report.right,
                "programs": [
                    {
                        "program": one.program,
                        "outcome": one.outcome.value,
                        "named": list(one.named),
                        "advice": list(one.advice),
                    }
                    for one in report.programs
                ],
            }
            for report in proof.exercises
        ],
        "items": [
            {
                "item": one.item,
                "chapter": one.chapter,
                "kind": one.kind,
                "key": one.key,
                "misconceptions": list(one.misconceptions),
                "variants": one.variants,
                "different": one.different,
            }
            for one in proof.items
        ],
    }


def locked_as_data(keys: Iterable[Locked]) -> dict[str, Any]:
    """Return the states of keys, as plain data."""
    found = [{"name": one.name, "file": one.file, "state": one.state.value} for one in keys]
    return {"schema": 1, "keys": found}


def stale(keys: Iterable[Locked]) -> list[Complaint]:
    """Return complaints about the keys that are not what the programs show now."""
    return [
        Complaint(one.file, f"is not what the programs show now; run: gradlings lock {one.name}")
        for one in keys
        if one.state is State.STALE
    ]


def annotate(complaints: Sequence[Complaint], holds_course: Path) -> None:
    """
    Print *complaints* as GitHub's workflow commands, which put them beside the lines of a change.

    Args:
        holds_course: The folder from which they name files.
    """
    for complaint in complaints:
        file = os.path.relpath(holds_course / complaint.path)
        place = [f"file={_property(Path(file).as_posix())}"]
        if complaint.line is not None:
            place.append(f"line={complaint.line}")
        place.append(
            f"title={_property(f'gradlings: {complaint.key}' if complaint.key else 'gradlings')}"
        )
        click.echo(f"::error {','.join(place)}::{_data(complaint.problem)}")


def report_mistakes(complaints: Sequence[Complaint], form: str, holds_course: Path) -> None:
    """Report what keeps a course from being read, for a program."""
    if form == "json":
        echo_json({"schema": 1, "complaints": [_complaint(one) for one in complaints]})
    else:
        annotate(complaints, holds_course)


def holder(course: Course) -> Path:
    """Return the folder that holds *course*, from which complaints name files."""
    return course.path.resolve().parent


def _complaint(complaint: Complaint) -> dict[str, Any]:
    """Return one complaint as plain data."""
    return {
        "file": complaint.path,
        "line": complaint.line,
        "key": complaint.key,
        "problem": complaint.problem,
    }


def _data(text: str) -> str:
    """*text* as the message of a workflow command: it ends at the end of the line."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
