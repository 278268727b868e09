"""The command line: parses, calls, prints, and sets the exit code. Nothing else does these."""

from __future__ import annotations

import sys

from autograder.cli.learning import cli
from autograder.cli.quizzing import progress, quiz, review
from autograder.cli.teaching import assignment, autograde, generate, grade

__all__ = ["cli", "main"]

for command in (quiz, review, progress, assignment, generate, grade, autograde):
    cli.add_command(command)


def main() -> None:
    """The console script. Consoles that lack a character show a question mark, not a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    cli()
