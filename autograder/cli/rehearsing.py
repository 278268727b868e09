"""
What the process from which fronts are forked does beforehand, once, so that no front has to.

Much is imported, compiled and remembered when it is first used: by rich, by click, by us. So a
verdict is judged, worded and shown here as a command does it, to nobody. No program is run for it:
what it would show is in the exercise's key.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator

import filelock  # noqa: F401 - progress is written under its lock
from rich.console import Console

from autograder.cli import commands
from autograder.cli.later import loaded
from autograder.cli.spoken import speak
from autograder.content import Exercise, bundled_course_path
from autograder.facade.courses import keep_course
from autograder.facade.grading import Grading
from autograder.front.client import COMMANDS
from autograder.judging import Key, judge
from autograder.runs import Run
from autograder.sandbox import slowness
from autograder.screens.feedback import render_feedback

__all__ = ["rehearse"]


def rehearse() -> None:
    """Import what commands need, read the bundled course, and show a right and a wrong answer to nobody."""
    for name in COMMANDS:
        loaded(commands.cli.commands[name])
    slowness()
    with contextlib.suppress(Exception):  # The command tells what is wrong.
        course = keep_course(bundled_course_path())
        for language in course.languages:
            with Grading(course, language=language) as grading:
                _show_answers(grading, course.exercises[0])


def _show_answers(grading: Grading, exercise: Exercise) -> None:
    speak(commands.cli, grading.say)
    nobody = Console(file=io.StringIO(), force_terminal=True)
    key = grading.grader.key(exercise)
    for run in _runs_in(key):
        verdict = judge(run, key, grading.grader.rubric(exercise), grading.grader.classify)
        nobody.print(render_feedback(grading.feedback(verdict), grading.say))


def _runs_in(key: Key) -> Iterator[Run]:
    """A run of the reference, and one of a wrong program, as they are in the *key*."""
    yield Run({name: tuple(one.reference for one in cases) for name, cases in key.checks.items()})
    for program in key.programs[:1]:
        yield Run(
            {name: tuple(one.wrong[program] for one in cases) for name, cases in key.checks.items()}
        )
