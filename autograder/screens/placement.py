"""What a placement found out, on a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text as Line

from autograder.content import Course
from autograder.languages import Words
from autograder.quizzes import Placed

__all__ = ["render_placed"]


def render_placed(
    placed: Sequence[Placed],
    aside: Mapping[str, int],
    course: Course,
    say: Words,
    *,
    ascii_only: bool = False,
) -> RenderableType:
    """Return a line for each chapter; *aside* tells how many exercises of each were set aside."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for one in placed:
        known, wrong = ("+", "x") if ascii_only else ("✓", "✗")
        if one.known:
            said = say.many(
                "{n} exercise set aside", "{n} exercises set aside", n=aside.get(one.chapter, 0)
            )
            sign = Line(known, "green")
        elif one.known is None:
            said, sign = say("not asked: it builds on the above"), Line("-", "dim")
        else:
            said, sign = say("there is something in it for you"), Line(wrong, "yellow")
        table.add_row(
            sign, Line(course.chapters[one.chapter].title[say.language]), Line(said, "dim")
        )
    return table
