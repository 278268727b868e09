"""A learner's mastery, on a terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as Line

from autograder.content import Course
from autograder.languages import Words
from autograder.screens.prose import Prose
from autograder.workspace import Progress
from autograder.workspace.mastery import concepts_of, misconceptions_of

__all__ = ["render_mastery"]


def render_mastery(
    course: Course, progress: Progress, say: Words, *, ascii_only: bool = False
) -> RenderableType:
    """Return a learner's mastery: by concept, and by misconception that the learner showed."""
    return Group(
        Line(say("Concepts"), "bold"),
        _concepts(course, progress, say, ascii_only=ascii_only),
        Line(),
        Line(say("Misconceptions that showed"), "bold"),
        _mastery(course, progress, say, ascii_only=ascii_only),
    )


def _concepts(
    course: Course, progress: Progress, say: Words, *, ascii_only: bool
) -> RenderableType:
    table = Table(box=None, pad_edge=False)
    table.add_column(say("concept"), overflow="fold")
    table.add_column(say("exercises"), justify="right", no_wrap=True)
    table.add_column(say("questions"), justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for one in concepts_of(course, progress):
        done = round(10 * one.share)
        full, empty = ("#", ".") if ascii_only else ("█", "░")
        style = "green" if done == 10 else ("yellow" if done else "dim")
        table.add_row(
            Line(course.concepts[one.concept].title[say.language]),
            f"{one.passed}/{one.exercises}",
            f"{one.right}/{one.questions}",
            Line(full * done + empty * (10 - done), style),
        )
    return table


def _mastery(course: Course, progress: Progress, say: Words, *, ascii_only: bool) -> RenderableType:
    shown = misconceptions_of(course, progress)
    if not shown:
        return Line(say("none so far"), "dim")
    table = Table(box=None, pad_edge=False, show_header=False)
    for one in shown:
        sign = ("!" if one.is_open else "+") if ascii_only else ("●" if one.is_open else "✓")
        table.add_row(
            Line(sign, "yellow" if one.is_open else "green"),
            Prose(course.misconceptions[one.misconception].title[say.language]),
            Line(f"×{one.count}", "dim"),
            Line(say("still open") if one.is_open else say("mended since"), "dim"),
        )
    return table
