"""A learner's mastery, on a terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as Line

from autograder.content import Course
from autograder.languages import Words
from autograder.screens.prose import Prose
from autograder.workspace import Progress

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
    for name, concept in course.concepts.items():
        exercises = [e.id for e in course.exercises if name in e.sheet.concepts]
        items = [i for i, item in course.items.items() if name in item.concepts]
        passed = sum(progress.passed(exercise) for exercise in exercises)
        right = sum(progress.items[i].last_right for i in items if i in progress.items)
        total = len(exercises) + len(items)
        if not total:
            continue
        done = round(10 * (passed + right) / total)
        full, empty = ("#", ".") if ascii_only else ("█", "░")
        style = "green" if done == 10 else ("yellow" if done else "dim")
        table.add_row(
            Line(concept.title[say.language]),
            f"{passed}/{len(exercises)}",
            f"{right}/{len(items)}",
            Line(full * done + empty * (10 - done), style),
        )
    return table


def _mastery(course: Course, progress: Progress, say: Words, *, ascii_only: bool) -> RenderableType:
    counts: dict[str, int] = {}
    still: set[str] = set()
    for exercise, entry in progress.exercises.items():
        for name, count in entry.misconceptions.items():
            counts[name] = counts.get(name, 0) + count
            if not progress.passed(exercise):
                still.add(name)
    for item in progress.items.values():
        for name, count in item.misconceptions.items():
            counts[name] = counts.get(name, 0) + count
            if not item.last_right:
                still.add(name)
    known = [name for name in course.misconceptions if name in counts]
    if not known:
        return Line(say("none so far"), "dim")
    table = Table(box=None, pad_edge=False, show_header=False)
    for name in sorted(known, key=lambda name: (name not in still, -counts[name])):
        mended = name not in still
        sign = ("+" if mended else "!") if ascii_only else ("✓" if mended else "●")
        message = say("mended since") if mended else say("still open")
        table.add_row(
            Line(sign, "green" if mended else "yellow"),
            Prose(course.misconceptions[name].title[say.language]),
            Line(f"×{counts[name]}", "dim"),
            Line(message, "dim"),
        )
    return table
