"""The foot of watch mode: messages, how far the learner is, the file to edit, and the keys."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.text import Text

from autograder.content import Course
from autograder.files import quoted
from autograder.languages import Words
from autograder.screens.links import linked
from autograder.screens.screen import Keys, bar
from autograder.screens.signs import ascii_only
from autograder.workspace import Progress
from autograder.workspace.order import aside_in

__all__ = ["render_foot"]


def render_foot(
    console: Console,
    say: Words,
    course: Course,
    progress: Progress,
    *,
    messages: Iterable[str],
    file: Path | None,
    root: Path,
    may_ask: bool,
) -> RenderableType:
    """
    Return the foot for *console*.

    Args:
        messages: What is told above all; empty ones are left out.
        file: The learner's file of the current exercise, shown as seen from *root*; a link.
        may_ask: Whether questions wait, for which there is a key then.
    """
    parts: list[RenderableType] = [Text(one, "bold yellow") for one in messages if one]
    parts.append(_progress(console, say, course, progress))
    if file is not None:
        path = linked(quoted(file.relative_to(root)), file, "bold", shown=file.relative_to(root))
        parts.append(Text.assemble((say("edit and save: "), "dim"), path))
    keys = [
        ("n", say("next")),
        ("e", say("edit")),
        ("h", say("hint")),
        ("l", say("list")),
        ("t", say("chapter")),
        ("c", say("check")),
        *([("a", say("questions"))] if may_ask else []),
        ("r", say("reset")),
        ("q", say("quit")),
    ]
    return Group(*parts, Keys(keys))


def _progress(console: Console, say: Words, course: Course, progress: Progress) -> Text:
    done = sum(progress.passed(exercise.id) for exercise in course.exercises)
    aside = len(aside_in(course, progress))
    total = len(course.exercises) - aside
    width = min(40, console.width // 2)
    drawn = bar(done, total, width, ascii_only=ascii_only(console))
    beside = say.many("{n} set aside", "{n} set aside", n=aside) if aside else ""
    return Text.assemble(
        (say("progress"), "dim"),
        " ",
        drawn,
        (f" {done}/{total}", "bold"),
        (f"  {beside}".rstrip(), "dim"),
    )
