"""All commands by name, and running one of them in this process."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from typing import NoReturn

from autograder.cli.later import Later
from autograder.cli.root import cli
from autograder.cli.session import EXIT_OUR_FAULT, Session

__all__ = ["cli", "main", "tell_lost"]

#: Each command: its name, its module and function, and the beginning of its help.
_COMMANDS = (
    (
        "init",
        "learner:init",
        "Make a working copy in DIRECTORY (here, unless given). Never overwrites a file.",
    ),
    (
        "update",
        "learner:update",
        "Bring the working copy to the course's version, keeping what you wrote.",
    ),
    (
        "web",
        "web:web",
        "Open the course in a browser: read, edit, check, answer questions.",
    ),
    (
        "classroom",
        "classroom:classroom",
        "Serve a course to a class in browsers; see live what is misunderstood.",
    ),
    (
        "check",
        "checking:check",
        "Check TARGETs: exercise ids, files, notebooks; all exercises if none is given.",
    ),
    ("list", "learner:list_", "List the exercises, with a tick for each that you have passed."),
    (
        "read",
        "reading:read",
        "Show the page of CHAPTER (that of your current exercise, unless given): what it is about.",
    ),
    (
        "hint",
        "learner:hint",
        "Show the next of three hints for EXERCISE (the current one, unless given).",
    ),
    (
        "solution",
        "solution:solution",
        "Show three honest ways to write EXERCISE beside yours, once you have passed it.",
    ),
    ("reset", "learner:reset", "Put EXERCISE's stub back; what you wrote is kept as a backup."),
    (
        "explain",
        "learner:explain",
        "Say what an error message usually means here; without text, the last one you met.",
    ),
    ("quiz", "quiz:quiz", "Answer questions about a CHAPTER: gradlings quiz [CHAPTER]."),
    (
        "review",
        "quiz:review",
        "Ask again what went wrong, in code or quiz, when it is due: with other numbers.",
    ),
    ("progress", "quiz:progress", "Show what you have mastered, by concept and by misconception."),
    (
        "warm",
        "machine:warm",
        "Tell whether a warm server waits for your checks (status); start or stop it.",
    ),
    (
        "doctor",
        "machine:doctor",
        "Tell what this machine gives: versions, sandbox, speed, and what is missing.",
    ),
    (
        "new",
        "author:new",
        "Start a new exercise: the files to fill in, in exercises/ and solutions/.",
    ),
    (
        "new-misconception",
        "naming:new_misconception",
        "Name the idea behind a wrong program: one that is known already, or a new one.",
    ),
    (
        "new-course",
        "author:new_course",
        "Start a course of your own in FOLDER, with one exercise and one question that work.",
    ),
    (
        "lint",
        "author:lint",
        "Prove exercises: the reference passes, the stub fails, every mistake is named, …",
    ),
    (
        "lock",
        "author:lock",
        "Run the solutions and write what they show: key.json of exercises, quiz.key.json of items.",
    ),
    (
        "seal-solutions",
        "author:seal",
        "Seal the right programs of the course into course.solutions, for gradlings solution.",
    ),
    (
        "mutate",
        "mutating:mutate",
        "Change one thing in right programs, as learners do, and tell what the checks say to it.",
    ),
    (
        "assignment",
        "instructor:assignment",
        "Compose an assignment: exercises, points, dates, rules, in one YAML file.",
    ),
    (
        "generate",
        "instructor:generate",
        "Write what learners get, and the instructor's bundle; no output holds a solution.",
    ),
    (
        "grade",
        "grading:grade",
        "Grade all SUBMISSIONS of a class: folders, or downloads of a learning platform.",
    ),
    (
        "adjust",
        "instructor:adjust",
        "Decide something about a student or group; grading again applies it.",
    ),
    (
        "autograde",
        "instructor:autograde",
        "Grade one SUBMISSION (a file or folder) by a bundle, as platforms do.",
    ),
)

for name, place, line in _COMMANDS:
    cli.add_command(Later(name, place, line))


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


def tell_lost() -> NoReturn:
    """Say that a warm front ended in the middle of this command, and exit: it is our fault."""
    session = Session(None, None)
    session.warn(
        session.say(
            "The warm process that ran this command has ended, so it may be half done. Run it again; "
            "if that happens again, end the warm server with: gradlings warm stop"
        )
    )
    sys.exit(EXIT_OUR_FAULT)


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
