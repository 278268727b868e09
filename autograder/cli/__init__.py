"""The command line: it alone parses arguments, prints, and sets the exit code."""

from __future__ import annotations

import contextlib
import errno
import os
import sys

from autograder.cli.author import lint, lock, new
from autograder.cli.instructor import adjust, assignment, autograde, generate, grade
from autograder.cli.learner import check, explain, hint, init, list_, reset, update
from autograder.cli.machine import doctor, warm
from autograder.cli.mutating import mutate
from autograder.cli.quiz import progress, quiz, review
from autograder.cli.root import cli
from autograder.cli.session import EXIT_OUR_FAULT

__all__ = ["cli", "main"]

_LEARNERS = (init, update, check, list_, hint, reset, explain, quiz, review, progress)
_AUTHORS = (new, lint, lock, mutate)
_INSTRUCTORS = (assignment, generate, grade, adjust, autograde)

for command in (*_LEARNERS, warm, doctor, *_AUTHORS, *_INSTRUCTORS):
    cli.add_command(command)


def main() -> None:
    """Run the command. Consoles that lack a character show a question mark, not a traceback."""
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        cli()
    finally:
        _let_go_of_output()


def _open_what_is_closed() -> None:
    """Open standard streams that a shell closed (``>&-``), or a file would get their number."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            with contextlib.suppress(OSError):  # Windows: a program without a console.
                os.fstat(number)
                continue
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def _let_go_of_output() -> None:
    """Flush standard output; if that fails, say so, where Python would print a traceback."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except OSError as error:
        # Python flushes once more at exit: to nowhere, then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno == errno.EPIPE:  # The reader of our output has seen enough.
            return
        sys.stderr.write(f"Error: what was printed could not be written: {error.strerror}\n")
        sys.exit(EXIT_OUR_FAULT)
